//! `GET /documents/…`: the file of a document, to whoever sees the document at that moment, as a file to be kept and never as
//! something that a browser shows or runs.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::StreamExt;
use async_graphql::futures_util::stream::BoxStream;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::document;
use entity::id::DocumentId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::budget::Spender;
use super::graphql::identify;
use super::problem::Problem;
use super::{REQUEST_ID, Server};
use crate::auth::Right;
use crate::document::{hexadecimal, media_type_name};
use crate::error::Error;
use crate::global_id::Global;

/// Of the budget of who asks: as much as a large page.
const FILE: u64 = 200;
/// How long the store may give nothing.
const STALL: Duration = Duration::from_secs(30);
const CONTENT_SECURITY_POLICY: (HeaderName, HeaderValue) =
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
const NO_SNIFFING: (HeaderName, HeaderValue) = (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
const NOT_KEPT: (HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));

/// Gives a file.
pub(super) async fn give(State(server): State<Arc<Server>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let request = Uuid::now_v7();
    let given = open(&server, &headers, &id, request).await;
    let mut answer = given.unwrap_or_else(|problem| problem.answer(&headers));
    if let Ok(request) = request.to_string().parse() {
        answer.headers_mut().insert(REQUEST_ID, request);
    }
    answer
}

async fn open(server: &Server, headers: &HeaderMap, id: &str, request: Uuid) -> Result<Response, Problem> {
    let identity = identify(server, headers).await?.ok_or_else(Error::unauthenticated)?;
    let (processes, now) = (server.app.gate.processes(), server.app.clock.now());
    let spent = server.budgets.spend(&Spender::Account(identity.account), (FILE, 0), processes, now);
    spent.map_err(Error::OverBudget)?;
    if !identity.rights().contains(Right::ReadDocuments) {
        return Err(Error::Forbidden(Right::ReadDocuments).into());
    }
    let id = DocumentId::from_global(id).ok_or(Error::NotFound)?;
    let found = server.app.slice_of(&identity).find_by_key::<document::Entity>(id)?.one().await?;
    let row = found.ok_or(Error::NotFound)?;
    let tag = format!("\"{}\"", row.sha256);
    if named(headers, &header::IF_NONE_MATCH).is_some_and(|known| is_among(known, &tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)], [NOT_KEPT]).into_response());
    }
    let size = u64::try_from(row.size).map_err(Error::internal)?;
    let part = match wanted(headers, &tag, size) {
        Wanted::All => None,
        Wanted::Part(from, to) => Some((from, to)),
        Wanted::Nothing => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            let safe = [CONTENT_SECURITY_POLICY, NO_SNIFFING, NOT_KEPT];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, safe, range).into_response());
        }
    };
    let bytes = server.app.store.read(row.content_id, part).await?;
    // Neither the name nor the title: they may say something of a person.
    tracing::info!(%request, viewer = %identity.viewer(), account = %identity.account.0, document = %id.0, "a file is read");
    let length = part.map_or(size, |(from, to)| to - from);
    let digest = part.is_none().then(|| row.sha256.clone());
    let body = Body::from_stream(checked(bytes, length, digest));
    let mut answer = (described(&row), [(header::ETAG, tag)], body).into_response();
    let answered = answer.headers_mut();
    answered.insert(header::CONTENT_LENGTH, length.into());
    answered.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some((from, to)) = part {
        let range = format!("bytes {from}-{}/{size}", to.saturating_sub(1));
        answered.insert(header::CONTENT_RANGE, range.parse().map_err(Error::internal)?);
        *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(answer)
}

/// What is said of a file, so that it is kept and not shown.
fn described(row: &document::Model) -> HeaderMap {
    let media_type = HeaderValue::from_static(media_type_name(row.media_type));
    let mut headers =
        HeaderMap::from_iter([(header::CONTENT_TYPE, media_type), CONTENT_SECURITY_POLICY, NO_SNIFFING, NOT_KEPT]);
    if let Ok(disposition) = disposition(&row.file_name).parse() {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers
}

/// To be kept, under a name in any letters (RFC 6266, RFC 8187).
fn disposition(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let written = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let written: String = name.bytes().map(written).collect();
    let plain: String =
        name.chars().map(|letter| if letter.is_ascii() && is_plain(letter as u8) { letter } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{written}")
}

/// Breaks off where the store gives nothing for long, or something else than what was judged: so many bytes, and of a whole
/// file those of its digest. The last ones are held back until that is known.
fn checked(
    bytes: BoxStream<'static, Result<Bytes, Error>>,
    length: u64,
    digest: Option<String>,
) -> impl async_graphql::futures_util::Stream<Item = Result<Bytes, Error>> + Send {
    struct Passing {
        bytes: BoxStream<'static, Result<Bytes, Error>>,
        left: u64,
        hash: Sha256,
        digest: Option<String>,
    }
    let passing = Passing { bytes, left: length, hash: Sha256::new(), digest };
    async_graphql::futures_util::stream::try_unfold(passing, |mut passing| async move {
        if passing.left == 0 {
            return Ok(None);
        }
        let next = tokio::time::timeout(STALL, passing.bytes.next()).await;
        let next = next.map_err(|_| broken("gives nothing"))?.ok_or_else(|| broken("has less than it was given"))??;
        passing.left =
            passing.left.checked_sub(next.len() as u64).ok_or_else(|| broken("has more than it was given"))?;
        if let Some(digest) = &passing.digest {
            passing.hash.update(&next);
            if passing.left == 0 && hexadecimal(&passing.hash.clone().finalize()) != *digest {
                return Err(broken("has something else than it was given"));
            }
        }
        Ok(Some((next, passing)))
    })
}

fn broken(how: &str) -> Error {
    tracing::error!("the store {how}");
    Error::internal(format!("the store {how}"))
}

/// What of a file is wanted.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    /// From the first byte to before the second.
    Part(u64, u64),
    Nothing,
}

/// One part of a file, as `Range` says it (RFC 9110, 14.2); several parts are answered by the whole, and so is a part of what
/// was another file when the client saw it.
fn wanted(headers: &HeaderMap, tag: &str, size: u64) -> Wanted {
    if named(headers, &header::IF_RANGE).is_some_and(|seen| seen != tag) {
        return Wanted::All;
    }
    let part = named(headers, &header::RANGE).and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
    let Some((from, to)) = part else { return Wanted::All };
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    let part = match (number(from), number(to)) {
        (None, Some(last)) if from.is_empty() => (size.saturating_sub(last), size),
        (Some(from), None) if to.is_empty() => (from, size),
        (Some(from), Some(to)) if from <= to => (from, size.min(to.saturating_add(1))),
        _ => return Wanted::All,
    };
    if part.0 < part.1 { Wanted::Part(part.0, part.1) } else { Wanted::Nothing }
}

fn named<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn is_among(known: &str, tag: &str) -> bool {
    known.split(',').map(|known| known.trim().trim_start_matches("W/")).any(|known| known == tag || known == "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_what_the_range_says() {
        let of = |range: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, range.parse().unwrap());
            wanted(&headers, "\"a\"", 10)
        };
        for (range, part) in [
            ("bytes=0-0", Wanted::Part(0, 1)),
            ("bytes=2-", Wanted::Part(2, 10)),
            ("bytes=-3", Wanted::Part(7, 10)),
            ("bytes=-30", Wanted::Part(0, 10)),
            ("bytes=5-99", Wanted::Part(5, 10)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=3-2", Wanted::All),
            ("bytes=0-1,4-5", Wanted::All),
            ("bytes=+1-2", Wanted::All),
            ("bytes=-", Wanted::All),
            ("lines=1-2", Wanted::All),
        ] {
            assert_eq!(of(range), part, "{range}");
        }
    }

    #[test]
    fn a_name_of_any_letters_ends_no_header() {
        assert_eq!(
            disposition("وصل \"1\".pdf"),
            "attachment; filename=\"_____1_.pdf\"; filename*=UTF-8''%D9%88%D8%B5%D9%84%20%221%22.pdf"
        );
    }
}
