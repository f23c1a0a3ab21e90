//! GraphQL over HTTP: what is read, what is answered, and how large and how slow a request may be.

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use taawun::config::Limits;
use tower::ServiceExt;

use crate::harness::{App, on_both};

const NEWER: &str = "application/graphql-response+json";
const OLDER: &str = "application/json";

/// Sends a body and returns the status, the media type and the answer.
async fn post(
    app: &App,
    accept: Option<&str>,
    content_type: &str,
    body: impl Into<reqwest::Body>,
) -> (u16, String, Value) {
    let mut request = app.client().post(format!("{}/graphql", app.url)).header("content-type", content_type).body(body);
    if let Some(accept) = accept {
        request = request.header("accept", accept);
    }
    let response = request.send().await.unwrap();
    let media = response.headers()["content-type"].to_str().unwrap().to_owned();
    (response.status().as_u16(), media, response.json().await.unwrap())
}

fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap()
}

on_both! {
    async fn the_status_says_whether_a_request_was_executed_to_those_who_ask_for_it(app: &App) {
        // query → whether it is executed.
        let cases = [
            (json!({ "query": "{ __typename }" }), true),
            (json!({ "query": "{ viewer { login } }" }), true), // executed, and refused by its field
            (json!({ "query": "{" }), false),
            (json!({ "query": "{ noSuchField }" }), false),
            (json!({ "query": "query ($id: ID!) { node(id: $id) { id } }" }), false),
            (json!({ "query": "query ($id: ID!) { node(id: $id) { id } }", "variables": { "id": [1] } }), false),
            (json!({ "query": "query A { __typename } query B { __typename }" }), false),
            (json!({ "query": format!("{{ {} }}", "a: __typename ".repeat(2000)) }), false),
        ];
        for (request, executed) in cases {
            for (accept, media, refused) in [(Some(NEWER), NEWER, 400), (Some(OLDER), OLDER, 200), (None, OLDER, 200), (Some("*/*"), OLDER, 200)] {
                let (status, found, body) = post(app, accept, OLDER, request.to_string()).await;
                assert_eq!(found, format!("{media}; charset=utf-8"), "{accept:?}");
                assert_eq!(status, if executed { 200 } else { refused }, "{request} as {accept:?}: {body}");
                assert_eq!(body.get("data").is_some(), executed, "{request}: {body}");
                assert!(executed || body["errors"][0]["message"].is_string());
            }
        }
        let (status, media, body) = post(app, Some("text/html"), OLDER, "{}").await;
        assert_eq!((status, media.as_str(), code(&body)), (406, "application/json; charset=utf-8", "BAD_USER_INPUT"));
    }

    async fn only_a_json_object_with_a_query_is_a_request(app: &App) {
        let well = json!({ "query": "{ __typename }" }).to_string();
        for content_type in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
            assert_eq!(post(app, None, content_type, well.clone()).await.0, 200, "{content_type}");
        }
        for content_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql", ""] {
            let (status, _, body) = post(app, None, content_type, well.clone()).await;
            assert_eq!((status, code(&body)), (415, "BAD_USER_INPUT"), "{content_type}");
        }
        let deep = format!("{{\"query\":\"{{ __typename }}\",\"variables\":{{\"a\":{}{}}}}}", "[".repeat(500), "]".repeat(500));
        for malformed in [
            "", "x", "null", "[]", "{}", "[{\"query\":\"{ __typename }\"}]", "{\"query\":1}", "{\"query\":null}", "{\"query\":\"{ __typename }\",\"variables\":[]}",
            "{\"query\":\"{ __typename }\",\"variables\":\"a\"}", "{\"query\":\"{ __typename }\",\"operationName\":1}", "{\"query\":\"{ __typename }\",\"extensions\":[]}", "{\"query\":\"{ __typename }\"", &deep,
        ] {
            let (status, _, body) = post(app, None, OLDER, malformed.to_owned()).await;
            assert_eq!((status, code(&body)), (400, "BAD_USER_INPUT"), "{malformed:.60}");
        }
        let nulls = json!({ "query": "{ __typename }", "variables": null, "operationName": null, "extensions": null }).to_string();
        assert_eq!(post(app, None, OLDER, nulls).await.0, 200);
        for (method, allowed) in [(reqwest::Method::GET, "POST"), (reqwest::Method::PUT, "POST,GET,HEAD"), (reqwest::Method::DELETE, "POST,GET,HEAD")] {
            let url = format!("{}/graphql?query=%7B__typename%7D", app.url);
            let response = app.client().request(method, url).send().await.unwrap();
            assert_eq!((response.status().as_u16(), response.headers()["allow"].to_str().unwrap()), (405, allowed));
        }
    }

    async fn a_body_has_a_size_and_a_time(app: &App) {
        let of_size = |bytes: usize| {
            let frame = json!({ "query": "{ __typename }", "variables": { "a": "" } }).to_string();
            frame.replace("\"a\":\"\"", &format!("\"a\":\"{}\"", "x".repeat(bytes - frame.len())))
        };
        let most = Limits::default().body_bytes;
        assert_eq!(of_size(most).len(), 1024 * 1024);
        assert_eq!(post(app, None, OLDER, of_size(most)).await.0, 200);
        let (status, _, body) = post(app, None, OLDER, of_size(most + 1)).await;
        assert_eq!((status, code(&body)), (413, "LIMIT_EXCEEDED"));
        assert!(body["errors"][0]["message"].as_str().unwrap().replace(['\u{2068}', '\u{2069}', ',', '.'], "").contains("1048576"), "the number is told: {body}");

        // In parts and without a length; and parts that never come.
        let router = app.router_within(Limits { deadline_seconds: 1, ..Limits::default() }).await;
        let send = async |body: Body| {
            let request = Request::post("/graphql").header("content-type", OLDER).body(body).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            let status = answer.status();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            (status, serde_json::from_slice::<Value>(&body).unwrap())
        };
        let parts = |whole: String| {
            let parts: Vec<Result<Bytes, std::io::Error>> = whole.as_bytes().chunks(10_000).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
            Body::from_stream(async_graphql::futures_util::stream::iter(parts))
        };
        assert_eq!(send(parts(of_size(most))).await.0, StatusCode::OK);
        let (status, body) = send(parts(of_size(most + 1))).await;
        assert_eq!((status, code(&body)), (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED"));
        let never = async_graphql::futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
        let (status, body) = send(Body::from_stream(never)).await;
        assert_eq!((status, code(&body)), (StatusCode::REQUEST_TIMEOUT, "LIMIT_EXCEEDED"));
    }

    /// The router within limits lets pages of one origin ask; the server of the harness none.
    async fn a_page_of_an_allowed_origin_may_ask_and_no_other(app: &App) {
        let router = app.router_within(Limits::default()).await;
        let preflight = async |router: axum::Router, origin: &str| {
            let request = Request::options("/graphql").header("origin", origin).header("access-control-request-method", "POST");
            let request = request.header("access-control-request-headers", "authorization,content-type").body(Body::empty()).unwrap();
            let answer = router.oneshot(request).await.unwrap();
            let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            (header("access-control-allow-origin"), header("access-control-allow-methods"), header("access-control-allow-credentials"))
        };
        let allowed = preflight(router.clone(), "https://tableau.example.ma").await;
        assert_eq!(allowed, (Some("https://tableau.example.ma".to_owned()), Some("GET,POST,PUT".to_owned()), None));
        for other in ["https://example.ma", "http://tableau.example.ma", "https://tableau.example.ma.evil.example", "null"] {
            assert_eq!(preflight(router.clone(), other).await.0, None, "{other}");
        }
        assert_eq!(preflight(app.router(), "https://tableau.example.ma").await.0, None);
        let request = Request::post("/graphql").header("content-type", OLDER).header("origin", "https://tableau.example.ma");
        let answer = router.oneshot(request.body(Body::from("{\"query\":\"{ __typename }\"}")).unwrap()).await.unwrap();
        assert_eq!(answer.headers()["access-control-allow-origin"], "https://tableau.example.ma");
        assert_eq!(answer.headers()["access-control-expose-headers"], "x-request-id,taawun-position,retry-after,etag,content-disposition,content-range");
    }

    /// A change that waits for its stream longer than a request may take goes on by itself: its client is told that the
    /// outcome is not known, and by the same key finds it done.
    async fn a_change_that_outlives_its_request_is_of_unknown_outcome(app: &App) {
        let token = app.token("khenifra-head").await;
        let router = app.router_within(Limits { deadline_seconds: 1, ..Limits::default() }).await;
        let connection = app.connection().await;
        let lock = if app.is_postgres() { "BEGIN; SELECT id FROM stream FOR UPDATE" } else { "BEGIN IMMEDIATE" };
        connection.execute_unprepared(lock).await.unwrap();
        let body = json!({ "query": "mutation { declaredFigureRecord(input: { idempotencyKey: \"outlives-it\", measure: CEF, value: 3, asOf: \"2026-09\", source: \"A test\" }) { declaredFigure { value } errors { code } } }" });
        let request = Request::post("/graphql").header("content-type", OLDER).header("accept", NEWER).header("authorization", format!("Bearer {token}"));
        let answer = router.oneshot(request.body(Body::from(body.to_string())).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "nobody can say that it was not executed");
        let told: Value = serde_json::from_slice(&axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap()).unwrap();
        assert_eq!((code(&told), told.get("data")), ("OUTCOME_UNKNOWN", Some(&Value::Null)));
        connection.execute_unprepared("ROLLBACK").await.unwrap();
        let answer = app.send(Some(&token), body["query"].as_str().unwrap(), json!({})).await;
        assert_eq!(answer.body["data"]["declaredFigureRecord"], json!({ "declaredFigure": { "value": 3 }, "errors": [] }));
        assert_eq!(app.journal().await, 1);
    }

    /// "Serialized Map Ordering", § 7.2.2 of the specification of October 2021.
    async fn fields_come_in_the_order_in_which_they_are_asked_for(app: &App) {
        let token = app.token("auditor").await;
        let found = app.data("auditor", "{ establishments(where: { search: \"EPS-05-301-0001\" }) { nodes { id } } }").await;
        let id = &found["establishments"]["nodes"][0]["id"];
        let cases = [
            (
                "query ($id: ID!) {
                    grantLines { totalCount } communes { totalCount } ...Others viewer { login } delegations { totalCount }
                    node(id: $id) {
                        ... on Association { __typename bureau { electedOn } }
                        ... on Establishment { commune { validFrom name code } reference delegation { code id } }
                        __typename
                        ... on Establishment { closedOn history { mutation } delegation { name } association { id } }
                    }
                }
                fragment Others on Query { establishments(first: 1) { totalCount nodes { version reference } } associations { totalCount } }",
                "grantLines totalCount communes totalCount establishments totalCount nodes version reference
                    associations totalCount viewer login delegations totalCount
                    node commune validFrom name code reference delegation code id name __typename closedOn history association id",
            ),
            // What is not asked for has no place.
            (
                "query ($no: Boolean!) { delegations @include(if: $no) { code: totalCount } communes { totalCount } ...Others @skip(if: true)
                    delegations { totalCount } associations @skip(if: $no) { totalCount } }
                fragment Others on Query { associations { totalCount } }",
                "communes totalCount delegations totalCount associations totalCount",
            ),
            // What fails takes nothing along.
            (
                "{ ...Others } fragment Others on Query { communes { totalCount } establishments(first: 1000) { totalCount }
                    associations { totalCount } delegations { totalCount } }",
                "communes totalCount associations totalCount delegations totalCount",
            ),
        ];
        for url in [app.url.clone(), app.listen_without_fast_lane().await] {
            for (query, expected) in cases.iter().cycle().take(15) {
                let body = json!({ "query": query, "variables": { "id": id, "no": false } });
                let request = app.client().post(format!("{url}/graphql")).bearer_auth(&token).json(&body);
                let answer = request.send().await.unwrap().text().await.unwrap();
                let pieces: Vec<_> = answer.split('"').collect();
                let names = pieces.windows(2).filter(|pair| pair[1].starts_with(':')).map(|pair| pair[0]);
                let names = names.skip_while(|name| *name != "data").skip(1);
                let names: Vec<_> = names.take_while(|name| !["extensions", "errors"].contains(name)).collect();
                assert_eq!(names, expected.split_whitespace().collect::<Vec<_>>(), "{answer}");
            }
        }
    }

    /// By hand: viewer and login are 2; a page is 1, and 50 times nodes and id.
    async fn every_answer_says_what_it_cost(app: &App) {
        let token = app.token("khenifra-head").await;
        let cost = async |query: &str| {
            let request = app.client().post(format!("{}/graphql", app.url)).bearer_auth(&token).json(&json!({ "query": query }));
            let body: Value = request.send().await.unwrap().json().await.unwrap();
            body["extensions"]["cost"].clone()
        };
        assert_eq!(cost("{ viewer { login } }").await, json!({ "requested": 2, "maximum": 1_000_000 }));
        assert_eq!(cost("{ establishments(first: 50) { nodes { id } } }").await["requested"], 101);
        let router = app.router_within(Limits { cost: 100, ..Limits::default() }).await;
        let body = json!({ "query": "{ establishments(first: 50) { nodes { id } } }" }).to_string();
        let request = Request::post("/graphql").header("content-type", OLDER).header("accept", NEWER).header("authorization", format!("Bearer {token}"));
        let answer = router.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "just above");
    }
}
