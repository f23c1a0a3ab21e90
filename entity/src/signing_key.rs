//! Signing keys (operational): the private half is sealed under the master key.

use sea_orm::entity::prelude::*;

use crate::id::SigningKeyId;

/// A signing key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SigningKeyId,
    /// Ed25519 public key, 32 bytes.
    pub public_key: Vec<u8>,
    /// The private key, sealed under the master key, with its nonce before it.
    pub sealed_private_key: Vec<u8>,
    /// When it was made. The newest key signs; every key here verifies.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
