//! Announcing files, adding documents, changing what is said of them, and withdrawing them.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use entity::document_upload;
use entity::id::{DocumentId, DocumentUploadId};

use super::Document;
use super::upload::{DocumentUploadCreatePayload, announce};
use crate::auth::Right;
use crate::clock::Date;
use crate::global_id::IdOf;
use crate::request::{Request, payload};

/// Changes of documents.
#[derive(Debug, Default)]
pub struct DocumentMutation;

/// A file to be sent.
#[derive(Debug, InputObject)]
pub(super) struct DocumentUploadCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice announces one file, with a new address.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// What the document shall hang on: an association, an establishment, a member of the staff or a request for
    /// support to create a house.
    pub(super) owner: ID,
    /// The name of the file, 200 characters at most, ending in .pdf, .jpg, .jpeg, .png or .webp. Of a path, the last part is
    /// kept. It is shown to whoever sees the document: one that names a person is better changed before.
    pub(super) file_name: String,
    /// Its size in bytes, to the byte; 20971520 at most, where this installation says nothing else.
    pub(super) size: i32,
    /// The SHA-256 of its bytes, 64 hexadecimal digits: what arrives otherwise is refused.
    pub(super) sha256: Option<String>,
}

/// The document whose place another one takes.
#[derive(Debug, InputObject)]
pub(super) struct DocumentReplacedInput {
    /// The document; it hangs on the same.
    pub(super) id: IdOf<DocumentId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// Why: 1000 characters at most. Name no person in it.
    pub(super) reason: String,
}

/// A document to be added.
#[derive(Debug, InputObject)]
pub(super) struct DocumentAddInput {
    /// Made by the client, 8 to 128 characters: sending it twice adds one document.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The upload, one of your own whose bytes have arrived.
    pub(super) upload: IdOf<DocumentUploadId>,
    /// What it is: the code of one of `documentCategories`.
    pub(super) category: String,
    /// What people call it: 200 characters at most. Name no person in it.
    pub(super) title: String,
    /// The day it bears; none where it bears none.
    pub(super) issued_on: Option<Date>,
    /// The last day on which it holds; none where it has none.
    pub(super) expires_on: Option<Date>,
    /// The document whose place it takes, and which is archived; none where it is the first.
    pub(super) replaces: Option<DocumentReplacedInput>,
    /// The upload as it was found before the change begins; none where it has become a document already.
    #[graphql(skip)]
    pub(super) found: Option<document_upload::Model>,
}

/// What shall be said of a document; what is left out stays.
#[derive(Debug, InputObject)]
pub(super) struct DocumentUpdateInput {
    /// The document.
    pub(super) id: IdOf<DocumentId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// What it is: the code of one of `documentCategories`.
    pub(super) category: Option<String>,
    /// What people call it: 200 characters at most. Name no person in it.
    pub(super) title: Option<String>,
    /// The day it bears; null: none.
    pub(super) issued_on: MaybeUndefined<Date>,
    /// The last day on which it holds; null: none.
    pub(super) expires_on: MaybeUndefined<Date>,
}

/// A document to be withdrawn.
#[derive(Debug, InputObject)]
pub(super) struct DocumentWithdrawInput {
    /// The document.
    pub(super) id: IdOf<DocumentId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Why: 1000 characters at most. Name no person in it.
    pub(super) reason: String,
}

payload!(DocumentAddPayload { document: Document });
payload!(DocumentUpdatePayload { document: Document });
payload!(DocumentWithdrawPayload { document: Document });

#[Object]
impl DocumentMutation {
    /// Announces a file that shall become a document, and makes the address to which its bytes are sent by `PUT` within a
    /// quarter of an hour, without a token. It is judged by its content while it arrives: a PDF, or a picture (JPEG, PNG, WebP)
    /// of 100 million pixels at most. `documentAdd` makes it a document within a day; else it is deleted. Needs the right
    /// MANAGE_DOCUMENTS.
    async fn document_upload_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file, and what it shall hang on.")] input: DocumentUploadCreateInput,
    ) -> Result<DocumentUploadCreatePayload> {
        ctx.require(Right::ManageDocuments)?;
        Ok(announce(ctx, input).await?)
    }

    /// Makes a document of a file that has arrived. It may take the place of another one, which is archived. Needs the right
    /// MANAGE_DOCUMENTS.
    async fn document_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The upload, and what it is.")] input: DocumentAddInput,
    ) -> Result<DocumentAddPayload> {
        ctx.require(Right::ManageDocuments)?;
        let found = match input.upload.key() {
            Ok(id) => ctx.caller()?.app.upload(id).await?,
            Err(_) => None,
        };
        Ok(ctx.change(DocumentAddInput { found, ..input }).await?.into())
    }

    /// Changes what is said of a document that stands; its file stays. Needs the right MANAGE_DOCUMENTS.
    async fn document_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document, and what shall be said of it.")] input: DocumentUpdateInput,
    ) -> Result<DocumentUpdatePayload> {
        ctx.require(Right::ManageDocuments)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Withdraws a document: it is archived, with the reason, and its file stays. Needs the right MANAGE_DOCUMENTS.
    async fn document_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document, and why.")] input: DocumentWithdrawInput,
    ) -> Result<DocumentWithdrawPayload> {
        ctx.require(Right::ManageDocuments)?;
        Ok(ctx.change(input).await?.into())
    }
}
