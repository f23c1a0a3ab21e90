//! Keys that clients send with a change, so that sending it twice does it once.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, StreamId};

/// A key that has been used.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Who sent it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// With which mutation.
    pub mutation: String,
    /// HMAC-SHA-256 of the input, under a key made of the master key.
    pub input_hash: Vec<u8>,
    /// What was changed.
    pub object_id: Uuid,
    /// The stream that saw it.
    pub stream_id: StreamId,
    /// The position at which it did.
    pub position: i64,
    /// When, in microseconds of the Unix epoch.
    pub at_micros: i64,
}

impl ActiveModelBehavior for ActiveModel {}
