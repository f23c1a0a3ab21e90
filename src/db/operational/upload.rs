//! Uploads: what is announced, and what has arrived and is no document yet.

use chrono::{DateTime, Utc};
use entity::document_upload;
use entity::id::{ContentId, DocumentUploadId};
use entity::{account, document, document_upload as upload, import};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::super::Pool;
use super::insert;
use crate::error::Error;

impl Pool {
    /// Keeps what is announced, or finds what the account announced by the same key before. `None` where the account has so
    /// many already that are under way or wait to become documents.
    pub async fn keep_upload(
        &self,
        announced: document_upload::Model,
        most: usize,
    ) -> Result<Option<document_upload::Model>, Error> {
        let transaction = self.begin().await?;
        // Of two that announce at once, the later sees what the earlier has announced.
        account::Entity::find_by_id(announced.account_id).lock_exclusive().one(&transaction).await?;
        let open = upload::Entity::find().filter(upload::Column::AccountId.eq(announced.account_id));
        let open = open.all(&transaction).await?;
        let has_room = open.len() < most;
        let before = open.into_iter().find(|before| before.idempotency_key == announced.idempotency_key);
        if before.is_some() || !has_room {
            return Ok(before);
        }
        insert::<upload::Entity>(&transaction, announced.clone()).await?;
        transaction.commit().await?;
        Ok(Some(announced))
    }

    /// An upload.
    pub async fn upload(&self, id: DocumentUploadId) -> Result<Option<document_upload::Model>, Error> {
        Ok(upload::Entity::find_by_id(id).one(self.reader()).await?)
    }

    /// What was announced has arrived. `false` where it had before, or ended meanwhile.
    pub async fn receive_upload(&self, received: document_upload::Model) -> Result<bool, Error> {
        let (id, missing) = (received.id, upload::Column::ContentId.is_null());
        let received = upload::ActiveModel {
            media_type: ActiveValue::Set(received.media_type),
            sha256: ActiveValue::Set(received.sha256),
            content_id: ActiveValue::Set(received.content_id),
            ..upload::ActiveModel::default()
        };
        let update = upload::Entity::update_many().set(received).filter(upload::Column::Id.eq(id).and(missing));
        Ok(update.exec(self.writer()).await?.rows_affected > 0)
    }

    /// Some uploads that ended before a moment.
    pub async fn ended_uploads(&self, before: DateTime<Utc>, most: u64) -> Result<Vec<document_upload::Model>, Error> {
        let ended = upload::Entity::find().filter(upload::Column::ExpiresAt.lt(before));
        Ok(ended.limit(most).all(self.reader()).await?)
    }

    /// Takes an upload out. `false` where it was out already, as one that has become a document is.
    pub async fn end_upload(&self, id: DocumentUploadId) -> Result<bool, Error> {
        Ok(upload::Entity::delete_by_id(id).exec(self.writer()).await?.rows_affected > 0)
    }

    /// Those of some contents of the store to which no upload, document or import refers.
    pub async fn unknown_contents(&self, contents: Vec<ContentId>) -> Result<Vec<ContentId>, Error> {
        // In this order: an upload becomes a document or an import, and never the other way.
        let uploads = upload::Entity::find().select_only().column(upload::Column::ContentId);
        let uploads = uploads.filter(upload::Column::ContentId.is_in(contents.clone()));
        let uploads: Vec<ContentId> = uploads.into_tuple().all(self.reader()).await?;
        let documents = document::Entity::find().select_only().column(document::Column::ContentId);
        let documents = documents.filter(document::Column::ContentId.is_in(contents.clone()));
        let documents: Vec<ContentId> = documents.into_tuple().all(self.reader()).await?;
        let imports = import::Entity::find().select_only().column(import::Column::ContentId);
        let imports = imports.filter(import::Column::ContentId.is_in(contents.clone()));
        let imports: Vec<ContentId> = imports.into_tuple().all(self.reader()).await?;
        let known = |id: &ContentId| uploads.contains(id) || documents.contains(id) || imports.contains(id);
        Ok(contents.into_iter().filter(|id| !known(id)).collect())
    }
}
