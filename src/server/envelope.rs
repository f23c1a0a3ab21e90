//! What GraphQL over HTTP asks of a request and its answer: media types, the body, the status.

use std::time::Duration;

use async_graphql::{Request, Response, ServerError, Value};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response as HttpResponse};
use http_body_util::BodyExt;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::config::Limits;
use crate::error::Error;
use crate::text::Message;

/// The media types in which an answer can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status says whether the request was executed.
    GraphqlResponse,
    /// `application/json`, for clients that know no other: what was well understood is answered with 200.
    Json,
}

impl Media {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }

    /// The one that the client would rather have; the newer one only where it names it. `None` where it wants neither.
    pub(super) fn wanted(headers: &HeaderMap) -> Option<Self> {
        let accept: Vec<_> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
        let accept = accept.join(",");
        if accept.trim().is_empty() {
            return Some(Self::Json);
        }
        let quality = |media: Self| {
            let ranges = accept.split(',').filter_map(|range| {
                let mut parts = range.split(';').map(str::trim);
                let name = parts.next()?.to_ascii_lowercase();
                let specific = match name.as_str() {
                    "*/*" => 0,
                    "application/*" => 1,
                    exact if exact == media.name() => 2,
                    _ => return None,
                };
                let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
                Some((specific, quality))
            });
            ranges.max_by_key(|(specific, _)| *specific)
        };
        let (newer, older) = (quality(Self::GraphqlResponse), quality(Self::Json));
        let best = [(newer, Self::GraphqlResponse), (older, Self::Json)].into_iter().filter_map(|(found, media)| {
            let (specific, quality) = found.filter(|(_, quality)| *quality > 0.0)?;
            Some(((quality, specific), media))
        });
        best.max_by(|(one, _), (other, _)| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal))
            .map(|best| best.1)
    }

    /// An executed request is answered with 200, whatever errors its fields have, and so is one that may have been. One
    /// that was not executed has no `data`, and, in the newer media type, 400.
    pub(super) fn answer(self, response: &Response) -> HttpResponse {
        let may_have_been = |error: &ServerError| {
            !error.path.is_empty() || matches!(error.source::<Error>(), Some(Error::OutcomeUnknown(_)))
        };
        let executed = response.data != Value::Null || response.errors.iter().any(may_have_been);
        if executed || response.errors.is_empty() {
            return self.send(StatusCode::OK, written(response));
        }
        let mut body = json!(response);
        if let Some(body) = body.as_object_mut() {
            body.remove("data");
        }
        self.write(self.of_refusal(), &body)
    }

    /// The status of a request that was understood, and not executed.
    pub(super) fn of_refusal(self) -> StatusCode {
        match self {
            Self::GraphqlResponse => StatusCode::BAD_REQUEST,
            Self::Json => StatusCode::OK,
        }
    }

    pub(super) fn write(self, status: StatusCode, body: &impl Serialize) -> HttpResponse {
        self.send(status, serde_json::to_vec(body))
    }

    fn send(self, status: StatusCode, body: serde_json::Result<Vec<u8>>) -> HttpResponse {
        let media = match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        };
        match body {
            Ok(body) => (status, [(header::CONTENT_TYPE, HeaderValue::from_static(media))], body).into_response(),
            Err(error) => {
                tracing::error!(%error, "an answer that cannot be written");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// An answer as JSON.
fn written(response: &Response) -> serde_json::Result<Vec<u8>> {
    let mut body = b"{\"data\":".to_vec();
    write_value(&response.data, &mut body)?;
    if !response.extensions.is_empty() {
        body.extend(b",\"extensions\":");
        serde_json::to_writer(&mut body, &response.extensions)?;
    }
    if !response.errors.is_empty() {
        body.extend(b",\"errors\":");
        serde_json::to_writer(&mut body, &response.errors)?;
    }
    body.push(b'}');
    Ok(body)
}

/// A value as JSON. Bytes are what the fast lane has written, and nothing else.
fn write_value(value: &Value, body: &mut Vec<u8>) -> serde_json::Result<()> {
    match value {
        Value::Binary(json) => body.extend_from_slice(json),
        Value::List(items) => {
            body.push(b'[');
            for (at, item) in items.iter().enumerate() {
                body.extend((at > 0).then_some(b','));
                write_value(item, body)?;
            }
            body.push(b']');
        }
        Value::Object(fields) => {
            body.push(b'{');
            for (at, (name, field)) in fields.iter().enumerate() {
                body.extend((at > 0).then_some(b','));
                serde_json::to_writer(&mut *body, name.as_str())?;
                body.push(b':');
                write_value(field, body)?;
            }
            body.push(b'}');
        }
        Value::Null | Value::Number(_) | Value::String(_) | Value::Boolean(_) | Value::Enum(_) => {
            serde_json::to_writer(&mut *body, value)?;
        }
    }
    Ok(())
}

/// Why a body is no request.
pub(super) struct Refused(pub(super) StatusCode, pub(super) Error);

impl Refused {
    fn malformed() -> Self {
        Self(StatusCode::BAD_REQUEST, Error::BadUserInput(Message::new("request-malformed")))
    }

    pub(super) fn of_address() -> Self {
        Self(StatusCode::BAD_REQUEST, Error::BadUserInput(Message::new("address-malformed")))
    }
}

/// Reads a request out of a JSON body of so many bytes at most, which arrives in time.
pub(super) async fn read(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Request, Refused> {
    if !is_json(headers) {
        let error = Error::BadUserInput(Message::new("json-only"));
        return Err(Refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, error));
    }
    // Nothing is unpacked: a small body could be a very large one.
    if headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        let error = Error::BadUserInput(Message::new("no-encoding"));
        return Err(Refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, error));
    }
    let patience = Duration::from_secs(limits.deadline_seconds);
    let body = tokio::time::timeout(patience, collect(body, limits.body_bytes)).await.map_err(|_| {
        let message = Message::new("deadline").with("seconds", patience.as_secs());
        Refused(StatusCode::REQUEST_TIMEOUT, Error::LimitExceeded(message))
    })?;
    let body = body.map_err(|_| Refused::malformed())?.ok_or_else(|| {
        let message = Message::new("body-limit").with("maximum", limits.body_bytes);
        Refused(StatusCode::PAYLOAD_TOO_LARGE, Error::LimitExceeded(message))
    })?;
    serde_json::from_slice(&body).ok().and_then(request).ok_or_else(Refused::malformed)
}

/// The bytes of a body; `None` of one that has more than so many. They are copied as they come: kept as it is, a single byte
/// holds the whole buffer into which it was read.
pub(super) async fn collect(mut body: Body, most: usize) -> Result<Option<Vec<u8>>, axum::Error> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(some) = frame?.into_data() else { continue };
        if bytes.len() + some.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&some);
    }
    Ok(Some(bytes))
}

/// A JSON object with a `query`, and where needed `variables`, `operationName` and `extensions`; nothing else of GraphQL
/// over HTTP, no batch. How deep its values are nested is limited by the JSON reader, at 128.
fn request(body: serde_json::Value) -> Option<Request> {
    let fits = |field: &str, fits: fn(&serde_json::Value) -> bool| {
        body.get(field).is_none_or(|value| value.is_null() || fits(value))
    };
    // Without a document, where its hash stands for it.
    let persisted = body.get("extensions").and_then(|extensions| extensions.get("persistedQuery")).is_some();
    let whole = (persisted || body.get("query").is_some_and(serde_json::Value::is_string))
        && fits("query", serde_json::Value::is_string)
        && fits("variables", serde_json::Value::is_object)
        && fits("operationName", serde_json::Value::is_string)
        && fits("extensions", serde_json::Value::is_object);
    let mut body = body;
    // What is null is left out.
    body.as_object_mut()?.retain(|_, value| !value.is_null());
    if whole { serde_json::from_value(body).ok() } else { None }
}

/// What `GET /graphql` asks for, as GraphQL over HTTP writes it into the address.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Parameters {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

impl Parameters {
    /// A request for a document that stands in the address: of what everyone may read.
    pub(super) fn read_document(self) -> Result<Request, Refused> {
        let variables = self.variables.map_or(Ok(serde_json::Value::Null), |text| serde_json::from_str(&text));
        let variables = variables.map_err(|_| Refused::of_address())?;
        let body = json!({ "query": self.query, "operationName": self.operation_name, "variables": variables });
        request(body).ok_or_else(Refused::of_address)
    }

    /// A request for a persisted query: an address can be sent by any page and is kept in many logs, so that no document
    /// is read from it. Refused as a method, since the same by POST would be answered.
    pub(super) fn read(self) -> Result<Request, Refused> {
        let json = |text: Option<String>| text.map_or(Ok(serde_json::Value::Null), |text| serde_json::from_str(&text));
        let (Ok(variables), Ok(extensions)) = (json(self.variables), json(self.extensions)) else {
            return Err(Refused::of_address());
        };
        if self.query.is_some() || extensions.get("persistedQuery").is_none() {
            let error = Error::BadUserInput(Message::new("persisted-only"));
            return Err(Refused(StatusCode::METHOD_NOT_ALLOWED, error));
        }
        let body = json!({ "operationName": self.operation_name, "variables": variables, "extensions": extensions });
        request(body).ok_or_else(Refused::of_address)
    }
}

/// Only JSON is read: what a page of another site can send without asking first is not.
fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_that_a_client_would_rather_have() {
        let wanted = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            Media::wanted(&headers)
        };
        assert_eq!(Media::wanted(&HeaderMap::new()), Some(Media::Json));
        for json in [
            "*/*",
            "application/json",
            "application/*",
            "text/html, */*;q=0.1",
            "application/json, application/graphql-response+json;q=0.9",
            "Application/JSON; charset=utf-8",
        ] {
            assert_eq!(wanted(json), Some(Media::Json), "{json}");
        }
        for newer in [
            "application/graphql-response+json",
            "application/graphql-response+json; charset=utf-8, application/json;q=0.9",
            "*/*, application/graphql-response+json",
            "application/json;q=0, */*",
        ] {
            assert_eq!(wanted(newer), Some(Media::GraphqlResponse), "{newer}");
        }
        for neither in ["text/html", "application/graphql-response+json;q=0", "*/*;q=0"] {
            assert_eq!(wanted(neither), None, "{neither}");
        }
    }
}
