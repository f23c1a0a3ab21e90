//! How each change of a document is made.

use async_graphql::MaybeUndefined;
use entity::document::{self, DocumentOwnerKind, DocumentState};
use entity::document_category;
use entity::id::{DocumentId, DocumentUploadId, StreamId};

use super::mutation::{DocumentAddInput, DocumentReplacedInput, DocumentUpdateInput, DocumentWithdrawInput};
use super::owner::Owner;
use super::rules::{
    expires_after_issue, hangs_on, hangs_on_the_same, hangs_where_it_belongs, has_arrived, is_current, is_issued,
    is_written_by_whom_it_may, listed, reason, title,
};
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Error, Mistake};
use crate::global_id::{Global, IdOf};

/// The document that an upload becomes: its id is the upload's, so that one becomes one.
fn becomes(upload: DocumentUploadId) -> DocumentId {
    upload.0.into()
}

impl Mutation for DocumentAddInput {
    const NAME: &'static str = "documentAdd";
    type Entity = document::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let id = self.upload.key_at("upload")?;
        if let Some(found) = &self.found {
            let owner = match hangs_on(found) {
                Some((kind, id)) => Owner::find(db, kind, id).await?,
                None => None,
            };
            return Ok(vec![owner.ok_or_else(|| Mistake::not_found("upload"))?.delegation.into()]);
        }
        // One that was made a document before has its stream.
        Ok(vec![db.stream_of::<document::Entity>(&IdOf::of(&becomes(id).global()), "upload").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let id = self.upload.key_at("upload")?;
        let upload = change.upload(id).await?.filter(|upload| change.now() < upload.expires_at);
        let upload = upload.ok_or_else(|| Mistake::not_found("upload"))?;
        let (kind, owner) = hangs_on(&upload).ok_or_else(|| Mistake::not_found("upload"))?;
        let owner = Owner::read_in(change, kind, owner).await?;
        let owner = owner.ok_or_else(|| Mistake::not_found("upload"))?;
        change.require(has_arrived(&upload));
        let category = category(change, &self.category, owner.kind).await?;
        if let Some(category) = &category {
            change.require(is_written_by_whom_it_may(category, change.actor().viewer, "category"));
        }
        let title = change.take(title(&self.title));
        let issued_on = change.take(is_issued(self.issued_on, change.today())).flatten();
        let expires_on = self.expires_on.map(|day| day.0);
        change.require(expires_after_issue(issued_on, expires_on));
        let replaced = replaced(change, self.replaces.as_ref(), &owner).await?;
        change.settle()?;
        let (Some(category), Some(title)) = (category, title) else { return Ok(()) };
        let judged = upload.content_id.zip(upload.media_type).zip(upload.sha256);
        let ((content_id, media_type), sha256) = judged.ok_or_else(|| Error::internal("an upload half received"))?;
        change.insert::<document::Entity>(&document::Model {
            id: becomes(id),
            owner_kind: owner.kind,
            owner_id: owner.id,
            delegation_id: owner.delegation,
            association_id: owner.keys.association,
            establishment_id: owner.keys.establishment,
            category_code: category.code,
            restricted: category.restricted,
            title,
            issued_on,
            expires_on,
            file_name: upload.file_name,
            media_type,
            size: upload.size,
            sha256,
            content_id,
            added_by: change.account(),
            updated_by: None,
            added_at: change.now(),
            replaces_id: replaced.as_ref().map(|(before, _)| before.id),
            state: DocumentState::Current,
            archived_on: None,
            reason: None,
            demonstration: owner.demonstration,
            version: 1,
        })?;
        change.take_upload(id);
        if let Some((before, after)) = replaced {
            change.save::<document::Entity>(&before, after)?;
        }
        Ok(())
    }
}

/// The document whose place another one takes, as it is and as it will be.
async fn replaced(
    change: &mut Change,
    input: Option<&DocumentReplacedInput>,
    owner: &Owner,
) -> Result<Option<(document::Model, document::Model)>, Refused> {
    let Some(input) = input else { return Ok(None) };
    let key = input.id.key_at("replaces.id")?;
    let before = change.edit::<document::Entity>(key, input.expected_version, "replaces.id").await?;
    change.require(is_current(&before, "replaces.id"));
    stays_with_the_office(change, &before, "replaces.id").await?;
    change.require(hangs_on_the_same(&before, owner));
    let reason = change.take(reason(&input.reason, "replaces.reason"));
    let after = archived(change, &before, DocumentState::Replaced, reason);
    Ok(Some((before, after)))
}

impl Mutation for DocumentUpdateInput {
    const NAME: &'static str = "documentUpdate";
    type Entity = document::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<document::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<document::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(is_current(&before, "id"));
        stays_with_the_office(change, &before, "id").await?;
        let mut after = before.clone();
        if let Some(code) = &self.category
            && let Some(category) = category(change, code, before.owner_kind).await?
        {
            change.require(is_written_by_whom_it_may(&category, change.actor().viewer, "category"));
            (after.category_code, after.restricted) = (category.code, category.restricted);
        }
        if let Some(text) = &self.title {
            after.title = change.take(title(text)).unwrap_or_default();
        }
        match self.issued_on {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.issued_on = None,
            MaybeUndefined::Value(day) => {
                after.issued_on = change.take(is_issued(Some(day), change.today())).flatten();
            }
        }
        match self.expires_on {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.expires_on = None,
            MaybeUndefined::Value(day) => after.expires_on = Some(day.0),
        }
        change.require(expires_after_issue(after.issued_on, after.expires_on));
        change.settle()?;
        after.updated_by = Some(change.account());
        change.save::<document::Entity>(&before, after)?;
        Ok(())
    }
}

impl Mutation for DocumentWithdrawInput {
    const NAME: &'static str = "documentWithdraw";
    type Entity = document::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<document::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<document::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(is_current(&before, "id"));
        stays_with_the_office(change, &before, "id").await?;
        let reason = change.take(reason(&self.reason, "reason"));
        change.settle()?;
        let after = archived(change, &before, DocumentState::Withdrawn, reason);
        change.save::<document::Entity>(&before, after)?;
        Ok(())
    }
}

fn archived(
    change: &Change,
    before: &document::Model,
    state: DocumentState,
    reason: Option<String>,
) -> document::Model {
    document::Model { state, archived_on: Some(change.today()), reason, ..before.clone() }
}

/// The category of a code, on such an owner.
pub(super) async fn category(
    change: &mut Change,
    code: &str,
    owner: DocumentOwnerKind,
) -> Result<Option<document_category::Model>, Refused> {
    let categories = change.find::<document_category::Entity>().filter(document_category::COLUMN.code.eq(code));
    let category = change.take(listed(categories.one().await?, code));
    if let Some(category) = &category {
        change.require(hangs_where_it_belongs(category, owner));
    }
    Ok(category)
}

/// What the office wrote is not changed by anybody else.
async fn stays_with_the_office(change: &mut Change, before: &document::Model, path: &str) -> Result<(), Refused> {
    let categories = change.find::<document_category::Entity>();
    let category = categories.filter(document_category::COLUMN.code.eq(&before.category_code)).one().await?;
    let category = category.ok_or_else(|| Error::internal("a document without its category"))?;
    change.require(is_written_by_whom_it_may(&category, change.actor().viewer, path));
    Ok(())
}
