//! Bank accounts of associations: the one that is paid to, those before it, and the one that is proposed. One person
//! proposes, another decides.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AssociationId, BankAccountId, DelegationId};

/// What was decided of a bank account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BankAccountState {
    /// One person has entered it; another has not decided yet.
    Proposed,
    /// A second person has approved it. The association is paid to the one approved last.
    Approved,
    /// A second person has rejected it.
    Rejected,
}

/// A bank account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BankAccountId,
    /// The association whose account it is.
    pub association_id: AssociationId,
    /// The delegation that keeps the association's file.
    pub delegation_id: DelegationId,
    /// Relevé d'identité bancaire: 24 digits, the last two of which check the others.
    pub rib: String,
    /// Where it stands.
    pub state: BankAccountState,
    /// Who entered it.
    pub proposed_by: AccountId,
    /// The office day on which it was entered.
    pub proposed_on: Date,
    /// Who decided; null while nobody has.
    pub decided_by: Option<AccountId>,
    /// The office day of the decision; null while there is none.
    pub decided_on: Option<Date>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "association_id", to = "id")]
    pub association: BelongsTo<super::association::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
