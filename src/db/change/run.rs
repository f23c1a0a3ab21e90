//! How a change is made from beginning to end: streams locked, the mutation applied, everything written, committed.

use std::any::Any;
use std::collections::BTreeMap;
use std::pin::Pin;

use chrono::{DateTime, Utc};
use entity::id::{AccountId, StreamId};
use entity::{idempotency, stream};
use hmac::Mac;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

use super::super::counter::Counters;
use super::super::operational::Lease;
use super::super::{Pool, counter};
use super::{Actor, Change, Found, Mutation, Outcome, Refused};
use crate::clock::office_day;
use crate::error::{Error, Mistake, UserErrorCode};
use crate::telemetry::CHANGES;
use crate::text::Message;

/// How often a change starts over because a row has moved to another stream.
const ATTEMPTS: usize = 3;

/// The heads of the streams that are locked.
type Heads = BTreeMap<StreamId, stream::Model>;

/// Who makes a change, when, and the job that it ends.
#[derive(Clone, Debug)]
struct Made {
    by: Actor,
    at: DateTime<Utc>,
    ends: Option<Lease>,
}

/// What is done on a task of its own. Behind a pointer: a task's machinery is then compiled for each kind of outcome, and
/// not for each mutation.
type Work<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

async fn to_its_end<T: Send + 'static>(work: Work<T>) -> Result<T, Error> {
    tokio::spawn(work).await.map_err(Error::internal)?
}

impl Pool {
    /// Makes a change, or refuses it. On a task of its own: a client that goes away cannot stop it half-way.
    pub async fn change<M: Mutation>(
        &self,
        actor: Actor,
        now: DateTime<Utc>,
        mutation: M,
    ) -> Result<Outcome<M::Entity>, Error> {
        let pool = self.clone();
        let made = Made { by: actor, at: now, ends: None };
        to_its_end(Box::pin(async move { pool.run(&made, &mutation).await })).await
    }

    /// Makes a change that is the whole effect of a job, and ends the job, together. Where somebody else holds the job
    /// meanwhile, or it was cancelled, nothing is changed: `CONFLICT`.
    pub async fn change_as_job<M: Mutation>(
        &self,
        lease: &Lease,
        actor: Actor,
        now: DateTime<Utc>,
        mutation: M,
    ) -> Result<Outcome<M::Entity>, Error> {
        let pool = self.clone();
        let made = Made { by: actor, at: now, ends: Some(lease.clone()) };
        to_its_end(Box::pin(async move { pool.run(&made, &mutation).await })).await
    }

    /// Makes changes in one transaction, each done or refused by itself, in the order given. All streams are locked first.
    pub async fn batch<M: Mutation>(
        &self,
        actor: Actor,
        now: DateTime<Utc>,
        mutations: Vec<M>,
    ) -> Result<Vec<Outcome<M::Entity>>, Error> {
        let pool = self.clone();
        let made = Made { by: actor, at: now, ends: None };
        to_its_end(Box::pin(async move { pool.run_batch(&made, &mutations).await })).await
    }

    async fn run<M: Mutation>(&self, made: &Made, mutation: &M) -> Result<Outcome<M::Entity>, Error> {
        let db = self.scoped_to(made.by.viewer);
        for _ in 0..ATTEMPTS {
            let attempt = match mutation.streams(&db).await {
                Ok(streams) => self.attempt(made, mutation, streams).await,
                Err(refused) => Err(refused),
            };
            match attempt {
                Ok(outcome) => {
                    let verdict = if outcome.mistakes.is_empty() { "done" } else { "refused" };
                    metrics::counter!(CHANGES, "mutation" => M::NAME, "outcome" => verdict).increment(1);
                    return Ok(outcome);
                }
                Err(Refused::Moved) => {
                    metrics::counter!(CHANGES, "mutation" => M::NAME, "outcome" => "moved").increment(1);
                }
                Err(Refused::Mistakes(mistakes)) => return Ok(Outcome::refused(mistakes)),
                Err(Refused::Error(error)) => return Err(error),
            }
        }
        Err(Error::Conflict)
    }

    async fn attempt<M: Mutation>(
        &self,
        made: &Made,
        mutation: &M,
        streams: Vec<StreamId>,
    ) -> Result<Outcome<M::Entity>, Refused> {
        let transaction = self.begin().await?;
        let mut heads = lock(&transaction, streams, made.at).await?;
        let outcome = self.make(transaction, &mut heads, made, mutation).await?;
        self.wipe_if_due().await;
        Ok(outcome)
    }

    async fn run_batch<M: Mutation>(&self, made: &Made, mutations: &[M]) -> Result<Vec<Outcome<M::Entity>>, Error> {
        let db = self.scoped_to(made.by.viewer);
        'attempts: for _ in 0..ATTEMPTS {
            let mut streams = Vec::new();
            let mut refused = BTreeMap::new();
            for (index, mutation) in mutations.iter().enumerate() {
                match mutation.streams(&db).await {
                    Ok(own) => streams.extend(own),
                    Err(Refused::Mistakes(mistakes)) => drop(refused.insert(index, mistakes)),
                    Err(Refused::Moved) => continue 'attempts,
                    Err(Refused::Error(error)) => drop(refused.insert(index, vec![forbidden(error)?])),
                }
            }
            match self.attempt_batch(made, mutations, streams, refused).await {
                Ok(outcomes) => return Ok(outcomes),
                Err(Refused::Error(error)) => return Err(error),
                Err(Refused::Moved | Refused::Mistakes(_)) => {}
            }
        }
        Err(Error::Conflict)
    }

    async fn attempt_batch<M: Mutation>(
        &self,
        made: &Made,
        mutations: &[M],
        streams: Vec<StreamId>,
        mut refused: BTreeMap<usize, Vec<Mistake>>,
    ) -> Result<Vec<Outcome<M::Entity>>, Refused> {
        let whole = self.begin().await?;
        let mut heads = lock(&whole, streams, made.at).await?;
        let mut outcomes = Vec::new();
        for (index, mutation) in mutations.iter().enumerate() {
            if let Some(mistakes) = refused.remove(&index) {
                outcomes.push(Outcome::refused(mistakes));
                continue;
            }
            let savepoint = whole.begin().await?;
            outcomes.push(match self.make(savepoint, &mut heads, made, mutation).await {
                Ok(outcome) => outcome,
                Err(Refused::Mistakes(mistakes)) => Outcome::refused(mistakes),
                Err(Refused::Moved) => {
                    whole.rollback().await?;
                    return Err(Refused::Moved);
                }
                Err(Refused::Error(error)) => Outcome::refused(vec![forbidden(error)?]),
            });
        }
        whole.commit().await.map_err(|error| outcome_unknown(&error))?;
        self.wipe_if_due().await;
        Ok(outcomes)
    }

    /// Makes one change in a transaction, or in a savepoint of one, and commits it; or takes it back.
    async fn make<M: Mutation>(
        &self,
        transaction: DatabaseTransaction,
        heads: &mut Heads,
        made: &Made,
        mutation: &M,
    ) -> Result<Outcome<M::Entity>, Refused> {
        let (actor, now) = (made.by, made.at);
        let mut key = None;
        if let Some(sent) = mutation.idempotency_key() {
            let input_hash = self.hash_of(mutation)?;
            if let Some(earlier) = earlier(&transaction, actor.account, sent).await? {
                transaction.rollback().await?;
                return replay::<M>(&earlier, &input_hash);
            }
            key = Some((sent, input_hash));
        }
        let mut change = Change {
            transaction,
            actor,
            viewer: actor.viewer,
            now,
            heads: std::mem::take(heads),
            keys: self.keys.clone(),
            staged: Vec::new(),
            counters: Counters::default(),
            objects: Vec::new(),
            forgotten: Vec::new(),
            brought: 0,
            mistakes: Vec::new(),
            row: None,
            current: None,
            ends: made.ends.clone(),
            enqueues: false,
        };
        let applied = mutation.apply(&mut change).await.and_then(|()| change.settle());
        let written = match applied {
            Ok(()) => change.flush::<M>(actor, key).await,
            Err(refused) => Err(refused),
        };
        let Change { transaction, heads: locked, row, current, forgotten, enqueues, .. } = change;
        *heads = locked;
        let of_entity = |row: Option<Box<dyn Any + Send + Sync>>| {
            row.and_then(|row| row.downcast::<<M::Entity as EntityTrait>::Model>().ok()).map(|row| *row)
        };
        match written {
            Ok(_) if mutation.validate_only() => {
                transaction.rollback().await?;
                Ok(Outcome::refused(Vec::new()))
            }
            Ok(written) => {
                let row =
                    of_entity(row).ok_or_else(|| Error::internal("a change of another object than its mutation's"))?;
                transaction.commit().await.map_err(|error| outcome_unknown(&error))?;
                if !forgotten.is_empty() {
                    self.wipe_is_due();
                }
                if enqueues {
                    self.jobs.notify_one();
                }
                let positions = written.iter().map(|head| (head.id, head.position)).collect();
                heads.extend(written.into_iter().map(|head| (head.id, head)));
                Ok(Outcome { row: Some(Found::Row(row)), mistakes: Vec::new(), positions })
            }
            Err(Refused::Mistakes(mistakes)) => {
                transaction.rollback().await?;
                Ok(Outcome { row: of_entity(current).map(Found::Row), ..Outcome::refused(mistakes) })
            }
            Err(refused) => {
                transaction.rollback().await?;
                Err(refused)
            }
        }
    }

    /// A transaction that may write.
    pub(in crate::db) async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer().begin_with_options(options).await?)
    }

    /// The hash of an input: the same for the same values, whatever the order in which they were sent. Keyed, so that
    /// nobody who reads it finds by trial what was sent.
    fn hash_of<M: Mutation>(&self, mutation: &M) -> Result<Vec<u8>, Error> {
        let keys = self.keys.as_ref().ok_or_else(|| Error::internal("a change by key without keys"))?;
        let mut mac = keys.now().digest("idempotency")?;
        mac.update(format!("{}\0{}", M::NAME, mutation.to_value()).as_bytes());
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

/// Whether a COMMIT without an answer has happened, only the database knows.
fn outcome_unknown(error: &sea_orm::DbErr) -> Error {
    Error::OutcomeUnknown(error.to_string().into())
}

/// In a batch, what is not this viewer's to change is the verdict of its item alone. Any other error is the batch's.
fn forbidden(error: Error) -> Result<Mistake, Error> {
    if matches!(error, Error::Forbidden(_) | Error::ForbiddenHere) {
        Ok(Mistake::new(UserErrorCode::Forbidden, error.message(), ""))
    } else {
        Err(error)
    }
}

/// Locks the streams' heads, in the order of their ids, so that no two changes wait for each other; the first change of a
/// year closes the years before it.
async fn lock(
    transaction: &DatabaseTransaction,
    mut streams: Vec<StreamId>,
    now: DateTime<Utc>,
) -> Result<Heads, Refused> {
    streams.sort_unstable();
    streams.dedup();
    let wanted = streams.len();
    let mut heads = stream::Entity::find()
        .filter(stream::Column::Id.is_in(streams))
        .order_by_asc(stream::Column::Id)
        .lock_exclusive()
        .all(transaction)
        .await?;
    if heads.len() != wanted {
        return Err(Error::internal("a delegation without a stream").into());
    }
    for head in &mut heads {
        counter::close_years(transaction, head, office_day(now)).await?;
    }
    Ok(heads.into_iter().map(|head| (head.id, head)).collect())
}

async fn earlier(
    transaction: &DatabaseTransaction,
    account: AccountId,
    key: &str,
) -> Result<Option<idempotency::Model>, Error> {
    Ok(idempotency::Entity::find_by_id((account, key.to_owned())).one(transaction).await?)
}

/// The answer to a key that was used before: the same object, or, for another input, a mistake.
fn replay<M: Mutation>(earlier: &idempotency::Model, input_hash: &[u8]) -> Result<Outcome<M::Entity>, Refused> {
    if earlier.mutation != M::NAME || earlier.input_hash != input_hash {
        let message = Message::new("idempotency-key-reused");
        return Err(Mistake::new(UserErrorCode::IdempotencyKeyReused, message, "idempotencyKey").into());
    }
    Ok(Outcome {
        row: Some(Found::Earlier(earlier.object_id)),
        mistakes: Vec::new(),
        positions: vec![(earlier.stream_id, earlier.position)],
    })
}
