//! Counters: by how much a stock grows in a month, by the dimensions it can be grouped by, and since when that is known.
//! What there is at the end of a month is the sum up to it.

use sea_orm::entity::prelude::*;

use crate::declared_figure::Measure;
use crate::id::{AssociationId, DelegationId, EstablishmentId};
use crate::month::YearMonth;

/// A counter.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "counter")]
pub struct Model {
    /// What is counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: Measure,
    /// In which delegation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub delegation_id: DelegationId,
    /// Of which association; the nil UUID where of none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: AssociationId,
    /// Of which establishment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub establishment_id: EstablishmentId,
    /// The month in which the stock grows.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: YearMonth,
    /// The month in which that was entered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub known: YearMonth,
    /// By how much; negative where it shrinks.
    pub value: i64,
}

impl ActiveModelBehavior for ActiveModel {}
