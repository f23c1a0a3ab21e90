//! Who may come in: viewers, sessions, access tokens, passwords, keys.

mod api_client;
mod denied;
pub mod keys;
mod link;
mod partner;
mod password;
mod revoked;
mod second_factor;
mod session;
pub mod single_sign_on;
mod throttle;
mod token;
mod viewer;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use entity::id::{ProcessId, SecretKeyId};
use uuid::Uuid;

use crate::clock::Clock;
use crate::db::Pool;
use crate::error::Error;
use crate::text::Message;

pub use api_client::{ApiToken, NewSecret, NotGiven};
pub use denied::Denied;
pub use keys::{MasterKey, SecretKeys};
pub use link::OneTimeLink;
pub use partner::{PartnerAccess, Reach, Scope, Scopes};
pub use password::{Passwords, WeakPassword, random_password};
use revoked::Revoked;
pub use second_factor::{OfferedFactor, needs_second_factor};
pub use session::{Client, SignedIn, holds_on};
pub use single_sign_on::SingleSignOn;
pub use throttle::network;
use token::Refused;
pub use token::{Identity, LEEWAY, LIFETIME};
pub use viewer::{DelegationRole, NationalRole, Right, Rights, SliceLevel, Viewer};

/// How often what no token may speak for any more is read, if nothing tells of it before.
const WATCH: Duration = Duration::from_secs(2);

/// How often a process says that it lives.
const BEAT: Duration = Duration::from_secs(5);

/// How often what has ended is taken out.
const SWEEP: Duration = Duration::from_hours(1);

/// The gate: it lets people in and out, and knows whom a token speaks for.
#[derive(Clone)]
pub struct Gate {
    /// Passwords.
    pub passwords: Passwords,
    /// The keys of the installation.
    pub keys: SecretKeys,
    /// Whether the roles that shall show a second factor have to.
    second_factor_required: bool,
    /// The OpenID provider by which people may come in, where there is one.
    single_sign_on: Option<Arc<SingleSignOn>>,
    pool: Pool,
    clock: Clock,
    read_at: Arc<AtomicI64>,
    revoked: Arc<Revoked>,
    processes: Arc<AtomicU64>,
}

impl Gate {
    /// Watches for what is revoked, and for new keys, as long as it lives.
    pub async fn open(pool: Pool, keys: SecretKeys, passwords: Passwords, clock: Clock) -> Result<Self, Error> {
        let now = clock.now();
        let revoked = Arc::new(Revoked::read(&pool, now).await?);
        let processes = Arc::new(AtomicU64::new(1));
        watch(&revoked, keys.clone(), pool.clone(), clock.clone(), Arc::clone(&processes));
        let read_at = Arc::new(AtomicI64::new(now.timestamp()));
        Ok(Self {
            passwords,
            keys,
            second_factor_required: false,
            single_sign_on: None,
            pool,
            clock,
            read_at,
            revoked,
            processes,
        })
    }

    /// The same, where some roles have to show a second factor.
    #[must_use]
    pub fn requiring_second_factor(self, second_factor_required: bool) -> Self {
        Self { second_factor_required, ..self }
    }

    /// Whom an access token speaks for. A session that was ended, a mandate that was taken back, an account that was
    /// deactivated and a key that was retired are refused as what is no token.
    pub async fn verify(&self, token: &str) -> Result<Identity, Error> {
        let now = self.clock.now();
        let refused = || Error::Unauthenticated(Message::new("token-refused"));
        let mut verified = self.keys.now().tokens.verify(token, now);
        if matches!(verified, Err(Refused::UnknownKey)) && self.may_read_keys_again(now) {
            self.keys.read_again(&self.pool).await?;
            verified = self.keys.now().tokens.verify(token, now);
        }
        let verified = verified.map_err(|_| refused())?;
        if self.revoked.has(&verified, &self.pool, now).await? {
            return Err(refused());
        }
        Ok(verified.identity)
    }

    /// The public halves of the keys that sign, the newest first, each with its identifier: for whoever verifies tokens.
    #[must_use]
    pub fn public_keys(&self) -> Vec<(SecretKeyId, [u8; 32])> {
        self.keys.now().tokens.public().to_vec()
    }

    /// Once a second at most, however many tokens with unknown keys arrive.
    fn may_read_keys_again(&self, now: DateTime<Utc>) -> bool {
        let now = now.timestamp();
        self.read_at.fetch_max(now, Ordering::Relaxed) < now
    }

    /// How many processes serve from the database, this one included, as far as was heard.
    #[must_use]
    pub fn processes(&self) -> u64 {
        self.processes.load(Ordering::Relaxed)
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

/// Reads the list and the keys again whenever another process says so, and every two seconds; says that this process lives, every
/// five; takes out what has ended, every hour.
fn watch(revoked: &Arc<Revoked>, keys: SecretKeys, pool: Pool, clock: Clock, processes: Arc<AtomicU64>) {
    let revoked = Arc::downgrade(revoked);
    tokio::spawn(async move {
        let mut news = pool.news_of_revocations().await;
        let (mut swept, mut beaten) = (Instant::now(), Instant::now());
        let process = ProcessId(Uuid::now_v7());
        while let Some(revoked) = revoked.upgrade() {
            if let Err(error) = revoked.read_again(&pool, clock.now()).await {
                tracing::warn!(%error, "what was revoked could not be read");
            }
            if let Err(error) = keys.read_again(&pool).await {
                tracing::warn!(%error, "the keys could not be read");
            }
            drop(revoked);
            if beaten.elapsed() > BEAT {
                beaten = Instant::now();
                match pool.beat(process).await {
                    Ok(alive) => processes.store(alive.max(1), Ordering::Relaxed),
                    Err(error) => tracing::warn!(%error, "how many processes serve could not be read"),
                }
            }
            if swept.elapsed() > SWEEP {
                swept = Instant::now();
                if let Err(error) = pool.sweep(clock.now()).await {
                    tracing::warn!(%error, "what has ended could not be taken out");
                }
            }
            news.within(WATCH).await;
        }
    });
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gate(…)")
    }
}
