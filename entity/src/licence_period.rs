//! Licence periods: spans of time in which an establishment's licence has one state. They never overlap, so a past or future state needs no write.

use sea_orm::entity::prelude::*;

use crate::id::{
    AssociationId, CommuneId, DelegationId, EstablishmentId, ImportPartId, LicenceApplicationId, LicencePeriodId,
};
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
    /// The authority that decided, by its code; null in spans that are not licensed, and where unknown.
    pub authority_code: Option<String>,
    /// The day of the decision; null in spans that are not licensed, and where unknown.
    pub decided_on: Option<Date>,
    /// The places that the decision allows, in all; null in spans that are not licensed, and where unknown.
    pub capacity_total: Option<i32>,
    /// Those for girls and women; null where places are not kept apart.
    pub capacity_female: Option<i32>,
    /// Those for boys and men; null where places are not kept apart.
    pub capacity_male: Option<i32>,
    /// The category under the law that was decided; null in spans that are not licensed, and where unknown.
    pub legal_category_code: Option<String>,
    /// The commune in which the house stood when the licence was issued; null in spans that are not licensed, where unknown, and
    /// where the decision lets it move.
    pub commune_id: Option<CommuneId>,
    /// The association that managed the house then; null in spans that are not licensed, where unknown, where Entraide Nationale
    /// manages it, and where the decision lets another one come.
    pub manager_id: Option<AssociationId>,
    /// The application that led to it; null where none did that is kept here.
    pub application_id: Option<LicenceApplicationId>,
    /// By which the codes on its certificates name the licence: 40 bits, not secret, and all but unique. The spans in which one
    /// licence goes on have the same. Null in spans that are not licensed.
    pub public_number: Option<i64>,
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
