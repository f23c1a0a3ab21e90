//! The public register against the database, read past every door; and that nothing else can be had through it.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::StatusCode;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use taawun::config::Limits;

use crate::harness::{App, on_both};

const FIELDS: &str =
    "reference names { ar fr } kind { code } legalCategory { code } commune { code province { code region { code } } }
    capacity { total female male } licence { framework decisionNumber decidedOn startsOn endsOn authority { code } }";
/// What is licensed today, by plain SQL: the reference, and the number of the decision.
const LICENSED: &str = "SELECT e.reference AS reference, l.decision_number AS number FROM establishment e
    JOIN licence_period l ON l.establishment_id = e.id
    WHERE l.state = 'LICENSED' AND l.starts_on <= '2026-06-15' AND (l.ends_on IS NULL OR l.ends_on >= '2026-06-15')
    AND e.state <> 'PLANNED' AND (e.opened_on IS NULL OR e.opened_on <= '2026-06-15') AND (e.closed_on IS NULL OR e.closed_on >= '2026-06-15')
    AND (e.import_part_id IS NULL OR e.import_part_id IN (SELECT id FROM import_part WHERE shown))";

async fn post(url: &str, query: &str, variables: Value) -> (StatusCode, Value) {
    let answer = reqwest::Client::new()
        .post(format!("{url}/register/graphql"))
        .json(&json!({ "query": query, "variables": variables }));
    let answer = answer.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

/// Every house of the register that a filter finds, over its pages.
async fn all(app: &App, filter: &str) -> Vec<Value> {
    let (mut houses, mut after) = (Vec::new(), Value::Null);
    loop {
        let query = format!(
            "query ($after: String) {{ licensedEstablishments(first: 15, after: $after, where: {{ {filter} }}) {{ totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ {FIELDS} }} }} }}"
        );
        let (status, body) = post(&app.url, &query, json!({ "after": after })).await;
        assert!(status.is_success() && body["errors"].is_null(), "{body:#}");
        let page = &body["data"]["licensedEstablishments"];
        houses.extend(page["nodes"].as_array().unwrap().clone());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], houses.len());
            return houses;
        }
    }
}

async fn licensed(app: &App) -> BTreeMap<String, Option<String>> {
    let today = (app.now() + chrono::TimeDelta::hours(1)).date_naive().to_string();
    let connection = app.connection().await;
    let sql = Statement::from_string(connection.get_database_backend(), LICENSED.replace("2026-06-15", &today));
    let rows = connection.query_all_raw(sql).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "reference").unwrap(), row.try_get("", "number").unwrap())).collect()
}

fn references(houses: &[Value]) -> Vec<String> {
    houses.iter().map(|house| house["reference"].as_str().unwrap().to_owned()).collect()
}

/// What is sent for an address: the status, some headers, the body.
async fn fetch(app: &App, path: &str, known: Option<&str>) -> (StatusCode, BTreeMap<String, String>, String) {
    let mut request = app.client().get(format!("{}{path}", app.url));
    if let Some(known) = known {
        request = request.header("if-none-match", known);
    }
    let response = request.send().await.unwrap();
    let headers = response.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (response.status(), headers.collect(), response.text().await.unwrap())
}

async fn change(app: &App, sql: &str) {
    app.connection().await.execute_unprepared(sql).await.unwrap();
}

/// Whether a filter holds for a house.
type Holds = fn(&Value) -> bool;

on_both! {
    async fn it_says_what_is_licensed_today_and_nothing_else(app: &App) {
        let expected = licensed(app).await;
        assert!(expected.len() > 40, "{}", expected.len());
        let houses = all(app, "").await;
        let told: BTreeMap<_, _> = houses.iter().map(|house| (house["reference"].as_str().unwrap().to_owned(), house["licence"]["decisionNumber"].as_str().map(str::to_owned))).collect();
        assert_eq!(told, expected);
        assert_eq!(told.len(), houses.len(), "each once");

        // Suspended, withdrawn, over, not begun, closed, planned, not yet shown.
        let of = |number: u32| format!("(SELECT id FROM establishment WHERE reference = 'EPS-05-301-{number:04}')");
        for (number, state) in [(1, "SUSPENDED"), (2, "WITHDRAWN"), (3, "IN_PROGRESS")] {
            change(app, &format!("UPDATE licence_period SET state = '{state}' WHERE ends_on IS NULL AND establishment_id = {}", of(number))).await;
        }
        change(app, &format!("UPDATE licence_period SET ends_on = '2022-01-01' WHERE ends_on IS NULL AND establishment_id = {}", of(4))).await;
        change(app, &format!("UPDATE licence_period SET starts_on = '2090-01-01' WHERE ends_on IS NULL AND establishment_id = {}", of(5))).await;
        change(app, "UPDATE establishment SET closed_on = '2022-01-01', state = 'CLOSED' WHERE reference = 'EPS-05-301-0006'").await;
        change(app, "UPDATE establishment SET state = 'PLANNED' WHERE reference = 'EPS-05-301-0007'").await;
        let gone: BTreeSet<_> = (1..=7).map(|number| format!("EPS-05-301-{number:04}")).collect();
        let left: Vec<_> = expected.keys().filter(|reference| !gone.contains(*reference)).cloned().collect();
        assert_eq!(references(&all(app, "").await), left);
        let (_, _, json) = fetch(app, "/register.json", None).await;
        let listed: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(references(listed["establishments"].as_array().unwrap()), left);
    }

    async fn a_filter_finds_what_it_names_in_every_form(app: &App) {
        let houses = all(app, "").await;
        let filters: [(&str, &str, Holds); 6] = [
            ("kind: \"EPS\"", "kind=EPS", |house| house["reference"].as_str().unwrap().starts_with("EPS")),
            ("kind: \"DAR_TALIBA\"", "kind=DAR_TALIBA", |house| house["kind"]["code"] == "DAR_TALIBA"),
            ("province: \"08.363\"", "province=08.363", |house| house["commune"]["province"]["code"] == "08.363"),
            ("region: \"05\"", "region=05", |house| house["commune"]["province"]["region"]["code"] == "05"),
            ("legalCategory: \"LAW_65_15_SCHOOLED_CHILDREN\"", "legalCategory=LAW_65_15_SCHOOLED_CHILDREN", |house| house["legalCategory"]["code"] == "LAW_65_15_SCHOOLED_CHILDREN"),
            ("commune: \"nowhere\"", "commune=nowhere", |_| false),
        ];
        for (filter, address, holds) in filters {
            let expected: Vec<_> = references(&houses.iter().filter(|house| holds(house)).cloned().collect::<Vec<_>>());
            assert!(filter.contains("nowhere") || !expected.is_empty() && expected.len() < houses.len() || filter.contains("EPS"), "{filter}");
            assert_eq!(references(&all(app, filter).await), expected, "{filter}");
            let (_, _, csv) = fetch(app, &format!("/register.csv?{address}"), None).await;
            let mut csv = csv::Reader::from_reader(csv.as_bytes());
            assert_eq!(csv.records().map(|line| line.unwrap()[0].to_owned()).collect::<Vec<_>>(), expected, "{address}");
        }
        let found = references(&all(app, "search: \"dar talib\"").await);
        assert!(!found.is_empty() && found.len() < houses.len());
        assert_eq!(fetch(app, "/register.json?unknown=1", None).await.0, StatusCode::BAD_REQUEST);
    }

    async fn the_file_is_what_the_schema_says_and_no_formula(app: &App) {
        change(app, "UPDATE establishment SET name_fr = '=HYPERLINK(\"http://x\")' WHERE reference = 'EPS-05-301-0001'").await;
        let houses = all(app, "").await;
        let (status, headers, body) = fetch(app, "/register.csv", None).await;
        assert_eq!((status, headers["cache-control"].as_str()), (StatusCode::OK, "public, max-age=300"));
        let mut csv = csv::Reader::from_reader(body.as_bytes());
        let heads = csv.headers().unwrap().clone();
        let lines: Vec<BTreeMap<_, _>> = csv.records().map(|line| heads.iter().map(str::to_owned).zip(line.unwrap().iter().map(str::to_owned)).collect()).collect();
        assert_eq!(lines.len(), houses.len());
        let text = |value: &Value| value.as_str().map_or_else(|| value.as_i64().map(|number| number.to_string()).unwrap_or_default(), str::to_owned);
        for (line, house) in lines.iter().zip(&houses) {
            let french = text(&house["names"]["fr"]);
            let told = [
                ("reference", text(&house["reference"])), ("kind", text(&house["kind"]["code"])),
                ("name_fr", if french.starts_with('=') { format!("'{french}") } else { french }), ("name_ar", text(&house["names"]["ar"])),
                ("commune", text(&house["commune"]["code"])), ("region", text(&house["commune"]["province"]["region"]["code"])),
                ("capacity_total", text(&house["capacity"]["total"])), ("capacity_female", text(&house["capacity"]["female"])),
                ("decision_number", text(&house["licence"]["decisionNumber"])), ("authority", text(&house["licence"]["authority"]["code"])),
                ("starts_on", text(&house["licence"]["startsOn"])), ("ends_on", text(&house["licence"]["endsOn"])),
                ("decided_on", text(&house["licence"]["decidedOn"])), ("framework", text(&house["licence"]["framework"])),
            ];
            for (head, value) in told {
                assert_eq!(line[head], value, "{head} of {}", house["reference"]);
            }
        }
    }

    async fn whoever_has_an_answer_is_told_so_until_a_licence_changes(app: &App) {
        let query = "/register/graphql?query=%7BlicensedEstablishments%7BtotalCount%20nodes%7Breference%7D%7D%7D";
        for path in ["/register.json", "/register.csv?kind=EPS", query] {
            let (status, headers, body) = fetch(app, path, None).await;
            assert_eq!(status, StatusCode::OK, "{path} {body}");
            assert_eq!(headers["cache-control"], "public, max-age=300", "{path}");
            let tag = headers["etag"].clone();
            assert!(tag.starts_with("W/\""), "{tag}");
            let (status, headers, body) = fetch(app, path, Some(&tag)).await;
            assert_eq!((status, headers["etag"].as_str(), body.as_str()), (StatusCode::NOT_MODIFIED, tag.as_str(), ""), "{path}");
        }
        let (_, headers, _) = fetch(app, "/register.json", None).await;
        change(app, "UPDATE licence_period SET state = 'SUSPENDED' WHERE ends_on IS NULL AND establishment_id IN (SELECT id FROM establishment WHERE reference = 'EPS-05-301-0001')").await;
        assert_eq!(fetch(app, "/register.json", Some(&headers["etag"])).await.0, StatusCode::OK);
    }

    async fn nothing_else_can_be_asked_for(app: &App) {
        let (_, body) = post(&app.url, "{ __schema { types { name kind fields { name } } mutationType { name } } }", json!({})).await;
        let types = body["data"]["__schema"]["types"].as_array().unwrap();
        let objects: BTreeSet<_> = types.iter().filter(|kind| kind["kind"] == "OBJECT").map(|kind| kind["name"].as_str().unwrap()).filter(|name| !name.starts_with("__")).collect();
        assert_eq!(objects, BTreeSet::from([
            "RegisterQuery", "LicensedEstablishment", "LicensedEstablishmentConnection", "LicensedEstablishmentEdge", "LicencePeriod", "CompetentAuthority",
            "EstablishmentKind", "LegalCategory", "Capacity", "Commune", "Province", "Region", "LocalizedText", "PageInfo",
        ]));
        assert!(body["data"]["__schema"]["mutationType"].is_null());
        for kind in types.iter().filter(|kind| objects.contains(kind["name"].as_str().unwrap())) {
            let fields = kind["fields"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap());
            for field in fields {
                assert!(!["id", "director", "association", "delegation", "staff", "documents", "version"].contains(&field), "{}.{field}", kind["name"]);
            }
        }
        let first = |of: &str| format!("{{ licensedEstablishments(first: 1) {{ nodes {{ {of} }} }} }}");
        for query in [
            "{ node(id: \"x\") { id } }".to_owned(), "{ establishments { totalCount } }".to_owned(), "{ viewer { role } }".to_owned(), "mutation { signOut { errors { code } } }".to_owned(),
            first("id"), first("association { names { ar } }"), first("director { id }"), first("commune { id }"), first("licence { id state }"), first("... on Establishment { id }"),
        ] {
            let (_, body) = post(&app.url, &query, json!({})).await;
            assert!(body["data"].is_null() && body["errors"].is_array(), "{query} {body:#}");
        }
        // A token is not looked at: whoever asks is the public.
        let token = app.token("national-admin").await;
        let request = app.client().post(format!("{}/register/graphql", app.url)).bearer_auth(&token);
        let answer = request.json(&json!({ "query": first("reference") })).send().await.unwrap();
        assert!(answer.json::<Value>().await.unwrap()["errors"].is_null());
        // A cursor of another list is none here.
        let other = app.data("national-admin", "{ establishments(first: 1) { pageInfo { endCursor } } }").await;
        let (_, body) = post(&app.url, "query ($after: String) { licensedEstablishments(after: $after) { nodes { reference } } }", json!({ "after": other["establishments"]["pageInfo"]["endCursor"] })).await;
        assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{body:#}");
    }

    async fn its_limits_are_those_of_the_main_door(app: &App) {
        let code = |body: &Value| body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned();
        let (_, body) = post(&app.url, "{ licensedEstablishments(first: 100) { nodes { reference } } }", json!({})).await;
        let cost = body["extensions"]["cost"]["requested"].as_u64().unwrap();
        assert!(cost >= 100, "{cost}");
        let deep = format!("{}{}", "{ a ".repeat(80), "}".repeat(80));
        let wide = format!("{{ {} }}", (0..30).fold(String::new(), |all, at| format!("{all} a{at}: licensedEstablishments {{ totalCount }}")));
        let dear = format!("{{ {} }}", (0..19).fold(String::new(), |all, at| format!("{all} a{at}: licensedEstablishments(first: 100) {{ nodes {{ {FIELDS} }} }}")));
        let usual = app.listen_within(Limits::default()).await;
        for query in [deep, wide, dear] {
            let (_, body) = post(&usual, &query, json!({})).await;
            assert_eq!(code(&body), "LIMIT_EXCEEDED", "{query} {body:#}");
        }
        let (status, _) = post(&app.url, &" ".repeat(2 * 1024 * 1024), json!({})).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);

        // Files, this door and the main one spend the same budget of the anonymous.
        let url = app.listen_within(Limits { budget: 1500, ..Limits::default() }).await;
        let file = reqwest::get(format!("{url}/register.json")).await.unwrap();
        assert_eq!(file.status(), StatusCode::OK);
        let again = reqwest::get(format!("{url}/register.csv")).await.unwrap();
        assert_eq!(again.status(), StatusCode::TOO_MANY_REQUESTS);
        assert!(again.headers().contains_key("retry-after"));
        let (status, body) = post(&url, "{ licensedEstablishments(first: 100, where: { search: \"dar\" }) { nodes { reference } } }", json!({})).await;
        assert_eq!((status, code(&body).as_str()), (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"), "{body:#}");
    }
}
