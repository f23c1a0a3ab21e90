//! Batched reading: one statement for the parents, or the children, of many rows.
//!
//! The loader is made per request, around the request's [`ScopedDb`]. So a batch cannot leave the slice, and no cache
//! serves one viewer's row to another. A parent outside the slice is absent, exactly as one that does not exist.

use std::collections::HashMap;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use derive_where::derive_where;
use sea_orm::sea_query::postgres_array::NotU8;
use sea_orm::sea_query::{Value, ValueType};
use sea_orm::{ColumnTrait, EntityTrait, Iterable, ModelTrait, PrimaryKeyToColumn, PrimaryKeyTrait, TryGetable};

use super::{ReferenceData, Scoped, ScopedDb, ScopedSelect};
use crate::error::Error;

/// The rows that a request reads by key.
pub type Rows = DataLoader<ScopedDb, HashMapCache>;

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
        DataLoader::with_cache(self.clone(), tokio::spawn, HashMapCache::default()).delay(std::time::Duration::ZERO)
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

/// Asks for a row by its key.
#[derive_where(Clone, PartialEq, Eq, Hash; Key<E>)]
pub struct ById<E: EntityTrait>(pub Key<E>);

/// Asks for the rows of `E` that belong to the row of `P` with this key.
#[derive_where(Clone, PartialEq, Eq, Hash; Key<P>)]
pub struct ByParent<E, P: EntityTrait>(Key<P>, PhantomData<fn() -> E>);

impl<E, P: EntityTrait> ByParent<E, P> {
    /// The children of this parent.
    #[must_use]
    pub fn new(parent: Key<P>) -> Self {
        Self(parent, PhantomData)
    }
}

/// Asks for all the rows of a table of reference data.
#[derive_where(Clone, PartialEq, Eq, Hash)]
pub struct All<E>(PhantomData<fn() -> E>);

impl<E> Default for All<E> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

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

impl<E: Keyed> Loader<ById<E>> for ScopedDb {
    type Value = E::Model;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[ById<E>]) -> Result<HashMap<ById<E>, E::Model>, Arc<Error>> {
        let column = key_column::<E>().ok_or_else(|| Error::internal("a table without a key"))?;
        let rows = self.find::<E>().filter(column.is_in(keys.iter().map(|key| key.0.clone()))).all().await?;
        rows.into_iter().map(|row| Ok((ById(read_key(row.get(column))?), row))).collect()
    }
}

impl<E: ChildOf<P>, P: Keyed> Loader<ByParent<E, P>> for ScopedDb {
    type Value = Vec<E::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[ByParent<E, P>]) -> Result<HashMap<ByParent<E, P>, Vec<E::Model>>, Arc<Error>> {
        let column = E::parent_column();
        let rows = self
            .find::<E>()
            .of_parents::<P>(keys.iter().map(|key| key.0.clone()).collect())
            .siblings::<P>()?
            .all()
            .await?;
        let mut families: HashMap<_, Vec<_>> = keys.iter().map(|key| (key.clone(), Vec::new())).collect();
        for row in rows {
            families.entry(ByParent::new(read_key(row.get(column))?)).or_default().push(row);
        }
        Ok(families)
    }
}

impl<E: ReferenceData> Loader<All<E>> for ScopedDb {
    type Value = Vec<E::Model>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[All<E>]) -> Result<HashMap<All<E>, Vec<E::Model>>, Arc<Error>> {
        let rows = self.find::<E>().all().await?;
        Ok(keys.iter().map(|key| (key.clone(), rows.clone())).collect())
    }
}
