//! Counters under fire: several clients change whatever they find at random, at once, with days in the past, and what they
//! have counted must be what a recount of the records finds.

use serde_json::{Value, json};

use crate::harness::{App, Change};
use crate::random::Random;

/// Changes of each client; `CHANGES` says otherwise.
const CHANGES: usize = 60;
const CLIENTS: usize = 4;
const DAY: i64 = 86_400;
const KINDS: [&str; 5] = ["CEF", "JE", "DAR_TALIBA", "DAR_TALIB_MIXED", "COAPH"];
const ERRORS: &str = "errors { code message path }";

/// What a client knows of the country.
struct Known {
    delegations: Vec<Value>,
    communes: Vec<Vec<Value>>,
    associations: Vec<Value>,
    houses: Vec<Value>,
    returns: Vec<Value>,
}

impl Known {
    async fn read(app: &App) -> Self {
        let data = app.data("national-admin", "{ delegations { nodes { id province { code } } } communes(first: 100) { nodes { id code } } associations(first: 100) { nodes { id } }
            first: establishments(first: 60) { nodes { id } } rest: establishments(last: 60) { nodes { id } } seasonReturns(first: 100) { nodes { id } } }").await;
        let nodes = |list: &str| data[list]["nodes"].as_array().unwrap();
        let ids = |list: &str| nodes(list).iter().map(|node| node["id"].clone()).collect::<Vec<_>>();
        let communes_of = |delegation: &Value| {
            let province = delegation["province"]["code"].as_str().unwrap();
            let all = nodes("communes").iter();
            all.filter(|commune| commune["code"].as_str().unwrap().starts_with(province))
                .map(|commune| commune["id"].clone())
                .collect()
        };
        Self {
            communes: nodes("delegations").iter().map(communes_of).collect(),
            delegations: ids("delegations"),
            associations: ids("associations"),
            houses: [ids("first"), ids("rest")].concat(),
            returns: ids("seasonReturns"),
        }
    }
}

/// One client: what it does next, of which some is refused, since another was there before it.
async fn client(app: &App, known: &Known, number: usize, changes: usize) -> usize {
    let mut random = Random::new(1000 + number as u64);
    let (token, head) = (app.token("national-admin").await, app.token("khenifra-head").await);
    let mut houses = known.houses.clone();
    let mut made = 0;
    for step in 0..changes {
        let place = random.below(known.delegations.len());
        let commune = &known.communes[place][random.below(known.communes[place].len())];
        let today = app.now().date_naive();
        let past = |random: &mut Random, days: usize| today - chrono::Days::new(random.below(days) as u64);
        let house = &houses[random.below(houses.len())];
        let version = async || {
            let query = "query ($id: ID!) { establishment(id: $id) { version } }";
            app.send(Some(&token), query, json!({ "id": house })).await.body["data"]["establishment"]["version"].clone()
        };
        let association = &known.associations[random.below(known.associations.len())];
        let (name, input, by): (&str, Value, &str) = match random.below(12) {
            0 | 1 => {
                let kind = KINDS[random.below(KINDS.len())];
                let input = json!({ "idempotencyKey": format!("recount-{number}-{step}"), "delegation": known.delegations[place], "commune": commune, "kind": kind,
                    "names": { "fr": "House" }, "openedOn": past(&mut random, 5000), "capacity": { "total": 10 + random.below(60) }, "audiences": ["YOUTH", "CHILDREN"] });
                ("establishmentCreate", input, &token)
            }
            2 | 3 => (
                "establishmentMove",
                json!({ "id": house, "expectedVersion": version().await, "delegation": known.delegations[place], "commune": commune, "movedOn": past(&mut random, 1500) }),
                &token,
            ),
            4 => (
                "establishmentClose",
                json!({ "id": house, "expectedVersion": version().await, "closedOn": past(&mut random, 900) }),
                &token,
            ),
            5 | 6 => (
                "establishmentUpdate",
                json!({ "id": house, "expectedVersion": version().await, "capacity": { "total": random.below(80) }, "since": past(&mut random, 2500) }),
                &token,
            ),
            7 => (
                "establishmentUpdate",
                json!({ "id": house, "expectedVersion": version().await, "association": if random.below(4) == 0 { Value::Null } else { association.clone() }, "since": past(&mut random, 2500) }),
                &token,
            ),
            8 => (
                "establishmentUpdate",
                json!({ "id": house, "expectedVersion": version().await, "audiences": ["WOMEN"] }),
                &token,
            ),
            _ => {
                let report = &known.returns[random.below(known.returns.len())];
                let query = "query ($id: ID!) { seasonReturn(id: $id) { state version } }";
                let now =
                    app.send(Some(&head), query, json!({ "id": report })).await.body["data"]["seasonReturn"].clone();
                let name = match now["state"].as_str() {
                    Some("VALIDATED") => "seasonReturnReopen",
                    Some("SUBMITTED") => "seasonReturnValidate",
                    _ => continue,
                };
                let mut input = json!({ "id": report, "expectedVersion": now["version"] });
                if name == "seasonReturnReopen" {
                    input["reason"] = json!("counted again");
                }
                (name, input, &head)
            }
        };
        let change = Change::new(
            name_of(name),
            if name == "establishmentCreate" { "establishment { id } errors { code message path }" } else { ERRORS },
        );
        let answer = app.try_change(by, change, &input).await;
        let payload = &answer.body["data"][name];
        if payload["errors"] == json!([]) {
            made += 1;
            houses.extend(payload.get("establishment").map(|house| house["id"].clone()));
        } else {
            // Not there any more for this one, changed by another, closed before: but never a fault of ours.
            assert!(!answer.body.to_string().contains("INTERNAL"), "{name}: {:#}", answer.body);
        }
    }
    made
}

fn name_of(name: &str) -> &'static str {
    match name {
        "establishmentCreate" => "establishmentCreate",
        "establishmentMove" => "establishmentMove",
        "establishmentClose" => "establishmentClose",
        "establishmentUpdate" => "establishmentUpdate",
        "seasonReturnReopen" => "seasonReturnReopen",
        _ => "seasonReturnValidate",
    }
}

async fn whatever_is_changed(app: &App) {
    let changes = std::env::var("CHANGES").map_or(CHANGES, |count| count.parse::<usize>().unwrap() / CLIENTS);
    let known = Known::read(app).await;
    let mut made = 0;
    // Two halves, with a turn of the year between them, so that years are closed under way.
    for half in 0..2 {
        let (one, two, three, four) = tokio::join!(
            client(app, &known, half * CLIENTS, changes / 2),
            client(app, &known, half * CLIENTS + 1, changes / 2),
            client(app, &known, half * CLIENTS + 2, changes / 2),
            client(app, &known, half * CLIENTS + 3, changes / 2),
        );
        made += one + two + three + four;
        app.advance(60 * DAY);
    }
    println!("{made} changes made");
    assert!(made > changes, "most of them are made: {made} of {}", 4 * changes);
    assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    let (_, breaches) = app.pool.verify_journal().await.unwrap();
    assert!(breaches.is_empty(), "{breaches:?}");
}

/// What the server does for one client really runs at once with what it does for another: on several threads.
mod whatever_is_changed_at_once_the_counters_equal_a_recount {
    use super::{App, whatever_is_changed};
    use crate::harness::Database;

    #[tokio::test(flavor = "multi_thread")]
    async fn sqlite() {
        whatever_is_changed(&App::start(Database::Sqlite).await).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn postgres() {
        whatever_is_changed(&App::start(Database::Postgres).await).await;
    }
}
