//! Licence periods: spans of time in which an establishment's licence has one state. They never overlap, so a past or future state needs no write.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, DelegationId, EstablishmentId, ImportPartId, LicencePeriodId};
use crate::legal_category::LegalFramework;

/// The state of a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LicenceState {
    /// في طور الترخيص: applied for, not decided.
    InProgress,
    /// مرخصة: licensed.
    Licensed,
    /// موقوفة: licence suspended.
    Suspended,
    /// مسحوبة: licence withdrawn.
    Withdrawn,
}

/// A licence period.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "licence_period")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LicencePeriodId,
    /// The establishment.
    pub establishment_id: EstablishmentId,
    /// The establishment's delegation, repeated for the slice.
    pub delegation_id: DelegationId,
    /// The establishment's association, repeated for the slice.
    pub association_id: Option<AssociationId>,
    /// The state during this span.
    pub state: LicenceState,
    /// The law it was filed or granted under; null where unknown.
    pub framework: Option<LegalFramework>,
    /// Number of the decision; null where there is none or it is unknown.
    pub decision_number: Option<String>,
    /// First day of the span.
    pub starts_on: Date,
    /// Last day of the span; null where open-ended.
    pub ends_on: Option<Date>,
    /// The part of an import that brought it; null where it was entered by itself.
    pub import_part_id: Option<ImportPartId>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
