//! `/imports/templates`: the lists that can be taken in, empty, to be filled in. For everyone: they hold headings and no data.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::problem::Problem;
use crate::error::Error;
use crate::import::Template;
use crate::text::Message;

/// The names of all templates.
pub(super) async fn list() -> Response {
    let kinds = ["associations", "establishments", "figures"];
    let names = kinds.iter().flat_map(|kind| {
        ["ar", "fr"].iter().flat_map(move |language| ["xlsx", "csv"].map(|form| format!("{kind}-{language}.{form}")))
    });
    axum::Json(json!({ "templates": names.collect::<Vec<_>>() })).into_response()
}

/// A template: `establishments-ar.xlsx`.
pub(super) async fn file(headers: HeaderMap, Path(name): Path<String>) -> Response {
    let answer = || {
        let missing = || Problem::new(StatusCode::NOT_FOUND, Error::NotFound.code(), Message::new("template-none"));
        let template = Template::named(&name).ok_or_else(missing)?;
        let (media_type, bytes) = template.file()?;
        let disposition = format!("attachment; filename=\"{name}\"");
        let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
        Ok::<_, Problem>((headers, bytes).into_response())
    };
    answer().unwrap_or_else(|problem| problem.answer(&headers))
}
