//! `PUT /documents/uploads/…`: the bytes of a file that was announced. They go into the store while they arrive, never whole in
//! memory, are judged meanwhile, and are there only when all of them were found good. The address alone suffices.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::document_upload;
use entity::id::{AccountId, ContentId, DocumentUploadId};
use http_body_util::BodyExt;
use serde_json::json;
use tokio::time::Instant;
use uuid::Uuid;

use super::Server;
use super::problem::Problem;
use crate::document::{AddressRefused, ContentRefused, Judge, Judged, announced, media_type_name};
use crate::error::Error;
use crate::request::App;
use crate::store::Writing;
use crate::text::Message;

/// Uploads at the same time; each holds some megabytes.
const AT_ONCE: usize = 64;
/// Those of one account.
const AT_ONCE_OF_ONE: usize = 4;
/// How long an upload may take: twenty megabytes by the slowest line that is of use.
const PATIENCE: Duration = Duration::from_mins(30);
/// How long a sender is waited for before it is asked whether what came was worth it.
const LOOKED_AT: Duration = Duration::from_secs(30);
/// Bytes a second that are: less than the slowest line gives.
const LEAST: u64 = 1024;
/// Seconds after which it is tried again where there are too many.
const BREATH: u64 = 5;

/// Those who send files at this moment: which upload, and whose it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(Arc<Mutex<HashMap<DocumentUploadId, AccountId>>>);

/// A place, until it is dropped.
struct Place(Places, DocumentUploadId);

impl Places {
    fn take(&self, upload: &document_upload::Model) -> Result<Place, Problem> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (status, code, message) = if taken.contains_key(&upload.id) {
            (StatusCode::CONFLICT, "UPLOAD_UNDER_WAY", "upload-under-way")
        } else if taken.values().filter(|account| **account == upload.account_id).count() >= AT_ONCE_OF_ONE {
            (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", "upload-several")
        } else if taken.len() >= AT_ONCE {
            (StatusCode::SERVICE_UNAVAILABLE, "RATE_LIMITED", "upload-busy")
        } else {
            taken.insert(upload.id, upload.account_id);
            return Ok(Place(self.clone(), upload.id));
        };
        Err(Problem::new(status, code, Message::new(message)).for_a_while(BREATH))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

/// How fast a sender is. What the store takes is not counted.
#[derive(Debug, Default)]
struct Pace {
    waited: Duration,
    bytes: u64,
}

impl Pace {
    /// So many bytes came after such a wait. `false` where less comes than a place is worth.
    fn is_kept(&mut self, bytes: usize, wait: Duration) -> bool {
        self.waited += wait;
        self.bytes += bytes as u64;
        if self.waited < LOOKED_AT {
            return true;
        }
        let ended = std::mem::take(self);
        ended.bytes >= LEAST * ended.waited.as_secs()
    }
}

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
        let place = server.uploads.take(&upload)?;
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
            let body = json!({ "mediaType": judged.media_type.map(media_type_name), "sha256": judged.sha256 });
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
    if app.clock.now() >= upload.expires_at {
        return Err(Problem::new(StatusCode::GONE, "UPLOAD_ENDED", Message::new("upload-ended-wholly")));
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
        media_type: judged.media_type,
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
    let mut judge = Judge::new(u64::try_from(upload.size).unwrap_or_default(), upload.owner_kind.is_none());
    let (mut pace, mut asked) = (Pace::default(), Instant::now());
    while let Some(bytes) = next(&mut body, stall).await? {
        if !pace.is_kept(bytes.len(), asked.elapsed()) {
            return Err(late());
        }
        judge.take(&bytes).map_err(|refused| problem(&refused))?;
        writing.take(&bytes).await?;
        asked = Instant::now();
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
        ContentRefused::Type(_) | ContentRefused::Named(_) | ContentRefused::NoList | ContentRefused::Archive => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT")
        }
        ContentRefused::Sizeless | ContentRefused::Pixels(_) | ContentRefused::Digest => {
            (StatusCode::UNPROCESSABLE_ENTITY, "BAD_USER_INPUT")
        }
    };
    Problem::new(status, code, refused.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_line_is_borne_and_a_place_that_is_only_held_is_not() {
        let lasts = |bytes: usize, wait: u64| {
            let mut pace = Pace::default();
            (0..100).all(|_| pace.is_kept(bytes, Duration::from_secs(wait)))
        };
        for (bytes, wait) in [(1024, 1), (5 * 1024, 5), (29 * 1024, 28), (8192, 0)] {
            assert!(lasts(bytes, wait), "{bytes} bytes after {wait} seconds");
        }
        for (bytes, wait) in [(1, 29), (1, 60), (1, 1), (1000, 1)] {
            assert!(!lasts(bytes, wait), "{bytes} bytes after {wait} seconds");
        }
        // What came fast before does not pay for it.
        let mut pace = Pace::default();
        assert!(pace.is_kept(20 * 1024 * 1024, Duration::from_secs(30)));
        assert!(pace.is_kept(1, Duration::from_secs(29)));
        assert!(!pace.is_kept(1, Duration::from_secs(29)));
    }

    #[test]
    fn an_account_has_some_of_the_places_and_an_upload_one() {
        let of = |account: u128, number: u128| document_upload::Model {
            id: DocumentUploadId(Uuid::from_u128(account * 1000 + number)),
            account_id: AccountId(Uuid::from_u128(account)),
            idempotency_key: String::new(),
            owner_kind: None,
            owner_id: None,
            file_name: String::new(),
            size: 1,
            sha256: None,
            created_at: chrono::DateTime::UNIX_EPOCH,
            expires_at: chrono::DateTime::UNIX_EPOCH,
            media_type: None,
            content_id: None,
        };
        let places = Places::default();
        let mut held: Vec<_> = (0..4).map(|number| places.take(&of(1, number)).ok()).collect();
        assert!(held.iter().all(Option::is_some));
        assert!(places.take(&of(1, 3)).is_err(), "the same again");
        assert!(places.take(&of(1, 4)).is_err(), "a fifth");
        held.pop();
        held.push(places.take(&of(1, 4)).ok());
        assert!(held.iter().all(Option::is_some));
        for account in 2..17 {
            held.extend((0..4).map(|number| places.take(&of(account, number)).ok()));
        }
        assert!(held.iter().all(Option::is_some));
        assert!(places.take(&of(17, 0)).is_err(), "all are taken");
        drop(held);
        assert!(places.take(&of(17, 0)).is_ok());
    }
}
