//! What changes where an import stands: it is made, read, begun to be entered, shown, stopped, taken back.

use async_graphql::{Context, InputObject};
use chrono::{DateTime, Utc};
use entity::id::{AccountId, ContentId, DelegationId, ImportId, StreamId};
use entity::import::{self, ImportState};
use entity::job::JobFault;
use entity::{document_upload, import_part};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::apply::ImportApply;
use super::counted::show;
use super::mutation::{ImportApplyInput, ImportCreateInput, ImportUndoInput};
use super::reading::ImportRead;
use super::undo::ImportRemove;
use crate::auth::{Right, Viewer};
use crate::db::change::Outcome;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::delegation::entry::stream_in;
use crate::document::reason;
use crate::error::{Error, Mistake, UserErrorCode};
use crate::global_id::{Global, IdOf};
use crate::job::{Ended, Failed, asked_for, queued};
use crate::request::Request;
use crate::text::Message;

/// Whose list it is: the viewer's own delegation's, or the one that is named.
fn owner(viewer: Viewer, named: Option<&IdOf<DelegationId>>) -> Result<Option<DelegationId>, Refused> {
    let named = named.map(|id| id.key_at("delegation")).transpose()?;
    match (viewer, named) {
        (Viewer::Delegation(own, _), None) => Ok(Some(own)),
        (Viewer::Delegation(own, _), Some(named)) if own != named => Err(Mistake::not_found("delegation").into()),
        (_, named) => Ok(named),
    }
}

/// An import of the same file of the same list that is under way or has been entered.
pub(super) async fn same_file(ctx: &Context<'_>, input: &ImportCreateInput) -> Result<Option<import::Model>, Error> {
    let (Ok(id), Ok(delegation)) = (input.upload.key(), owner(ctx.viewer()?, input.delegation.as_ref())) else {
        return Ok(None);
    };
    let Some(upload) = ctx.caller()?.app.upload(id).await? else { return Ok(None) };
    let own = upload.account_id == ctx.identity()?.account;
    let Some(sha256) = upload.sha256.filter(|_| own && upload.content_id.is_some()) else { return Ok(None) };
    let there = ctx.db()?.find::<import::Entity>().filter(import::COLUMN.sha256.eq(sha256));
    let there = there.filter(import::COLUMN.state.is_in(UNDER_WAY)).all().await?;
    Ok(there.into_iter().find(|import| import.delegation_id == delegation))
}

/// What keeps the same file from being taken in again.
const UNDER_WAY: [ImportState; 3] = [ImportState::Reading, ImportState::Applying, ImportState::Applied];

impl Mutation for ImportCreateInput {
    const NAME: &'static str = "importCreate";
    type Entity = import::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let delegation = owner(db.viewer(), self.delegation.as_ref())?;
        let Some(id) = delegation else { return Ok(vec![StreamId::NATIONAL]) };
        Ok(vec![stream_in(db, Some(&IdOf::of(&id.global()))).await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let delegation_id = owner(change.actor().viewer, self.delegation.as_ref())?;
        let id = self.upload.key_at("upload")?;
        let upload = change.upload(id).await?;
        let upload = upload.filter(|upload| change.now() < upload.expires_at && upload.owner_kind.is_none());
        let upload: document_upload::Model = upload.ok_or_else(|| Mistake::not_found("upload"))?;
        let Some((sha256, content_id)) = upload.sha256.zip(upload.content_id) else {
            return Err(Mistake::new(UserErrorCode::Invalid, Message::new("upload-missing"), "upload").into());
        };
        let import = ImportId(id.0);
        let file = (upload.file_name, sha256, upload.size, Some(content_id));
        change.insert::<import::Entity>(&sent(import, delegation_id, change.account(), file, change.now()))?;
        change.take_upload(id);
        let job = asked_for::<ImportRead>(&import.0, change.actor(), change.now())?;
        change.enqueue(&[job])
    }
}

/// An import whose file (name, SHA-256, size, and where it is in the store) has arrived and is not read.
pub(super) fn sent(
    id: ImportId,
    delegation_id: Option<DelegationId>,
    account_id: AccountId,
    (file_name, sha256, size, content_id): (String, String, i32, Option<ContentId>),
    created_at: DateTime<Utc>,
) -> import::Model {
    import::Model {
        id,
        delegation_id,
        account_id,
        file_name,
        sha256,
        size,
        content_id,
        state: ImportState::Reading,
        fault: None,
        notes: "[]".to_owned(),
        associations: 0,
        establishments: 0,
        figures: 0,
        wrong: 0,
        there: 0,
        doubtful: 0,
        leaves_out: false,
        created_at,
        applied_at: None,
        undone_at: None,
        reason: None,
        demonstration: false,
        version: 1,
    }
}

/// What came of reading a file.
#[derive(Debug, InputObject)]
pub(super) struct ReadInput {
    pub(super) id: IdOf<ImportId>,
    #[graphql(skip)]
    pub(super) found: Option<Found>,
}

/// How many lines of which kind and verdict a file has, or why it is no list.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) fault: Option<Message>,
    pub(super) notes: Vec<Message>,
    pub(super) associations: i32,
    pub(super) establishments: i32,
    pub(super) figures: i32,
    pub(super) wrong: i32,
    pub(super) there: i32,
    pub(super) doubtful: i32,
}

impl Found {
    /// An import of whose file this was found.
    pub(super) fn noted(self, import: &import::Model) -> Result<import::Model, Error> {
        Ok(import::Model {
            state: if self.fault.is_some() { ImportState::Unreadable } else { ImportState::Read },
            fault: self.fault.as_ref().map(kept).transpose()?,
            notes: kept(&self.notes)?,
            associations: self.associations,
            establishments: self.establishments,
            figures: self.figures,
            wrong: self.wrong,
            there: self.there,
            doubtful: self.doubtful,
            ..import.clone()
        })
    }
}

impl Mutation for ReadInput {
    const NAME: &'static str = "importRead";
    type Entity = import::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<import::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = standing(change, &self.id, None, &[ImportState::Reading]).await?;
        let after = self.found.clone().unwrap_or_default().noted(&before)?;
        change.save::<import::Entity>(&before, after)?;
        Ok(())
    }
}

impl Mutation for ImportApplyInput {
    const NAME: &'static str = "importApply";
    type Entity = import::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![StreamId::NATIONAL, db.stream_of::<import::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = standing(change, &self.id, Some(self.expected_version), &[ImportState::Read]).await?;
        if before.figures > 0 {
            change.require_right(Right::DeclareFigures)?;
        }
        nothing_else_is_entered(change, &before).await?;
        let invalid = |message: Message, path: &str| Mistake::new(UserErrorCode::Invalid, message, path);
        if before.wrong > 0 && !self.leave_out_wrong {
            let message = Message::new("import-lines-wrong").with("count", before.wrong);
            change.note(vec![invalid(message, "leaveOutWrong")]);
        }
        if before.associations + before.establishments + before.figures <= before.wrong + before.there {
            change.note(vec![invalid(Message::new("import-empty"), "id")]);
        }
        let same = change.find::<import::Entity>().filter(import::COLUMN.sha256.eq(&before.sha256));
        let same = same.filter(import::COLUMN.state.is_in([ImportState::Applying, ImportState::Applied])).all().await?;
        if same.iter().any(|other| other.delegation_id == before.delegation_id) {
            change.note(vec![Mistake::new(UserErrorCode::Taken, Message::new("import-same-file"), "id")]);
        }
        change.settle()?;
        let after = import::Model { state: ImportState::Applying, leaves_out: self.leave_out_wrong, ..before.clone() };
        change.save::<import::Entity>(&before, after)?;
        let job = asked_for::<ImportApply>(&before.id.0, change.actor(), change.now())?;
        change.enqueue(&[job])
    }
}

/// All parts of an import are there: they are shown.
#[derive(Debug, InputObject)]
pub(super) struct ShowInput {
    pub(super) id: IdOf<ImportId>,
}

impl Mutation for ShowInput {
    const NAME: &'static str = "importShow";
    type Entity = import::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        streams_of(db, &self.id).await
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = standing(change, &self.id, None, &[ImportState::Applying]).await?;
        let after = import::Model { state: ImportState::Applied, applied_at: Some(change.now()), ..before.clone() };
        change.save::<import::Entity>(&before, after)?;
        show(change, before.id, true).await
    }
}

/// An import stops: nothing of it was shown, and what was entered is taken out.
#[derive(Debug, InputObject)]
pub(super) struct StopInput {
    pub(super) id: IdOf<ImportId>,
    #[graphql(skip)]
    pub(super) fault: Option<Message>,
}

impl Mutation for StopInput {
    const NAME: &'static str = "importStop";
    type Entity = import::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<import::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = standing(change, &self.id, None, &[ImportState::Applying]).await?;
        let fault = self.fault.as_ref().map(kept).transpose()?;
        change
            .save::<import::Entity>(&before, import::Model { state: ImportState::Stopped, fault, ..before.clone() })?;
        change.enqueue(&[queued::<ImportRemove>(&before.id.0, change.now())?])
    }
}

impl Mutation for ImportUndoInput {
    const NAME: &'static str = "importUndo";
    type Entity = import::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        streams_of(db, &self.id).await
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let states = [ImportState::Reading, ImportState::Read, ImportState::Applying, ImportState::Applied];
        let before = standing(change, &self.id, Some(self.expected_version), &states).await?;
        // What another one enters may be of what this one brought.
        nothing_else_is_entered(change, &before).await?;
        let reason = change.take(reason(&self.reason, "reason"));
        let parts = change.parts_of(before.id).await?;
        let leaned = change.leaned_on(&parts).await?;
        if leaned > 0 {
            let message = Message::new("import-leaned-on").with("count", leaned);
            change.note(vec![Mistake::new(UserErrorCode::Invalid, message, "id")]);
        }
        change.settle()?;
        let (state, undone_at) = (ImportState::Undone, Some(change.now()));
        change.save::<import::Entity>(&before, import::Model { state, undone_at, reason, ..before.clone() })?;
        if before.state == ImportState::Applied {
            show(change, before.id, false).await?;
        }
        change.enqueue(&[queued::<ImportRemove>(&before.id.0, change.now())?])
    }
}

/// How a job ended whose effect was a change of an import: somebody may have given it up meanwhile.
pub(super) fn ended(outcome: &Outcome<import::Entity>) -> Result<Ended, Failed> {
    if outcome.mistakes.is_empty() { Ok(Ended::ByChange) } else { Err(Failed::for_good(JobFault::NotAllowed)) }
}

/// The import, where it stands so that this can be done.
pub(super) async fn standing(
    change: &mut Change,
    id: &IdOf<ImportId>,
    expected_version: Option<i32>,
    states: &[ImportState],
) -> Result<import::Model, Refused> {
    let before = change.edit::<import::Entity>(id.key_at("id")?, expected_version, "id").await?;
    if states.contains(&before.state) {
        return Ok(before);
    }
    let state = async_graphql::resolver_utils::enum_value(before.state);
    let message = Message::new("import-stands").with("state", state);
    Err(Mistake::new(UserErrorCode::Invalid, message, "id").into())
}

/// The streams of an import and of all its parts.
async fn streams_of(db: &ScopedDb, id: &IdOf<ImportId>) -> Result<Vec<StreamId>, Refused> {
    let own = db.stream_of::<import::Entity>(id, "id").await?;
    let parts = db.find::<import_part::Entity>().filter(import_part::COLUMN.import_id.eq(id.key_at("id")?));
    let parts = parts.all().await?.into_iter().map(|part| part.delegation_id.into());
    Ok(parts.chain([own, StreamId::NATIONAL]).collect())
}

/// One list at a time is entered into a delegation: what two would bring at once, neither knows of. The stream of the national
/// office is locked.
pub(super) async fn nothing_else_is_entered(change: &mut Change, import: &import::Model) -> Result<(), Refused> {
    if change.enters_elsewhere(import.id, import.delegation_id).await? {
        change.note(vec![Mistake::new(UserErrorCode::Invalid, Message::new("import-other-under-way"), "id")]);
    }
    Ok(())
}

/// As it is kept with the import.
fn kept(message: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string(message).map_err(Error::internal)
}

/// The global id of an import.
pub(super) fn id_of(id: Uuid) -> IdOf<ImportId> {
    IdOf::of(&ImportId(id).global())
}
