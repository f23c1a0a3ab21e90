//! Inspections of houses, planned, made or cancelled.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, DelegationId, DocumentId, EstablishmentId, InspectionId, RuleSetId};

/// Where an inspection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InspectionState {
    /// مبرمج: its day is set.
    Planned,
    /// منجز: it was made, and its minutes (محضر) are there.
    Made,
    /// ملغى: it is not made.
    Cancelled,
}

/// What an inspection concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InspectionConclusion {
    /// مطابق: the house works as it must.
    Compliant,
    /// اختلالات: something must be put right.
    Shortcomings,
    /// خطر: the people in the house are in danger.
    Danger,
}

/// An inspection.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspection")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InspectionId,
    /// The house's delegation, repeated for the slice.
    pub delegation_id: DelegationId,
    /// The house's association, repeated for the slice.
    pub association_id: Option<AssociationId>,
    /// The house.
    pub establishment_id: EstablishmentId,
    /// Whether the house is told beforehand.
    pub announced: bool,
    /// The day for which it is planned.
    pub planned_on: Date,
    /// Why it is planned. It names no person.
    pub reason: String,
    /// Where it stands.
    pub state: InspectionState,
    /// The day on which it was made; null before.
    pub made_on: Option<Date>,
    /// The rules by whose norms it judged; null before it was made, and where none govern the house.
    pub rule_set_id: Option<RuleSetId>,
    /// The minutes, a document of the house; null before it was made.
    pub minutes_id: Option<DocumentId>,
    /// What it concludes; null before it was made.
    pub conclusion: Option<InspectionConclusion>,
    /// What is said with the conclusion; null where nothing is. It names no person.
    pub remark: Option<String>,
    /// Why it was cancelled; null where it was not.
    pub cancellation: Option<String>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
