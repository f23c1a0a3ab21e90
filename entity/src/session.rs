//! Sessions (operational): who is signed in, by which mandate, until when.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, MandateId, SessionId};

/// A session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// The account.
    pub account_id: AccountId,
    /// The mandate its tokens speak for.
    pub mandate_id: MandateId,
    /// SHA-256 of the refresh token; the token itself is kept nowhere.
    pub refresh_token_hash: Vec<u8>,
    /// When it was signed in.
    pub created_at: DateTimeUtc,
    /// When the refresh token ends.
    pub expires_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
