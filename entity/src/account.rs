//! Accounts: who may sign in.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// An account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// The name given at sign-in, lower case.
    #[sea_orm(unique)]
    pub login: String,
    /// argon2id, in PHC string form.
    pub password_hash: String,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(has_many)]
    pub mandates: HasMany<super::mandate::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
