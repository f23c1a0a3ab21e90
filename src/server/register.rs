//! `/register`: the public register of licensed establishments, for everyone, without signing in.

use std::sync::Arc;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::json;

use super::Server;
use super::client::{Peer, client_of};
use super::envelope::{self, Parameters};
use super::graphql::{Door, WithoutErrors, exchange};
use super::problem::{Problem, language_of};
use super::releases::{KEPT, charge, is_known, not_modified, tag_of, whole};
use crate::error::Error;
use crate::licence::CertificateCode;
use crate::register::{self as noun, RegisterWhere};
use crate::text::Message;

/// What verifies a certificate reads a few rows; whoever tries codes shall not try many.
const VERIFIED: u64 = 50;
/// A whole file reads as much as some large pages.
const FILE: u64 = 1000;

/// Answers a document that is sent.
pub(super) async fn ask(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    request: axum::extract::Request,
) -> Response {
    let limits = server.limits;
    let client = client_of(request.extensions().get().copied(), &headers, &server.trusted_proxies);
    let request = async { envelope::read(&headers, request.into_body(), &limits).await };
    exchange(&server, &headers, client, request, (Door::Register, Method::POST)).await
}

/// Answers a document that stands in the address. What is answered without an error may be kept for a while.
pub(super) async fn ask_by_address(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    peer: Option<Extension<Peer>>,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> Response {
    let request = async {
        parameters.map_or_else(|_| Err(envelope::Refused::of_address()), |Query(given)| given.read_document())
    };
    let client = client_of(peer.map(|Extension(peer)| peer), &headers, &server.trusted_proxies);
    let answer = exchange(&server, &headers, client, request, (Door::Register, Method::GET)).await;
    if answer.extensions().get::<WithoutErrors>().is_none() {
        return answer;
    }
    let kept = kept(&headers, answer).await;
    kept.unwrap_or_else(|error| Problem::from(error).answer(&headers))
}

/// The same answer with its tag; or that its reader has it.
async fn kept(headers: &HeaderMap, answer: Response) -> Result<Response, Error> {
    let (mut parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.map_err(Error::internal)?;
    let tag = tag_of(&body)?;
    if is_known(headers, &tag) {
        return Ok(not_modified(tag));
    }
    parts.headers.insert(header::ETAG, tag);
    parts.headers.insert(header::CACHE_CONTROL, KEPT);
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-language, accept"));
    Ok(Response::from_parts(parts, body.into()))
}

/// The register in JSON.
pub(super) async fn json(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    peer: Option<Extension<Peer>>,
    filter: Result<Query<RegisterWhere>, QueryRejection>,
) -> Response {
    let write =
        |houses: Vec<noun::Listed>| serde_json::to_vec(&json!({ "establishments": houses })).map_err(Error::internal);
    file(&server, &headers, peer, filter, "application/json", write).await
}

/// The register in CSV.
pub(super) async fn csv(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    peer: Option<Extension<Peer>>,
    filter: Result<Query<RegisterWhere>, QueryRejection>,
) -> Response {
    let write = |houses: Vec<noun::Listed>| noun::csv(&houses);
    let mut answer = file(&server, &headers, peer, filter, "text/csv; charset=utf-8; header=present", write).await;
    if answer.status() == StatusCode::OK {
        let named = HeaderValue::from_static("attachment; filename=\"taawun-register.csv\"");
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    }
    answer
}

/// How the licence of a certificate stands today. One that is not known is not found, whether its number is or not.
pub(super) async fn verify(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    peer: Option<Extension<Peer>>,
    code: Result<Path<String>, PathRejection>,
) -> Response {
    let answer = async {
        charge(&server, &headers, peer, (VERIFIED, 0))?;
        let code = code.ok().and_then(|Path(code)| CertificateCode::read(&code));
        let code = code.ok_or_else(|| Error::BadUserInput(Message::new("certificate-code-malformed")))?;
        noun::verified(&server.app, code, language_of(&headers)).await
    };
    match answer.await {
        Ok(Some(verified)) => ([(header::CACHE_CONTROL, "no-store")], Json(verified)).into_response(),
        Ok(None) => {
            let unknown = Message::new("certificate-unknown");
            Problem::new(StatusCode::NOT_FOUND, "NOT_FOUND", unknown).answer(&headers)
        }
        Err(error) => Problem::from(error).answer(&headers),
    }
}

async fn file(
    server: &Server,
    headers: &HeaderMap,
    peer: Option<Extension<Peer>>,
    filter: Result<Query<RegisterWhere>, QueryRejection>,
    media: &'static str,
    write: impl FnOnce(Vec<noun::Listed>) -> Result<Vec<u8>, Error>,
) -> Response {
    let answer = async {
        charge(server, headers, peer, (FILE, 0))?;
        let Query(filter) = filter.map_err(|_| Error::BadUserInput(Message::new("address-malformed")))?;
        let body = write(noun::listed(&server.app.slice_of_the_register(), &filter).await?)?;
        let tag = tag_of(&body)?;
        if is_known(headers, &tag) {
            return Ok(not_modified(tag));
        }
        Ok(whole(media, tag, body))
    };
    answer.await.unwrap_or_else(|error: Error| Problem::from(error).answer(headers))
}
