//! Announcing a file, of a document or of a list: the right on what it shall hang on is judged, and its address is made.

use async_graphql::{Context, InputObject, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};
use entity::document::DocumentOwnerKind;
use entity::document_upload;
use entity::id::DocumentUploadId;
use uuid::Uuid;

use super::address::{ends, sign};
use super::mutation::DocumentUploadCreateInput;
use super::owner::Owner;
use super::rules::{MOST_OPEN, digest, file_name, fits, has_not_ended, has_room, list_name};
use super::scope::keeps;
use crate::error::{Error, Mistake, UserError, UserErrorCode};
use crate::global_id::Global;
use crate::request::{Request, key_has_a_length};
use crate::text::Message;

/// How long what was announced can become a document.
pub(super) const LIFE: TimeDelta = TimeDelta::hours(24);

/// A file that may be sent.
#[derive(Debug, SimpleObject)]
pub(super) struct DocumentUpload {
    /// Its id, for `documentAdd`.
    id: async_graphql::ID,
    /// The address to which its bytes are sent by `PUT`, behind the server's own; good for this file alone. Whoever has it needs
    /// no token.
    url: String,
    /// Until when the sending may begin.
    url_expires_at: DateTime<Utc>,
    /// Until when it can become a document.
    expires_at: DateTime<Utc>,
    /// True where its bytes have arrived.
    received: bool,
}

/// The outcome: the upload, or errors.
#[derive(Debug, SimpleObject)]
pub struct DocumentUploadCreatePayload {
    /// The upload. Null where it was refused or only tried.
    upload: Option<DocumentUpload>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

/// A list to be sent.
#[derive(Debug, InputObject)]
pub struct ImportUploadCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice announces one file, with a new address.
    idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    validate_only: bool,
    /// The name of the file, 200 characters at most, ending in .xlsx or .csv. Of a path, the last part is kept.
    file_name: String,
    /// Its size in bytes, to the byte; 20971520 at most, where this installation says nothing else.
    size: i32,
    /// The SHA-256 of its bytes, 64 hexadecimal digits: what arrives otherwise is refused.
    sha256: Option<String>,
}

/// Announces a file that shall become a document.
pub(super) async fn announce(
    ctx: &Context<'_>,
    input: DocumentUploadCreateInput,
) -> Result<DocumentUploadCreatePayload, Error> {
    let owner = match Owner::named(&input.owner) {
        Some((kind, id)) => Owner::find(ctx.db()?, kind, id).await?,
        None => None,
    };
    let viewer = ctx.viewer()?;
    if owner.is_some_and(|owner| !keeps(viewer, owner.keys)) {
        return Err(Error::ForbiddenHere);
    }
    let owner = owner.map(|owner| (owner.kind, owner.id)).ok_or_else(|| Mistake::not_found("owner"));
    let file = ImportUploadCreateInput {
        idempotency_key: input.idempotency_key,
        validate_only: input.validate_only,
        file_name: input.file_name,
        size: input.size,
        sha256: input.sha256,
    };
    keep(ctx, file, file_name, owner.map(Some)).await
}

/// Announces a list that shall be taken in; whether the caller may is judged before.
pub async fn announce_list(
    ctx: &Context<'_>,
    input: ImportUploadCreateInput,
) -> Result<DocumentUploadCreatePayload, Error> {
    keep(ctx, input, list_name, Ok(None)).await
}

async fn keep(
    ctx: &Context<'_>,
    file: ImportUploadCreateInput,
    name: fn(&str) -> Result<String, Mistake>,
    owner: Result<Option<(DocumentOwnerKind, Uuid)>, Mistake>,
) -> Result<DocumentUploadCreatePayload, Error> {
    let app = &ctx.caller()?.app;
    let mut mistakes = Vec::new();
    let mut note = |mistake| mistakes.push(mistake);
    key_has_a_length(Some(&file.idempotency_key)).unwrap_or_else(&mut note);
    let name = name(&file.file_name).map_err(&mut note).unwrap_or_default();
    fits(file.size, app.store.largest).unwrap_or_else(&mut note);
    let sha256 = file.sha256.as_deref().map(digest).transpose().map_err(&mut note).ok().flatten();
    let owner = owner.map_err(&mut note).ok().flatten();
    if !mistakes.is_empty() || file.validate_only {
        return refused(ctx, mistakes);
    }
    let account_id = ctx.identity()?.account;
    let now = app.clock.now();
    let announced = document_upload::Model {
        id: DocumentUploadId(Uuid::now_v7()),
        account_id,
        idempotency_key: file.idempotency_key,
        owner_kind: owner.map(|(kind, _)| kind),
        owner_id: owner.map(|(_, id)| id),
        file_name: name,
        size: file.size,
        sha256,
        created_at: now,
        expires_at: now + LIFE,
        media_type: None,
        content_id: None,
    };
    let kept = match has_room(app.keep_upload(announced.clone(), MOST_OPEN).await?) {
        Ok(kept) => kept,
        Err(mistake) => return refused(ctx, vec![mistake]),
    };
    if !is_same(&kept, &announced) {
        let message = Message::new("idempotency-key-reused");
        let reused = Mistake::new(UserErrorCode::IdempotencyKeyReused, message, "idempotencyKey");
        return refused(ctx, vec![reused]);
    }
    if let Err(ended) = has_not_ended(&kept, now) {
        return refused(ctx, vec![ended]);
    }
    let upload = DocumentUpload {
        id: kept.id.global(),
        url: sign(&app.gate.keys.now(), kept.id, ends(now))?,
        url_expires_at: ends(now).min(kept.expires_at),
        expires_at: kept.expires_at,
        received: kept.content_id.is_some(),
    };
    Ok(DocumentUploadCreatePayload { upload: Some(upload), errors: Vec::new() })
}

/// Whether what was announced before by the same key is the same.
fn is_same(kept: &document_upload::Model, announced: &document_upload::Model) -> bool {
    let owner = (kept.owner_kind, kept.owner_id) == (announced.owner_kind, announced.owner_id);
    // Of what has arrived the digest is known also where none was announced.
    let digest = kept.sha256 == announced.sha256 || (announced.sha256.is_none() && kept.content_id.is_some());
    owner && digest && kept.file_name == announced.file_name && kept.size == announced.size
}

fn refused(ctx: &Context<'_>, mistakes: Vec<Mistake>) -> Result<DocumentUploadCreatePayload, Error> {
    let language = ctx.language()?;
    let errors = mistakes.into_iter().map(|mistake| mistake.told(language)).collect();
    Ok(DocumentUploadCreatePayload { upload: None, errors })
}
