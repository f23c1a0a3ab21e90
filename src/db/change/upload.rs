//! An upload that becomes a document, in the same transaction: it is one of the two, whatever happens.

use entity::document_upload;
use entity::id::DocumentUploadId;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QuerySelect};

use super::Change;
use super::flush::Staged;
use crate::error::Error;

impl Change {
    /// An upload of the account that makes the change. Whoever would take it out meanwhile waits.
    pub async fn upload(&self, id: DocumentUploadId) -> Result<Option<document_upload::Model>, Error> {
        let found = document_upload::Entity::find_by_id(id).lock_exclusive().one(&self.transaction).await?;
        Ok(found.filter(|upload| upload.account_id == self.account()))
    }

    /// An upload is one no more.
    pub fn take_upload(&mut self, id: DocumentUploadId) {
        let mut upload = Query::delete();
        upload.from_table(document_upload::Entity).and_where(document_upload::Column::Id.eq(id));
        self.staged.push(Staged::taken(upload));
    }
}
