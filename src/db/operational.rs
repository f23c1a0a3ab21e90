//! Operational state: what the server needs to run, and what is no record of the institution. It has no slice, no
//! journal and no counters. These tables, and no others: `session`, `signing_key`, `installation`.

use chrono::{DateTime, Utc};
use entity::installation::Purpose;
use entity::{installation, session, signing_key};
use sea_orm::{
    ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait, PrimaryKeyTrait, QueryOrder, TransactionTrait,
};

use super::Pool;
use crate::error::Error;

impl Pool {
    /// Keeps a new session.
    pub async fn keep_session(&self, session: session::Model) -> Result<(), Error> {
        insert::<session::Entity>(self, session).await
    }

    /// The signing keys, the newest first.
    pub async fn signing_keys(&self) -> Result<Vec<signing_key::Model>, Error> {
        let keys = signing_key::Entity::find().order_by_desc(signing_key::Column::CreatedAt);
        Ok(keys.order_by_desc(signing_key::Column::Id).all(self.reader()).await?)
    }

    /// Keeps a new signing key.
    pub async fn keep_signing_key(&self, key: signing_key::Model) -> Result<(), Error> {
        insert::<signing_key::Entity>(self, key).await
    }

    /// What this database is for; `None` while nobody has said.
    pub async fn purpose(&self) -> Result<Option<Purpose>, Error> {
        let row = installation::Entity::find_by_id(1).one(self.reader()).await?;
        Ok(row.map(|row| row.purpose))
    }

    /// Settles what this database is for, once. `false`, and nothing done, where it was settled before, or where
    /// demonstration is asked for and the database holds records.
    pub async fn settle_purpose(&self, purpose: Purpose, now: DateTime<Utc>) -> Result<bool, Error> {
        let transaction = self.writer().begin().await?;
        let settled = installation::Entity::find_by_id(1).one(&transaction).await?.is_some();
        let records = entity::account::Entity::find().count(&transaction).await?
            + entity::delegation::Entity::find().count(&transaction).await?
            + entity::association::Entity::find().count(&transaction).await?;
        if settled || (purpose == Purpose::Demonstration && records > 0) {
            return Ok(false);
        }
        let row = installation::Model { id: 1, purpose, created_at: now };
        row.into_active_model().insert(&transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn insert<E>(pool: &Pool, row: E::Model) -> Result<(), Error>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
    E::PrimaryKey: PrimaryKeyTrait,
{
    E::insert(row.into_active_model()).exec_without_returning(pool.writer()).await?;
    Ok(())
}
