//! Batched reading: one statement for the parents, or the children, of many rows.
//!
//! The loader is made per request, around the request's [`ScopedDb`]. So a batch cannot leave the slice, and no cache
//! serves one viewer's row to another. A parent outside the slice is absent, exactly as one that does not exist.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::hash::Hash;
use std::pin::Pin;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use async_graphql::futures_util::future::join_all;
use derive_where::derive_where;
use sea_orm::sea_query::postgres_array::NotU8;
use sea_orm::sea_query::{Value, ValueType};
use sea_orm::{ColumnTrait, EntityTrait, Iterable, ModelTrait, PrimaryKeyToColumn, PrimaryKeyTrait, TryGetable};

use super::{ReferenceData, Scoped, ScopedDb, ScopedSelect};
use crate::error::Error;

/// The rows that a request reads by key. What is asked for together is read together.
///
/// One loader reads rows of any table: what it asks for tells its kind at run time, so that the machinery of batches is
/// compiled once, and not for every table.
pub struct Rows(DataLoader<ScopedDb, HashMapCache>);

impl ScopedDb {
    /// The row of a key, where the viewer may see it.
    pub fn find_by_key<E: Keyed>(&self, key: Key<E>) -> Result<ScopedSelect<E>, Error> {
        let column = key_column::<E>().ok_or_else(|| Error::internal("a table without a key"))?;
        Ok(self.find::<E>().filter(column.eq(key)))
    }

    /// A loader for one request.
    #[must_use]
    pub fn rows(&self) -> Rows {
        // A delay of zero still gathers all the keys of one level: they are asked for before the timer runs.
        let loader = DataLoader::with_cache(self.clone(), tokio::spawn, HashMapCache::default());
        Rows(loader.delay(std::time::Duration::ZERO))
    }
}

impl Rows {
    /// The row of a key; `None` where there is none in the slice.
    pub async fn by_key<E: Keyed>(&self, key: Key<E>) -> Result<Option<E::Model>, Error> {
        self.0.load_one(Asked::row::<E>(key)).await?.map(read::<E::Model>).transpose()
    }

    /// The rows of keys, in the order of the keys; those that are not in the slice are left out.
    pub async fn by_keys<E: Keyed>(&self, keys: Vec<Key<E>>) -> Result<Vec<E::Model>, Error> {
        let asked: Vec<_> = keys.into_iter().map(Asked::row::<E>).collect();
        let found = self.0.load_many(asked.iter().cloned()).await?;
        asked.iter().filter_map(|asked| found.get(asked).cloned()).map(read::<E::Model>).collect()
    }

    /// The rows of `E` that belong to a row of `P`, in their order.
    pub async fn children<E: ChildOf<P>, P: Keyed>(&self, parent: Key<P>) -> Result<Vec<E::Model>, Error> {
        let found = self.0.load_one(Asked::children::<E, P>(parent)).await?;
        found.map_or_else(|| Ok(Vec::new()), read::<Vec<E::Model>>)
    }

    /// All the rows of a table of reference data.
    pub async fn all<E: ReferenceData>(&self) -> Result<Vec<E::Model>, Error> {
        self.0.load_one(Asked::all::<E>()).await?.map_or_else(|| Ok(Vec::new()), read::<Vec<E::Model>>)
    }

    /// From now on everything is read again: what was read before a change may be another after it.
    pub fn read_again(&self) {
        self.0.enable_all_cache(false);
    }
}

/// The type of a table's key.
pub type Key<E> = <<E as EntityTrait>::PrimaryKey as PrimaryKeyTrait>::ValueType;

/// A table whose rows can be loaded by key: it has a rule, and a key of one column.
pub trait Keyed: Scoped<PrimaryKey: PrimaryKeyTrait<ValueType: KeyValue>> {}

impl<E> Keyed for E where E: Scoped<PrimaryKey: PrimaryKeyTrait<ValueType: KeyValue>> {}

/// A key that a batch can be made of.
pub trait KeyValue: ValueType + TryGetable + NotU8 + Into<Value> + Hash + Eq + Clone + Send + Sync + 'static {}

impl<K> KeyValue for K where K: ValueType + TryGetable + NotU8 + Into<Value> + Hash + Eq + Clone + Send + Sync + 'static {}

/// A table whose rows belong to rows of `P`. `P` may be seen whenever its children are asked for: they are asked for by
/// a row of it.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` do not belong to rows of `{P}`",
    note = "write `impl ChildOf<…>` in the `scope.rs` of what belongs"
)]
pub trait ChildOf<P: Keyed>: Scoped {
    /// Where there may be too many: only so many of each parent, the last in order.
    const LATEST: Option<u64> = None;

    /// The column that names the parent.
    fn parent_column() -> Self::Column;

    /// The column that puts siblings in order.
    fn sibling_order() -> Self::Column;
}

pub(super) fn key_column<E: EntityTrait>() -> Option<E::Column> {
    let mut keys = E::PrimaryKey::iter();
    let first = keys.next().map(PrimaryKeyToColumn::into_column);
    debug_assert!(keys.next().is_none(), "a row is loaded by a key of one column");
    first
}

fn read_key<K: ValueType>(value: Value) -> Result<K, Error> {
    K::try_from(value).map_err(|_| Error::internal("a key of another type than its column"))
}

/// What is asked for: of a kind, and by a key.
#[derive(Clone)]
#[derive_where(PartialEq, Eq, Hash)]
struct Asked {
    kind: TypeId,
    key: Value,
    /// Reads what is asked for of this kind.
    #[derive_where(skip)]
    read: fn(ScopedDb, Vec<Value>) -> Read,
}

/// What was found under each key that something was found under.
type Read = Pin<Box<dyn Future<Output = Result<Vec<(Value, Found)>, Error>> + Send>>;

/// A row, or rows, of some type.
type Found = Arc<dyn Any + Send + Sync>;

impl Asked {
    fn row<E: Keyed>(key: Key<E>) -> Self {
        Self { kind: TypeId::of::<E>(), key: key.into(), read: |db, keys| Box::pin(read_rows::<E>(db, keys)) }
    }

    fn children<E: ChildOf<P>, P: Keyed>(parent: Key<P>) -> Self {
        let kind = TypeId::of::<(E, P)>();
        Self { kind, key: parent.into(), read: |db, keys| Box::pin(read_children::<E, P>(db, keys)) }
    }

    fn all<E: ReferenceData>() -> Self {
        let kind = TypeId::of::<Vec<E>>();
        Self { kind, key: true.into(), read: |db, keys| Box::pin(read_all::<E>(db, keys)) }
    }
}

async fn read_rows<E: Keyed>(db: ScopedDb, keys: Vec<Value>) -> Result<Vec<(Value, Found)>, Error> {
    let column = key_column::<E>().ok_or_else(|| Error::internal("a table without a key"))?;
    let rows = db.find::<E>().filter(column.is_in(keys)).all().await?;
    Ok(rows.into_iter().map(|row| (row.get(column), Arc::new(row) as Found)).collect())
}

async fn read_children<E: ChildOf<P>, P: Keyed>(
    db: ScopedDb,
    parents: Vec<Value>,
) -> Result<Vec<(Value, Found)>, Error> {
    let keys = parents.iter().cloned().map(read_key).collect::<Result<_, _>>()?;
    let rows = db.find::<E>().of_parents::<P>(keys).siblings::<P>()?.all().await?;
    let mut families: HashMap<_, Vec<_>> = parents.into_iter().map(|parent| (parent, Vec::new())).collect();
    for row in rows {
        families.entry(row.get(E::parent_column())).or_default().push(row);
    }
    Ok(families.into_iter().map(|(parent, family)| (parent, Arc::new(family) as Found)).collect())
}

async fn read_all<E: ReferenceData>(db: ScopedDb, keys: Vec<Value>) -> Result<Vec<(Value, Found)>, Error> {
    let rows: Found = Arc::new(db.find::<E>().all().await?);
    Ok(keys.into_iter().map(|key| (key, Arc::clone(&rows))).collect())
}

fn read<T: Clone + 'static>(found: Result<Found, Arc<Error>>) -> Result<T, Error> {
    found?.downcast_ref::<T>().cloned().ok_or_else(|| Error::internal("a row of another type than was asked for"))
}

/// Each kind by itself: an error in one is none of the others'.
impl Loader<Asked> for ScopedDb {
    type Value = Result<Found, Arc<Error>>;
    type Error = Arc<Error>;

    async fn load(&self, asked: &[Asked]) -> Result<HashMap<Asked, Self::Value>, Self::Error> {
        let mut kinds: HashMap<TypeId, Vec<&Asked>> = HashMap::new();
        for asked in asked {
            kinds.entry(asked.kind).or_default().push(asked);
        }
        let reads = kinds.into_values().map(async |asked| {
            let read = asked[0].read;
            let found = read(self.clone(), asked.iter().map(|asked| asked.key.clone()).collect()).await;
            (asked, found)
        });
        let mut all = HashMap::new();
        for (asked, found) in join_all(reads).await {
            let Asked { kind, read, .. } = *asked[0];
            match found {
                Ok(found) => all.extend(found.into_iter().map(|(key, found)| (Asked { kind, key, read }, Ok(found)))),
                Err(error) => {
                    let error = Arc::new(error);
                    all.extend(asked.into_iter().map(|asked| (asked.clone(), Err(Arc::clone(&error)))));
                }
            }
        }
        Ok(all)
    }
}
