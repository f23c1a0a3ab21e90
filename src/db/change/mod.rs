//! The write door: the only way to change a record.
//!
//! A mutation is an input that knows its streams and how to [`apply`](Mutation::apply) itself. Everything else is the
//! door's: streams are locked in order before anything is read, the slice of each row is checked before and after,
//! versions are compared, rows, counters and journal are written together, a key sent twice does it once, and a client
//! that goes away cannot cancel it half-way.
//!
//! 1. *Lock.* The streams are found from the input's ids without a lock, sorted, locked, and met again when rows are read;
//!    if a row has moved to another stream, the change starts over, three times, then `CONFLICT`.
//! 2. *Work.* [`Mutation::apply`] reads with [`Change::edit`] and [`Change::find`], checks its rules, and stages writes.
//!    Nothing but the database is awaited.
//! 3. *Flush.* Staged rows, counters, a journal entry for each object and stream, the idempotency key and the streams'
//!    heads, together. What the journal says of a person is sealed under that person's key.
//! 4. *End.* All of it commits, or, where anything was refused, nothing does. In a batch each change ends so by itself, in
//!    a savepoint, and what was done of the others stays.

mod access;
mod brought;
mod flush;
mod hidden;
pub mod journal;
mod notify;
mod person;
mod record;
mod run;
mod upload;
mod work;

use async_graphql::InputType;
use entity::id::{AccountId, MandateId, StreamId};
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, PrimaryKeyTrait};

use super::loader::key_column;
use super::{Key, Keyed, ScopedDb};
use crate::auth::{NationalRole, Rights, Viewer};
use crate::error::{Error, Mistake};
use crate::global_id::{Global, IdOf};

pub use notify::{Place, Told};
pub use person::Personal;
pub use record::{Keys, Record};
pub use work::{Change, MOST_ROWS, Reading};

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
    /// What it may do of what the role may.
    pub rights: Rights,
    /// For whom it acts, where it is on behalf of another account's.
    pub on_behalf_of: Option<AccountId>,
}

impl Actor {
    /// One who acts for nobody else, with all the rights of the role.
    #[must_use]
    pub fn new(account: AccountId, mandate: MandateId, viewer: Viewer) -> Self {
        Self { account, mandate, viewer, rights: viewer.rights(), on_behalf_of: None }
    }

    /// Whoever runs the program's own commands on its machine: no account, in the journal the nil identifier.
    #[must_use]
    pub fn operator(role: NationalRole) -> Self {
        let nil = uuid::Uuid::nil();
        Self::new(AccountId(nil), MandateId(nil), Viewer::NationalOffice(role))
    }
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
    /// Nothing was done.
    #[must_use]
    pub fn refused(mistakes: Vec<Mistake>) -> Self {
        Self { row: None, mistakes, positions: Vec::new() }
    }
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

impl ScopedDb {
    /// The stream of the row that an input points to, as far as can be told without a lock.
    pub async fn stream_of<E>(&self, id: &IdOf<Key<E>>, path: &str) -> Result<StreamId, Refused>
    where
        E: Record<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>,
    {
        let column = key_column::<E>().ok_or_else(|| Error::internal("a record without a key"))?;
        let row = self.find::<E>().filter(column.eq(id.key_at(path)?)).one().await?;
        Ok(E::stream(&row.ok_or_else(|| Mistake::not_found(path))?))
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
