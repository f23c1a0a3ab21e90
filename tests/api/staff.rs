//! Staff from the first day to the last: who directs a house, what is wrong, what the journal keeps to itself, and where it goes
//! with a house.

use entity::mandate::{self, Role};
use serde_json::{Value, json};

use crate::documents::{ADD, ANNOUNCE, PDF, add, addition, announce, put};
use crate::harness::{App, Change, PASSWORD, codes, key_of, on_both, one, plain_mandate};

const FIELDS: &str =
    "staffMember { id version names { ar fr } sex function { code staffType directs } qualification certified
    contract startedOn endedOn endReason weeklyHours monthlyCost { amount currency } establishment { reference } }
    errors { code message path }";
const RECORD: Change = Change::new("staffMemberRecord", FIELDS);
const UPDATE: Change = Change::new("staffMemberUpdate", FIELDS);
const END: Change = Change::new("staffMemberEnd", FIELDS);
/// A name that stands nowhere else.
const NAME: &str = "Zineb Bent-Essai";

async fn house(app: &App, reference: &str) -> Value {
    let query = format!(
        "{{ establishments(where: {{ search: \"{reference}\" }}) {{ nodes {{ id version director {{ id version startedOn }} }} }} }}"
    );
    app.data("national-officer", &query).await["establishments"]["nodes"][0].clone()
}

/// Somebody who cooks since September.
fn cook(house: &Value, key: &str) -> Value {
    json!({ "idempotencyKey": key, "establishment": house, "names": { "fr": NAME }, "sex": "FEMALE", "function": "COOK",
        "contract": "FIXED_TERM", "startedOn": "2026-09-01" })
}

fn with(input: &Value, changes: &Value) -> Value {
    let mut input = input.clone();
    input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    input
}

/// The ids that a list shows.
async fn ids(app: &App, login: &str, filter: &str) -> Vec<String> {
    let data = app.data(login, &format!("{{ staff(first: 100, where: {filter}) {{ nodes {{ id }} }} }}")).await;
    let nodes = data["staff"]["nodes"].as_array().unwrap().clone();
    nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn somebody_begins_is_corrected_and_leaves(app: &App) {
        let house = house(app, "EPS-05-301-0001").await["id"].clone();
        let director = app.token("khenifra-director").await;
        let whole = with(&cook(&house, "a-cook-begins"), &json!({
            "names": { "ar": "زينب", "fr": format!(" {NAME} ") }, "qualification": "VOCATIONAL", "certified": true, "weeklyHours": 44, "monthlyCost": "3120.50" }));
        let made = app.change(&director, RECORD, &whole).await;
        let id = made["staffMember"]["id"].clone();
        assert_eq!(made, json!({ "errors": [], "staffMember": {
            "id": id, "version": 1, "names": { "ar": "زينب", "fr": NAME }, "sex": "FEMALE",
            "function": { "code": "COOK", "staffType": "SERVICE", "directs": false }, "qualification": "VOCATIONAL", "certified": true,
            "contract": "FIXED_TERM", "startedOn": "2026-09-01", "endedOn": null, "endReason": null, "weeklyHours": 44,
            "monthlyCost": { "amount": "3120.50", "currency": "MAD" }, "establishment": { "reference": "EPS-05-301-0001" } } }));
        assert_eq!(app.change(&director, RECORD, &whole).await, made, "sent twice");

        // The association corrects, the delegation notes the end.
        let [manager, officer] = [app.token("khenifra-association").await, app.token("khenifra-officer").await];
        let corrected = json!({ "id": id, "expectedVersion": 1, "names": { "fr": NAME }, "function": "CLEANER", "qualification": null,
            "certified": null, "contract": "PERMANENT", "startedOn": "2026-10-01", "weeklyHours": null, "monthlyCost": null });
        let now = app.change(&manager, UPDATE, &corrected).await;
        assert_eq!(now, json!({ "errors": [], "staffMember": {
            "id": id, "version": 2, "names": { "ar": null, "fr": NAME }, "sex": "FEMALE",
            "function": { "code": "CLEANER", "staffType": "SERVICE", "directs": false }, "qualification": null, "certified": null,
            "contract": "PERMANENT", "startedOn": "2026-10-01", "endedOn": null, "endReason": null, "weeklyHours": null,
            "monthlyCost": null, "establishment": { "reference": "EPS-05-301-0001" } } }));
        assert_eq!(codes(&app.change(&manager, UPDATE, &corrected).await), one("CONFLICT", "input.expectedVersion"));
        let end = |version: i32, day: &str| json!({ "id": id, "expectedVersion": version, "endedOn": day, "reason": "RESIGNATION" });
        assert_eq!(codes(&app.change(&officer, END, &end(2, "2026-09-30")).await), one("INVALID", "input.endedOn"));
        assert_eq!(codes(&app.change(&officer, END, &end(2, "2026-11-25")).await), one("INVALID", "input.endedOn"));
        let early = json!({ "id": id, "expectedVersion": 2, "endedOn": "2026-11-01" });
        assert_eq!(codes(&app.change(&officer, UPDATE, &early).await), one("INVALID", "input.endedOn"), "they have not left");
        let left = app.change(&officer, END, &end(2, "2026-11-20")).await["staffMember"].clone();
        assert_eq!((&left["endedOn"], &left["endReason"], &left["version"]), (&json!("2026-11-20"), &json!("RESIGNATION"), &json!(3)));
        assert_eq!(codes(&app.change(&officer, END, &end(3, "2026-11-20")).await), one("INVALID", "input.id"), "they leave once");

        // A mistyped day is corrected, and an end that never was is taken back.
        let corrected = json!({ "id": id, "expectedVersion": 3, "endedOn": "2026-11-21", "endReason": "TRANSFER" });
        let now = app.change(&officer, UPDATE, &corrected).await["staffMember"].clone();
        assert_eq!((&now["endedOn"], &now["endReason"]), (&json!("2026-11-21"), &json!("TRANSFER")));
        let back = app.change(&officer, UPDATE, &json!({ "id": id, "expectedVersion": 4, "endedOn": null })).await["staffMember"].clone();
        assert_eq!((&back["endedOn"], &back["endReason"]), (&Value::Null, &Value::Null));
        assert_eq!(app.journal().await, 5);
    }

    async fn all_that_is_wrong_is_told_at_once(app: &App) {
        let house = house(app, "EPS-05-301-0001").await["id"].clone();
        let officer = app.token("khenifra-officer").await;
        let wrong = with(&cook(&house, "everything-wrong"), &json!({
            "names": { "fr": " " }, "function": "ASTRONAUT", "startedOn": "2026-11-25", "weeklyHours": 85, "monthlyCost": "100000.01" }));
        let expected = [
            ("BLANK", "input.names"), ("NOT_FOUND", "input.function"), ("INVALID", "input.startedOn"), ("INVALID", "input.weeklyHours"),
            ("INVALID", "input.monthlyCost"),
        ];
        assert_eq!(codes(&app.change(&officer, RECORD, &wrong).await), expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        for (field, value) in [("weeklyHours", json!(0)), ("monthlyCost", json!("-0.01"))] {
            let wrong = with(&cook(&house, "one-thing-wrong"), &json!({ field: value }));
            assert_eq!(codes(&app.change(&officer, RECORD, &wrong).await), one("INVALID", &format!("input.{field}")));
        }
        // Of a house of another delegation, as of one that does not exist.
        let hidden = self::house(app, "EPS-08-363-0001").await["id"].clone();
        for id in [&hidden, &json!("Establishment_AZAAAAAAcACAAAAAAAAAAA")] {
            assert_eq!(codes(&app.change(&officer, RECORD, &cook(id, "in-another-place")).await), one("NOT_FOUND", "input.establishment"));
        }
        // After it has closed, nobody begins in it.
        let close = Change::new("establishmentClose", "errors { code path }");
        let closed = self::house(app, "EPS-05-301-0002").await;
        let input = json!({ "id": closed["id"], "expectedVersion": closed["version"], "closedOn": "2026-08-31" });
        assert_eq!(app.change(&officer, close, &input).await["errors"], json!([]));
        assert_eq!(codes(&app.change(&officer, RECORD, &cook(&closed["id"], "after-it-closed")).await), one("INVALID", "input.startedOn"));
        let while_open = with(&cook(&closed["id"], "before-it-closed"), &json!({ "startedOn": "2026-08-31" }));
        assert_eq!(codes(&app.change(&officer, RECORD, &while_open).await), []);
    }

    async fn a_house_has_one_director_at_a_time(app: &App) {
        let found = house(app, "EPS-05-301-0001").await;
        let (house, before) = (&found["id"], &found["director"]);
        assert_eq!(before["startedOn"], "2021-09-01");
        let manager = app.token("khenifra-association").await;
        let directs = |key: &str, day: &str| with(&cook(house, key), &json!({ "function": "DIRECTOR", "startedOn": day }));
        let refused = app.change(&manager, RECORD, &directs("a-second-director", "2026-11-01")).await;
        assert_eq!(codes(&refused), one("TAKEN", "input.function"));
        assert_eq!(refused["errors"][0]["message"], "Somebody else directs this house since 2021-09-01: note first that they leave.", "who, it does not say");
        // Nor on the last day of the one before.
        let end = json!({ "id": before["id"], "expectedVersion": 1, "endedOn": "2026-11-01", "reason": "TRANSFER" });
        assert_eq!(app.change(&manager, END, &end).await["errors"], json!([]));
        let refused = app.change(&manager, RECORD, &directs("on-their-last-day", "2026-11-01")).await;
        assert_eq!(refused["errors"][0]["message"], "Somebody else directed this house from 2021-09-01 to 2026-11-01.");
        assert_eq!(self::house(app, "EPS-05-301-0001").await["director"], Value::Null);
        let made = app.change(&manager, RECORD, &directs("on-the-day-after", "2026-11-02")).await["staffMember"].clone();
        assert_eq!(self::house(app, "EPS-05-301-0001").await["director"]["id"], made["id"]);
        // Neither by taking an end back, nor by another function, nor by an earlier day.
        let back = json!({ "id": before["id"], "expectedVersion": 2, "endedOn": null });
        assert_eq!(codes(&app.change(&manager, UPDATE, &back).await), one("TAKEN", "input.function"));
        let earlier = json!({ "id": made["id"], "expectedVersion": 1, "startedOn": "2026-10-31" });
        assert_eq!(codes(&app.change(&manager, UPDATE, &earlier).await), one("TAKEN", "input.function"));
        let cook = app.change(&manager, RECORD, &cook(house, "a-cook-begins")).await["staffMember"]["id"].clone();
        let promoted = json!({ "id": cook, "expectedVersion": 1, "function": "DIRECTOR" });
        assert_eq!(codes(&app.change(&manager, UPDATE, &promoted).await), one("TAKEN", "input.function"));

        // By day: who directed it when.
        let on = async |day: &str| ids(app, "khenifra-head", &format!("{{ establishment: {house}, function: \"DIRECTOR\", employedOn: \"{day}\" }}")).await;
        assert_eq!(on("2026-11-01").await, [before["id"].as_str().unwrap()]);
        assert_eq!(on("2026-11-02").await, [made["id"].as_str().unwrap()]);
        assert_eq!((on("2014-08-31").await.len(), on("2014-09-01").await.len()), (0, 1));
        let here = |current: bool| format!("{{ establishment: {house}, current: {current} }}");
        // Four and one who left are laid; of these one has left now, two have come.
        assert_eq!((ids(app, "khenifra-head", &here(true)).await.len(), ids(app, "khenifra-head", &here(false)).await.len()), (5, 2));
        assert_eq!(ids(app, "khenifra-head", &format!("{{ search: \"bent-essai zineb\", establishment: {house}, qualification: BACHELOR }}")).await, Vec::<String>::new());
        assert_eq!(ids(app, "khenifra-head", "{ search: \"bent zineb\" }").await.len(), 2);
    }

    async fn the_journal_says_that_something_personal_changed_and_not_what(app: &App) {
        let house = house(app, "EPS-05-301-0001").await["id"].clone();
        let officer = app.token("khenifra-officer").await;
        let made = app.change(&officer, RECORD, &with(&cook(&house, "a-cook-begins"), &json!({ "monthlyCost": "3120.50", "weeklyHours": 31 }))).await;
        let end = json!({ "id": made["staffMember"]["id"], "expectedVersion": 1, "endedOn": "2026-11-20", "reason": "DISMISSAL" });
        assert_eq!(app.change(&officer, END, &end).await["errors"], json!([]));
        let query = format!("{{ staffMember(id: {}) {{ history {{ mutation changes {{ field before after personal }} }} }} }}", made["staffMember"]["id"]);
        let history = app.data("khenifra-head", &query).await["staffMember"]["history"].clone();
        let said = |entry: usize, field: &str| history[entry]["changes"].as_array().unwrap().iter().find(|change| change["field"] == field).unwrap().clone();
        assert_eq!(history[0]["mutation"], "staffMemberEnd");
        for (entry, field) in [(0, "end_reason"), (1, "name_fr"), (1, "sex"), (1, "contract"), (1, "weekly_hours"), (1, "monthly_cost")] {
            assert_eq!(said(entry, field), json!({ "field": field, "before": null, "after": null, "personal": true }));
        }
        let open = json!({ "field": "ended_on", "before": null, "after": "\"2026-11-20\"", "personal": false });
        assert_eq!(said(0, "ended_on"), open);
        let written: Vec<String> = {
            use sea_orm::{ConnectionTrait, Statement};
            let connection = app.connection().await;
            let all = Statement::from_string(connection.get_database_backend(), "SELECT changes FROM journal");
            let all = connection.query_all_raw(all).await.unwrap();
            connection.close().await.unwrap();
            all.iter().map(|row| row.try_get("", "changes").unwrap()).collect()
        };
        assert!(written.iter().any(|changes| changes.contains("function_code")) && !written.iter().any(|changes| changes.contains(NAME)));
        assert!(!written.iter().any(|changes| changes.contains("DISMISSAL") || changes.contains("312050")));
        assert_eq!(app.journal().await, 2);
    }

    async fn staff_goes_with_its_house(app: &App) {
        let found = house(app, "EPS-05-301-0001").await;
        let (house, director) = (&found["id"], found["director"]["id"].as_str().unwrap().to_owned());
        let head = app.token("khenifra-head").await;
        let diploma = format!("{{ documents(where: {{ establishment: {house}, category: \"DIPLOMA\" }}) {{ totalCount }} }}");
        let diplomas = async |login: &str| app.data(login, &diploma).await["documents"]["totalCount"].clone();
        let sees = async |login: &str| ids(app, login, "{ current: true }").await.contains(&director);
        let logins = ["khenifra-head", "khenifra-association", "khenifra-director", "midelt-head", "midelt-association", "midelt-director"];
        let by = async || {
            let mut those = Vec::new();
            for login in logins {
                assert_eq!(sees(login).await, diplomas(login).await == json!(1), "{login}: documents go with whom they are of");
                if sees(login).await {
                    those.push(login);
                }
            }
            those
        };
        assert_eq!(by().await, ["khenifra-head", "khenifra-association", "khenifra-director"]);
        // It is handed to an association of Midelt that manages another house in Khénifra: the delegation stays.
        let other = app.sign_in("midelt-association", &app.password("midelt-association")).await["viewer"]["slice"]["id"].clone();
        let admin = app.token("national-admin").await;
        let hand_over = json!({ "id": house, "expectedVersion": 1, "association": other });
        let update = Change::new("establishmentUpdate", "establishment { version } errors { code path }");
        assert_eq!(app.change(&admin, update, &hand_over).await["errors"], json!([]));
        assert_eq!(by().await, ["khenifra-head", "khenifra-director", "midelt-association"]);
        // It is handed to another delegation.
        let communes = app.data("national-admin", "{ communes(where: { search: \"08.363.X1\" }) { nodes { id } } delegations { nodes { id code } } }").await;
        let midelt = communes["delegations"]["nodes"].as_array().unwrap().iter().find(|node| node["code"] == "EN-08-363").unwrap()["id"].clone();
        let moved = json!({ "id": house, "expectedVersion": 2, "delegation": midelt, "commune": communes["communes"]["nodes"][0]["id"] });
        let to = Change::new("establishmentMove", "establishment { version } errors { code path }");
        assert_eq!(app.change(&admin, to, &moved).await["errors"], json!([]));
        assert_eq!(by().await, ["khenifra-director", "midelt-head", "midelt-association"]);
        let end = json!({ "id": director, "expectedVersion": 1, "endedOn": "2026-11-01", "reason": "OTHER" });
        assert_eq!(codes(&app.change(&head, END, &end).await), one("NOT_FOUND", "input.id"));
        assert_eq!(app.change(&app.token("midelt-officer").await, END, &end).await["errors"], json!([]));
        app.journal().await;
    }

    async fn documents_hang_on_somebody(app: &App) {
        let found = house(app, "EPS-05-301-0001").await;
        let (house, director) = (&found["id"], &found["director"]["id"]);
        let token = app.token("khenifra-director").await;
        let contract = add(app, &token, director, "CONTRACT", PDF).await;
        assert_eq!((&contract["ownerKind"], &contract["establishment"]["id"]), (&json!("STAFF_MEMBER"), house));
        let record = add(app, &token, director, "CRIMINAL_RECORD", PDF).await;
        // What somebody was convicted of is for those who keep the file, administer, pay and audit.
        for (login, sees) in [("auditor", true), ("khenifra-officer", true), ("khenifra-association", true), ("region-05", false), ("national-officer", false), ("dpo", false)] {
            let query = format!("{{ nodes(ids: [{}, {}]) {{ id }} }}", record["id"], contract["id"]);
            let nodes = app.data(login, &query).await["nodes"].clone();
            assert_eq!((!nodes[0].is_null(), nodes[1].is_null()), (sees, false), "{login}");
        }
        // Each category hangs where it belongs.
        for (owner, category) in [(director, "BANK_CERTIFICATE"), (house, "DIPLOMA"), (house, "CRIMINAL_RECORD"), (house, "BANK_CERTIFICATE")] {
            let upload = announce(app, &token, owner, "essai.pdf", PDF.len()).await;
            assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);
            assert_eq!(codes(&app.change(&token, ADD, &addition(&upload, category)).await), one("INVALID", "input.category"), "{category}");
        }
        // On somebody of another house, as on nobody.
        let hidden = self::house(app, "EPS-08-363-0001").await["director"]["id"].clone();
        for id in [&hidden, &json!("StaffMember_AZAAAAAAcACAAAAAAAAAAA")] {
            let input = json!({ "idempotencyKey": "on-somebody-else", "owner": id, "fileName": "a.pdf", "size": 9 });
            assert_eq!(codes(&app.change(&token, ANNOUNCE, &input).await), one("NOT_FOUND", "input.owner"));
        }
        let query = format!("{{ staffMember(id: {director}) {{ documents(where: {{ category: \"CONTRACT\" }}) {{ nodes {{ id }} }} }} }}");
        assert_eq!(app.data("khenifra-director", &query).await["staffMember"]["documents"]["nodes"], json!([{ "id": contract["id"] }]));
    }

    async fn costs_are_told_to_those_who_read_grants_or_keep_the_staff(app: &App) {
        let found = house(app, "EPS-05-301-0001").await;
        let rights = |rights: &str| mandate::Model {
            establishment_id: Some(key_of(&found["id"]).into()),
            rights: Some(rights.to_owned()),
            ..plain_mandate(Role::EstablishmentDirector)
        };
        app.lay_account("reads", vec![rights("READ_STAFF")]).await;
        app.lay_account("keeps", vec![rights("READ_STAFF MANAGE_STAFF")]).await;
        app.lay_account("neither", vec![rights("READ_NETWORK")]).await;
        let query = format!("{{ staffMember(id: {}) {{ sex monthlyCost {{ amount }} }} }}", found["director"]["id"]);
        let of_house = "{ establishments { nodes { director { sex } staff { totalCount } } } }";
        let by_resolvers = app.listen_without_fast_lane().await;
        for (login, costs) in [("reads", None), ("keeps", Some("6200.00"))] {
            let token = app.sign_in(login, PASSWORD).await["accessToken"].as_str().unwrap().to_owned();
            for url in [&app.url, &by_resolvers] {
                let answer = app.send_to(url, Some(&token), &query, json!({})).await;
                assert_eq!(answer.body["data"]["staffMember"]["sex"], "FEMALE", "{login}");
                if costs.is_none() {
                    assert_eq!(answer.only_code(), "FORBIDDEN");
                }
                let amount = answer.body["data"]["staffMember"]["monthlyCost"]["amount"].as_str();
                assert_eq!(amount, costs, "{login}");
            }
        }
        let token = app.sign_in("neither", PASSWORD).await["accessToken"].as_str().unwrap().to_owned();
        let answer = app.send(Some(&token), of_house, json!({})).await;
        let codes: Vec<_> = answer.body["errors"].as_array().unwrap().iter().map(|error| &error["extensions"]["code"]).collect();
        assert_eq!(codes, [&json!("FORBIDDEN"), &json!("FORBIDDEN")]);
        assert_eq!(answer.body["data"]["establishments"]["nodes"], json!([{ "director": null, "staff": null }]));
        assert_eq!(app.send(Some(&token), "{ staff { totalCount } }", json!({})).await.only_code(), "FORBIDDEN");
        let reads = app.sign_in("reads", PASSWORD).await;
        let token = reads["accessToken"].as_str().unwrap();
        let answer = app.try_change(token, RECORD, &cook(&found["id"], "without-the-right")).await;
        assert_eq!(answer.only_code(), "FORBIDDEN");
    }
}
