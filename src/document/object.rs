//! Documents, as GraphQL shows them.

use async_graphql::{Context, Description, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use derive_more::From;
use entity::document::{self, DocumentMediaType, DocumentOwnerKind, DocumentState};
use entity::document_category;
use entity::id::DocumentId;

use super::rules::is_current;
use super::scope::keeps;
use crate::account::Account;
use crate::association::Association;
use crate::auth::Right;
use crate::db::Record;
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::establishment::Establishment;
use crate::global_id::Global;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};
use crate::request::Request;

shown_by_name!(DocumentMediaType, DocumentOwnerKind, DocumentState);

/// A document (وثيقة): a file that hangs on an association, an establishment, a member of its staff or a request for
/// support to create one, and what is said of it.
#[derive(Debug, Description, From)]
pub struct Document(pub(crate) document::Model);

/// A category of documents.
#[derive(Debug, Description, From)]
pub struct DocumentCategory(pub(crate) document_category::Model);

/// What you may do with a document, now.
#[derive(Debug, SimpleObject)]
pub(super) struct DocumentViewerCan {
    /// Change what is said of it: `documentUpdate`.
    update: bool,
    /// Put another one in its place: `documentAdd` with `replaces`.
    replace: bool,
    /// Withdraw it: `documentWithdraw`.
    withdraw: bool,
}

impl Document {
    fn address(id: DocumentId) -> String {
        format!("/documents/{}", id.global().0)
    }
}

declare! {
    Document of document {
        /// Global id.
        id: DocumentId;

        /// What it hangs on: its association, its establishment, somebody who works there, or a request for support to create a
        /// house.
        owner_kind: DocumentOwnerKind;

        /// The association on which it hangs, or which manages its establishment; null where Entraide Nationale does itself, and
        /// where it is not yours to see.
        association: Association by association_id;

        /// The establishment on which it hangs, or of whose staff is whoever it hangs on; null where it hangs on an association
        /// or on a request for support.
        establishment: Establishment by establishment_id;

        /// The delegation that keeps the file of the association, or where the establishment stands; null where it is not yours
        /// to see.
        delegation: Delegation by delegation_id;

        /// What it is.
        category: DocumentCategory by category_code;

        /// What people call it.
        title: String;

        /// The day it bears; null where it bears none.
        issued_on: Option<NaiveDate>;

        /// The last day on which it holds; null where it has none.
        expires_on: Option<NaiveDate>;

        /// The name of its file, as it was when it was sent.
        file_name: String;

        /// What its file is, judged by the content when it arrived.
        media_type: DocumentMediaType;

        /// The size of its file in bytes.
        size: i32;

        /// The SHA-256 of its file, 64 hexadecimal digits.
        sha256: String;

        /// Where its file is read by `GET`, with the same token as this API, behind the server's own address. Needs the right
        /// READ_DOCUMENTS.
        url: String = Document::address(id);

        /// Who added it; null where the account is not yours to see.
        added_by: Account by added_by;

        /// When it was added.
        added_at: DateTime<Utc>;

        /// The document whose place it has taken; null where it is the first.
        replaces: Document by replaces_id;

        /// Where it stands.
        state: DocumentState;

        /// The office day on which it was replaced or withdrawn; null while it stands.
        archived_on: Option<NaiveDate>;

        /// Why it was replaced or withdrawn; null while it stands.
        reason: Option<String>;

        /// What you may do with it, now.
        async fn viewer_can(&self, ctx: &Context<'_>) -> Result<DocumentViewerCan, Error> {
            let (identity, row) = (ctx.identity()?, &self.0);
            let keeps = keeps(identity.viewer(), document::Entity::keys(row));
            let may = keeps && identity.rights().contains(Right::ManageDocuments) && is_current(row, "id").is_ok();
            Ok(DocumentViewerCan { update: may, replace: may, withdraw: may })
        }

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<document::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    DocumentCategory of document_category {
        /// Its code, the same for ever: `STATUTES`, `BUREAU_LIST`, …
        code: String;

        named;

        /// True: its documents are for those who keep the file, administer, pay and audit, and for nobody else above them.
        restricted: bool;

        /// True: only the delegation adds its documents, replaces and withdraws them, as the minutes of a visit.
        official: bool;

        /// The only kind of owner on which its documents hang; null where they hang on any.
        owner_kind: Option<DocumentOwnerKind>;
    }
}
