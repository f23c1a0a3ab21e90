//! Returns: what a house reports of one period. One of each house and period.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AssociationId, DelegationId, EstablishmentId, ReturnTemplateId, SeasonReturnId};
use crate::month::YearMonth;

/// Where a return stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SeasonReturnState {
    /// مسودة: being filled in.
    Draft,
    /// مقدم: handed in by the house, not decided by the delegation.
    Submitted,
    /// معاد: sent back by the delegation, with a reason, to be corrected and handed in again.
    Returned,
    /// مصادق عليه: accepted by the delegation. Only these are counted.
    Validated,
}

/// A return.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "season_return")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeasonReturnId,
    /// The house's delegation, repeated for the slice.
    pub delegation_id: DelegationId,
    /// The house's association, repeated for the slice.
    pub association_id: Option<AssociationId>,
    /// The house.
    pub establishment_id: EstablishmentId,
    /// The template under which it was begun, which it keeps.
    pub template_id: ReturnTemplateId,
    /// First month of the period.
    pub period_first: YearMonth,
    /// Last month of the period.
    pub period_last: YearMonth,
    /// Last day on which it is in time.
    pub due_on: Date,
    /// Where it stands.
    pub state: SeasonReturnState,
    /// Who submitted it last; null before.
    pub submitted_by: Option<AccountId>,
    /// The office day on which it was submitted last; null before.
    pub submitted_on: Option<Date>,
    /// The office day on which it was last sent back, validated or reopened; null before.
    pub decided_on: Option<Date>,
    /// Why it was last sent back or reopened; null where it never was.
    pub reason: Option<String>,
    /// The sum of the head-count; null while none of it is filled in. It follows from the lines.
    pub head_count: Option<i32>,
    /// The sum of those present on the last day; null while it is not filled in. It follows from the lines.
    pub present: Option<i32>,
    /// The house's places when figures were last filled in or submitted; null where they were unknown.
    pub capacity: Option<i32>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
    #[sea_orm(belongs_to, from = "template_id", to = "id")]
    pub template: BelongsTo<super::return_template::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
