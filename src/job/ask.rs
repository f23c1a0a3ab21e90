//! Asking for work. A job that somebody asks for is theirs, by the mandate by which they speak; asked for twice by the same key,
//! it is done once.

use async_graphql::Context;
use entity::job;

use super::{Job, Kind, asked_for};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::request::{Request, key_has_a_length};
use crate::text::Message;

/// Jobs of one account that have not ended.
const MOST_OPEN: u64 = 20;

/// Puts work of a kind into the queue for whoever asks. That they may have it done is judged before, and again when it is done.
pub async fn ask<K: Kind>(
    ctx: &Context<'_>,
    payload: &K::Payload,
    idempotency_key: &str,
) -> Result<Result<Job, Mistake>, Error> {
    if let Err(mistake) = key_has_a_length(Some(idempotency_key)) {
        return Ok(Err(mistake));
    }
    let (app, identity) = (&ctx.caller()?.app, ctx.identity()?);
    let asked = asked_for::<K>(payload, identity.into(), app.clock.now())?;
    let asked = job::Model { idempotency_key: Some(idempotency_key.to_owned()), ..asked };
    let kept = app.ask_job(asked.clone(), MOST_OPEN).await?;
    Ok(kept.ok_or_else(has_no_room).and_then(|kept| is_the_same(&kept, &asked).map(|()| Job(kept))))
}

/// Nobody keeps the processes busy alone.
fn has_no_room() -> Mistake {
    Mistake::new(UserErrorCode::Invalid, Message::new("job-too-many").with("maximum", MOST_OPEN), "")
}

/// A key stands for one and the same work, asked for by one mandate.
fn is_the_same(kept: &job::Model, asked: &job::Model) -> Result<(), Mistake> {
    if (kept.kind, &kept.payload, kept.mandate_id) == (asked.kind, &asked.payload, asked.mandate_id) {
        return Ok(());
    }
    let message = Message::new("idempotency-key-reused");
    Err(Mistake::new(UserErrorCode::IdempotencyKeyReused, message, "idempotencyKey"))
}
