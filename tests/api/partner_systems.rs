//! The systems of partners: how they get a token, what RFC 6749 has them answered, and that nothing outlives the agreement.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{App, Change, codes, on_both, one};
use crate::persisted::hash;
use crate::sessions::{believed_elsewhere, holds};
use crate::shape::Shape;

const DAY: i64 = 86_400;
const SECRET: Change = Change::new("apiClientSecretCreate", "apiClient { version } secret errors { code path }");
const SECRET_END: Change = Change::new("apiClientSecretEnd", "apiClient { version } errors { code path }");
const AGREE: Change = Change::new("partnerAgreementCreate", "partnerAgreement { id } errors { code path message }");
const AGREEMENT_END: Change = Change::new("partnerAgreementEnd", "partnerAgreement { endedAt } errors { code path }");
const ENTER: Change = Change::new("apiClientCreate", "apiClient { id version } secret errors { code path }");
const END: Change = Change::new("apiClientEnd", "apiClient { endedAt } errors { code path }");

/// A system of the demonstration: its agreement, its id, its secret.
pub(crate) struct System {
    agreement: Value,
    client: String,
    secret: String,
}

impl System {
    pub(crate) async fn of(app: &App, reference: &str) -> Self {
        let query = "{ partnerAgreements { id reference clients { id } } }";
        let all = app.data("national-admin", query).await["partnerAgreements"].clone();
        let agreement = all.as_array().unwrap().iter().find(|one| one["reference"] == reference).unwrap().clone();
        let client = agreement["clients"][0]["id"].as_str().unwrap().to_owned();
        let secret = app.systems()[&client].clone();
        Self { agreement, client, secret }
    }

    pub(crate) async fn token(&self, app: &App) -> String {
        let (status, body) = app.ask_for_token(&self.client, &self.secret).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body["access_token"].as_str().unwrap().to_owned()
    }

    async fn secrets(&self, app: &App) -> Vec<Value> {
        let query = format!("{{ apiClient(id: \"{}\") {{ secrets {{ id lastUsedAt endedAt }} }} }}", self.client);
        app.data("auditor", &query).await["apiClient"]["secrets"].as_array().unwrap().clone()
    }
}

/// A form sent to the token endpoint: the status, the headers, the body.
async fn post(app: &App, basic: Option<(&str, &str)>, form: &str) -> (StatusCode, reqwest::header::HeaderMap, Value) {
    let mut request = app.client().post(format!("{}/oauth/token", app.url));
    request = request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
    if let Some((id, secret)) = basic {
        request = request.basic_auth(id, Some(secret));
    }
    let response = request.send().await.unwrap();
    (response.status(), response.headers().clone(), response.json().await.unwrap())
}

/// The kinds of the latest events of a system, the latest first.
async fn events(app: &App, system: &System) -> Vec<String> {
    let of = &system.client;
    let query = format!(
        "{{ securityEvents(first: 50, where: {{ apiClient: \"{of}\" }}) {{ nodes {{ kind apiClient {{ id }} }} }} }}"
    );
    let events = app.data("auditor", &query).await["securityEvents"]["nodes"].clone();
    let kind = |event: &Value| {
        assert_eq!(event["apiClient"]["id"], of.as_str());
        event["kind"].as_str().unwrap().to_owned()
    };
    events.as_array().unwrap().iter().map(kind).collect()
}

on_both! {
    async fn a_system_gets_a_token_and_reads_its_agreement(app: &App) {
        let system = System::of(app, "DEMO-INDH-2026").await;
        let form = "grant_type=client_credentials";
        let (status, headers, body) = post(app, Some((&system.client, &system.secret)), form).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!((&headers["cache-control"], &headers["pragma"]), (&"no-store".parse().unwrap(), &"no-cache".parse().unwrap()));
        // RFC 6749, 5.1; a quarter of an hour.
        assert_eq!((&body["token_type"], &body["expires_in"], &body["scope"]), (&json!("Bearer"), &json!(900), &json!("establishments:read projects:read")));
        let token = body["access_token"].as_str().unwrap();
        // The report names three projects with INDH, each of which led to a house.
        let query = "{ viewer { role rights slice { level name } } projects { totalCount } establishments { totalCount nodes { licenceState association { name } delegation { code } } } }";
        let read = app.send(Some(token), query, json!({})).await.body["data"].clone();
        assert_eq!(read["viewer"]["slice"], json!({ "level": "PARTNER", "name": "Initiative nationale pour le développement humain" }));
        assert_eq!((&read["projects"]["totalCount"], &read["establishments"]["totalCount"]), (&json!(3), &json!(3)));
        assert_eq!(read["establishments"]["nodes"][0]["delegation"]["code"], "EN-05-301");
        assert_eq!(read["establishments"]["nodes"][0]["licenceState"], Value::Null, "the agreement opens no licences");
        // By the form, and of fewer scopes.
        let form = format!("grant_type=client_credentials&client_id={}&client_secret={}&scope=projects:read", system.client, system.secret);
        let (status, _, body) = post(app, None, &form).await;
        assert_eq!((status, &body["scope"]), (StatusCode::OK, &json!("projects:read")));
        let token = body["access_token"].as_str().unwrap();
        let read = app.send(Some(token), "{ projects { totalCount nodes { establishment { id } } } }", json!({})).await.body["data"].clone();
        assert_eq!(read["projects"]["totalCount"], 3);
        assert!(read["projects"]["nodes"].as_array().unwrap().iter().all(|project| project["establishment"].is_null()));
        let refused = app.send(Some(token), "{ establishments { totalCount } }", json!({})).await;
        assert_eq!(refused.only_code(), "FORBIDDEN");
        assert_eq!(events(app, &system).await, ["CLIENT_SIGNED_IN"], "of one secret and address, once in ten minutes");
        assert!(!system.secrets(app).await[0]["lastUsedAt"].is_null());
        // It ends by itself.
        app.advance(15 * 60 + 5);
        assert!(!holds(app, &app.url, token).await);
    }

    async fn what_is_wrong_is_answered_as_rfc_6749_says(app: &App) {
        let system = System::of(app, "DEMO-INDH-2026").await;
        let (id, secret) = (system.client.as_str(), system.secret.as_str());
        let own = Some((id, secret));
        let other = System::of(app, "DEMO-REGION-2026").await;
        let grant = "grant_type=client_credentials";
        for (what, basic, form, status, error) in [
            ("no grant type", own, String::new(), 400, "invalid_request"),
            ("another grant type", own, "grant_type=password&username=a&password=b".to_owned(), 400, "unsupported_grant_type"),
            ("a grant type twice", own, format!("{grant}&{grant}"), 400, "invalid_request"),
            ("a wrong secret", Some((id, "taawun_secret_wrong")), grant.to_owned(), 401, "invalid_client"),
            ("the secret of another", Some((id, other.secret.as_str())), grant.to_owned(), 401, "invalid_client"),
            ("no such client", Some(("ApiClient_AZAAAAAAcACAAAAAAAAAAA", secret)), grant.to_owned(), 401, "invalid_client"),
            ("what is no id", Some(("nonsense", secret)), grant.to_owned(), 401, "invalid_client"),
            ("an empty secret", Some((id, "")), grant.to_owned(), 401, "invalid_client"),
            ("nobody", None, grant.to_owned(), 401, "invalid_client"),
            ("a client without a secret", None, format!("{grant}&client_id={id}"), 401, "invalid_client"),
            ("shown twice", own, format!("{grant}&client_id={id}&client_secret={secret}"), 400, "invalid_request"),
            ("another name beside", own, format!("{grant}&client_id={}", other.client), 400, "invalid_request"),
            ("a scope that there is not", own, format!("{grant}&scope=everything"), 400, "invalid_scope"),
            ("a scope that is not opened", own, format!("{grant}&scope=projects:read licences:read"), 400, "invalid_scope"),
        ] {
            let (answered, headers, body) = post(app, basic, &form).await;
            assert_eq!((answered.as_u16(), body["error"].as_str().unwrap()), (status, error), "{what}: {body}");
            assert!(body["error_description"].as_str().unwrap().is_ascii() && body.get("access_token").is_none(), "{what}");
            assert_eq!(headers["cache-control"], "no-store", "{what}");
            assert_eq!(headers.contains_key("www-authenticate"), status == 401, "{what}");
        }
        let request = app.client().post(format!("{}/oauth/token", app.url)).basic_auth(id, Some(secret));
        let json = request.json(&json!({ "grant_type": "client_credentials" })).send().await.unwrap();
        assert_eq!((json.status(), json.json::<Value>().await.unwrap()["error"].clone()), (StatusCode::BAD_REQUEST, json!("invalid_request")));
        let get = app.client().get(format!("{}/oauth/token?{grant}", app.url)).basic_auth(id, Some(secret)).send().await.unwrap();
        assert_eq!(get.status(), StatusCode::METHOD_NOT_ALLOWED);
        let (status, _, _) = post(app, own, &format!("{grant}&scope={}", "a".repeat(9000))).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "a form that is too long");
        // Of the refusals of one client by one address, the log tells once in a while.
        assert_eq!(events(app, &system).await, ["CLIENT_REFUSED"]);
        // The access token of a person is no client's, and the other way round nobody signs in by a secret.
        assert_eq!(app.sign_in(id, secret).await["errors"][0]["code"], "INVALID_CREDENTIALS");
    }

    async fn who_guesses_secrets_waits_and_keeps_nobody_else_out(app: &App) {
        let (system, other) = (System::of(app, "DEMO-INDH-2026").await, System::of(app, "DEMO-REGION-2026").await);
        let mut throttled = None;
        for _ in 0..70 {
            let (status, headers, body) = post(app, Some((&system.client, "wrong")), "grant_type=client_credentials").await;
            if status == StatusCode::TOO_MANY_REQUESTS {
                throttled = Some((headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap(), body["error"].clone()));
                break;
            }
        }
        let (seconds, error) = throttled.unwrap();
        assert!((1..60).contains(&seconds) && error == "temporarily_unavailable", "{seconds} {error}");
        // Persons and other systems share the address, and come in.
        other.token(app).await;
        app.token("khenifra-head").await;
        app.advance(60);
        system.token(app).await;
    }

    async fn an_agreement_holds_from_its_first_day_to_its_last(app: &App) {
        // It was over at the end of 2025.
        let over = System::of(app, "DEMO-MIDELT-2025").await;
        let (status, _, body) = post(app, Some((&over.client, &over.secret)), "grant_type=client_credentials").await;
        assert_eq!((status, &body["error"]), (StatusCode::BAD_REQUEST, &json!("unauthorized_client")));
        assert_eq!(events(app, &over).await, ["CLIENT_REFUSED"]);
        // The office day is 2026-11-24, ten o'clock.
        let admin = app.token("national-admin").await;
        let partner = app.data("national-admin", "{ partners { id } }").await["partners"][0]["id"].clone();
        let mut systems = Vec::new();
        for (from, to) in [("2026-11-25", "2026-11-30"), ("2026-11-01", "2026-11-24")] {
            let input = json!({ "idempotencyKey": format!("agreement-{from}"), "partner": partner, "reference": from, "cndpNumber": "A-1/2026",
                "scopes": ["PROJECTS_READ"], "reach": "COUNTRY", "validFrom": from, "validTo": to });
            let agreed = app.change(&admin, AGREE, &input).await;
            let input = json!({ "idempotencyKey": format!("system-{from}"), "agreement": agreed["partnerAgreement"]["id"], "name": from });
            let entered = app.change(&admin, ENTER, &input).await;
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            systems.push(System { agreement: agreed["partnerAgreement"].clone(), client: text(&entered["apiClient"]["id"]), secret: text(&entered["secret"]) });
        }
        let [tomorrow, until_today] = systems.try_into().unwrap_or_else(|_| panic!("two"));
        assert_eq!(app.ask_for_token(&tomorrow.client, &tomorrow.secret).await.1["error"], "unauthorized_client");
        // Ten minutes before midnight in Morocco, an hour ahead of UTC on this day.
        app.advance(13 * 3600 + 50 * 60 - (app.now().timestamp() - 1_795_510_800));
        let (status, body) = app.ask_for_token(&until_today.client, &until_today.secret).await;
        assert_eq!((status, &body["expires_in"]), (StatusCode::OK, &json!(600)), "no token outlives the last day");
        let token = body["access_token"].as_str().unwrap();
        assert!(holds(app, &app.url, token).await);
        app.advance(10 * 60 + 5);
        assert!(!holds(app, &app.url, token).await, "the agreement ended yesterday");
        let (status, body) = app.ask_for_token(&until_today.client, &until_today.secret).await;
        assert_eq!((status, &body["error"]), (StatusCode::BAD_REQUEST, &json!("unauthorized_client")));
        tomorrow.token(app).await;
        app.advance(6 * DAY);
        assert_eq!(app.ask_for_token(&tomorrow.client, &tomorrow.secret).await.1["error"], "unauthorized_client");
        // No system is entered by an agreement that is over.
        let admin = app.token("national-admin").await;
        let input = json!({ "idempotencyKey": "by-what-is-over", "agreement": until_today.agreement["id"], "name": "Late" });
        assert_eq!(codes(&app.change(&admin, ENTER, &input).await), one("INVALID", "input.agreement"));
    }

    async fn what_is_ended_is_refused_by_every_process_within_seconds(app: &App) {
        let elsewhere = app.listen_again().await;
        let admin = app.token("national-admin").await;
        let system = System::of(app, "DEMO-REGION-2026").await;
        // A secret: the token that was given by the other one goes on.
        let made = app.change(&admin, SECRET, &json!({ "idempotencyKey": "another-secret", "id": system.client, "expectedVersion": 1 })).await;
        let newer = System { secret: made["secret"].as_str().unwrap().to_owned(), agreement: Value::Null, client: system.client.clone() };
        let (by_older, by_newer) = (system.token(app).await, newer.token(app).await);
        assert!(holds(app, &elsewhere, &by_older).await);
        let again = app.change(&admin, SECRET, &json!({ "idempotencyKey": "another-secret", "id": system.client, "expectedVersion": 1 })).await;
        assert_eq!((&again["secret"], &again["errors"], &again["apiClient"]["version"]), (&Value::Null, &json!([]), &json!(2)), "shown once");
        let third = app.change(&admin, SECRET, &json!({ "idempotencyKey": "a-third-secret", "id": system.client, "expectedVersion": 2 })).await;
        assert_eq!(codes(&third), one("INVALID", "input.id"), "two are good at a time");
        let older = system.secrets(app).await[0]["id"].clone();
        let ended = app.change(&admin, SECRET_END, &json!({ "id": system.client, "expectedVersion": 2, "secret": older })).await;
        assert_eq!(ended["errors"], json!([]));
        assert!(!holds(app, &app.url, &by_older).await);
        println!("a secret that was ended was believed elsewhere for {:?}", believed_elsewhere(app, &elsewhere, &by_older).await);
        assert!(holds(app, &elsewhere, &by_newer).await);
        assert_eq!(app.ask_for_token(&system.client, &system.secret).await.1["error"], "invalid_client");
        let twice = app.change(&admin, SECRET_END, &json!({ "id": system.client, "expectedVersion": 3, "secret": older })).await;
        assert_eq!(codes(&twice), one("INVALID", "input.secret"));
        // The system.
        let ended = app.change(&admin, END, &json!({ "id": system.client, "expectedVersion": 3 })).await;
        assert_eq!(ended["errors"], json!([]));
        assert!(!holds(app, &app.url, &by_newer).await);
        believed_elsewhere(app, &elsewhere, &by_newer).await;
        assert_eq!(app.ask_for_token(&newer.client, &newer.secret).await.1["error"], "invalid_client");
        let late = app.change(&admin, SECRET, &json!({ "idempotencyKey": "too-late-secret", "id": system.client, "expectedVersion": 4 })).await;
        assert_eq!(codes(&late), one("INVALID", "input.id"));
        let mut expected = ["CLIENT_SECRET_MADE", "CLIENT_SIGNED_IN", "CLIENT_SIGNED_IN", "CLIENT_SECRET_ENDED", "CLIENT_REFUSED", "CLIENT_SECRET_ENDED"];
        expected.reverse();
        assert_eq!(events(app, &system).await, expected);
        // The agreement.
        let system = System::of(app, "DEMO-INDH-2026").await;
        let token = system.token(app).await;
        assert!(holds(app, &elsewhere, &token).await);
        let ended = app.change(&admin, AGREEMENT_END, &json!({ "id": system.agreement["id"], "expectedVersion": 1 })).await;
        assert_eq!(ended["errors"], json!([]));
        assert!(!holds(app, &app.url, &token).await);
        believed_elsewhere(app, &elsewhere, &token).await;
        assert_eq!(app.ask_for_token(&system.client, &system.secret).await.1["error"], "unauthorized_client");
        app.journal().await;
    }

    async fn an_agreement_is_entered_with_all_that_it_needs(app: &App) {
        let admin = app.token("national-admin").await;
        let data = app.data("national-admin", "{ partners { id } delegations { nodes { id } } projects { nodes { id } } }").await;
        let (partner, delegation, project) = (&data["partners"][0]["id"], &data["delegations"]["nodes"][0]["id"], &data["projects"]["nodes"][0]["id"]);
        let whole = json!({ "idempotencyKey": "an-agreement-to-try", "validateOnly": true, "partner": partner, "reference": "CONV-1", "cndpNumber": "A-1",
            "scopes": ["PROJECTS_READ"], "reach": "COUNTRY", "validFrom": "2026-12-01", "validTo": "2026-12-01" });
        let with = |fields: Value| {
            let mut input = whole.clone();
            input.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            input
        };
        for (fields, expected) in [
            (json!({}), vec![]),
            (json!({ "reference": "DEMO-INDH-2026" }), vec![("TAKEN", "input.reference")]),
            (json!({ "reference": " ", "cndpNumber": "", "scopes": [] }), vec![("BLANK", "input.reference"), ("BLANK", "input.cndpNumber"), ("BLANK", "input.scopes")]),
            (json!({ "reference": "x".repeat(61) }), vec![("TOO_LONG", "input.reference")]),
            (json!({ "validTo": "2026-11-30" }), vec![("INVALID", "input.validTo")]),
            (json!({ "reach": "DELEGATION" }), vec![("BLANK", "input.delegation")]),
            (json!({ "reach": "REGIONAL_COORDINATION", "delegation": delegation }), vec![("BLANK", "input.regionalCoordination"), ("INVALID", "input.delegation")]),
            (json!({ "reach": "PROJECTS" }), vec![("BLANK", "input.projects")]),
            (json!({ "projects": [project] }), vec![("INVALID", "input.projects")]),
            (json!({ "reach": "PROJECTS", "projects": [project, "Project_AZAAAAAAcACAAAAAAAAAAA"] }), vec![("NOT_FOUND", "input.projects.1")]),
            (json!({ "reach": "PROJECTS", "projects": vec![project; 100] }), vec![]),
            (json!({ "reach": "PROJECTS", "projects": vec![project; 101] }), vec![("TOO_LONG", "input.projects")]),
            (json!({ "partner": "Partner_AZAAAAAAcACAAAAAAAAAAA" }), vec![("NOT_FOUND", "input.partner")]),
        ] {
            let payload = app.change(&admin, AGREE, &with(fields.clone())).await;
            let expected: Vec<_> = expected.iter().map(|(code, path)| ((*code).to_owned(), (*path).to_owned())).collect();
            assert_eq!(codes(&payload), expected, "{fields}");
        }
    }

    async fn a_system_asks_for_nothing_beyond_the_contract(app: &App) {
        let token = System::of(app, "DEMO-INDH-2026").await.token(app).await;
        let (full, contract) = (Shape::read().await, Shape::of_partners().await);
        // Every field of every type that the contract has, and every type that it has not.
        let mut refused = 0;
        for type_name in contract.objects() {
            let known: Vec<_> = contract.fields(&type_name).iter().map(|field| field["name"].clone()).collect();
            for field in full.fields(&type_name) {
                let name = field["name"].as_str().unwrap();
                if known.contains(&field["name"]) {
                    continue;
                }
                let query = if type_name == "Query" { format!("{{ {name} }}") } else { format!("{{ node(id: \"x\") {{ ... on {type_name} {{ {name} }} }} }}") };
                let answer = app.send(Some(&token), &query, json!({})).await;
                let unknown = format!("Unknown field \"{name}\"");
                let messages = answer.body["errors"].as_array().unwrap().iter().map(|error| error["message"].as_str().unwrap());
                assert!(answer.body.get("data").is_none() && messages.clone().any(|message| message.contains(&unknown)), "{query}: {:#}", answer.body);
                refused += 1;
            }
        }
        for type_name in full.nodes().into_iter().filter(|name| !contract.has(name)) {
            let answer = app.send(Some(&token), &format!("{{ node(id: \"x\") {{ ... on {type_name} {{ id }} }} }}"), json!({})).await;
            assert!(answer.body["errors"][0]["message"].as_str().unwrap().contains("Unknown type"), "{type_name}: {:#}", answer.body);
            refused += 1;
        }
        for field in full.fields("Mutation") {
            let query = format!("mutation {{ {} }}", field["name"].as_str().unwrap());
            let answer = app.send(Some(&token), &query, json!({})).await;
            assert!(answer.body["data"].is_null() && !answer.body["errors"].as_array().unwrap().is_empty(), "{query}");
            refused += 1;
        }
        assert!(refused > 70, "{refused} were refused");
        // What somebody else has sent, and is remembered as sound, is judged by the contract again.
        let query = "query Associations { associations { totalCount } }";
        let hash = hash(query);
        let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
        let admin = app.token("national-admin").await;
        for (token, answered) in [(&admin, true), (&admin, true), (&token, false)] {
            let request = app.client().post(format!("{}/graphql", app.url)).bearer_auth(token);
            let answer = app.receive(request.json(&json!({ "query": query, "extensions": extensions }))).await;
            assert_eq!(answer.body["data"].is_object(), answered);
        }
        // It is told what there is, and no more.
        let types = app.send(Some(&token), "{ __schema { mutationType { name } types { name } } }", json!({})).await.body["data"]["__schema"].clone();
        assert_eq!(types["mutationType"], Value::Null);
        assert!(types["types"].as_array().unwrap().iter().all(|kind| contract.has(kind["name"].as_str().unwrap())));
        assert!(!contract.has("Account") && !contract.has("JournalEntry") && contract.has("Establishment"));
    }
}
