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

    /// Statistics by GET bear a tag that holds as long as nothing in the slice has changed: for each reader its own.
    async fn statistics_are_not_answered_again_while_nothing_has_changed(app: &App) {
        const STATISTICS: &str = "query S($kind: String) { statistics(measures: [CAPACITY], groupBy: [KIND], where: { kind: $kind }) { position total { count } } }";
        const BY_THEN: &str = "query S($kind: String) { statistics(measures: [CAPACITY], where: { kind: $kind }, boundaries: HISTORICAL) { total { count } } }";
        let ask = async |token: &str, query: &str, known: Option<&str>| {
            let extensions = extension(&hash(query)).to_string();
            let mut address = reqwest::Url::parse(&format!("{}/graphql", app.url)).unwrap();
            address.query_pairs_mut().extend_pairs([("extensions", extensions.as_str()), ("variables", r#"{ "kind": "CEF" }"#)]);
            let mut request = app.client().get(address).bearer_auth(token);
            if let Some(known) = known {
                request = request.header("if-none-match", known);
            }
            let response = request.send().await.unwrap();
            let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            let (status, tag, cache) = (response.status().as_u16(), header("etag"), header("cache-control").unwrap());
            (status, tag, cache, response.text().await.unwrap())
        };
        let (khenifra, midelt) = (app.token("khenifra-head").await, app.token("midelt-head").await);
        send(app, Some(&khenifra), Some(STATISTICS), &hash(STATISTICS)).await;
        let (status, tag, cache, body) = ask(&khenifra, STATISTICS, None).await;
        let tag = tag.unwrap();
        assert_eq!((status, cache.as_str(), body.contains("\"count\":720")), (200, "private, no-cache", true), "24 centres of 30 places: {body}");
        let before = app.statements();
        let (status, again, cache, body) = ask(&khenifra, STATISTICS, Some(&tag)).await;
        assert_eq!((status, again.as_ref(), cache.as_str(), body.as_str()), (304, Some(&tag), "private, no-cache", ""));
        assert_eq!(app.statements() - before, 1, "how far the streams have come, and nothing else");
        // It is of one reader, in one language.
        assert_eq!(ask(&midelt, STATISTICS, Some(&tag)).await.0, 200);
        // What changes elsewhere changes nothing here; what changes here does.
        let change = async |token: &str, reference: &str| {
            let query = format!("{{ establishments(where: {{ search: \"{reference}\" }}) {{ nodes {{ id version }} }} }}");
            let house = app.send(Some(token), &query, json!({})).await.body["data"]["establishments"]["nodes"][0].clone();
            let update = format!("mutation {{ establishmentUpdate(input: {{ id: {}, expectedVersion: {}, capacity: {{ total: 31 }} }}) {{ errors {{ code }} }} }}", house["id"], house["version"]);
            let answer = app.send(Some(token), &update, json!({})).await;
            assert_eq!(answer.body["data"]["establishmentUpdate"]["errors"], json!([]), "{:#}", answer.body);
        };
        change(&midelt, "EPS-08-363-0001").await;
        assert_eq!(ask(&khenifra, STATISTICS, Some(&tag)).await.0, 304);
        change(&khenifra, "CEF-05-301-0001").await;
        let (status, other, _, body) = ask(&khenifra, STATISTICS, Some(&tag)).await;
        assert_eq!((status, body.contains("\"count\":721")), (200, true), "{body}");
        assert_ne!(other.unwrap(), tag);
        assert_eq!(ask(&khenifra, STATISTICS, Some("*")).await.0, 200, "of nothing that was not seen before");
        // What has moved is counted where it was by changes of where it is, and what an association or a house had elsewhere by
        // changes there: in streams that are not seen.
        send(app, Some(&khenifra), Some(BY_THEN), &hash(BY_THEN)).await;
        let (status, tag_by_then, ..) = ask(&khenifra, BY_THEN, None).await;
        assert_eq!((status, tag_by_then), (200, None));
        for login in ["khenifra-association", "khenifra-director"] {
            let (status, tag, ..) = ask(&app.token(login).await, STATISTICS, None).await;
            assert_eq!((status, tag), (200, None), "{login}");
        }
        // Another day, another tag; and what depends on more than these streams has none.
        app.advance(24 * 3600);
        let khenifra = app.token("khenifra-head").await;
        assert_eq!(ask(&khenifra, STATISTICS, Some(&tag)).await.0, 200);
        send(app, Some(&khenifra), Some(QUERY), &hash(QUERY)).await;
        let (status, tag, cache, _) = ask(&khenifra, QUERY, None).await;
        assert_eq!((status, tag, cache.as_str()), (200, None, "no-store"));
    }
}
