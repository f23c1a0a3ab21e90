//! Documents from the file that is announced to the file that is read: by each role, from both ends.

use std::collections::BTreeMap;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use taawun::store::{Bucket, Store};
use zeroize::Zeroizing;

use crate::harness::{App, Change, codes, on_both, one};

pub(crate) const ANNOUNCE: Change =
    Change::new("documentUploadCreate", "upload { id url urlExpiresAt expiresAt received } errors { code path }");
const FIELDS: &str =
    "document { id ownerKind title state reason version fileName mediaType size sha256 url issuedOn expiresOn
    association { id } establishment { id } delegation { id } category { code } replaces { id state reason }
    viewerCan { update replace withdraw } } errors { code path }";
pub(crate) const ADD: Change = Change::new("documentAdd", FIELDS);
const UPDATE: Change = Change::new("documentUpdate", FIELDS);
const WITHDRAW: Change = Change::new("documentWithdraw", FIELDS);

/// A PDF, as far as that is looked at.
pub(crate) const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";
/// sha256sum of that.
const PDF_SHA256: &str = "68d3dbe223d4659eb030429ecc280a437eb6e9b042a59797cbbd9e16f56c1d56";

/// What a file that was sent is answered by.
pub(crate) async fn put(app: &App, url: &str, bytes: &[u8]) -> (StatusCode, Value) {
    put_to(app, &app.url, url, bytes).await
}

async fn put_to(app: &App, server: &str, url: &str, bytes: &[u8]) -> (StatusCode, Value) {
    let answer = app.client().put(format!("{server}{url}")).body(bytes.to_vec()).send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

/// Announces a file: the upload.
pub(crate) async fn announce(app: &App, token: &str, owner: &Value, name: &str, size: usize) -> Value {
    let key = uuid::Uuid::now_v7().to_string();
    let input = json!({ "idempotencyKey": key, "owner": owner, "fileName": name, "size": size });
    let announced = app.change(token, ANNOUNCE, &input).await;
    assert_eq!(announced["errors"], json!([]), "{name}");
    announced["upload"].clone()
}

/// What becomes of a file of which nothing is wrong.
pub(crate) fn addition(upload: &Value, category: &str) -> Value {
    let key = uuid::Uuid::now_v7().to_string();
    json!({ "idempotencyKey": key, "upload": upload["id"], "category": category, "title": format!("Un essai {category}") })
}

/// Announces, sends and adds: the document.
pub(crate) async fn add(app: &App, token: &str, owner: &Value, category: &str, bytes: &[u8]) -> Value {
    let upload = announce(app, token, owner, "essai.pdf", bytes.len()).await;
    let (status, body) = put(app, upload["url"].as_str().unwrap(), bytes).await;
    assert_eq!(status, 201, "{body}");
    let added = app.change(token, ADD, &addition(&upload, category)).await;
    assert_eq!(added["errors"], json!([]));
    added["document"].clone()
}

/// Reads a file: the status, the headers and the bytes.
pub(crate) async fn get(
    app: &App,
    token: Option<&str>,
    url: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    get_from(app, &app.url, token, url, headers).await
}

async fn get_from(
    app: &App,
    server: &str,
    token: Option<&str>,
    url: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = app.client().get(format!("{server}{url}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    (status, headers, answer.bytes().await.unwrap().to_vec())
}

/// The association and the house of Khénifra whose people have accounts.
pub(crate) async fn owners(app: &App) -> (Value, Value) {
    let association = app.sign_in("khenifra-association", &app.password("khenifra-association")).await;
    let house = app.sign_in("khenifra-director", &app.password("khenifra-director")).await;
    (association["viewer"]["slice"]["id"].clone(), house["viewer"]["slice"]["id"].clone())
}

/// The error of an answer that is not GraphQL's.
pub(crate) fn error_of(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("an error: {body}"))
}

on_both! {
    async fn a_file_is_announced_sent_added_read_replaced_and_withdrawn(app: &App) {
        let (association, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let upload = announce(app, &director, &house, "contrat de bail.pdf", PDF.len()).await;
        assert_eq!(upload["received"], json!(false));
        // Added before it is there, it is refused, and nothing is kept of the attempt.
        let mut input = addition(&upload, "RENTAL_CONTRACT");
        assert_eq!(codes(&app.change(&director, ADD, &input).await), one("INVALID", "input.upload"));
        // The address alone suffices; whatever token is sent along is not looked at.
        let sent = app.client().put(format!("{}{}", app.url, upload["url"].as_str().unwrap()));
        let sent = sent.bearer_auth("no token at all").body(PDF).send().await.unwrap();
        assert_eq!(sent.status(), 201);
        assert_eq!(sent.json::<Value>().await.unwrap(), json!({ "mediaType": "application/pdf", "sha256": PDF_SHA256 }));

        // All mistakes at once.
        let object = input.as_object_mut().unwrap();
        object.insert("category".to_owned(), json!("NOTHING"));
        object.insert("title".to_owned(), json!(" "));
        object.insert("issuedOn".to_owned(), json!("2026-11-25"));
        let expected = [("NOT_FOUND", "input.category"), ("BLANK", "input.title"), ("INVALID", "input.issuedOn")];
        assert_eq!(codes(&app.change(&director, ADD, &input).await), expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        let object = input.as_object_mut().unwrap();
        // A house may be handed over to another association, with its documents.
        object.insert("category".to_owned(), json!("BANK_CERTIFICATE"));
        object.insert("title".to_owned(), json!("Bail \u{202e}du centre"));
        object.insert("issuedOn".to_owned(), json!("2026-11-24"));
        object.insert("expiresOn".to_owned(), json!("2026-11-23"));
        let expected = [("INVALID", "input.category"), ("INVALID", "input.title"), ("INVALID", "input.expiresOn")];
        assert_eq!(codes(&app.change(&director, ADD, &input).await), expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        let object = input.as_object_mut().unwrap();
        object.insert("category".to_owned(), json!("RENTAL_CONTRACT"));
        object.insert("title".to_owned(), json!(" Bail du centre "));
        object.insert("expiresOn".to_owned(), json!("2029-11-23"));

        let added = app.change(&director, ADD, &input).await;
        assert_eq!(added["errors"], json!([]));
        let first = added["document"].clone();
        let expected = json!({
            "id": first["id"], "ownerKind": "ESTABLISHMENT", "title": "Bail du centre", "state": "CURRENT", "reason": null, "version": 1,
            "fileName": "contrat de bail.pdf", "mediaType": "PDF", "size": PDF.len(), "sha256": PDF_SHA256,
            "url": format!("/documents/{}", first["id"].as_str().unwrap()), "issuedOn": "2026-11-24", "expiresOn": "2029-11-23",
            "association": { "id": association }, "establishment": { "id": house }, "delegation": first["delegation"],
            "category": { "code": "RENTAL_CONTRACT" }, "replaces": null,
            "viewerCan": { "update": true, "replace": true, "withdraw": true },
        });
        assert_eq!(first, expected);

        // The same again does it once, also though the upload is one no more; another addition of it finds none.
        assert_eq!(app.change(&director, ADD, &input).await["document"]["id"], first["id"]);
        assert_eq!(codes(&app.change(&director, ADD, &addition(&upload, "OTHER")).await), one("NOT_FOUND", "input.upload"));

        // What is said of it changes; the file does not.
        let version = |version: i32| json!({ "id": first["id"], "expectedVersion": version });
        let mut change = version(1);
        change["title"] = json!("Bail renouvelé");
        change["expiresOn"] = Value::Null;
        let changed = app.change(&director, UPDATE, &change).await["document"].clone();
        assert_eq!((&changed["title"], &changed["expiresOn"], &changed["issuedOn"], &changed["version"]), (&json!("Bail renouvelé"), &Value::Null, &json!("2026-11-24"), &json!(2)));
        assert_eq!(codes(&app.change(&director, UPDATE, &change).await), one("CONFLICT", "input.expectedVersion"));

        // Replaced: by one that hangs on the same, for a reason.
        let manager = app.token("khenifra-association").await;
        let of_association = announce(app, &manager, &association, "bail.pdf", PDF.len()).await;
        assert_eq!(put(app, of_association["url"].as_str().unwrap(), PDF).await.0, 201);
        let mut wrong = addition(&of_association, "RENTAL_CONTRACT");
        wrong["replaces"] = json!({ "id": first["id"], "expectedVersion": 2, "reason": "  " });
        let expected = [("INVALID", "input.replaces.id"), ("BLANK", "input.replaces.reason")];
        assert_eq!(codes(&app.change(&manager, ADD, &wrong).await), expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        let upload = announce(app, &manager, &house, "bail.pdf", PDF.len()).await;
        assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);
        let mut input = addition(&upload, "RENTAL_CONTRACT");
        input["replaces"] = json!({ "id": first["id"], "expectedVersion": 2, "reason": "Un nouveau bail" });
        let second = app.change(&manager, ADD, &input).await["document"].clone();
        assert_eq!(second["replaces"], json!({ "id": first["id"], "state": "REPLACED", "reason": "Un nouveau bail" }));
        assert_eq!(codes(&app.change(&director, UPDATE, &version(3)).await), one("INVALID", "input.id"), "it is archived");

        // Withdrawn; the file of both can still be read.
        let withdraw = json!({ "id": second["id"], "expectedVersion": 1, "reason": "Le bail d’un autre centre" });
        let withdrawn = app.change(&director, WITHDRAW, &withdraw).await["document"].clone();
        assert_eq!((&withdrawn["state"], &withdrawn["viewerCan"]["update"]), (&json!("WITHDRAWN"), &json!(false)));
        for document in [&first, &second] {
            assert_eq!(get(app, Some(&director), document["url"].as_str().unwrap(), &[]).await.2, PDF);
        }
        let query = format!("{{ archived: documents(where: {{ establishment: {house}, archived: true }}) {{ nodes {{ id }} }} establishment(id: {house}) {{ documents(where: {{ archived: false }}) {{ totalCount }} }} }}");
        let lists = app.data("khenifra-head", &query).await;
        let archived = lists["archived"]["nodes"].as_array().unwrap();
        assert!(archived.contains(&json!({ "id": first["id"] })) && archived.contains(&json!({ "id": second["id"] })));
        assert_eq!(lists["establishment"]["documents"]["totalCount"], 2, "the demonstration's own contract, and the minutes of an inspection");
        let history = format!("{{ document(id: {}) {{ history {{ mutation version }} }} }}", first["id"]);
        let history = app.data("khenifra-head", &history).await["document"]["history"].clone();
        assert_eq!(history, json!([{ "mutation": "documentAdd", "version": 3 }, { "mutation": "documentUpdate", "version": 2 }, { "mutation": "documentAdd", "version": 1 }]));
        assert_eq!(app.journal().await, 5, "added, changed, added and replaced, withdrawn");
    }

    async fn each_role_adds_and_reads_what_is_its_own(app: &App) {
        let (association, house) = owners(app).await;
        let head = app.token("khenifra-head").await;
        let contract = add(app, &head, &house, "RENTAL_CONTRACT", PDF).await;
        let statutes = add(app, &head, &association, "STATUTES", PDF).await;
        let certificate = add(app, &head, &association, "BANK_CERTIFICATE", PDF).await;
        let url = |document: &Value| document["url"].as_str().unwrap().to_owned();
        let unknown = format!("/documents/Document_{}", "AZAAAAAAcACAAAAAAAAAAA");
        let mut met = BTreeMap::new();
        for login in app.logins() {
            let token = app.token(&login).await;
            let keeper = ["khenifra-head", "khenifra-officer", "khenifra-association"].contains(&login.as_str());
            let director = login == "khenifra-director";
            let (above, pays) = (["national-admin", "national-finance", "auditor"], ["national-officer", "dpo", "region-05"]);
            let (reads_all, reads_open) = (above.contains(&login.as_str()), pays.contains(&login.as_str()));
            // Neither social workers nor partners have to do with documents.
            let none = login.ends_with("-social") || login == "partner-indh";
            let expected = |is_seen: bool| if none { 403 } else if is_seen { 200 } else { 404 };
            for (document, is_seen) in [
                (&contract, keeper || director || reads_all || reads_open),
                (&statutes, keeper || reads_all || reads_open),
                (&certificate, keeper || reads_all),
            ] {
                let before = app.statements();
                let (status, headers, bytes) = get(app, Some(&token), &url(document), &[]).await;
                let spent = app.statements() - before;
                assert_eq!(status, expected(is_seen), "{login}: {document}");
                *met.entry(status.as_u16()).or_insert(0) += 1;
                if status == 200 {
                    assert_eq!(bytes, PDF, "{login}");
                    continue;
                }
                // What is hidden is refused as what does not exist: alike, and at the same cost.
                let (same, others, text) = get(app, Some(&token), &unknown, &[]).await;
                assert_eq!((status, bytes, spent), (same, text, app.statements() - before - spent), "{login}");
                let named = |headers: &HeaderMap| headers.keys().map(ToString::to_string).collect::<Vec<_>>();
                assert_eq!(named(&headers), named(&others), "{login}");
            }
            for (owner, may) in [(&house, keeper || director), (&association, keeper)] {
                let input = json!({ "idempotencyKey": format!("by each role {owner}"), "owner": owner, "fileName": "a.pdf", "size": PDF.len() });
                let answer = app.try_change(&token, ANNOUNCE, &input).await;
                let payload = &answer.body["data"]["documentUploadCreate"];
                if may {
                    assert_eq!(payload["errors"], json!([]), "{login}");
                } else if login.starts_with("midelt-") && !none {
                    assert_eq!(codes(payload), one("NOT_FOUND", "input.owner"), "{login}");
                } else {
                    assert_eq!(answer.only_code(), "FORBIDDEN", "{login}");
                }
            }
        }
        assert_eq!(met.into_iter().collect::<Vec<_>>(), [(200, 10 + 9 + 6), (403, 3 * 3), (404, 4 + 5 + 8)], "three documents, to seventeen who sign in");
        for (token, url) in [(None, url(&contract)), (Some("none"), url(&contract))] {
            assert_eq!(get(app, token, &url, &[]).await.0, 401);
        }
        assert_eq!(get(app, Some(&head), "/documents/nothing", &[]).await.0, 404);
    }

    async fn a_file_is_given_to_be_kept_and_not_to_be_shown(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let upload = announce(app, &director, &house, "عقد \"الكراء\";.pdf", PDF.len()).await;
        assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);
        let document = app.change(&director, ADD, &addition(&upload, "RENTAL_CONTRACT")).await["document"].clone();
        let url = document["url"].as_str().unwrap();
        let tag = format!("\"{PDF_SHA256}\"");
        let (status, headers, bytes) = get(app, Some(&director), url, &[("accept-encoding", "gzip")]).await;
        assert_eq!((status, bytes.as_slice()), (StatusCode::OK, PDF));
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("content-length", &PDF.len().to_string()),
            ("content-disposition", "attachment; filename=\"_____________.pdf\"; filename*=UTF-8''%D8%B9%D9%82%D8%AF%20%22%D8%A7%D9%84%D9%83%D8%B1%D8%A7%D8%A1%22%3B.pdf"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("cache-control", "private, no-store"),
            ("accept-ranges", "bytes"),
            ("etag", &tag),
        ] {
            assert_eq!(headers[name], value, "{name}");
        }
        assert!(!headers.contains_key("content-encoding"), "its tag is that of its bytes");
        let (status, headers, bytes) = get(app, Some(&director), url, &[("range", "bytes=1-3")]).await;
        assert_eq!((status, bytes.as_slice(), headers["content-range"].to_str().unwrap()), (StatusCode::PARTIAL_CONTENT, &b"PDF"[..], format!("bytes 1-3/{}", PDF.len()).as_str()));
        let (status, _, bytes) = get(app, Some(&director), url, &[("range", "bytes=1-3"), ("if-range", "\"another\"")]).await;
        assert_eq!((status, bytes.as_slice()), (StatusCode::OK, PDF));
        let (status, headers, _) = get(app, Some(&director), url, &[("range", "bytes=9999-")]).await;
        assert_eq!((status.as_u16(), headers["content-range"].to_str().unwrap()), (416, format!("bytes */{}", PDF.len()).as_str()));
        for (name, value) in [("x-content-type-options", "nosniff"), ("content-security-policy", "default-src 'none'; sandbox"), ("cache-control", "private, no-store")] {
            assert_eq!(headers[name], value, "{name}");
        }
        assert_eq!(get(app, Some(&director), url, &[("if-none-match", &tag)]).await.0, 304);
        let head = app.client().head(format!("{}{url}", app.url)).bearer_auth(&director).send().await.unwrap();
        assert_eq!((head.status().as_u16(), head.headers()["content-length"].to_str().unwrap()), (200, PDF.len().to_string().as_str()));
    }

    async fn a_document_follows_its_house_and_a_right_that_ends_ends_reading(app: &App) {
        let (_, house) = owners(app).await;
        let (head, director, admin) = (app.token("khenifra-head").await, app.token("khenifra-director").await, app.token("national-admin").await);
        let of_midelt = app.token("midelt-officer").await;
        let document = add(app, &director, &house, "FLOOR_PLAN", PDF).await;
        let url = document["url"].as_str().unwrap();
        assert_eq!(get(app, Some(&head), url, &[]).await.0, 200);
        assert_eq!(get(app, Some(&of_midelt), url, &[]).await.0, 404);
        // Announced before the house moves, it is there where the house is.
        let upload = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);

        let found = app.data("national-admin", "{ communes(where: { search: \"08.363.X1\" }) { nodes { id } } delegations(where: { search: \"midelt\" }) { nodes { id } } }").await;
        let (commune, midelt) = (&found["communes"]["nodes"][0]["id"], &found["delegations"]["nodes"][0]["id"]);
        let moving = Change::new("establishmentMove", "establishment { version } errors { code path }");
        let input = json!({ "id": house, "expectedVersion": 1, "delegation": midelt, "commune": commune });
        assert_eq!(app.change(&admin, moving, &input).await["errors"], json!([]));
        assert_eq!(get(app, Some(&head), url, &[]).await.0, 404);
        assert_eq!(get(app, Some(&of_midelt), url, &[]).await.2, PDF);
        let moved = app.change(&of_midelt, UPDATE, &json!({ "id": document["id"], "expectedVersion": 1, "title": "Plan" })).await;
        assert_eq!((&moved["errors"], &moved["document"]["delegation"]["id"]), (&json!([]), midelt));
        let added = app.change(&director, ADD, &addition(&upload, "FLOOR_PLAN")).await;
        assert_eq!((&added["errors"], &added["document"]["delegation"]["id"]), (&json!([]), midelt));

        // Another association: the one before reads its documents no more.
        let manager = app.token("khenifra-association").await;
        assert_eq!(get(app, Some(&manager), url, &[]).await.0, 200);
        let update = Change::new("establishmentUpdate", "establishment { version } errors { code path }");
        let input = json!({ "id": house, "expectedVersion": 2, "association": null });
        assert_eq!(app.change(&admin, update, &input).await["errors"], json!([]));
        assert_eq!(get(app, Some(&manager), url, &[]).await.0, 404);
        assert_eq!(get(app, Some(&director), url, &[]).await.0, 200);

        // The director's mandate ends: within five seconds, on every process.
        let found = app.data("national-admin", "{ accounts(where: { login: \"khenifra-director\" }) { nodes { mandates { id version } } } }").await;
        let mandate = &found["accounts"]["nodes"][0]["mandates"][0];
        let another = app.listen_again().await;
        assert_eq!(get_from(app, &another, Some(&director), url, &[]).await.0, 200);
        let end = Change::new("mandateEnd", "errors { code path }");
        let input = json!({ "id": mandate["id"], "expectedVersion": mandate["version"] });
        assert_eq!(app.change(&admin, end, &input).await["errors"], json!([]));
        let started = std::time::Instant::now();
        while get_from(app, &another, Some(&director), url, &[]).await.0 != 401 {
            assert!(started.elapsed().as_secs() < 6, "the mandate has ended");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(get(app, Some(&director), url, &[]).await.0, 401);
        app.journal().await;
    }

    async fn what_is_announced_twice_is_one_upload_and_one_account_s_own(app: &App) {
        let (association, house) = owners(app).await;
        let (director, officer) = (app.token("khenifra-director").await, app.token("khenifra-officer").await);
        let manager = app.token("khenifra-association").await;
        let input = json!({ "idempotencyKey": "the same upload", "owner": house, "fileName": "plan.pdf", "size": PDF.len(), "sha256": PDF_SHA256.to_uppercase() });
        let first = app.change(&director, ANNOUNCE, &input).await["upload"].clone();
        app.advance(60);
        let again = app.change(&director, ANNOUNCE, &input).await["upload"].clone();
        assert_eq!((&first["id"], &first["expiresAt"]), (&again["id"], &again["expiresAt"]));
        assert_ne!(first["url"], again["url"], "the address is new");
        for (field, other) in [("owner", &association), ("fileName", &json!("plan.png")), ("size", &json!(5))] {
            // The director sees the association, and does not keep its documents.
            let by = if field == "owner" { &manager } else { &director };
            let mut input = input.clone();
            assert_eq!(app.change(by, ANNOUNCE, &input).await["errors"], json!([]));
            input[field] = other.clone();
            assert_eq!(codes(&app.change(by, ANNOUNCE, &input).await), one("IDEMPOTENCY_KEY_REUSED", "input.idempotencyKey"), "{field}");
        }
        let others = app.change(&officer, ANNOUNCE, &input).await["upload"]["id"].clone();
        assert_ne!(others, first["id"], "another account has keys of its own");
        let mut only = input.clone();
        only["idempotencyKey"] = json!("only to be tried");
        only["validateOnly"] = json!(true);
        assert_eq!(app.change(&director, ANNOUNCE, &only).await, json!({ "upload": null, "errors": [] }));
        assert_eq!(put(app, again["url"].as_str().unwrap(), PDF).await.0, 201);
        assert_eq!(app.change(&director, ANNOUNCE, &input).await["upload"]["received"], json!(true));
        // It was announced by the director; nobody else makes a document of it.
        assert_eq!(codes(&app.change(&officer, ADD, &addition(&first, "FLOOR_PLAN")).await), one("NOT_FOUND", "input.upload"));
        assert_eq!(app.change(&director, ADD, &addition(&first, "FLOOR_PLAN")).await["errors"], json!([]));
        // A hundred that become nothing are enough.
        for number in 0..=100 {
            let input = json!({ "idempotencyKey": format!("one of many {number}"), "owner": house, "fileName": "plan.pdf", "size": 9 });
            let announced = app.change(&director, ANNOUNCE, &input).await;
            let expected = if number < 100 { Vec::new() } else { one("INVALID", "input") };
            assert_eq!(codes(&announced), expected, "{number}");
        }
        // What is announced already is found by its key all the same.
        let again = json!({ "idempotencyKey": "one of many 7", "owner": house, "fileName": "plan.pdf", "size": 9 });
        assert_eq!(app.change(&director, ANNOUNCE, &again).await["errors"], json!([]));
    }

    async fn of_many_that_are_announced_at_once_no_more_are_taken_than_there_is_room_for(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let input = |key: String| json!({ "idempotencyKey": key, "owner": house, "fileName": "plan.pdf", "size": 9 });
        for number in 0..97 {
            assert_eq!(app.change(&director, ANNOUNCE, &input(format!("one of many {number}"))).await["errors"], json!([]));
        }
        let mut taken = 0;
        let at_once: Vec<_> = (0..12).map(|number| input(format!("at once {number}"))).collect();
        let announced = at_once.iter().map(|input| app.change(&director, ANNOUNCE, input));
        for answer in async_graphql::futures_util::future::join_all(announced).await {
            taken += usize::from(answer["errors"] == json!([]));
        }
        assert_eq!(taken, 3);
    }

    async fn an_upload_that_has_ended_is_not_begun_again(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let input = json!({ "idempotencyKey": "that of one day", "owner": house, "fileName": "plan.pdf", "size": PDF.len() });
        assert_eq!(app.change(&director, ANNOUNCE, &input).await["errors"], json!([]));
        // Its last address would last longer than it does.
        app.advance(24 * 3600 - 60);
        let director = app.token("khenifra-director").await;
        let last = app.change(&director, ANNOUNCE, &input).await["upload"].clone();
        assert_eq!(last["urlExpiresAt"], last["expiresAt"]);
        app.advance(60);
        let (status, body) = put(app, last["url"].as_str().unwrap(), PDF).await;
        assert_eq!((status, error_of(&body)), (StatusCode::GONE, "UPLOAD_ENDED"));
        assert_eq!(codes(&app.change(&director, ANNOUNCE, &input).await), one("INVALID", "input.idempotencyKey"));
    }

    async fn a_bucket_holds_files_as_a_folder_does(app: &App) {
        let endpoint = std::env::var("TEST_S3_URL").expect("TEST_S3_URL names an S3-compatible service: run scripts/test, which starts one");
        let bucket = |key: &str| Bucket {
            endpoint: endpoint.parse().unwrap(),
            region: "us-east-1".to_owned(),
            name: if app.is_postgres() { "taawun-postgres" } else { "taawun-sqlite" }.to_owned(),
            access_key: key.to_owned(),
            secret_key: Zeroizing::new("S3RVER".to_owned()),
        };
        let store = Store::in_bucket(&bucket("S3RVER")).unwrap();
        let server = app.listen_with_store(store.clone()).await;
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        // One that goes there whole, and one that goes there in three parts.
        let large = [PDF, &vec![b' '; 11 * 1024 * 1024]].concat();
        for file in [PDF, &large] {
            let upload = announce(app, &director, &house, "plan.pdf", file.len()).await;
            let (status, body) = put_to(app, &server, upload["url"].as_str().unwrap(), file).await;
            assert_eq!(status, 201, "{body}");
            let document = app.change(&director, ADD, &addition(&upload, "FLOOR_PLAN")).await["document"].clone();
            let url = document["url"].as_str().unwrap();
            let (status, headers, bytes) = get_from(app, &server, Some(&director), url, &[]).await;
            assert_eq!((status.as_u16(), bytes == file), (200, true));
            assert_eq!(headers["etag"], format!("{}", json!(document["sha256"])).as_str());
            assert_eq!(get_from(app, &server, Some(&director), url, &[("range", "bytes=1-3")]).await.2, b"PDF");
        }
        // What became no document is taken out, and no more than that.
        let upload = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        assert_eq!(put_to(app, &server, upload["url"].as_str().unwrap(), PDF).await.0, 201);
        let refused = announce(app, &director, &house, "plan.pdf", large.len()).await;
        let wrong = [&large[..large.len() - 30], &b"PK\x05\x06"[..], &[0; 18], &[b' '; 8]].concat();
        let _ = put_to(app, &server, refused["url"].as_str().unwrap(), &wrong).await;
        let later = app.now() + chrono::TimeDelta::days(36_500);
        assert!(taawun::document::sweep(&app.pool, &store, later).await.is_err(), "it is nobody's yet");
        taawun::document::claim(&app.pool, &store).await.unwrap();
        let swept = taawun::document::sweep(&app.pool, &store, later).await.unwrap();
        assert_eq!(swept.uploads, 2);
        let documents = app.data("khenifra-director", "{ documents(last: 2) { nodes { url size } } }").await;
        for document in documents["documents"]["nodes"].as_array().unwrap() {
            let bytes = get_from(app, &server, Some(&director), document["url"].as_str().unwrap(), &[]).await.2;
            assert_eq!(json!(bytes.len()), document["size"]);
        }
        // A key that is wrong is told to the log, and to nobody else.
        let closed = app.listen_with_store(Store::in_bucket(&bucket("another")).unwrap()).await;
        let url = documents["documents"]["nodes"][0]["url"].as_str().unwrap();
        let (status, _, body) = get_from(app, &closed, Some(&director), url, &[]).await;
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((status.as_u16(), error_of(&body)), (500, "INTERNAL"));
        assert!(!body.to_string().contains("S3"), "{body}");
        assert!(Store::in_bucket(&Bucket { endpoint: "http://s3.example.ma".parse().unwrap(), ..bucket("S3RVER") }).is_err(), "by TLS, but on this machine");
    }
}
