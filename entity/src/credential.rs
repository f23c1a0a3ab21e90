//! Credentials (operational): what an account signs in with.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// argon2id, in PHC string form; shown in no log.
#[derive(Clone, PartialEq, Eq, sea_orm::DeriveValueType)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// The credentials of an account; none where nobody has set a password yet.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Its password.
    pub password_hash: PasswordHash,
    /// True where it opens nothing but the way to another password.
    pub must_change: bool,
    /// When the password was set.
    pub changed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
