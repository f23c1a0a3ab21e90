//! `/oauth/token`: access tokens for the systems of partners (RFC 6749, 4.4: client credentials).

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, FromRequest, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::id::ApiClientId;
use entity::language::Language;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::budget::Spender;
use super::client::{Peer, client_of};
use super::envelope::collect;
use super::{REQUEST_ID, Server};
use crate::auth::{ApiToken, Client, NotGiven, network};
use crate::error::Error;
use crate::global_id::Global;
use crate::text::Message;

/// Longest body that is read, in bytes.
const LONGEST: usize = 8192;

/// What a request costs, of the budget that systems have at their address for it.
const COST: u64 = 100;

/// What a client sends as a form.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    grant_type: String,
    scope: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// What RFC 6749, 5.2 answers where there is no token.
struct Refused {
    status: StatusCode,
    error: &'static str,
    description: Message,
    retry_after: Option<u64>,
}

impl Refused {
    fn new(status: StatusCode, error: &'static str, description: &'static str) -> Self {
        Self { status, error, description: Message::new(description), retry_after: None }
    }

    fn request(description: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }
}

impl From<NotGiven> for Refused {
    fn from(refused: NotGiven) -> Self {
        match refused {
            NotGiven::WrongClient => Self::new(StatusCode::UNAUTHORIZED, "invalid_client", "oauth-client"),
            NotGiven::NoAgreement => Self::new(StatusCode::BAD_REQUEST, "unauthorized_client", "oauth-agreement"),
            NotGiven::WrongScope => Self::new(StatusCode::BAD_REQUEST, "invalid_scope", "oauth-scope"),
            NotGiven::Error(error @ (Error::RateLimited(seconds) | Error::OverBudget(seconds))) => Self {
                status: StatusCode::TOO_MANY_REQUESTS,
                error: "temporarily_unavailable",
                description: error.message(),
                retry_after: Some(seconds),
            },
            NotGiven::Error(error) => {
                tracing::error!(%error, "a token could not be given");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "internal")
            }
        }
    }
}

/// Gives a token.
pub(super) async fn token(
    State(server): State<Arc<Server>>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    request: axum::extract::Request,
) -> Response {
    let client = client_of(peer.map(|Extension(peer)| peer), &headers, &server.trusted_proxies);
    let given = async { given(&server, &headers, request, &client).await };
    let deadline = Duration::from_secs(server.limits.deadline_seconds);
    let late = Err(Refused::new(StatusCode::REQUEST_TIMEOUT, "invalid_request", "oauth-late"));
    let given = tokio::time::timeout(deadline, given).await.unwrap_or(late);
    let id = Uuid::now_v7();
    let (status, body, retry_after) = match given {
        Ok(token) => {
            tracing::info!(request = %id, "a partner's system was given a token");
            let body = json!({
                "access_token": token.access_token,
                "token_type": "Bearer",
                "expires_in": token.expires_in,
                "scope": token.scopes.names(),
            });
            (StatusCode::OK, body, None)
        }
        Err(refused) => {
            tracing::info!(request = %id, error = refused.error, "a partner's system was refused");
            // Whoever reads it writes programs; the standard allows nothing but ASCII.
            let description = refused.description.text(Language::En);
            let body = json!({ "error": refused.error, "error_description": description });
            (refused.status, body, refused.retry_after)
        }
    };
    answer(id, status, body, retry_after)
}

async fn given(
    server: &Server,
    headers: &HeaderMap,
    request: axum::extract::Request,
    client: &Client,
) -> Result<ApiToken, Refused> {
    let (processes, now) = (server.app.gate.processes(), server.app.clock.now());
    let spender = Spender::Tokens(client.address.map(network).unwrap_or_default());
    let spent = server.budgets.spend(&spender, (COST, 0), processes, now);
    spent.map_err(|seconds| NotGiven::Error(Error::OverBudget(seconds)))?;
    let (parts, body) = request.into_parts();
    let Ok(Some(body)) = collect(body, LONGEST).await else { return Err(Refused::request("oauth-form")) };
    let request = axum::extract::Request::from_parts(parts, Body::from(body));
    // A parameter that is given twice is refused by the form's reader.
    let asked = axum::Form::<Asked>::from_request(request, &()).await;
    let Ok(axum::Form(asked)) = asked else { return Err(Refused::request("oauth-form")) };
    if asked.grant_type != "client_credentials" {
        let error = if asked.grant_type.is_empty() { "invalid_request" } else { "unsupported_grant_type" };
        return Err(Refused::new(StatusCode::BAD_REQUEST, error, "oauth-grant-type"));
    }
    // What is there and empty is as if it were not (3.1).
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let (id, secret) = match (basic(headers)?, given(asked.client_id), given(asked.client_secret)) {
        (Some((id, secret)), named, None) if named.as_ref().is_none_or(|named| *named == id) => (id, secret),
        (None, Some(id), Some(secret)) => (id, secret),
        (None, _, _) => return Err(NotGiven::WrongClient.into()),
        (Some(_), _, _) => return Err(Refused::request("oauth-once")),
    };
    let gate = &server.app.gate;
    Ok(gate.api_token(ApiClientId::from_global(&id), &secret, asked.scope.as_deref(), client).await?)
}

/// The client's id and secret, where they stand in the header.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Refused> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Refused::request("oauth-once"));
    }
    let read = || {
        let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
        let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (id, secret) = decoded.split_once(':')?;
        scheme.eq_ignore_ascii_case("basic").then(|| (id.to_owned(), secret.to_owned()))
    };
    read().map(Some).ok_or_else(|| NotGiven::WrongClient.into())
}

fn answer(id: Uuid, status: StatusCode, body: Value, retry_after: Option<u64>) -> Response {
    let mut answer = (status, Json(body)).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    if let Ok(id) = id.to_string().parse() {
        headers.insert(REQUEST_ID, id);
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"taawun\""));
    }
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}
