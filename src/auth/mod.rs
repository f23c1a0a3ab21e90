//! Who may come in: viewers, access tokens, passwords, keys.

pub mod keys;
mod password;
mod token;
mod viewer;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use tokio::sync::RwLock;
use uuid::Uuid;

use crate::db::Pool;
use crate::error::Error;
use crate::text::Message;

pub use keys::MasterKey;
pub use password::{Passwords, random_password};
pub use token::{Identity, LEEWAY, LIFETIME};
use token::{KeyRing, Refused};
pub use viewer::{DelegationRole, NationalRole, Right, SliceLevel, Viewer};

/// The gate: it knows the passwords' work and the keys of tokens.
#[derive(Clone)]
pub struct Gate {
    /// Passwords.
    pub passwords: Passwords,
    pool: Pool,
    master: MasterKey,
    ring: Arc<RwLock<KeyRing>>,
    read_at: Arc<AtomicI64>,
}

impl Gate {
    /// Opens the signing keys of the database, making the first one.
    pub async fn open(pool: Pool, master: MasterKey, passwords: Passwords, now: DateTime<Utc>) -> Result<Self, Error> {
        let ring = if let Some(ring) = KeyRing::open(&pool.signing_keys().await?, &master)? {
            ring
        } else {
            pool.keep_signing_key(master.make_signing_key(Uuid::now_v7().into(), now)?).await?;
            // Read again: of two processes that start together, both must sign with a key that both know.
            KeyRing::open(&pool.signing_keys().await?, &master)?
                .ok_or_else(|| Error::internal("a signing key was made and is not there"))?
        };
        Ok(Self {
            passwords,
            pool,
            master,
            ring: Arc::new(RwLock::new(ring)),
            read_at: Arc::new(AtomicI64::new(now.timestamp())),
        })
    }

    /// A new access token.
    pub async fn issue(&self, identity: &Identity, now: DateTime<Utc>) -> Result<String, Error> {
        self.ring.read().await.issue(identity, Uuid::now_v7(), now)
    }

    /// Whom an access token speaks for.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Identity, Error> {
        let refused = || Error::Unauthenticated(Message::new("token-refused"));
        let first = self.ring.read().await.verify(token, now);
        if first != Err(Refused::UnknownKey) || !self.may_read_keys_again(now) {
            return first.map_err(|_| refused());
        }
        if let Some(ring) = KeyRing::open(&self.pool.signing_keys().await?, &self.master)? {
            *self.ring.write().await = ring;
        }
        self.ring.read().await.verify(token, now).map_err(|_| refused())
    }

    /// Once a second at most, however many tokens with unknown keys arrive.
    fn may_read_keys_again(&self, now: DateTime<Utc>) -> bool {
        let now = now.timestamp();
        self.read_at.fetch_max(now, Ordering::Relaxed) < now
    }
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gate(…)")
    }
}
