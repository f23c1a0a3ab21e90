//! Plans by which the residents of a house are placed elsewhere before it is suspended, loses its licence or closes.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AssociationId, DelegationId, EstablishmentId, RelocationPlanId, SeasonReturnId};

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RelocationPlanState {
    /// مسودة: being prepared.
    Draft,
    /// مصادق عليها: approved by another person than the one who prepared it.
    Approved,
    /// معوضة: a newer one was approved in its place.
    Superseded,
}

/// A plan.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "relocation_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RelocationPlanId,
    /// The house's delegation, repeated for the slice.
    pub delegation_id: DelegationId,
    /// The house's association, repeated for the slice.
    pub association_id: Option<AssociationId>,
    /// The house whose residents are placed.
    pub establishment_id: EstablishmentId,
    /// Where it stands.
    pub state: RelocationPlanState,
    /// The residents to be placed, when it was last changed.
    pub residents: i32,
    /// The season return that counted them; null where the number was stated by hand.
    pub season_return_id: Option<SeasonReturnId>,
    /// The sum of its lines. It follows from them.
    pub placed: i32,
    /// Who prepared it.
    pub prepared_by: AccountId,
    /// The office day on which it was begun.
    pub prepared_on: Date,
    /// Who approved it; null before.
    pub approved_by: Option<AccountId>,
    /// The office day on which it was approved; null before.
    pub approved_on: Option<Date>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
