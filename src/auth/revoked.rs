//! What no token may speak for any more: sessions that were ended, mandates that were taken back, accounts that were
//! deactivated, keys that were retired. A token lives a quarter of an hour by itself; this ends it within seconds, on every process, without a
//! statement for each request.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::token::{LEEWAY, LIFETIME, Verified};
use crate::db::Pool;
use crate::error::Error;

/// How old the list may be when a request is answered, by a clock that nobody sets.
const FRESH: Duration = Duration::from_secs(5);
/// By how much the clocks of processes may differ here: what is listed for longer than needed does no harm.
const MARGIN: TimeDelta = TimeDelta::minutes(5);

/// The list, as it was last read.
#[derive(Debug)]
pub(super) struct Revoked {
    list: RwLock<List>,
    /// One reads for all that wait.
    turn: Mutex<()>,
}

#[derive(Debug)]
struct List {
    of: Arc<HashSet<Uuid>>,
    read_at: Instant,
}

impl Revoked {
    /// The list as it is now.
    pub(super) async fn read(pool: &Pool, now: DateTime<Utc>) -> Result<Self, Error> {
        Ok(Self { list: RwLock::new(List::read(pool, now).await?), turn: Mutex::new(()) })
    }

    /// Whether the session, the mandate, the account or the key of a token is on the list. Where the list is too old, as after
    /// a pause of the whole process, it is read first; an error where it cannot be.
    pub(super) async fn has(&self, token: &Verified, pool: &Pool, now: DateTime<Utc>) -> Result<bool, Error> {
        let (mut list, mut _turn) = (self.fresh(), None);
        if list.is_none() {
            _turn = Some(self.turn.lock().await);
            list = self.fresh();
        }
        let list = match list {
            Some(list) => list,
            None => self.read_again(pool, now).await.map_err(|error| Error::Unavailable(error.to_string().into()))?,
        };
        let identity = &token.identity;
        let of_token = [identity.session.0, identity.mandate.0, identity.account.0, token.key.0];
        Ok(!list.is_empty() && of_token.iter().any(|id| list.contains(id)))
    }

    /// Reads the list.
    pub(super) async fn read_again(&self, pool: &Pool, now: DateTime<Utc>) -> Result<Arc<HashSet<Uuid>>, Error> {
        let new = List::read(pool, now).await?;
        let of = Arc::clone(&new.of);
        let mut list = self.list.write().unwrap_or_else(PoisonError::into_inner);
        // Of two that read at the same time, the one that began later knows more.
        if new.read_at > list.read_at {
            *list = new;
        }
        Ok(of)
    }

    fn fresh(&self) -> Option<Arc<HashSet<Uuid>>> {
        let list = self.list.read().unwrap_or_else(PoisonError::into_inner);
        (list.read_at.elapsed() <= FRESH).then(|| Arc::clone(&list.of))
    }
}

impl List {
    async fn read(pool: &Pool, now: DateTime<Utc>) -> Result<Self, Error> {
        // What is ended while it is being read may be missing: its age counts from before.
        let read_at = Instant::now();
        let of = pool.revoked_since(now - LIFETIME - LEEWAY - MARGIN).await?;
        Ok(Self { of: Arc::new(of.into_iter().collect()), read_at })
    }
}
