//! A document that was printed here. Its bytes are in the store before there is a row of it; where it comes to no row, they are
//! swept, as those of an upload are.

use async_graphql::InputObject;
use entity::document::{self, DocumentMediaType, DocumentOwnerKind, DocumentState};
use entity::id::{ContentId, DocumentId, StreamId};
use entity::notice::NoticeKind;
use uuid::Uuid;

use super::change::category;
use super::owner::Owner;
use super::rules::title;
use crate::auth::Right;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Error, Mistake};
use crate::notice::{mail_at_once, notice};

/// A document to be added, made of what was printed. Whoever asked for it is told.
#[derive(Debug, InputObject)]
pub struct DocumentPrintInput {
    /// What people call it.
    pub title: String,
    /// What was printed.
    #[graphql(skip)]
    pub printed: Option<Printed>,
}

/// What was printed, a PDF.
#[derive(Clone, Debug)]
pub struct Printed {
    /// On what it hangs.
    pub owner_kind: DocumentOwnerKind,
    /// The key of that.
    pub owner_id: Uuid,
    /// The code of its category.
    pub category: &'static str,
    /// The name of its file.
    pub file_name: String,
    /// Where its bytes are in the store.
    pub content_id: ContentId,
    /// How many they are.
    pub size: i32,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// Whether whoever asked for it wants a mail at once.
    pub mail_at_once: bool,
}

impl DocumentPrintInput {
    fn printed(&self) -> Result<&Printed, Error> {
        self.printed.as_ref().ok_or_else(|| Error::internal("a printed document without what was printed"))
    }
}

impl Mutation for DocumentPrintInput {
    const NAME: &'static str = "documentPrint";
    type Entity = document::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let printed = self.printed()?;
        let owner = Owner::find(db, printed.owner_kind, printed.owner_id).await?;
        Ok(vec![owner.ok_or_else(|| Mistake::not_found(""))?.delegation.into()])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        change.require_right(Right::ManageDocuments)?;
        let printed = self.printed()?;
        let owner = Owner::read_in(change, printed.owner_kind, printed.owner_id).await?;
        let owner = owner.ok_or_else(|| Mistake::not_found(""))?;
        let category = category(change, printed.category, owner.kind).await?;
        let title = change.take(title(&self.title));
        change.settle()?;
        let (Some(category), Some(title)) = (category, title) else { return Ok(()) };
        let (id, now) = (DocumentId(Uuid::now_v7()), change.now());
        change.insert::<document::Entity>(&document::Model {
            id,
            owner_kind: owner.kind,
            owner_id: owner.id,
            delegation_id: owner.delegation,
            association_id: owner.keys.association,
            establishment_id: owner.keys.establishment,
            category_code: category.code,
            restricted: category.restricted,
            title,
            issued_on: Some(change.today()),
            expires_on: None,
            file_name: printed.file_name.clone(),
            media_type: DocumentMediaType::Pdf,
            size: printed.size,
            sha256: printed.sha256.clone(),
            content_id: printed.content_id,
            added_by: change.account(),
            added_at: now,
            updated_by: None,
            replaces_id: None,
            state: DocumentState::Current,
            archived_on: None,
            reason: None,
            demonstration: owner.demonstration,
            version: 1,
        })?;
        change.tell(&[notice(NoticeKind::DocumentPrinted, change.account(), id, now)])?;
        if printed.mail_at_once {
            change.enqueue(&[mail_at_once(change.account(), now)?])?;
        }
        Ok(())
    }
}
