//! Secret keys.

use chrono::TimeDelta;
use entity::id::SecretKeyId;
use entity::secret_key::KeyPurpose;
use entity::{person_key, secret_key, security_event};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::super::Pool;
use super::insert;
use super::security::log;
use crate::error::Error;

impl Pool {
    /// The secret keys that are not retired, the newest first. Not counted among the statements that requests cost.
    pub async fn secret_keys(&self) -> Result<Vec<secret_key::Model>, Error> {
        let keys = secret_key::Entity::find().filter(secret_key::Column::RetiredAt.is_null());
        let newest_first = keys.order_by_desc(secret_key::Column::CreatedAt).order_by_desc(secret_key::Column::Id);
        Ok(newest_first.all(self.watcher()).await?)
    }

    /// Adds secret keys to those that are there, of which `make` is told; nobody else adds one meanwhile.
    pub async fn add_secret_keys(
        &self,
        make: impl FnOnce(&[secret_key::Model]) -> Result<Vec<secret_key::Model>, Error> + Send,
        event: Option<security_event::Model>,
    ) -> Result<(), Error> {
        let transaction = self.begin().await?;
        lock(&transaction).await?;
        let there = secret_key::Entity::find().order_by_desc(secret_key::Column::CreatedAt).all(&transaction).await?;
        for mut key in make(&there)? {
            // Newer than those of its purpose, whatever the clocks say.
            let newest = there.iter().find(|other| other.purpose == key.purpose).map(|newest| newest.created_at);
            key.created_at =
                newest.map_or(key.created_at, |newest| key.created_at.max(newest + TimeDelta::microseconds(1)));
            insert::<secret_key::Entity>(&transaction, key).await?;
        }
        if let Some(event) = event {
            log(&transaction, event).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Retires a secret key. `false` where there is none of this id that is not retired.
    pub async fn retire_secret_key(&self, id: SecretKeyId, event: security_event::Model) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        let retired = secret_key::Entity::update_many()
            .filter(secret_key::Column::Id.eq(id))
            .filter(secret_key::Column::RetiredAt.is_null())
            .col_expr(secret_key::Column::RetiredAt, Expr::val(event.at))
            .exec(&transaction)
            .await?;
        log(&transaction, event).await?;
        transaction.commit().await?;
        Ok(retired.rows_affected > 0)
    }

    /// Seals all secret keys anew, in one stroke: `reseal` is given each and says what stands in its place.
    pub async fn reseal_secret_keys(
        &self,
        reseal: impl Fn(&secret_key::Model) -> Result<Vec<u8>, Error> + Send,
        event: security_event::Model,
    ) -> Result<usize, Error> {
        let transaction = self.begin().await?;
        lock(&transaction).await?;
        let keys = secret_key::Entity::find().all(&transaction).await?;
        for key in &keys {
            let update = secret_key::Entity::update_many().filter(secret_key::Column::Id.eq(key.id));
            update.col_expr(secret_key::Column::Sealed, Expr::val(reseal(key)?)).exec(&transaction).await?;
        }
        log(&transaction, event).await?;
        transaction.commit().await?;
        Ok(keys.len())
    }

    /// Seals all keys of persons anew, in one stroke.
    pub async fn reseal_person_keys(
        &self,
        reseal: impl Fn(entity::id::PersonId, &[u8]) -> Result<Vec<u8>, Error> + Send,
    ) -> Result<usize, Error> {
        let transaction = self.begin().await?;
        let keys = person_key::Entity::find().filter(person_key::Column::Sealed.is_not_null());
        let keys = keys.lock_exclusive().all(&transaction).await?;
        for key in &keys {
            let Some(sealed) = &key.sealed else { continue };
            let update = person_key::Entity::update_many().filter(person_key::Column::Id.eq(key.id));
            update.col_expr(person_key::Column::Sealed, Expr::val(reseal(key.id, sealed)?)).exec(&transaction).await?;
        }
        transaction.commit().await?;
        Ok(keys.len())
    }

    /// All secret keys, those that are retired too, by purpose and the oldest first.
    pub async fn all_secret_keys(&self) -> Result<Vec<secret_key::Model>, Error> {
        let keys = secret_key::Entity::find().order_by_asc(secret_key::Column::Purpose);
        Ok(keys.order_by_asc(secret_key::Column::CreatedAt).all(self.reader()).await?)
    }

    /// What tells this database from any other: the id of its key for digests, which is made once and never retired. `None`
    /// while there is none.
    pub async fn installation_id(&self) -> Result<Option<SecretKeyId>, Error> {
        let keys = secret_key::Entity::find().filter(secret_key::Column::Purpose.eq(KeyPurpose::Digest));
        let oldest = keys.order_by_asc(secret_key::Column::CreatedAt).one(self.reader()).await?;
        Ok(oldest.map(|key| key.id))
    }
}

/// Nobody else writes keys until the transaction ends.
async fn lock(transaction: &DatabaseTransaction) -> Result<(), Error> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared("LOCK TABLE secret_key IN EXCLUSIVE MODE").await?;
    }
    Ok(())
}
