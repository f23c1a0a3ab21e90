//! One-time links (operational): by which an account is given its first password, or another one.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, OneTimeLinkId};

/// A one-time link.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OneTimeLinkId,
    /// Whose password it sets.
    pub account_id: AccountId,
    /// SHA-256 of its token; the token itself is kept nowhere.
    pub token_hash: Vec<u8>,
    /// When it ends.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
