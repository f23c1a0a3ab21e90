//! Measures against the licence of a house: its suspension, or its withdrawal.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AssociationId, DelegationId, EstablishmentId, FormalNoticeId, LicenceMeasureId};

/// The kinds of measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LicenceMeasureKind {
    /// توقيف: the licence does not hold for a while.
    Suspension,
    /// سحب: the licence does not hold any more.
    Withdrawal,
}

/// Where a measure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LicenceMeasureState {
    /// مقترح: proposed by the delegation.
    Proposed,
    /// مقرر: decided by the competent authority.
    Decided,
    /// مرفوض: the authority does not take it.
    Refused,
    /// مرفوع: a suspension that was lifted before its last day.
    Lifted,
}

/// A measure.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "licence_measure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LicenceMeasureId,
    /// The house's delegation, repeated for the slice.
    pub delegation_id: DelegationId,
    /// The house's association, repeated for the slice.
    pub association_id: Option<AssociationId>,
    /// The house.
    pub establishment_id: EstablishmentId,
    /// What it is.
    pub kind: LicenceMeasureKind,
    /// Where it stands.
    pub state: LicenceMeasureState,
    /// On what grounds it is proposed. They name no person.
    pub grounds: String,
    /// The formal notice that was not met; null where it could not be waited for.
    pub formal_notice_id: Option<FormalNoticeId>,
    /// Why no notice could be waited for; null where one was. It names no person.
    pub urgency: Option<String>,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// The office day on which it was proposed.
    pub proposed_on: Date,
    /// The authority that decided; null before.
    pub authority_code: Option<String>,
    /// The number of the decision; null before it.
    pub decision_number: Option<String>,
    /// The day of the decision; null before it.
    pub decided_on: Option<Date>,
    /// Who recorded the decision, or that there is none; null before.
    pub decided_by: Option<AccountId>,
    /// The first day on which the licence does not hold; null before the decision.
    pub starts_on: Option<Date>,
    /// The last one, as it was decided; null before the decision, and for a withdrawal.
    pub ends_on: Option<Date>,
    /// Why it was refused; null otherwise. It names no person.
    pub refusal: Option<String>,
    /// The day from which the licence holds again; null where it was not lifted.
    pub lifted_from: Option<Date>,
    /// Why it was lifted; null where it was not. It names no person.
    pub lifting: Option<String>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
