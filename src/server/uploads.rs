//! `PUT /documents/uploads/…`: the bytes of a file that was announced. They go into the store while they arrive, never whole in
//! memory, are judged meanwhile, and are there only when all of them were found good. The address alone suffices.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::document_upload;
use entity::id::ContentId;
use http_body_util::BodyExt;
use serde_json::json;
use uuid::Uuid;

use super::Server;
use super::problem::Problem;
use crate::document::{AddressRefused, ContentRefused, Judge, Judged, announced, media_type_name};
use crate::error::Error;
use crate::request::App;
use crate::store::Writing;
use crate::text::Message;

/// Uploads at the same time; each holds some megabytes.
pub(super) const AT_ONCE: usize = 64;
/// How long an upload may take: twenty megabytes by the slowest line that is of use.
const PATIENCE: Duration = Duration::from_mins(30);
/// Seconds after which it is tried again where there are too many.
const BREATH: u64 = 5;

/// Takes a file.
pub(super) async fn take(
    State(server): State<Arc<Server>>,
    Path(address): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let taken = async {
        let upload = find(&server.app, &address).await?;
        fits(&headers, &upload)?;
        let place = Arc::clone(&server.uploads).try_acquire_owned().map_err(|_| {
            let busy = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "RATE_LIMITED", Message::new("upload-busy"));
            busy.for_a_while(BREATH)
        })?;
        let app = Arc::clone(&server.app);
        let stall = Duration::from_secs(server.limits.idle_seconds);
        // On a task of its own: what a client that goes away leaves half done is taken out.
        let received = tokio::spawn(async move {
            let received = tokio::time::timeout(PATIENCE, receive(&app, upload, body, stall)).await;
            drop(place);
            received.unwrap_or_else(|_| Err(late()))
        });
        received.await.map_err(Error::internal)?
    };
    match taken.await {
        Ok(judged) => {
            let body = json!({ "mediaType": media_type_name(judged.media_type), "sha256": judged.sha256 });
            (StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
        }
        Err(problem) => problem.answer(&headers),
    }
}

/// The upload to which an address belongs.
async fn find(app: &App, address: &str) -> Result<document_upload::Model, Problem> {
    let ended = || Problem::new(StatusCode::GONE, "UPLOAD_ENDED", Message::new("upload-ended"));
    let id = announced(&app.gate.keys.now(), address, app.clock.now())?.map_err(|refused| match refused {
        AddressRefused::Forged => Problem::new(StatusCode::FORBIDDEN, "FORBIDDEN", Message::new("upload-forged")),
        AddressRefused::Ended => ended(),
    })?;
    let upload = app.upload(id).await?.ok_or_else(ended)?;
    if upload.content_id.is_some() {
        return Err(already());
    }
    Ok(upload)
}

/// What is known of a body before it is read.
fn fits(headers: &HeaderMap, upload: &document_upload::Model) -> Result<(), Problem> {
    let encoded = headers.get(header::CONTENT_ENCODING);
    if encoded.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Error::BadUserInput(Message::new("no-encoding")))
            .map_err(|error| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error.code(), error.message()));
    }
    if headers.contains_key(header::CONTENT_RANGE) {
        return Err(Error::BadUserInput(Message::new("upload-whole")).into());
    }
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let announced = u64::try_from(upload.size).unwrap_or_default();
    match length {
        Some(length) if length > announced => Err(problem(&ContentRefused::TooLong)),
        Some(length) if length < announced => Err(problem(&ContentRefused::TooShort)),
        Some(_) | None => Ok(()),
    }
}

/// Receives a file: into the store, and found good, or nowhere.
async fn receive(app: &App, upload: document_upload::Model, body: Body, stall: Duration) -> Result<Judged, Problem> {
    // A name of its own for each attempt, so that nothing is ever written where something is.
    let content = ContentId(Uuid::now_v7());
    let mut writing = app.store.write(content);
    let judged = match pass(&mut writing, &upload, body, stall).await {
        Ok(judged) => judged,
        Err(problem) => {
            writing.give_up().await;
            return Err(problem);
        }
    };
    writing.finish().await?;
    let received = document_upload::Model {
        media_type: Some(judged.media_type),
        sha256: Some(judged.sha256.clone()),
        content_id: Some(content),
        ..upload
    };
    // Of two that send at once, one is first. What is in the store without this is taken out by the sweep.
    if app.receive_upload(received).await? {
        return Ok(judged);
    }
    app.store.remove(content).await?;
    Err(already())
}

/// Passes a body on, and judges it.
async fn pass(
    writing: &mut Writing,
    upload: &document_upload::Model,
    mut body: Body,
    stall: Duration,
) -> Result<Judged, Problem> {
    let mut judge = Judge::new(u64::try_from(upload.size).unwrap_or_default());
    while let Some(bytes) = next(&mut body, stall).await? {
        judge.take(&bytes).map_err(|refused| problem(&refused))?;
        writing.take(bytes).await?;
    }
    judge.verdict(&upload.file_name, upload.sha256.as_deref()).map_err(|refused| problem(&refused))
}

/// The next bytes of a body.
async fn next(body: &mut Body, stall: Duration) -> Result<Option<Bytes>, Problem> {
    loop {
        let frame = tokio::time::timeout(stall, body.frame()).await.map_err(|_| late())?;
        let Some(frame) = frame else { return Ok(None) };
        let broken = |_| Error::BadUserInput(Message::new("upload-too-short"));
        if let Ok(bytes) = frame.map_err(broken)?.into_data() {
            return Ok(Some(bytes));
        }
    }
}

fn already() -> Problem {
    Problem::new(StatusCode::CONFLICT, "CONFLICT", Message::new("upload-done"))
}

fn late() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "LIMIT_EXCEEDED", Message::new("upload-late"))
}

/// Why a file is refused.
fn problem(refused: &ContentRefused) -> Problem {
    let (status, code) = match refused {
        ContentRefused::TooLong => (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED"),
        ContentRefused::TooShort => (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
        ContentRefused::Type(_) | ContentRefused::Named(_) | ContentRefused::Archive => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT")
        }
        ContentRefused::Sizeless | ContentRefused::Pixels(_) | ContentRefused::Digest => {
            (StatusCode::UNPROCESSABLE_ENTITY, "BAD_USER_INPUT")
        }
    };
    Problem::new(status, code, refused.message())
}
