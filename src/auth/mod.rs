//! Who may come in: viewers, sessions, access tokens, passwords, keys.

pub mod keys;
mod link;
mod password;
mod revoked;
mod session;
mod throttle;
mod token;
mod viewer;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::RwLock;
use uuid::Uuid;

use crate::clock::Clock;
use crate::db::Pool;
use crate::error::Error;
use crate::text::Message;

pub use keys::MasterKey;
use keys::Sealer;
pub use link::OneTimeLink;
pub use password::{Passwords, WeakPassword, random_password};
use revoked::Revoked;
pub use session::{Client, Denied, SignedIn, holds_on};
pub use token::{Identity, LEEWAY, LIFETIME};
use token::{KeyRing, Refused};
pub use viewer::{DelegationRole, NationalRole, Right, SliceLevel, Viewer};

/// How often what no token may speak for any more is read, if nothing tells of it before.
const WATCH: Duration = Duration::from_secs(2);

/// The gate: it lets people in and out, and knows whom a token speaks for.
#[derive(Clone)]
pub struct Gate {
    /// Passwords.
    pub passwords: Passwords,
    pool: Pool,
    master: MasterKey,
    clock: Clock,
    ring: Arc<RwLock<KeyRing>>,
    read_at: Arc<AtomicI64>,
    revoked: Arc<Revoked>,
    /// Seals refresh tokens.
    links: Arc<Sealer>,
}

impl Gate {
    /// Opens the signing keys of the database, making the first one, and watches for what is revoked as long as it lives.
    pub async fn open(pool: Pool, master: MasterKey, passwords: Passwords, clock: Clock) -> Result<Self, Error> {
        let now = clock.now();
        let ring = if let Some(ring) = KeyRing::open(&pool.signing_keys().await?, &master)? {
            ring
        } else {
            pool.keep_signing_key(master.make_signing_key(Uuid::now_v7().into(), now)?).await?;
            // Read again: of two processes that start together, both must sign with a key that both know.
            KeyRing::open(&pool.signing_keys().await?, &master)?
                .ok_or_else(|| Error::internal("a signing key was made and is not there"))?
        };
        let revoked = Arc::new(Revoked::read(&pool, now).await?);
        watch(&revoked, pool.clone(), clock.clone());
        Ok(Self {
            passwords,
            links: Arc::new(master.sealer("links")?),
            pool,
            master,
            clock,
            ring: Arc::new(RwLock::new(ring)),
            read_at: Arc::new(AtomicI64::new(now.timestamp())),
            revoked,
        })
    }

    /// Whom an access token speaks for. A session that was ended, a mandate that was taken back and an account that was
    /// deactivated are refused as what is no token.
    pub async fn verify(&self, token: &str) -> Result<Identity, Error> {
        let now = self.clock.now();
        let refused = || Error::Unauthenticated(Message::new("token-refused"));
        let mut verified = self.ring.read().await.verify(token, now);
        if verified == Err(Refused::UnknownKey) && self.may_read_keys_again(now) {
            if let Some(ring) = KeyRing::open(&self.pool.signing_keys().await?, &self.master)? {
                *self.ring.write().await = ring;
            }
            verified = self.ring.read().await.verify(token, now);
        }
        let identity = verified.map_err(|_| refused())?;
        if self.revoked.has(&identity, &self.pool, now).await? {
            return Err(refused());
        }
        Ok(identity)
    }

    /// Once a second at most, however many tokens with unknown keys arrive.
    fn may_read_keys_again(&self, now: DateTime<Utc>) -> bool {
        let now = now.timestamp();
        self.read_at.fetch_max(now, Ordering::Relaxed) < now
    }

    /// Something was revoked: this process knows it now, and tells the others.
    pub async fn tell_revoked(&self) {
        // What cannot be read or told now is read by everyone within seconds.
        if let Err(error) = self.revoked.read_again(&self.pool, self.clock.now()).await {
            tracing::warn!(%error, "what was revoked could not be read");
        }
        if let Err(error) = self.pool.tell_revoked().await {
            tracing::warn!(%error, "other processes could not be told what was revoked");
        }
    }
}

/// Reads the list again whenever another process says so, and every two seconds.
fn watch(revoked: &Arc<Revoked>, pool: Pool, clock: Clock) {
    let revoked = Arc::downgrade(revoked);
    tokio::spawn(async move {
        let mut news = pool.news_of_revocations().await;
        while let Some(revoked) = revoked.upgrade() {
            if let Err(error) = revoked.read_again(&pool, clock.now()).await {
                tracing::warn!(%error, "what was revoked could not be read");
            }
            drop(revoked);
            news.within(WATCH).await;
        }
    });
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gate(…)")
    }
}
