//! The GraphiQL page, in development: the documented operations, ready to run.

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use axum::http::{HeaderName, header};
use axum::response::Html;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use include_dir::{Dir, include_dir};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The documented operations. After a new file, this one has to be compiled again.
static OPERATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/operations");
static PAGE: LazyLock<Page> = LazyLock::new(Page::make);
const TEMPLATE: &str = include_str!("graphiql.html");
const CDN: &str = "https://cdn.jsdelivr.net/npm/";

/// Whether an operation is a documented one. Every request asks, so it is not the list of files that is searched.
pub(super) fn is_documented(operation: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let names = OPERATIONS.files().filter(|file| file.path().extension().is_some_and(|kind| kind == "graphql"));
        names.filter_map(|file| file.path().file_stem()?.to_str()).collect()
    });
    NAMES.contains(operation)
}

/// The page.
pub(super) async fn page() -> ([(HeaderName, &'static str); 3], Html<&'static str>) {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, PAGE.policy.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, Html(&PAGE.html))
}

struct Page {
    policy: String,
    html: String,
}

impl Page {
    fn make() -> Self {
        // No `<`, so that nothing in an operation can end the script element it stands in.
        let operations = json!(operations()).to_string().replace('<', "\\u003c");
        Self { policy: policy(TEMPLATE), html: TEMPLATE.replace("{{operations}}", &operations) }
    }
}

/// What the page may load: the CDN's files that it names, its own script and style by their hash, and no more. That
/// refuses the style by which GraphiQL's dialogs keep the page behind them from scrolling; this one does not scroll.
fn policy(html: &str) -> String {
    let cdn = |suffix: &str| -> Vec<&str> {
        html.split('"').filter(|part| part.starts_with(CDN) && part.ends_with(suffix)).collect()
    };
    let inline = |open: &str, close: &str| {
        let (text, _) = html.split_once(open)?.1.split_once(close)?;
        Some(format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text))))
    };
    format!(
        "default-src 'none'; script-src {} {}; style-src {} {}; img-src data:; font-src data:; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        cdn(".js").join(" "),
        inline("<script>", "</script>").unwrap_or_default(),
        cdn(".css").join(" "),
        inline("<style>", "</style>").unwrap_or_default(),
    )
}

/// A documented operation.
#[derive(Serialize)]
struct Operation {
    name: &'static str,
    text: &'static str,
    variables: Option<Value>,
}

/// The documented operations by name, after the one that comes first in any case.
fn operations() -> Vec<Operation> {
    let mut operations: Vec<Operation> =
        OPERATIONS.files().filter_map(|file| Operation::read(file.path(), file.contents_utf8()?)).collect();
    operations.sort_by_key(|operation| (operation.name != "SignIn", operation.name));
    operations
}

impl Operation {
    fn read(path: &'static Path, text: &'static str) -> Option<Self> {
        if path.extension()? != "graphql" {
            return None;
        }
        let mut comments = text.lines().map_while(|line| line.strip_prefix('#'));
        let variables = comments.find_map(|comment| comment.trim_start().strip_prefix("variables:"));
        Some(Self {
            name: path.file_stem()?.to_str()?,
            text,
            variables: variables.and_then(|variables| serde_json::from_str(variables).ok()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_operation_is_there() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operations")).unwrap();
        let files = folder.filter(|file| file.as_ref().unwrap().path().extension().unwrap() == "graphql");
        let operations = operations();
        assert_eq!(operations.len(), files.count(), "compile src/server/graphiql.rs again");
        assert_eq!(operations[0].name, "SignIn");
        for Operation { name, text, variables } in operations {
            assert_eq!(text.contains("# variables:"), variables.is_some(), "{name}");
        }
    }

    #[test]
    fn everything_foreign_has_a_hash_and_nothing_inline_is_unknown() {
        let foreign = TEMPLATE.matches("https://cdn.").count();
        assert_eq!(TEMPLATE.matches(CDN).count(), foreign);
        assert_eq!(TEMPLATE.matches("integrity=\"sha384-").count(), foreign);
        assert_eq!(PAGE.policy.matches(CDN).count(), foreign);
        assert_eq!(PAGE.policy.matches("'sha256-").count(), 2);
        assert_eq!(PAGE.html.matches("<script").count(), TEMPLATE.matches("<script").count());
    }
}
