//! Accounts: who may sign in.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AssociationId, DelegationId};

/// An account. What it signs in with stands elsewhere ([`super::credential`]): no secret is part of a record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// The name given at sign-in, lower case.
    #[sea_orm(unique)]
    pub login: String,
    /// The person's name in Arabic.
    pub name_ar: Option<String>,
    /// The person's name in French.
    pub name_fr: Option<String>,
    /// Where the person is written to.
    pub email: Option<String>,
    /// The delegation that keeps the account; null for those that the national office keeps.
    pub delegation_id: Option<DelegationId>,
    /// The association that keeps it too; null where it is of nobody's houses.
    pub association_id: Option<AssociationId>,
    /// Since when nobody signs in by it; null while somebody may.
    pub deactivated_at: Option<DateTimeUtc>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(has_many)]
    pub mandates: HasMany<super::mandate::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
