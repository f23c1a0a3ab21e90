//! Secret keys (operational): sealed under the master key, which stands nowhere in the database.

use sea_orm::entity::prelude::*;

use crate::id::SecretKeyId;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum KeyPurpose {
    /// Signs access tokens.
    Signing,
    /// Seals cursors and positions.
    Cursor,
    /// Seals refresh tokens.
    Link,
    /// Seals the keys of persons.
    Field,
    /// Makes digests that are compared later: of inputs, of what is throttled.
    Digest,
    /// Seals the codes on licence certificates, which are verified for ever.
    Certificate,
}

/// A secret key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "secret_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SecretKeyId,
    /// What it is for.
    pub purpose: KeyPurpose,
    /// Its 32 bytes, sealed under the master key, with the nonce before them.
    pub sealed: Vec<u8>,
    /// When it was made. Of one purpose, the newest signs and seals; every one that is not retired verifies and opens.
    pub created_at: DateTimeUtc,
    /// When it was retired; null while it was not.
    pub retired_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
