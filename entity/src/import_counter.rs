//! What an import adds to the counters of delegations, and of associations that were there before it: summed over the parts that
//! are entered, and added to these counters when all of them are shown. It stays as long as the import can be taken back.

use sea_orm::entity::prelude::*;

use crate::counter::{Boundaries, Cube, Level, Measure};
use crate::id::{AssociationId, DelegationId, ImportId};
use crate::month::YearMonth;

/// A counter that waits.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, Hash, DeriveEntityModel)]
#[sea_orm(table_name = "import_counter")]
pub struct Model {
    /// The import.
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ImportId,
    /// What is counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: Measure,
    /// By what it is kept apart.
    #[sea_orm(primary_key, auto_increment = false)]
    pub cube: Cube,
    /// Whose it is; never an establishment's.
    #[sea_orm(primary_key, auto_increment = false)]
    pub level: Level,
    /// Where what has moved is counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub boundaries: Boundaries,
    /// The month in which the stock grows or the flow runs.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: YearMonth,
    /// In which delegation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub delegation_id: DelegationId,
    /// Of which association; the nil UUID where of none, and at the level of delegations.
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: AssociationId,
    /// The value of the cube's first dimension; empty where it is unknown.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part_1: String,
    /// The value of its second; empty where it is unknown, and where there is none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part_2: String,
    /// By how much, negative where a stock shrinks.
    pub value: i64,
}

impl ActiveModelBehavior for ActiveModel {}
