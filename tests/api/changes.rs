//! The write door, through the first mutations.

#![expect(clippy::disallowed_methods, reason = "tests tamper with the journal behind the door's back")]

use std::collections::{BTreeMap, BTreeSet};

use entity::{journal_entry, stream};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};

use crate::harness::{Answer, App, Change, codes, on_both, one};
use crate::inspections::place_residents;
use crate::random::Random;

const HOUSE: &str =
    "establishment { id reference version state names { ar fr } capacity { total female male } audiences
    closedOn delegation { code } commune { name(language: FR) } association { id } licencePeriods { id state } }
    errors { code message path }";

/// Sends a mutation of houses, or of figures, and returns its payload.
async fn change(app: &App, token: &str, name: &'static str, input: &Value) -> Value {
    app.change(token, Change::new(name, fields_of(name)), input).await
}

async fn send(app: &App, token: &str, name: &'static str, input: &Value) -> Answer {
    app.try_change(token, Change::new(name, fields_of(name)), input).await
}

fn fields_of(name: &str) -> &'static str {
    if name.starts_with("declared") {
        "declaredFigure { id value measure asOf version } errors { code message path }"
    } else {
        HOUSE
    }
}

/// A house of Khénifra, by reference.
async fn house(app: &App, reference: &str) -> Value {
    let query = "{ establishments(first: 100) { nodes { id reference version delegation { id code } commune { id } capacity { total } } } }";
    let mut nodes = app.data("khenifra-head", query).await["establishments"]["nodes"].as_array().unwrap().clone();
    nodes.retain(|node| node["reference"] == reference);
    nodes.remove(0)
}

async fn communes(app: &App) -> BTreeMap<String, Value> {
    let query = "{ communes(first: 100) { nodes { id name(language: FR) } } }";
    let data = app.data("national-admin", query).await;
    let nodes = data["communes"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| (node["name"].as_str().unwrap().to_owned(), node["id"].clone())).collect()
}

async fn new_house(app: &App, key: &str) -> Value {
    json!({
        "idempotencyKey": key,
        "kind": "DAR_TALIBA",
        "names": { "ar": "دار الطالبة بأجلموس", "fr": "Dar Taliba d'Aguelmous" },
        "commune": communes(app).await["Aguelmous"],
        "audiences": ["WOMEN", "SCHOOLED_CHILDREN"],
        "capacity": { "total": 60, "female": 60, "male": 0 },
        "openedOn": "2026-09-01",
    })
}

on_both! {
    async fn a_house_is_entered_changed_handed_over_and_closed_and_the_journal_tells(app: &App) {
        let officer = app.token("khenifra-officer").await;
        let answer = send(app, &officer, "establishmentCreate", &new_house(app, "first-house").await).await;
        assert!(answer.body["extensions"]["position"].is_string(), "every change says where it stands: {:#}", answer.body);
        let created = answer.body["data"]["establishmentCreate"]["establishment"].clone();
        // 39 social-protection establishments were there.
        assert_eq!(created["reference"], "EPS-05-301-0040");
        assert_eq!((&created["version"], &created["state"], &created["audiences"]), (&json!(1), &json!("OPEN"), &json!(["SCHOOLED_CHILDREN", "WOMEN"])));
        let id = &created["id"];

        let changed = change(app, &officer, "establishmentUpdate", &json!({
            "id": id, "expectedVersion": 1, "names": { "fr": "Dar Taliba" }, "capacity": null, "audiences": ["WOMEN"],
        })).await["establishment"].clone();
        assert_eq!(changed["version"], 2);
        assert_eq!(changed["names"], json!({ "ar": null, "fr": "Dar Taliba" }));
        assert_eq!(changed["capacity"], json!({ "total": null, "female": null, "male": null }));
        assert_eq!(changed["audiences"], json!(["WOMEN"]));

        let admin = app.token("national-admin").await;
        let communes = communes(app).await;
        let delegations = app.data("national-admin", "{ delegations { nodes { id code } } }").await;
        let midelt = &delegations["delegations"]["nodes"].as_array().unwrap().iter().find(|node| node["code"] == "EN-08-363").unwrap()["id"];
        let moved = change(app, &admin, "establishmentMove", &json!({
            "id": id, "expectedVersion": 2, "delegation": midelt, "commune": communes["Midelt"],
        })).await["establishment"].clone();
        assert_eq!((&moved["delegation"]["code"], &moved["reference"]), (&json!("EN-08-363"), &json!("EPS-05-301-0040")));
        assert_eq!(app.refusal("khenifra-head", &format!("{{ establishment(id: {id}) {{ id }} }}")).await, "NOT_FOUND", "it has left the slice");

        place_residents(app, "midelt", id, 0).await;
        let head = app.token("midelt-head").await;
        let closed = change(app, &head, "establishmentClose", &json!({ "id": id, "expectedVersion": 3, "closedOn": "2026-11-20" })).await;
        assert_eq!((&closed["establishment"]["state"], &closed["establishment"]["closedOn"]), (&json!("CLOSED"), &json!("2026-11-20")));
        let again = change(app, &head, "establishmentClose", &json!({ "id": id, "expectedVersion": 4, "closedOn": "2026-11-21" })).await;
        assert_eq!(codes(&again), one("INVALID", "input.id"));

        // A house entered after one has left gets a number that was never given.
        let next = change(app, &officer, "establishmentCreate", &new_house(app, "second-house").await).await;
        assert_eq!(next["establishment"]["reference"], "EPS-05-301-0041");

        // Create, update, move in both streams, prepare and approve the plan for its residents, close, create.
        assert_eq!(app.journal().await, 8);
        let read = |login: &'static str| async move {
            let query = "{ journal(first: 100) { totalCount nodes { mutation objectId version changes { field before after } } } }";
            app.data(login, query).await["journal"].clone()
        };
        let mutations = |journal: &Value| -> Vec<String> { journal["nodes"].as_array().unwrap().iter().map(|node| node["mutation"].as_str().unwrap().to_owned()).collect() };
        let all = read("auditor").await;
        // Reference data, demonstration, two releases and its accounts were laid first.
        assert_eq!(mutations(&all), ["establishmentCreate", "establishmentClose", "relocationPlanApprove", "relocationPlanCreate", "establishmentMove", "establishmentMove", "establishmentUpdate", "establishmentCreate", "seed", "seed", "seed", "seed", "seed", "seed"]);
        assert_eq!(mutations(&read("khenifra-head").await), ["establishmentCreate", "establishmentMove", "establishmentMove", "establishmentUpdate", "establishmentCreate"], "what left is seen to leave");
        assert_eq!(mutations(&read("midelt-head").await), ["establishmentClose", "relocationPlanApprove", "relocationPlanCreate", "establishmentMove", "establishmentMove"]);
        assert_eq!(all["nodes"][1]["changes"], json!([
            { "field": "closed_on", "before": null, "after": "\"2026-11-20\"" },
            { "field": "state", "before": "\"OPEN\"", "after": "\"CLOSED\"" },
            { "field": "version", "before": "3", "after": "4" },
        ]));
        for login in ["national-admin", "national-officer", "dpo", "khenifra-officer", "region-05", "khenifra-association", "partner-indh"] {
            assert_eq!(app.refusal(login, "{ journal { totalCount } }").await, "FORBIDDEN", "{login}");
        }
    }

    async fn a_declared_figure_is_recorded_once_however_often_it_is_sent(app: &App) {
        let head = app.token("khenifra-head").await;
        let input = json!({ "idempotencyKey": "figures-of-october", "measure": "CEF", "value": 25, "qualifier": "ABOUT", "asOf": "2026-10", "source": "Speech of the delegate" });
        let first = change(app, &head, "declaredFigureRecord", &input).await;
        assert_eq!((&first["declaredFigure"]["value"], &first["errors"]), (&json!(25), &json!([])));
        assert_eq!(change(app, &head, "declaredFigureRecord", &input).await, first);
        assert_eq!(app.journal().await, 1);
        let mut other = input.clone();
        other["value"] = json!(26);
        let query = format!("{{ node(id: {}) {{ ... on DeclaredFigure {{ history {{ mutation version }} }} }} }}", first["declaredFigure"]["id"]);
        let history = app.send(Some(&head), &query, json!({})).await.body["data"]["node"]["history"].clone();
        assert_eq!(history, json!([{ "mutation": "declaredFigureRecord", "version": 1 }]));
        // By its global id, whichever letters that has: `_` is one of them.
        let houses = app.data("khenifra-head", "{ establishments(first: 100) { nodes { id } } }").await;
        let ids: Vec<_> = houses["establishments"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
        let odd = ids.iter().find(|id| id.matches('_').count() > 1).expect("one of a hundred");
        let journal = app.data("khenifra-head", &format!("{{ journal(where: {{ object: \"{odd}\" }}) {{ totalCount }} }}")).await;
        assert_eq!(journal["journal"]["totalCount"], 0, "nothing was changed of it");
        assert_eq!(codes(&change(app, &head, "declaredFigureRecord", &other).await), one("IDEMPOTENCY_KEY_REUSED", "input.idempotencyKey"));
        // The key is the account's own: the officer may use the same.
        let officer = app.token("khenifra-officer").await;
        let theirs = change(app, &officer, "declaredFigureRecord", &other).await;
        assert_ne!(theirs["declaredFigure"]["id"], first["declaredFigure"]["id"]);
        for login in ["khenifra-social", "national-admin", "region-05", "khenifra-association"] {
            assert_eq!(send(app, &app.token(login).await, "declaredFigureRecord", &input).await.only_code(), "FORBIDDEN", "{login}");
        }
        assert_eq!(app.journal().await, 2);
        let report = app.data("khenifra-head", "{ annualReport(budgetYear: 2026) { asOf measures { measure declared { value qualifier } } } }").await;
        assert_eq!(report["annualReport"]["asOf"], "2026-10");
        assert_eq!(report["annualReport"]["measures"][2]["declared"], json!({ "value": 26, "qualifier": "ABOUT" }));
    }

    async fn a_create_sent_by_many_at_the_same_instant_is_done_once(app: &App) {
        let token = app.token("khenifra-officer").await;
        let input = new_house(app, "at-the-same-instant").await;
        let sent = (0..8).map(|_| change(app, &token, "establishmentCreate", &input));
        let answers = futures(sent).await;
        let ids: BTreeSet<_> = answers.iter().map(|answer| answer["establishment"]["id"].to_string()).collect();
        assert_eq!(ids.len(), 1, "{answers:?}");
        assert!(answers.iter().all(|answer| answer["errors"] == json!([])));
        assert_eq!(app.journal().await, 1);
        let data = app.data("khenifra-head", "{ establishments { totalCount } }").await;
        assert_eq!(data["establishments"]["totalCount"], 85);
    }

    async fn of_two_writers_one_wins_and_the_other_is_shown_the_row_as_it_is(app: &App) {
        let house = house(app, "EPS-05-301-0001").await;
        let (head, officer) = (app.token("khenifra-head").await, app.token("khenifra-officer").await);
        let write = |total: i32| json!({ "id": house["id"], "expectedVersion": 1, "capacity": { "total": total } });
        let (one_input, other_input) = (write(11), write(22));
        let (one_answer, other_answer) = tokio::join!(
            change(app, &head, "establishmentUpdate", &one_input),
            change(app, &officer, "establishmentUpdate", &other_input),
        );
        let (winner, loser) = if one_answer["errors"] == json!([]) { (one_answer, other_answer) } else { (other_answer, one_answer) };
        assert_eq!(winner["errors"], json!([]));
        assert_eq!(codes(&loser), one("CONFLICT", "input.expectedVersion"));
        assert_eq!(loser["establishment"]["version"], 2);
        assert_eq!(loser["establishment"]["capacity"], winner["establishment"]["capacity"]);
        assert_eq!(app.journal().await, 1);
    }

    async fn a_change_that_is_only_tried_says_what_is_wrong_and_does_nothing(app: &App) {
        let token = app.token("khenifra-officer").await;
        let mut input = new_house(app, "only-tried").await;
        input["validateOnly"] = json!(true);
        let statements_before = app.journal().await;
        assert_eq!(change(app, &token, "establishmentCreate", &input).await, json!({ "establishment": null, "errors": [] }));
        input["capacity"] = json!({ "total": -1 });
        assert_eq!(codes(&change(app, &token, "establishmentCreate", &input).await), one("INVALID", "input.capacity.total"));
        assert_eq!(app.journal().await, statements_before);
        let data = app.data("khenifra-head", "{ establishments { totalCount } }").await;
        assert_eq!(data["establishments"]["totalCount"], 84);
        // The key is still free.
        let done = change(app, &token, "establishmentCreate", &new_house(app, "only-tried").await).await;
        assert_eq!(done["establishment"]["version"], 1);
    }

    async fn bad_input_is_told_all_at_once_and_changes_nothing(app: &App) {
        let token = app.token("khenifra-officer").await;
        let communes = communes(app).await;
        let input = json!({
            "idempotencyKey": "everything-wrong",
            "kind": "NO_SUCH_KIND",
            "names": { "ar": "", "fr": "x".repeat(300_000) },
            "commune": communes["Midelt"],
            "association": "Association_AZAAAAAAcACAAAAAAAAAAA",
            "legalCategory": "NO_SUCH_CATEGORY",
            "capacity": { "total": 10, "female": -1, "male": 10_001 },
            "openedOn": "2026-11-25",
        });
        let wrong = change(app, &token, "establishmentCreate", &input).await;
        assert_eq!(wrong["establishment"], Value::Null);
        let expected = [
            ("INVALID", "input.capacity.female"), ("INVALID", "input.capacity.male"), ("INVALID", "input.commune"),
            ("INVALID", "input.openedOn"), ("NOT_FOUND", "input.association"), ("NOT_FOUND", "input.kind"),
            ("NOT_FOUND", "input.legalCategory"), ("TOO_LONG", "input.names.fr"),
        ];
        let mut found = codes(&wrong);
        found.sort();
        assert_eq!(found, expected.map(|(code, path)| (code.to_owned(), path.to_owned())));

        let of = async |field: &str, value: Value| {
            let mut input = new_house(app, "one-thing-wrong").await;
            input[field] = value;
            codes(&change(app, &token, "establishmentCreate", &input).await)
        };
        assert_eq!(of("names", json!({ "ar": " ", "fr": null })).await, one("BLANK", "input.names"));
        assert_eq!(of("names", json!({ "fr": "a\u{0}b" })).await, one("INVALID", "input.names.fr"));
        assert_eq!(of("capacity", json!({ "total": 10, "female": 5, "male": 6 })).await, one("INVALID", "input.capacity.total"));
        assert_eq!(of("commune", json!("Delegation_AZAAAAAAcACAAAAAAAAAAA")).await, one("INVALID", "input.commune"));
        assert_eq!(of("commune", json!("Commune_AZAAAAAAcACAAAAAAAAAAA")).await, one("NOT_FOUND", "input.commune"));
        assert_eq!(of("idempotencyKey", json!("short")).await, one("INVALID", "input.idempotencyKey"));
        assert_eq!(of("parent", json!("Establishment_AZAAAAAAcACAAAAAAAAAAA")).await, one("NOT_FOUND", "input.parent"));
        assert_eq!(app.journal().await, 0);

        let query = "mutation ($input: EstablishmentCreateInput!) { establishmentCreate(input: $input) { errors { message } } }";
        let mut input = new_house(app, "in-arabic").await;
        input["capacity"] = json!({ "total": -5 });
        let request = app.client().post(format!("{}/graphql", app.url)).bearer_auth(&token).header("accept-language", "ar");
        let answer = app.receive(request.json(&json!({ "query": query, "variables": { "input": input } }))).await;
        assert_eq!(answer.body["data"]["establishmentCreate"]["errors"], json!([{ "message": "عدد من 0 إلى 10000." }]));
    }

    async fn each_role_changes_its_own_slice_and_no_other(app: &App) {
        let house = house(app, "EPS-05-301-0001").await;
        let input = |version: i32| json!({ "id": house["id"], "expectedVersion": version, "capacity": { "total": version } });
        for login in ["midelt-head", "midelt-officer"] {
            let token = app.token(login).await;
            let hidden = change(app, &token, "establishmentUpdate", &input(1)).await;
            let mut unknown = input(1);
            unknown["id"] = json!("Establishment_AZAAAAAAcACAAAAAAAAAAA");
            assert_eq!(hidden, change(app, &token, "establishmentUpdate", &unknown).await, "word for word");
            assert_eq!(codes(&hidden), one("NOT_FOUND", "input.id"));
        }
        for login in ["auditor", "dpo", "national-officer", "national-finance", "region-05", "khenifra-social", "khenifra-association", "khenifra-director", "partner-indh"] {
            assert_eq!(send(app, &app.token(login).await, "establishmentUpdate", &input(1)).await.only_code(), "FORBIDDEN", "{login}");
        }
        let anonymous = app.send(None, "mutation { establishmentClose(input: { id: \"x\", expectedVersion: 1, closedOn: \"2026-01-01\" }) { errors { code } } }", json!({})).await;
        assert_eq!(anonymous.only_code(), "UNAUTHENTICATED");
        for (version, login) in (1..).zip(["khenifra-head", "khenifra-officer", "national-admin"]) {
            assert_eq!(change(app, &app.token(login).await, "establishmentUpdate", &input(version)).await["errors"], json!([]), "{login}");
        }
        // A head cannot hand a house to a delegation that is not there for him, nor enter one elsewhere.
        let delegations = app.data("national-admin", "{ delegations { nodes { id code } } }").await;
        let midelt = &delegations["delegations"]["nodes"].as_array().unwrap().iter().find(|node| node["code"] == "EN-08-363").unwrap()["id"];
        let communes = communes(app).await;
        let head = app.token("khenifra-head").await;
        let moved = change(app, &head, "establishmentMove", &json!({ "id": house["id"], "expectedVersion": 4, "delegation": midelt, "commune": communes["Midelt"] })).await;
        assert_eq!(codes(&moved), one("NOT_FOUND", "input.delegation"));
        let mut elsewhere = new_house(app, "in-midelt").await;
        elsewhere["delegation"] = midelt.clone();
        assert_eq!(codes(&change(app, &head, "establishmentCreate", &elsewhere).await), one("NOT_FOUND", "input.delegation"));
        assert_eq!(app.journal().await, 3);
    }

    /// With BEGIN and COMMIT, six round trips.
    async fn a_small_change_costs_four_statements_and_a_commit(app: &App) {
        let house = house(app, "EPS-05-301-0001").await;
        let token = app.token("khenifra-officer").await;
        let query = "mutation ($input: EstablishmentUpdateInput!) { establishmentUpdate(input: $input) { establishment { version } errors { code } } }";
        let spent = async |version: i64, mut input: Value| {
            input["id"] = house["id"].clone();
            input["expectedVersion"] = json!(version - 1);
            let before = app.statements();
            let answer = app.send(Some(&token), query, json!({ "input": input })).await;
            assert_eq!(answer.body["data"]["establishmentUpdate"]["establishment"]["version"], version);
            app.statements() - before
        };
        let not_counted = spent(2, json!({ "names": { "fr": "Dar Taliba" } })).await;
        let counted = spent(3, json!({ "capacity": { "total": 7 } })).await;
        assert_eq!(not_counted, 4, "find the stream, lock it, read the row, write everything");
        assert_eq!(counted, 8, "also: where else it stood, what it was, its licences, whom it serves");
    }

    /// Eight writers move, change and enter houses in three delegations at once, in both directions. Nothing waits for
    /// ever, nothing is lost, and the register equals a model that was told of every answer.
    async fn writers_in_all_directions_at_once_end_with_what_they_were_answered(app: &App) {
        let admin = app.token("national-admin").await;
        let communes = communes(app).await;
        let delegations = app.data("national-admin", "{ delegations { nodes { id code } } }").await;
        let places: Vec<(Value, Value, String)> = delegations["delegations"]["nodes"].as_array().unwrap().iter().map(|node| {
            let code = node["code"].as_str().unwrap().to_owned();
            let commune = match code.as_str() { "EN-05-301" => "Khénifra", "EN-05-091" => "Béni Mellal", _ => "Midelt" };
            (node["id"].clone(), communes[commune].clone(), code)
        }).collect();
        let world = app.data("national-admin", "{ establishments(first: 100) { nodes { id } } }").await;
        let houses: Vec<Value> = world["establishments"]["nodes"].as_array().unwrap().iter().take(12).map(|node| node["id"].clone()).collect();
        let places = &places;
        let houses = &houses;
        let admin = &admin;
        let writers = (0..8_u64).map(|writer| async move {
            let mut random = Random::new(writer + 1);
            let mut acknowledged = Vec::new();
            let mut seen: BTreeMap<usize, i64> = BTreeMap::new();
            for round in 0..25 {
                let house = random.below(houses.len());
                let version = seen.get(&house).copied().unwrap_or(1);
                let (name, input, place) = if random.below(3) == 0 {
                    ("establishmentUpdate", json!({ "id": houses[house], "expectedVersion": version, "capacity": { "total": writer * 100 + round } }), None)
                } else {
                    let place = random.below(places.len());
                    let (delegation, commune, _) = &places[place];
                    ("establishmentMove", json!({ "id": houses[house], "expectedVersion": version, "delegation": delegation, "commune": commune }), Some(place))
                };
                let payload = change(app, admin, name, &input).await;
                let now = payload["establishment"]["version"].as_i64().unwrap();
                seen.insert(house, now);
                if payload["errors"] == json!([]) {
                    acknowledged.push((house, now, place, payload["establishment"]["capacity"]["total"].clone()));
                } else {
                    assert_eq!(codes(&payload), one("CONFLICT", "input.expectedVersion"));
                }
            }
            acknowledged
        });
        let acknowledged: Vec<_> = futures(writers).await.into_iter().flatten().collect();
        assert!(acknowledged.len() > 50, "most rounds of some writer go well: {}", acknowledged.len());

        // Versions of one house are dense, and its last is what the register shows.
        let query = "{ establishments(first: 100) { nodes { id version delegation { code } capacity { total } licencePeriods { id } } } }";
        let register = app.data("national-admin", query).await["establishments"]["nodes"].as_array().unwrap().clone();
        assert_eq!(register.len(), 100);
        for (index, id) in houses.iter().enumerate() {
            let mut own: Vec<_> = acknowledged.iter().filter(|(house, ..)| *house == index).collect();
            own.sort_by_key(|(_, version, ..)| *version);
            let versions: Vec<_> = own.iter().map(|(_, version, ..)| *version).collect();
            assert_eq!(versions, (2..2 + i64::try_from(own.len()).unwrap()).collect::<Vec<_>>(), "each version was acknowledged once");
            let row = register.iter().find(|row| row["id"] == *id).unwrap();
            assert_eq!(row["version"], json!(own.len() + 1));
            if let Some(place) = own.iter().rev().find_map(|(_, _, place, _)| *place) {
                assert_eq!(row["delegation"]["code"], json!(places[place].2));
            }
            if let Some((.., total)) = own.last() {
                assert_eq!(row["capacity"]["total"], *total);
            }
        }
        // Each delegation sees its own and the licences that came along.
        for (login, code) in [("khenifra-head", "EN-05-301"), ("midelt-head", "EN-08-363")] {
            let own = app.data(login, query).await["establishments"]["nodes"].as_array().unwrap().clone();
            let model: Vec<_> = register.iter().filter(|row| row["delegation"]["code"] == code).cloned().collect();
            assert_eq!(own, model, "{login}");
        }
        // A move stands in two streams, unless it stayed where it was; the journal holds and its positions are dense.
        let entries = app.journal().await;
        assert!(entries >= acknowledged.len() as u64);
        let heads = stream::Entity::find().all(&app.connection().await).await.unwrap();
        let of_delegations = heads.iter().filter(|head| head.id != entity::id::StreamId::NATIONAL);
        assert_eq!(of_delegations.map(|head| head.position).sum::<i64>(), i64::try_from(entries).unwrap());
    }

    /// As many as CHANGES says (800 by default), from eight writers, each in a random delegation, by a fixed seed. The
    /// register equals a model that was told of every answer.
    async fn many_changes_by_eight_writers_equal_a_naive_model(app: &App) {
        let count: usize = std::env::var("CHANGES").map_or(800, |count| count.parse().unwrap());
        let admin = &app.token("national-admin").await;
        let world = app.data("national-admin", "{ establishments(first: 100) { nodes { id delegation { id } commune { id } } } }").await;
        let nodes = &world["establishments"]["nodes"].as_array().unwrap().clone();
        let create = "mutation ($input: EstablishmentCreateInput!) { establishmentCreate(input: $input) { establishment { id } errors { code } } }";
        let update = "mutation ($input: EstablishmentUpdateInput!) { establishmentUpdate(input: $input) { establishment { version } errors { code } } }";
        let started = std::time::Instant::now();
        let writers = (0..8_usize).map(|writer| async move {
            let mut random = Random::new(writer as u64 + 1);
            // Its own houses: id → version and places.
            let mut own: Vec<(Value, i64, i64)> = Vec::new();
            for round in 0..count / 8 {
                if own.is_empty() || random.below(10) == 0 {
                    let there = &nodes[random.below(nodes.len())];
                    let input = json!({ "idempotencyKey": format!("writer-{writer}-{round}"), "delegation": there["delegation"]["id"],
                        "kind": "CEF", "names": { "fr": format!("{writer}") }, "commune": there["commune"]["id"], "capacity": { "total": 0 } });
                    let answer = app.send(Some(admin), create, json!({ "input": input })).await;
                    let payload = &answer.body["data"]["establishmentCreate"];
                    assert_eq!(payload["errors"], json!([]), "{:#}", answer.body);
                    own.push((payload["establishment"]["id"].clone(), 1, 0));
                } else {
                    let index = random.below(own.len());
                    let (id, version, places) = &mut own[index];
                    *places = i64::try_from(random.below(1000)).unwrap();
                    // A change of nothing is a change: it has a version and an entry of its own.
                    let input = json!({ "id": id, "expectedVersion": version, "capacity": { "total": places } });
                    let answer = app.send(Some(admin), update, json!({ "input": input })).await;
                    *version += 1;
                    assert_eq!(answer.body["data"]["establishmentUpdate"], json!({ "establishment": { "version": version }, "errors": [] }), "{:#}", answer.body);
                }
            }
            own
        });
        let model: Vec<_> = futures(writers).await.into_iter().flatten().collect();
        let seconds = started.elapsed().as_secs_f64();
        eprintln!("{count} changes in {seconds:.1} s");

        for (id, version, places) in &model {
            let query = format!("{{ establishment(id: {id}) {{ version capacity {{ total }} }} }}");
            let answer = app.send(Some(admin), &query, json!({})).await;
            assert_eq!(answer.body["data"]["establishment"], json!({ "version": version, "capacity": { "total": places } }));
        }
        assert_eq!(app.journal().await, (count / 8 * 8) as u64);
        let total = app.send(Some(admin), "{ establishments { totalCount } }", json!({})).await;
        assert_eq!(total.body["data"]["establishments"]["totalCount"], json!(100 + model.len()));
    }

    /// A request is given up after it was polled once, twice and so on, until one is answered: at every point at which it
    /// waits, as a server gives it up whose client has gone.
    async fn a_client_that_goes_away_at_any_point_leaves_a_change_done_or_not_begun(app: &App) {
        let token = app.token("khenifra-officer").await;
        let query = "mutation ($input: EstablishmentCreateInput!) { establishmentCreate(input: $input) { establishment { reference association { id } } errors { code } } }";
        let mut inputs = Vec::new();
        let mut answered = 0;
        for round in 0..200 {
            let input = new_house(app, &format!("goes-away-{round:03}")).await;
            let body = json!({ "query": query, "variables": { "input": input } }).to_string();
            let request = axum::http::Request::post("/graphql").header("content-type", "application/json");
            let request = request.header("authorization", format!("Bearer {token}")).body(axum::body::Body::from(body)).unwrap();
            let mut answer = std::pin::pin!(tower::ServiceExt::oneshot(app.router(), request));
            let mut polls = round;
            let done = std::future::poll_fn(|context| {
                if polls == 0 {
                    return std::task::Poll::Ready(false);
                }
                polls -= 1;
                answer.as_mut().poll(context).map(|_| true)
            })
            .await;
            inputs.push(input);
            // A few more than it takes: how often a request is polled is not always the same.
            answered += i32::from(done);
            if answered == 5 {
                break;
            }
        }
        assert_eq!(answered, 5, "in the end it is answered");
        assert!(inputs.len() > 5 + 1, "before that it is given up: {}", inputs.len());
        // Sending each again ends with every house there once.
        for input in &inputs {
            assert_eq!(change(app, &token, "establishmentCreate", input).await["errors"], json!([]));
        }
        assert_eq!(app.journal().await, inputs.len() as u64);
        let data = app.data("khenifra-head", "{ establishments { totalCount } }").await;
        assert_eq!(data["establishments"]["totalCount"], 84 + inputs.len());
        nothing_is_left_in_a_transaction(app).await;
    }

    async fn a_connection_that_breaks_leaves_a_change_done_or_not_begun(app: &App) {
        let token = app.token("khenifra-officer").await;
        let mut inputs = Vec::new();
        for number in 0..30 {
            inputs.push(new_house(app, &format!("goes-away-{number:03}")).await);
        }
        for (input, wait) in inputs.iter().zip(0_u64..) {
            let sent = change(app, &token, "establishmentCreate", input);
            let _ = tokio::time::timeout(std::time::Duration::from_micros(wait * 300), sent).await;
        }
        for input in &inputs {
            assert_eq!(change(app, &token, "establishmentCreate", input).await["errors"], json!([]));
        }
        assert_eq!(app.journal().await, 30);
        let data = app.data("khenifra-head", "{ establishments { totalCount } }").await;
        assert_eq!(data["establishments"]["totalCount"], 84 + 30);
        nothing_is_left_in_a_transaction(app).await;
    }

    /// A key that was used is answered under the rights of now.
    async fn a_key_sent_again_after_the_right_was_lost_is_refused(app: &App) {
        let officer = app.token("khenifra-officer").await;
        let [stays, leaves] = [new_house(app, "stays-in-the-slice").await, new_house(app, "leaves-the-slice").await];
        let stayed = change(app, &officer, "establishmentCreate", &stays).await;
        let left = change(app, &officer, "establishmentCreate", &leaves).await["establishment"].clone();
        let delegations = app.data("national-admin", "{ delegations { nodes { id code } } }").await;
        let midelt = &delegations["delegations"]["nodes"].as_array().unwrap().iter().find(|node| node["code"] == "EN-08-363").unwrap()["id"];
        let to = json!({ "id": left["id"], "expectedVersion": 1, "delegation": midelt, "commune": communes(app).await["Midelt"] });
        change(app, &app.token("national-admin").await, "establishmentMove", &to).await;
        let again = change(app, &officer, "establishmentCreate", &leaves).await;
        assert_eq!((codes(&again), &again["establishment"]), (one("NOT_FOUND", "input.idempotencyKey"), &Value::Null), "the house is no longer theirs to see");

        // The same account, its mandate changed to one without the right.
        let connection = app.connection().await;
        let account = entity::account::Entity::find().filter(entity::account::Column::Login.eq("khenifra-officer")).one(&connection).await.unwrap().unwrap();
        let mandate = entity::mandate::Entity::find().filter(entity::mandate::Column::AccountId.eq(account.id)).one(&connection).await.unwrap().unwrap();
        let mut mandate = mandate.into_active_model();
        mandate.role = Set(entity::mandate::Role::SocialWorker);
        mandate.update(&connection).await.unwrap();
        let answer = send(app, &app.token("khenifra-officer").await, "establishmentCreate", &stays).await;
        assert_eq!((answer.only_code(), &answer.body["data"]), ("FORBIDDEN".to_owned(), &Value::Null));
        // With the right, it would be the same house.
        assert_eq!(change(app, &officer, "establishmentCreate", &stays).await, stayed);
    }

    async fn a_journal_that_was_altered_shortened_or_reordered_is_found_out_with_its_place(app: &App) {
        let token = app.token("khenifra-officer").await;
        for number in 0..6 {
            change(app, &token, "establishmentCreate", &new_house(app, &format!("journal-{number}")).await).await;
        }
        assert_eq!(app.journal().await, 6);
        let connection = app.connection().await;
        let entries = journal_entry::Entity::find().filter(journal_entry::Column::Mutation.ne("seed")).order_by_asc(journal_entry::Column::Position).all(&connection).await.unwrap();
        let stream_id = entries[0].stream_id;
        let place = async || {
            let (_, breaches) = app.pool.verify_journal().await.unwrap();
            assert!(breaches.iter().all(|breach| breach.stream == stream_id) && breaches.len() <= 1);
            breaches.first().map(|breach| breach.position)
        };
        let put = async |entry: &journal_entry::Model| {
            journal_entry::Entity::delete_by_id(entry.id).exec(&connection).await.unwrap();
            entry.clone().into_active_model().insert(&connection).await.unwrap();
        };

        for (field, altered) in [
            ("changes", journal_entry::Model { changes: entries[2].changes.replace("Dar", "Dor"), ..entries[2].clone() }),
            ("actor", journal_entry::Model { account_id: uuid::Uuid::now_v7().into(), ..entries[2].clone() }),
            ("time", journal_entry::Model { at_micros: entries[2].at_micros + 1, ..entries[2].clone() }),
            ("slice", journal_entry::Model { delegation_after: None, ..entries[2].clone() }),
        ] {
            put(&altered).await;
            assert_eq!(place().await, Some(3), "{field}");
            put(&entries[2]).await;
            assert_eq!(place().await, None);
        }
        journal_entry::Entity::delete_by_id(entries[3].id).exec(&connection).await.unwrap();
        assert_eq!(place().await, Some(4), "removed");
        put(&entries[3]).await;
        journal_entry::Entity::delete_by_id(entries[5].id).exec(&connection).await.unwrap();
        assert_eq!(place().await, Some(6), "the last one removed");
        put(&entries[5]).await;
        assert_eq!(place().await, None);
        for entry in [&entries[1], &entries[2]] {
            journal_entry::Entity::delete_by_id(entry.id).exec(&connection).await.unwrap();
        }
        for (entry, position) in [(&entries[1], 3), (&entries[2], 2)] {
            journal_entry::Model { position, ..entry.clone() }.into_active_model().insert(&connection).await.unwrap();
        }
        assert_eq!(place().await, Some(2), "swapped");
        let head = stream::Entity::find().filter(stream::Column::Id.eq(stream_id)).one(&connection).await.unwrap().unwrap();
        let mut head = head.into_active_model();
        head.hash = Set(vec![1; 32]);
        head.update(&connection).await.unwrap();
        for entry in [&entries[1], &entries[2]] {
            journal_entry::Entity::delete_by_id(entry.id).exec(&connection).await.unwrap();
        }
        for entry in [&entries[1], &entries[2]] {
            put(entry).await;
        }
        assert_eq!(place().await, Some(6), "the head altered");
    }
}

async fn nothing_is_left_in_a_transaction(app: &App) {
    if app.is_postgres() {
        let connection = app.connection().await;
        let open = "SELECT count(*) AS open FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
        let open = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, open);
        let open = connection.query_one_raw(open).await.unwrap().unwrap();
        assert_eq!(open.try_get::<i64>("", "open").unwrap(), 0);
    }
}

/// Waits for all of them, side by side.
async fn futures<F: Future>(all: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    async_graphql::futures_util::future::join_all(all).await
}
