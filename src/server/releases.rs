//! `/releases`: what is published, for everyone, without signing in.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Server;
use super::budget::Spender;
use super::client::{Peer, client_of};
use super::problem::Problem;
use crate::auth::network;
use crate::error::Error;
use crate::release::file;
use crate::text::Message;

/// How long an answer may be kept without asking again: a release can be withdrawn, and a licence suspended.
pub(super) const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300");
/// What is only looked up costs little, a file as much as a large page.
const LOOKED_UP: u64 = 1;
const FILE: u64 = 200;

/// Why a request is not answered.
enum Refused {
    /// There is no such file.
    NotThere,
    /// Its release was withdrawn.
    Withdrawn,
    /// Something else.
    Error(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// All releases, the latest first.
pub(super) async fn list(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    peer: Option<Extension<Peer>>,
) -> Response {
    let answer = async {
        charge(&server, &headers, peer, (LOOKED_UP, 0))?;
        let listed = file::list(&server.app.slice_of_the_public()).await?;
        let body = serde_json::to_vec(&json!({ "releases": listed })).map_err(Error::internal)?;
        let tag = tag_of(&body)?;
        if is_known(&headers, &tag) {
            return Ok(not_modified(tag));
        }
        Ok(whole("application/json", tag, body))
    };
    answer.await.unwrap_or_else(|refused| refuse(&headers, refused))
}

/// A release: `2026-10.json` or `2026-10.csv`.
pub(super) async fn file(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    peer: Option<Extension<Peer>>,
    Path(name): Path<String>,
) -> Response {
    let answer = async {
        charge(&server, &headers, peer, (LOOKED_UP, 0))?;
        let (month, form) = name.split_once('.').ok_or(Refused::NotThere)?;
        let month = month.parse().map_err(|_| Refused::NotThere)?;
        if !matches!(form, "json" | "csv") {
            return Err(Refused::NotThere);
        }
        let db = server.app.slice_of_the_public();
        let release = file::of_month(&db, month).await?.ok_or(Refused::NotThere)?;
        if release.withdrawn_at.is_some() {
            return Err(Refused::Withdrawn);
        }
        let tag = tag(&format!("{}-{form}", release.digest))?;
        if is_known(&headers, &tag) {
            return Ok(not_modified(tag));
        }
        charge(&server, &headers, peer, (FILE, LOOKED_UP))?;
        if form == "json" {
            return Ok(whole("application/json", tag, file::json(&db, &release).await?));
        }
        let mut answer = whole("text/csv; charset=utf-8; header=present", tag, file::csv(&db, &release).await?);
        if let Ok(named) = format!("attachment; filename=\"taawun-{month}.csv\"").parse() {
            answer.headers_mut().insert(header::CONTENT_DISPOSITION, named);
        }
        Ok(answer)
    };
    answer.await.unwrap_or_else(|refused| refuse(&headers, refused))
}

/// The tag of an answer by its content.
pub(super) fn tag_of(body: &[u8]) -> Result<HeaderValue, Error> {
    tag(&URL_SAFE_NO_PAD.encode(Sha256::digest(body)))
}

/// Out of the budget of those who have not signed in, at this address.
pub(super) fn charge(
    server: &Server,
    headers: &HeaderMap,
    peer: Option<Extension<Peer>>,
    cost: (u64, u64),
) -> Result<(), Error> {
    let client = client_of(peer.map(|Extension(peer)| peer), headers, &server.trusted_proxies);
    let spender = Spender::Anonymous(client.address.map(network).unwrap_or_default());
    let (processes, now) = (server.app.gate.processes(), server.app.clock.now());
    server.budgets.spend(&spender, cost, processes, now).map_err(Error::OverBudget)?;
    Ok(())
}

/// Weak, because the same content is sent compressed to who asks for it.
fn tag(of: &str) -> Result<HeaderValue, Error> {
    format!("W/\"{of}\"").parse().map_err(Error::internal)
}

/// Whether the client has it already (RFC 9110, 13.1.2).
pub(super) fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = tag.to_str().map(plain).unwrap_or_default();
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).map(plain).any(|known| known == tag || known == "*")
}

pub(super) fn not_modified(tag: HeaderValue) -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, tag), (header::CACHE_CONTROL, KEPT)]).into_response()
}

pub(super) fn whole(media: &'static str, tag: HeaderValue, body: Vec<u8>) -> Response {
    let media = HeaderValue::from_static(media);
    ([(header::CONTENT_TYPE, media), (header::ETAG, tag), (header::CACHE_CONTROL, KEPT)], body).into_response()
}

/// Says why, as GraphQL would, in the reader's language.
fn refuse(headers: &HeaderMap, refused: Refused) -> Response {
    let problem = match refused {
        Refused::NotThere => Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", Message::new("release-file")),
        Refused::Withdrawn => Problem::new(StatusCode::GONE, "NOT_FOUND", Message::new("release-file-withdrawn")),
        Refused::Error(error) => error.into(),
    };
    problem.answer(headers)
}
