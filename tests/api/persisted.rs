//! Persisted queries: sent once, asked for by their hash, by GET too; nothing else goes by GET.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use taawun::config::Limits;

use crate::harness::{Answer, App, on_both};

const QUERY: &str = "query Delegations($search: String) { delegations(where: { search: $search }) { nodes { code } } }";

pub(crate) fn hash(query: &str) -> String {
    Sha256::digest(query).iter().fold(String::new(), |all, byte| format!("{all}{byte:02x}"))
}

fn extension(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

async fn get(app: &App, url: &str, token: Option<&str>, parameters: &[(&str, &str)]) -> Answer {
    let mut address = reqwest::Url::parse(&format!("{url}/graphql")).unwrap();
    address.query_pairs_mut().extend_pairs(parameters);
    let mut request = app.client().get(address);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    app.receive(request).await
}

async fn by_hash(app: &App, token: Option<&str>, query: &str) -> Answer {
    let extensions = extension(&hash(query)).to_string();
    get(app, &app.url, token, &[("extensions", &extensions), ("variables", r#"{ "search": "khenifra" }"#)]).await
}

/// Sends a document with a hash.
async fn send(app: &App, token: Option<&str>, query: Option<&str>, hash: &str) -> Answer {
    let mut body = json!({ "variables": { "search": "khenifra" }, "extensions": extension(hash) });
    if let Some(query) = query {
        body["query"] = json!(query);
    }
    let mut request = app.client().post(format!("{}/graphql", app.url)).json(&body);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    app.receive(request).await
}

on_both! {
    async fn a_document_is_sent_once_and_asked_for_by_its_hash(app: &App) {
        let token = app.token("region-05").await;
        let khenifra = json!({ "data": { "delegations": { "nodes": [{ "code": "EN-05-301" }] } } });
        assert_eq!(by_hash(app, Some(&token), QUERY).await.only_code(), "PERSISTED_QUERY_NOT_FOUND");
        assert_eq!(send(app, Some(&token), None, &hash(QUERY)).await.only_code(), "PERSISTED_QUERY_NOT_FOUND");
        assert_eq!(send(app, Some(&token), Some(QUERY), &hash(QUERY)).await.body, khenifra);
        assert_eq!(by_hash(app, Some(&token), QUERY).await.body, khenifra);
        assert_eq!(send(app, Some(&token), None, &hash(QUERY)).await.body, khenifra);
        assert_eq!(send(app, Some(&token), None, &hash(QUERY).to_uppercase()).await.body, khenifra);
        // Each asks in its own slice.
        let midelt = app.token("midelt-head").await;
        assert_eq!(by_hash(app, Some(&midelt), QUERY).await.body, json!({ "data": { "delegations": { "nodes": [] } } }));
        assert_eq!(by_hash(app, None, QUERY).await.only_code(), "PERSISTED_QUERY_NOT_FOUND", "the anonymous find out nothing");
        // Without a document, or with null for one.
        let body = json!({ "query": null, "operationName": null, "variables": { "search": "khenifra" }, "extensions": extension(&hash(QUERY)) });
        assert_eq!(app.receive(app.client().post(format!("{}/graphql", app.url)).bearer_auth(&token).json(&body)).await.body, khenifra);
        // Another process has not heard of it.
        let other = app.listen_within(Limits::default()).await;
        let extensions = extension(&hash(QUERY)).to_string();
        assert_eq!(get(app, &other, Some(&token), &[("extensions", &extensions)]).await.only_code(), "PERSISTED_QUERY_NOT_FOUND");
    }

    async fn only_what_was_rightly_sent_is_remembered(app: &App) {
        let token = app.token("region-05").await;
        let other = "{ delegations { totalCount } }";
        assert_eq!(send(app, Some(&token), Some(other), &hash(QUERY)).await.only_code(), "BAD_USER_INPUT", "another's hash");
        assert_eq!(by_hash(app, Some(&token), QUERY).await.only_code(), "PERSISTED_QUERY_NOT_FOUND");
        send(app, None, Some(other), &hash(other)).await;
        assert_eq!(by_hash(app, Some(&token), other).await.only_code(), "PERSISTED_QUERY_NOT_FOUND", "the anonymous teach nothing");
        let huge = format!("{{ delegations {{ totalCount }} }} # {}", "x".repeat(16 * 1024));
        assert_eq!(send(app, Some(&token), Some(&huge), &hash(&huge)).await.body["data"]["delegations"]["totalCount"], 2);
        assert_eq!(by_hash(app, Some(&token), &huge).await.only_code(), "PERSISTED_QUERY_NOT_FOUND", "too long to be remembered");
        let faulty = "{ delegations { noSuchField } }";
        send(app, Some(&token), Some(faulty), &hash(faulty)).await;
        assert_eq!(by_hash(app, Some(&token), faulty).await.only_code(), "PERSISTED_QUERY_NOT_FOUND", "what fails is not remembered");
        // What was sent without a hash is known too, once it ran.
        let plain = "{ delegations { nodes { code } } }";
        app.send(Some(&token), plain, json!({})).await;
        assert_eq!(by_hash(app, Some(&token), plain).await.body["data"]["delegations"]["nodes"].as_array().unwrap().len(), 2);
        // One account does not take the places of all.
        let khenifra = app.token("khenifra-head").await;
        assert_eq!(send(app, Some(&khenifra), Some(other), &hash(other)).await.body["data"]["delegations"]["totalCount"], 1);
        let own = |number: usize| format!("{{ delegations {{ totalCount }} }} # {number}");
        for number in 0..110 {
            send(app, Some(&token), Some(&own(number)), &hash(&own(number))).await;
        }
        assert_eq!(by_hash(app, Some(&token), other).await.body["data"]["delegations"]["totalCount"], 2);
        assert_eq!(by_hash(app, Some(&token), &own(109)).await.body["data"]["delegations"]["totalCount"], 2);
        assert_eq!(by_hash(app, Some(&token), &own(0)).await.only_code(), "PERSISTED_QUERY_NOT_FOUND");
        for malformed in [json!({ "version": 2, "sha256Hash": hash(QUERY) }), json!({ "version": 1, "sha256Hash": "abc" }), json!({ "version": 1, "sha256Hash": "é".repeat(32) }), json!(1), json!({})] {
            let extensions = json!({ "persistedQuery": malformed }).to_string();
            assert_eq!(get(app, &app.url, Some(&token), &[("extensions", &extensions)]).await.only_code(), "BAD_USER_INPUT", "{extensions}");
        }
    }

    async fn nothing_else_goes_by_get(app: &App) {
        let token = app.token("khenifra-head").await;
        let extensions = extension(&hash(QUERY)).to_string();
        for parameters in [
            vec![("query", "{ __typename }")], vec![], vec![("query", QUERY), ("extensions", extensions.as_str())], vec![("extensions", "{}")],
        ] {
            let answer = get(app, &app.url, Some(&token), &parameters).await;
            assert_eq!((answer.status.as_u16(), answer.only_code()), (405, "BAD_USER_INPUT".to_owned()), "{parameters:?}");
        }
        for parameters in [vec![("extensions", "{")], vec![("extensions", extensions.as_str()), ("variables", "[")], vec![("extensions", extensions.as_str()), ("variables", "[1]")], vec![("extensions", "{}"), ("extensions", "{}")]] {
            assert_eq!(get(app, &app.url, Some(&token), &parameters).await.status.as_u16(), 400, "{parameters:?}");
        }
        // A change that was sent is remembered, and done by POST only.
        let change = "mutation { declaredFigureRecord(input: { idempotencyKey: \"never-by-get\", measure: CEF, value: 1, asOf: \"2026-01\", source: \"a test\" }) { errors { code } } }";
        assert_eq!(send(app, Some(&token), Some(change), &hash(change)).await.body["data"]["declaredFigureRecord"]["errors"], json!([]));
        assert_eq!(app.journal().await, 1);
        let answer = by_hash(app, Some(&token), change).await;
        assert_eq!((answer.status.as_u16(), answer.only_code()), (405, "BAD_USER_INPUT".to_owned()));
        assert_eq!(app.journal().await, 1);
        // Nobody on the way keeps an answer.
        let response = app.client().get(format!("{}/graphql", app.url)).send().await.unwrap();
        assert_eq!((response.headers()["allow"].to_str().unwrap(), response.headers()["cache-control"].to_str().unwrap()), ("POST", "no-store"));
    }
}
