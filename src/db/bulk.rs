//! Rows laid by the operator's own commands (reference data, demonstration data), many at a time, in one transaction.
//! No request reaches this: mutations change records through the write door. It is one entry in the journal of the national
//! office, which says how many rows of which tables were laid.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::id::StreamId;
use entity::{closing_balance, counter, search_name, stream};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Iterable, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::Pool;
use super::change::{Actor, MOST_ROWS, journal};
use super::counter::add;
use super::search::{alias_of, names_of};
use crate::auth::NationalRole;
use crate::error::Error;

/// Counters in one statement, which takes them as one text: some megabytes of it.
const MOST_COUNTERS: usize = 10_000;

/// By what the journal names such a change.
pub const SEED: &str = "seed";

/// A transaction in which rows are laid.
#[derive(Debug)]
pub struct Bulk {
    transaction: DatabaseTransaction,
    now: DateTime<Utc>,
    /// Rows laid that were not there, by table.
    laid: BTreeMap<String, u64>,
}

impl Pool {
    /// Starts laying rows. Dropped before [`Bulk::commit`], it leaves nothing.
    pub async fn bulk(&self, now: DateTime<Utc>) -> Result<Bulk, Error> {
        Ok(Bulk { transaction: self.begin().await?, now, laid: BTreeMap::new() })
    }
}

impl Bulk {
    pub(super) fn transaction(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Lays rows that may be there already; those are left as they are.
    pub async fn lay<E>(&mut self, rows: Vec<E::Model>) -> Result<(), Error>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let names: Vec<_> = rows.iter().filter_map(names_of::<E>).collect();
        let laid = self.lay_rows::<E>(rows).await?;
        *self.laid.entry(E::default().table_name().to_owned()).or_default() += laid;
        self.lay_rows::<search_name::Entity>(names).await?;
        Ok(())
    }

    /// Lays other names by which rows are found: the row that bears each, the row that is found, the name.
    pub async fn lay_names(&self, names: impl IntoIterator<Item = (Uuid, Uuid, String)>) -> Result<(), Error> {
        let names = names.into_iter().map(|(row_id, object_id, name)| alias_of(row_id, object_id, name));
        self.lay_rows::<search_name::Entity>(names.collect()).await?;
        Ok(())
    }

    /// How many of them were not there.
    async fn lay_rows<E>(&self, rows: Vec<E::Model>) -> Result<u64, Error>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: Send,
    {
        let keys: Vec<_> = E::PrimaryKey::iter().collect();
        let mut all = 0;
        let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
        while rows.peek().is_some() {
            let laid = E::insert_many(rows.by_ref().take(MOST_ROWS).collect::<Vec<_>>())
                .on_conflict(OnConflict::columns(keys.iter().copied()).do_nothing().to_owned())
                .exec_without_returning(&self.transaction)
                .await?;
            all += laid;
        }
        Ok(all)
    }

    /// Adds an entry to the journal of the national office.
    async fn tell(&self) -> Result<(), Error> {
        let head = stream::Entity::find_by_id(StreamId::NATIONAL).lock_exclusive().one(&self.transaction).await?;
        let head = head.ok_or_else(|| Error::internal("no stream of the national office"))?;
        let laid = journal::Object::laid(&self.laid);
        let entry = laid.entry(&head, Actor::operator(NationalRole::Admin), SEED, self.now.timestamp_micros())?;
        let mut head = head.into_active_model();
        head.position = sea_orm::Set(entry.position);
        head.hash = sea_orm::Set(entry.hash.clone());
        head.update(&self.transaction).await?;
        entity::journal_entry::Entity::insert(entry.into_active_model())
            .exec_without_returning(&self.transaction)
            .await?;
        Ok(())
    }

    /// Locks all streams: nothing else is changed until this ends.
    pub async fn lock_streams(&self) -> Result<(), Error> {
        stream::Entity::find().order_by_asc(stream::Column::Id).lock_exclusive().all(&self.transaction).await?;
        Ok(())
    }

    /// Adds to counters and to closing balances.
    pub async fn count(&self, counters: &[counter::Model], balances: &[closing_balance::Model]) -> Result<(), Error> {
        let database = self.transaction.get_database_backend();
        for some in counters.chunks(MOST_COUNTERS) {
            self.transaction.execute(&add::<counter::Entity>(database, some, counter::Column::Value)?).await?;
        }
        for some in balances.chunks(MOST_COUNTERS) {
            let value = closing_balance::Column::Value;
            self.transaction.execute(&add::<closing_balance::Entity>(database, some, value)?).await?;
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
        row.update(&self.transaction).await?;
        Ok(())
    }

    /// Ends it: every row is there.
    pub async fn commit(mut self) -> Result<bool, Error> {
        self.laid.retain(|_, rows| *rows > 0);
        let has_laid = !self.laid.is_empty();
        if has_laid {
            self.tell().await?;
        }
        self.transaction.commit().await?;
        Ok(has_laid)
    }
}
