//! Whether what a persisted query was answered is still so: statistics change only where a stream in their slice has gone
//! on, so their answer bears an `ETag` made from the positions of those streams, and is not worked out again while it holds.

use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection};
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::language::Language;
use hmac::Mac;
use serde_json::json;

use super::Server;
use crate::auth::{Identity, Viewer};
use crate::error::Error;

/// Roots whose answers are made of counters and of what is in the streams of a slice.
const ROOTS: [&str; 3] = ["statistics", "statisticsMeasures", "__typename"];
/// Bytes of the digest that are shown.
const SHOWN: usize = 18;

/// What is asked, as far as an answer depends on it.
pub(super) struct Asked<'a> {
    pub(super) identity: &'a Identity,
    pub(super) language: Language,
    pub(super) media: &'static str,
    pub(super) document: &'a ExecutableDocument,
    pub(super) query: &'a str,
    pub(super) operation: Option<&'a str>,
    pub(super) variables: &'a async_graphql::Variables,
}

/// The tag of an answer, as of now; `None` where it depends on more than streams tell.
pub(super) async fn tag(server: &Server, asked: Asked<'_>) -> Result<Option<String>, Error> {
    if !is_of_counters(asked.document) || !sees_its_streams(asked.identity.viewer()) {
        return Ok(None);
    }
    let heads = server.app.heads_of(asked.identity).await?;
    let identity = asked.identity;
    let all = json!([
        env!("CARGO_PKG_VERSION"),
        asked.query,
        asked.operation,
        asked.variables,
        format!("{:?}", asked.language),
        asked.media,
        server.app.clock.today(),
        identity.account.0,
        identity.mandate.0,
        identity.rights().list().iter().map(|right| format!("{right:?}")).collect::<Vec<_>>(),
        heads.iter().map(|(stream, position)| (stream.0, position)).collect::<Vec<_>>(),
    ]);
    // Keyed, so that nobody finds by trial how far the streams of others have come.
    let mut mac = server.app.gate.keys.now().digest("fresh")?;
    mac.update(all.to_string().as_bytes());
    let digest = mac.finalize().into_bytes();
    // Weak: the position in the answer is sealed anew each time.
    Ok(Some(format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..SHOWN]))))
}

/// Whether a client has the answer of this tag already.
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|known| {
        let known = known.trim();
        known == tag || Some(known) == tag.strip_prefix("W/")
    })
}

/// Whether all that is counted for a viewer stands in streams that it sees: what an association or a house had in a
/// delegation that it has left is counted there still, and changes there.
fn sees_its_streams(viewer: Viewer) -> bool {
    match viewer {
        Viewer::NationalOffice(_) | Viewer::Region(_) | Viewer::Delegation(..) | Viewer::Partner(_) => true,
        Viewer::Association(_) | Viewer::Establishment(_) => false,
    }
}

/// Whether the only operation asks for nothing but [`ROOTS`], of no row that may lie in another's stream (an association
/// is kept where it has its seat), and by the boundaries of now: what has moved is counted where it was by changes of where
/// it is.
fn is_of_counters(document: &ExecutableDocument) -> bool {
    let mut operations = document.operations.iter();
    let (Some((_, operation)), None) = (operations.next(), operations.next()) else { return false };
    let roots = &operation.node.selection_set.node.items;
    let is_root = |selection: &Selection| matches!(selection, Selection::Field(field) if ROOTS.contains(&field.node.name.node.as_str()));
    let leads_elsewhere = |selection: &Selection| {
        let Selection::Field(field) = selection else { return true };
        if field.node.get_argument("boundaries").is_some() {
            return true;
        }
        reaches(&field.node.selection_set.node.items, &["association", "establishment"])
    };
    operation.node.ty == OperationType::Query
        && document.fragments.is_empty()
        && roots.iter().all(|selection| is_root(&selection.node) && !leads_elsewhere(&selection.node))
}

fn reaches(items: &[async_graphql::Positioned<Selection>], names: &[&str]) -> bool {
    items.iter().any(|item| match &item.node {
        Selection::Field(field) => {
            names.contains(&field.node.name.node.as_str()) || reaches(&field.node.selection_set.node.items, names)
        }
        Selection::InlineFragment(fragment) => reaches(&fragment.node.selection_set.node.items, names),
        Selection::FragmentSpread(_) => true,
    })
}
