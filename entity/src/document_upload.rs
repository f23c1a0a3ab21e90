//! Uploads (operational): files that are announced, or have arrived, and are no documents or imports yet.

use sea_orm::entity::prelude::*;

use crate::document::{DocumentMediaType, DocumentOwnerKind};
use crate::id::{AccountId, ContentId, DocumentUploadId};

/// An upload.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_upload")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DocumentUploadId,
    /// Who announced it.
    pub account_id: AccountId,
    /// By which key: of one account, each stands once.
    pub idempotency_key: String,
    /// On what the document shall hang; null of a list that shall be taken in.
    pub owner_kind: Option<DocumentOwnerKind>,
    /// The key of that.
    pub owner_id: Option<Uuid>,
    /// The name of the file.
    pub file_name: String,
    /// The size in bytes that was announced.
    pub size: i32,
    /// The SHA-256 in hexadecimal that was announced, and then that of what arrived; null before, where none was announced.
    pub sha256: Option<String>,
    /// When it was announced.
    pub created_at: DateTimeUtc,
    /// Until when it can become a document.
    pub expires_at: DateTimeUtc,
    /// What arrived, by its content; null before, and of a list.
    pub media_type: Option<DocumentMediaType>,
    /// Where it is in the store; null before.
    pub content_id: Option<ContentId>,
}

impl ActiveModelBehavior for ActiveModel {}
