//! Rows laid by the operator's own commands (reference data, demonstration data), many at a time, in one transaction.
//! No request reaches this: mutations change records through the write door.

use entity::{counter, stream};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Iterable, QueryOrder,
    QuerySelect, TransactionTrait,
};

use super::Pool;
use crate::error::Error;

/// Rows in one statement: far under the databases' limits on parameters.
const BATCH: usize = 200;

/// A transaction in which rows are laid.
#[derive(Debug)]
pub struct Bulk(DatabaseTransaction);

impl Pool {
    /// Starts laying rows. Dropped before [`Bulk::commit`], it leaves nothing.
    pub async fn bulk(&self) -> Result<Bulk, Error> {
        Ok(Bulk(self.writer().begin().await?))
    }
}

impl Bulk {
    /// Lays rows that may be there already; those are left as they are.
    pub async fn lay<E>(&self, rows: Vec<E::Model>) -> Result<(), Error>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let keys: Vec<_> = E::PrimaryKey::iter().collect();
        let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
        while rows.peek().is_some() {
            E::insert_many(rows.by_ref().take(BATCH).collect::<Vec<_>>())
                .on_conflict(OnConflict::columns(keys.iter().copied()).do_nothing().to_owned())
                .exec_without_returning(&self.0)
                .await?;
        }
        Ok(())
    }

    /// Locks all streams: nothing else is changed until this ends.
    pub async fn lock_streams(&self) -> Result<(), Error> {
        stream::Entity::find().order_by_asc(stream::Column::Id).lock_exclusive().all(&self.0).await?;
        Ok(())
    }

    /// Adds to counters.
    pub async fn count(&self, counters: Vec<counter::Model>) -> Result<(), Error> {
        for some in counters.chunks(BATCH) {
            self.0.execute(&super::counter::add(some)?).await?;
        }
        Ok(())
    }

    /// Writes the changed columns of a row that is there.
    pub async fn update<E>(&self, row: E::ActiveModel) -> Result<(), Error>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelTrait<Entity = E> + sea_orm::ActiveModelBehavior + Send,
    {
        row.update(&self.0).await?;
        Ok(())
    }

    /// Ends it: every row is there.
    pub async fn commit(self) -> Result<(), Error> {
        Ok(self.0.commit().await?)
    }
}
