//! Taking out what became no document: uploads that ended, and files in the store to which nothing refers, as a crash between
//! the store and the database leaves behind. Each process does so by itself; that two do it at once changes nothing, since what
//! one has taken out is not there for the other. A store says whose it is, so that nobody sweeps that of another installation,
//! of which it knows nothing.

use std::time::Duration;

use async_graphql::futures_util::StreamExt;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::ContentId;

use super::upload;
use crate::clock::Clock;
use crate::db::Pool;
use crate::error::Error;
use crate::store::Store;

/// How long after its end an upload is taken out, and how long after that a file to which nothing refers: clocks differ, and a
/// file may be on its way when its upload ends.
const GRACE: TimeDelta = TimeDelta::hours(2);
/// So many are looked up at once.
const AT_ONCE: usize = 200;
/// How often a server sweeps.
const TURN: Duration = Duration::from_hours(1);

/// What was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Uploads that became no documents.
    pub uploads: u64,
    /// Files to which nothing referred.
    pub files: u64,
}

/// Makes a store that is nobody's this installation's.
pub async fn claim(pool: &Pool, store: &Store) -> Result<(), Error> {
    if store.mark().await?.is_none()
        && let Some(id) = pool.installation_id().await?
    {
        store.put_mark(id.0.to_string()).await?;
    }
    Ok(())
}

/// Takes out what has ended by a moment; nothing, and an error, where the store is not this installation's.
pub async fn sweep(pool: &Pool, store: &Store, now: DateTime<Utc>) -> Result<Swept, Error> {
    let own = pool.installation_id().await?.map(|id| id.0.to_string());
    match store.mark().await? {
        None => {
            return Err(Error::internal(
                "nothing is swept: the store is nobody's yet; `taawun serve` makes it its own",
            ));
        }
        mark if mark == own => {}
        Some(_) => {
            return Err(Error::internal(
                "nothing is swept: the store belongs to another installation. Give each a folder or bucket of its own; where the \
                 other one is gone for good, take the object `installation` out of the store and start again",
            ));
        }
    }
    let mut swept = Swept::default();
    loop {
        let ended = pool.ended_uploads(now - GRACE, AT_ONCE as u64).await?;
        if ended.is_empty() {
            break;
        }
        for upload in ended {
            // The row first: what is left of it, should this end here, is a file to which nothing refers.
            if pool.end_upload(upload.id).await? {
                swept.uploads += 1;
                if let Some(content) = upload.content_id {
                    store.remove(content).await?;
                }
            }
        }
    }
    // Older than any upload that can still be under way.
    let begun = now - upload::LIFE - GRACE - GRACE;
    let mut found = store.begun_before(begun).chunks(AT_ONCE);
    while let Some(some) = found.next().await {
        let some: Vec<ContentId> = some.into_iter().collect::<Result<_, _>>()?;
        for content in pool.unknown_contents(some).await? {
            store.remove(content).await?;
            swept.files += 1;
        }
    }
    swept.files += store.remove_broken(begun).await?;
    Ok(swept)
}

/// Makes a store that is nobody's its own, and sweeps, now and every hour, for as long as the process lives.
pub async fn sweep_hourly(pool: Pool, store: Store, clock: Clock) {
    let mut turns = tokio::time::interval(TURN);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        let swept = async {
            claim(&pool, &store).await?;
            sweep(&pool, &store, clock.now()).await
        };
        match swept.await {
            Ok(swept) if swept == Swept::default() => {}
            Ok(swept) => tracing::info!(uploads = swept.uploads, files = swept.files, "what became no document is out"),
            Err(error) => tracing::error!(%error, "what became no document could not be taken out"),
        }
    }
}
