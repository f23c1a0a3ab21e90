//! Signing keys.

use entity::signing_key;
use sea_orm::{EntityTrait, QueryOrder};

use super::super::Pool;
use super::insert;
use crate::error::Error;

impl Pool {
    /// The signing keys, the newest first.
    pub async fn signing_keys(&self) -> Result<Vec<signing_key::Model>, Error> {
        let keys = signing_key::Entity::find().order_by_desc(signing_key::Column::CreatedAt);
        Ok(keys.order_by_desc(signing_key::Column::Id).all(self.reader()).await?)
    }

    /// Keeps a new signing key.
    pub async fn keep_signing_key(&self, key: signing_key::Model) -> Result<(), Error> {
        insert::<signing_key::Entity>(self.writer(), key).await
    }
}
