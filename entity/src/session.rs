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
    /// How often its refresh token was used: only the latest is good.
    pub generation: i32,
    /// SHA-256 of the latest refresh token; the token itself is kept nowhere.
    pub refresh_token_hash: Vec<u8>,
    /// Whether a second factor was shown when it was signed in.
    pub second_factor: bool,
    /// What the client said it is when it signed in.
    pub device: Option<String>,
    /// When it was signed in.
    pub created_at: DateTimeUtc,
    /// When it was signed in or its refresh token was last used.
    pub last_used_at: DateTimeUtc,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
    /// When it was ended; null while it was not.
    pub ended_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "account_id", to = "id")]
    pub account: BelongsTo<super::account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
