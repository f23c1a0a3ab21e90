//! Formal notices to houses: what must be put right, until when.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, DelegationId, EstablishmentId, FormalNoticeId, InspectionId};

/// Where a formal notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FormalNoticeState {
    /// مبلغ: served, and not all of it met.
    Served,
    /// مستوفى: all of it is met.
    Met,
    /// غير مستوفى: closed behind its last day, with something that is not met.
    NotMet,
    /// مسحوب: taken back.
    Withdrawn,
}

/// A formal notice.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "formal_notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FormalNoticeId,
    /// The house's delegation, repeated for the slice.
    pub delegation_id: DelegationId,
    /// The house's association, repeated for the slice.
    pub association_id: Option<AssociationId>,
    /// The house.
    pub establishment_id: EstablishmentId,
    /// The inspection that led to it; null where none did.
    pub inspection_id: Option<InspectionId>,
    /// Where it stands.
    pub state: FormalNoticeState,
    /// The day on which it was served.
    pub served_on: Date,
    /// The last day to meet it.
    pub due_on: Date,
    /// The office day on which it was met, closed or taken back; null before.
    pub closed_on: Option<Date>,
    /// Why it was closed as not met, or taken back; null otherwise. It names no person.
    pub reason: Option<String>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
