//! The secrets of API clients (operational), of which only a hash is kept.

use sea_orm::entity::prelude::*;

use crate::id::{ApiClientId, ApiClientSecretId};

/// A secret.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_client_secret")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiClientSecretId,
    /// The client whose it is.
    pub api_client_id: ApiClientId,
    /// SHA-256 of it: it is random, and long enough not to be guessed.
    pub secret_hash: Vec<u8>,
    /// When it was made.
    pub made_at: DateTimeUtc,
    /// When a token was asked for by it the last time, to within ten minutes; null where none was.
    pub last_used_at: Option<DateTimeUtc>,
    /// When it was ended; null while it is good.
    pub ended_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "api_client_id", to = "id")]
    pub api_client: BelongsTo<super::api_client::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
