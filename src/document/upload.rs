//! Announcing a file: the right on what it shall hang on is judged, and its address is made.

use async_graphql::{Context, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};
use entity::document_upload;
use entity::id::DocumentUploadId;
use uuid::Uuid;

use super::address::{ends, sign};
use super::mutation::DocumentUploadCreateInput;
use super::owner::Owner;
use super::rules::{MOST_OPEN, digest, file_name, fits, has_not_ended, has_room};
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
pub(super) struct DocumentUploadCreatePayload {
    /// The upload. Null where it was refused or only tried.
    upload: Option<DocumentUpload>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

pub(super) async fn announce(
    ctx: &Context<'_>,
    input: DocumentUploadCreateInput,
) -> Result<DocumentUploadCreatePayload, Error> {
    let app = &ctx.caller()?.app;
    let owner = match Owner::named(&input.owner) {
        Some((kind, id)) => Owner::find(ctx.db()?, kind, id).await?,
        None => None,
    };
    let mut mistakes = Vec::new();
    let mut note = |mistake| mistakes.push(mistake);
    key_has_a_length(Some(&input.idempotency_key)).unwrap_or_else(&mut note);
    let name = file_name(&input.file_name).map_err(&mut note).unwrap_or_default();
    fits(input.size, app.store.largest).unwrap_or_else(&mut note);
    let sha256 = input.sha256.as_deref().map(digest).transpose().map_err(&mut note).ok().flatten();
    let Some(owner) = owner else {
        note(Mistake::not_found("owner"));
        return refused(ctx, mistakes);
    };
    if !keeps(ctx.viewer()?, owner.keys) {
        return Err(Error::ForbiddenHere);
    }
    if !mistakes.is_empty() || input.validate_only {
        return refused(ctx, mistakes);
    }
    let account_id = ctx.identity()?.account;
    let now = app.clock.now();
    let announced = document_upload::Model {
        id: DocumentUploadId(Uuid::now_v7()),
        account_id,
        idempotency_key: input.idempotency_key,
        owner_kind: owner.kind,
        owner_id: owner.id,
        file_name: name,
        size: input.size,
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
