//! The write door: the only way to change a record.
//!
//! A mutation is an input that knows its streams and how to [`apply`](Mutation::apply) itself. Everything else is the
//! door's: streams are locked in order before anything is read, the slice of each row is checked before and after,
//! versions are compared, rows and journal are written together, a key sent twice does it once, and a client that goes
//! away cannot cancel it half-way.
//!
//! 1. *Lock.* The streams are found from the input's ids without a lock, sorted, locked, and met again when rows are read;
//!    if a row has moved to another stream, the change starts over, three times, then `CONFLICT`.
//! 2. *Work.* [`Mutation::apply`] reads with [`Change::edit`] and [`Change::find`], checks its rules, and stages writes.
//!    Nothing but the database is awaited.
//! 3. *Flush.* Staged rows, one journal entry per stream, the idempotency key and the streams' heads, together.
//! 4. *End.* All of it commits, or, where anything was refused, nothing does.

mod flush;
pub mod journal;
mod record;

use std::collections::BTreeMap;

use async_graphql::InputType;
use chrono::{DateTime, Utc};
use entity::declared_figure::Measure;
use entity::id::{AccountId, AssociationId, EstablishmentId, MandateId, StreamId};
use entity::month::YearMonth;
use entity::{counter, idempotency, stream};
use sea_orm::sea_query::Order;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, FromQueryResult, ModelTrait, QueryFilter, QueryOrder, QuerySelect,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sha2::{Digest, Sha256};

use super::loader::key_column;
use super::{Key, Keyed, Pool, Scoped, ScopedDb};
use crate::auth::Viewer;
use crate::clock::office_day;
use crate::error::{Error, Mistake, UserErrorCode};
use crate::global_id::Global;
use crate::text::Message;

use flush::Staged;
pub(super) use flush::add_to_counters;
pub use record::{Keys, Record};

/// How often a change starts over because a row has moved to another stream.
const ATTEMPTS: usize = 3;

/// By how much a measure grows in a month.
pub type Growth = (Measure, YearMonth, i64);

/// A change that can be asked for.
pub trait Mutation: InputType + Send + Sync + 'static {
    /// Its name in the schema.
    const NAME: &'static str;
    /// What it changes.
    type Entity: Record;

    /// The key under which sending it twice does it once.
    fn idempotency_key(&self) -> Option<&str> {
        None
    }

    /// Whether only its mistakes are asked for.
    fn validate_only(&self) -> bool {
        false
    }

    /// The streams it touches, as far as its ids tell; read without a lock.
    fn streams(&self, db: &ScopedDb) -> impl Future<Output = Result<Vec<StreamId>, Refused>> + Send;

    /// Reads, checks its rules and stages its writes. It may run more than once.
    fn apply(&self, change: &mut Change) -> impl Future<Output = Result<(), Refused>> + Send;
}

/// Why a change is not made.
#[derive(Debug)]
pub enum Refused {
    /// The input has mistakes; all that were found.
    Mistakes(Vec<Mistake>),
    /// A row has moved to a stream that is not locked: start over.
    Moved,
    /// Something else.
    Error(Error),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl From<Mistake> for Refused {
    fn from(mistake: Mistake) -> Self {
        Self::Mistakes(vec![mistake])
    }
}

/// Who makes a change.
#[derive(Clone, Copy, Debug)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The mandate it acts by.
    pub mandate: MandateId,
    /// The role and slice of that mandate.
    pub viewer: Viewer,
}

/// What came of a change.
#[derive(Debug)]
pub struct Outcome<E: EntityTrait> {
    /// What was changed; `None` where it was refused or only tried. A conflict shows the row as it is now.
    pub row: Option<Found<E>>,
    /// What was wrong, all at once.
    pub mistakes: Vec<Mistake>,
    /// Where in its streams the change stands.
    pub positions: Vec<(StreamId, i64)>,
}

/// The row of an outcome.
#[derive(Debug)]
pub enum Found<E: EntityTrait> {
    /// As the change left it.
    Row(E::Model),
    /// Changed by an earlier sending of the same key: to be read under the rights of now.
    Earlier(uuid::Uuid),
}

impl<E: EntityTrait> Outcome<E> {
    fn refused(mistakes: Vec<Mistake>) -> Self {
        Self { row: None, mistakes, positions: Vec::new() }
    }
}

/// A change under way: its streams are locked.
#[derive(Debug)]
pub struct Change {
    transaction: DatabaseTransaction,
    viewer: Viewer,
    now: DateTime<Utc>,
    heads: BTreeMap<StreamId, stream::Model>,
    staged: Vec<Staged>,
    counters: Vec<counter::Model>,
    object: Option<journal::Object>,
    mistakes: Vec<Mistake>,
    /// The object's row: as it will be, or, in a conflict, as it is.
    row: Option<Box<dyn std::any::Any + Send + Sync>>,
}

impl Change {
    /// The moment of the change.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Notes a mistake where a rule does not hold, and goes on, so that all mistakes are found.
    pub fn require(&mut self, rule: Result<(), Mistake>) {
        self.mistakes.extend(rule.err());
    }

    /// Notes mistakes, and goes on.
    pub fn note(&mut self, mistakes: Vec<Mistake>) {
        self.mistakes.extend(mistakes);
    }

    /// The value where there is one; else notes the mistake, and goes on.
    pub fn take<T>(&mut self, value: Result<T, Mistake>) -> Option<T> {
        value.map_err(|mistake| self.mistakes.push(mistake)).ok()
    }

    /// Stops here where a mistake was noted.
    pub fn settle(&mut self) -> Result<(), Refused> {
        if self.mistakes.is_empty() { Ok(()) } else { Err(Refused::Mistakes(std::mem::take(&mut self.mistakes))) }
    }

    /// The rows of a table that the viewer may see, read in the transaction.
    #[must_use]
    pub fn find<E: Scoped>(&self) -> Reading<'_, E> {
        Reading { change: self, select: E::find().filter(E::visible_to(self.viewer).into_condition()) }
    }

    /// The row to be changed. Outside the slice, a mistake at `path` that says it is not there; seen and not to be
    /// changed by this viewer, `FORBIDDEN`; of another version than expected, `CONFLICT` with the row as it is.
    pub async fn edit<E: Record>(
        &mut self,
        key: Key<E>,
        expected_version: i32,
        path: &str,
    ) -> Result<E::Model, Refused> {
        let column = key_column::<E>().ok_or_else(|| Error::internal("a record without a key"))?;
        let found = E::find()
            .filter(E::visible_to(self.viewer).into_condition())
            .filter(column.eq(key))
            .expr_as(E::editable_by(self.viewer).into_expr(), "editable")
            .into_model::<Editable<E>>()
            .one(&self.transaction)
            .await?;
        let Some(Editable { row, editable }) = found else {
            return Err(Mistake::new(UserErrorCode::NotFound, Message::new("not-found"), path).into());
        };
        if !self.heads.contains_key(&E::stream(&row)) {
            return Err(Refused::Moved);
        }
        if !editable {
            return Err(Error::ForbiddenHere.into());
        }
        if E::version(&row)? != expected_version {
            let message = Message::new("version-conflict").with("version", E::version(&row)?);
            self.row = Some(Box::new(row));
            return Err(Mistake::new(UserErrorCode::Conflict, message, "expectedVersion").into());
        }
        Ok(row)
    }

    /// Stages a new row, the object of this change. It must lie inside the slice that the viewer may change.
    pub fn insert<E: Record>(&mut self, row: &E::Model) -> Result<(), Refused> {
        self.covers(E::stream(row))?;
        self.staged.push(Staged::insert::<E>(row, self.viewer)?);
        self.object = Some(journal::Object::created::<E>(row)?);
        self.row = Some(Box::new(row.clone()));
        Ok(())
    }

    /// Stages the object of this change as it shall be. It was inside the slice, and must stay there.
    pub fn save<E: Record>(&mut self, before: &E::Model, mut after: E::Model) -> Result<E::Model, Refused> {
        self.covers(E::stream(&after))?;
        record::set_version::<E>(&mut after, E::version(before)? + 1)?;
        self.staged.push(Staged::update::<E>(before, &after, self.viewer)?);
        self.object = Some(journal::Object::changed::<E>(before, &after)?);
        self.row = Some(Box::new(after.clone()));
        Ok(after)
    }

    /// Stages the rows that belong to the object, in the place of those that did; they share its slice.
    pub fn replace_children<C: EntityTrait<Model: PartialEq>>(
        &mut self,
        field: &str,
        before: &[C::Model],
        after: &[C::Model],
    ) -> Result<(), Refused> {
        for row in before.iter().filter(|row| !after.contains(row)) {
            self.staged.push(Staged::delete::<C>(row));
        }
        for row in after.iter().filter(|row| !before.contains(row)) {
            self.staged.push(Staged::child::<C>(row)?);
        }
        if let Some(object) = &mut self.object
            && before != after
        {
            object.note_children::<C>(field, before, after);
        }
        Ok(())
    }

    /// Counts what a row adds to the measures, or, with a sign of -1, no longer adds.
    pub fn count(&mut self, keys: Keys, growth: impl IntoIterator<Item = Growth>, sign: i64) -> Result<(), Refused> {
        let known = YearMonth::of(office_day(self.now)).ok_or_else(|| Error::internal("a month"))?;
        let delegation_id = keys.delegation.ok_or_else(|| Error::internal("a measure without a delegation"))?;
        for (measure, month, by) in growth {
            let at = counter::Model {
                measure,
                delegation_id,
                association_id: keys.association.unwrap_or(AssociationId(uuid::Uuid::nil())),
                establishment_id: keys.establishment.unwrap_or(EstablishmentId(uuid::Uuid::nil())),
                month,
                known,
                value: by * sign,
            };
            // One row of a statement each: what a change adds and takes away at one place is one number.
            let same = |other: &&mut counter::Model| counter::Model { value: at.value, ..(**other).clone() } == at;
            match self.counters.iter_mut().find(same) {
                Some(there) => there.value += at.value,
                None => self.counters.push(at),
            }
        }
        Ok(())
    }

    /// Lets the rows that repeat the object's slice keys follow it.
    pub fn follow<C: EntityTrait>(
        &mut self,
        parent: C::Column,
        key: uuid::Uuid,
        values: &[(C::Column, sea_orm::Value)],
    ) {
        if values.is_empty() {
            return;
        }
        self.staged.push(Staged::follow::<C>(parent, key, values));
    }

    /// The greatest text in a column that starts so, whoever sees its row: only to hand out the next number.
    pub async fn last_with_prefix<E: Record>(&self, column: E::Column, prefix: &str) -> Result<Option<String>, Error> {
        let last = E::find().select_only().column(column).filter(column.starts_with(prefix));
        Ok(last.order_by_desc(column).into_tuple::<String>().one(&self.transaction).await?)
    }

    fn covers(&self, stream: StreamId) -> Result<(), Refused> {
        if self.heads.contains_key(&stream) { Ok(()) } else { Err(Refused::Moved) }
    }
}

/// A query of a change, born inside the slice.
#[derive(Debug)]
pub struct Reading<'a, E: EntityTrait> {
    change: &'a Change,
    select: sea_orm::Select<E>,
}

impl<E: Scoped> Reading<'_, E> {
    /// Only the rows that also meet this.
    #[must_use]
    pub fn filter(mut self, condition: impl sea_orm::sea_query::IntoCondition) -> Self {
        self.select = self.select.filter(sea_orm::Condition::all().add(condition.into_condition()));
        self
    }

    /// The first by a column, from the end.
    pub async fn last_by(self, column: E::Column) -> Result<Option<E::Model>, Error> {
        Ok(self.select.order_by(column, Order::Desc).one(&self.change.transaction).await?)
    }

    /// The one row, if it is there.
    pub async fn one(self) -> Result<Option<E::Model>, Error> {
        Ok(self.select.one(&self.change.transaction).await?)
    }

    /// All the rows.
    pub async fn all(self) -> Result<Vec<E::Model>, Error> {
        Ok(self.select.all(&self.change.transaction).await?)
    }
}

struct Editable<E: EntityTrait> {
    row: E::Model,
    editable: bool,
}

impl<E: EntityTrait> FromQueryResult for Editable<E> {
    fn from_query_result(result: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self { row: E::Model::from_query_result(result, prefix)?, editable: result.try_get(prefix, "editable")? })
    }
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
        let change = async move { pool.run(actor, now, &mutation).await };
        tokio::spawn(change).await.map_err(Error::internal)?
    }

    async fn run<M: Mutation>(
        &self,
        actor: Actor,
        now: DateTime<Utc>,
        mutation: &M,
    ) -> Result<Outcome<M::Entity>, Error> {
        let db = self.scoped_to(actor.viewer);
        let input_hash = hash_of(mutation);
        for _ in 0..ATTEMPTS {
            let streams = match mutation.streams(&db).await {
                Ok(streams) => streams,
                Err(Refused::Mistakes(mistakes)) => return Ok(Outcome::refused(mistakes)),
                Err(Refused::Moved) => continue,
                Err(Refused::Error(error)) => return Err(error),
            };
            match self.attempt(actor, now, mutation, streams, &input_hash).await {
                Ok(outcome) => return Ok(outcome),
                Err(Refused::Moved) => {}
                Err(Refused::Mistakes(mistakes)) => return Ok(Outcome::refused(mistakes)),
                Err(Refused::Error(error)) => return Err(error),
            }
        }
        Err(Error::Conflict)
    }

    async fn attempt<M: Mutation>(
        &self,
        actor: Actor,
        now: DateTime<Utc>,
        mutation: &M,
        streams: Vec<StreamId>,
        input_hash: &[u8],
    ) -> Result<Outcome<M::Entity>, Refused> {
        let transaction = self.begin().await?;
        let heads = lock(&transaction, streams).await?;
        if let Some(key) = mutation.idempotency_key()
            && let Some(earlier) = earlier(&transaction, actor.account, key).await?
        {
            transaction.rollback().await?;
            return replay::<M>(&earlier, input_hash);
        }
        let mut change = Change {
            transaction,
            viewer: actor.viewer,
            now,
            heads,
            staged: Vec::new(),
            counters: Vec::new(),
            object: None,
            mistakes: Vec::new(),
            row: None,
        };
        let applied = mutation.apply(&mut change).await;
        match applied.and_then(|()| change.settle()) {
            Ok(()) => {}
            Err(Refused::Mistakes(mistakes)) => {
                change.transaction.rollback().await?;
                let current = change.row.and_then(|row| row.downcast::<<M::Entity as EntityTrait>::Model>().ok());
                return Ok(Outcome { row: current.map(|row| Found::Row(*row)), ..Outcome::refused(mistakes) });
            }
            Err(refused) => {
                change.transaction.rollback().await?;
                return Err(refused);
            }
        }
        change.flush(actor, mutation, input_hash).await
    }

    async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer().begin_with_options(options).await?)
    }
}

/// Locks the streams' heads, in the order of their ids, so that no two changes wait for each other.
async fn lock(
    transaction: &DatabaseTransaction,
    mut streams: Vec<StreamId>,
) -> Result<BTreeMap<StreamId, stream::Model>, Refused> {
    streams.sort_unstable();
    streams.dedup();
    let wanted = streams.len();
    let heads = stream::Entity::find()
        .filter(stream::Column::Id.is_in(streams))
        .order_by_asc(stream::Column::Id)
        .lock_exclusive()
        .all(transaction)
        .await?;
    if heads.len() != wanted {
        return Err(Error::internal("a delegation without a stream").into());
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

/// The hash of an input: the same for the same values, whatever the order in which they were sent.
fn hash_of<M: Mutation>(mutation: &M) -> Vec<u8> {
    Sha256::digest(format!("{}\0{}", M::NAME, mutation.to_value())).to_vec()
}

/// The row of an outcome, read under the rights of now where it was changed by an earlier sending.
pub async fn resolve<E: Record>(db: &ScopedDb, found: Found<E>) -> Result<Option<E::Model>, Error>
where
    Key<E>: Global,
{
    match found {
        Found::Row(row) => Ok(Some(row)),
        Found::Earlier(id) => {
            let column = key_column::<E>().ok_or_else(|| Error::internal("a record without a key"))?;
            db.find::<E>().filter(column.eq(id)).one().await
        }
    }
}

/// The key of a row.
fn key_of<E: Keyed>(row: &E::Model) -> Result<uuid::Uuid, Error> {
    let column = key_column::<E>().ok_or_else(|| Error::internal("a record without a key"))?;
    let sea_orm::Value::Uuid(Some(key)) = row.get(column) else {
        return Err(Error::internal("a record whose key is no UUID"));
    };
    Ok(key)
}
