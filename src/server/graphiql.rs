//! The GraphiQL page, in development: the documented operations, ready to run.

use axum::response::Html;

/// The page.
pub(super) async fn page() -> Html<&'static str> {
    Html("TODO")
}
