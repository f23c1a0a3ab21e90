//! Statistics against the press report's figures, against arithmetic by hand, and, as every account, against a naive count
//! of the very houses that the account can list.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::harness::{App, Change, on_both};

/// The measures of the network, and what a naive count of houses makes of each.
const NETWORK: &str = "ESTABLISHMENTS, LICENSED_ESTABLISHMENTS, ESTABLISHMENTS_BEING_LICENSED, CAPACITY, ESTABLISHMENTS_OPENED, LICENCES_GRANTED";

/// By what a house, or a row, is grouped.
type Key = fn(&Value) -> Vec<Value>;

async fn ask(app: &App, login: &str, arguments: &str, fields: &str) -> Value {
    app.data(login, &format!("{{ statistics({arguments}) {{ {fields} }} }}")).await["statistics"].clone()
}

async fn refused(app: &App, login: &str, arguments: &str) -> (String, String) {
    let query = format!("{{ statistics({arguments}) {{ rowCount }} }}");
    let answer = app.send(Some(&app.token(login).await), &query, json!({})).await;
    (answer.only_code(), answer.body["errors"][0]["message"].as_str().unwrap().to_owned())
}

/// Every house that a login can list.
async fn houses(app: &App, login: &str) -> Vec<Value> {
    let token = app.token(login).await;
    let (mut houses, mut after) = (Vec::new(), Value::Null);
    loop {
        let query = "query ($after: String) { establishments(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes {
            id kind { code parent { code } } commune { id } delegation { id code } association { id } audiences
            capacity { total female male } openedOn closedOn licencePeriods { state decisionNumber startsOn endsOn } } } }";
        let answer = app.send(Some(&token), query, json!({ "after": after })).await;
        let page = &answer.body["data"]["establishments"];
        houses.extend(page["nodes"].as_array().unwrap_or_else(|| panic!("{:#}", answer.body)).clone());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            return houses;
        }
    }
}

fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str().map(|text| text.parse().unwrap())
}

fn is_open(house: &Value, on: NaiveDate) -> bool {
    day(&house["openedOn"]).is_none_or(|first| first <= on) && day(&house["closedOn"]).is_none_or(|last| last >= on)
}

fn licence(house: &Value, on: NaiveDate) -> Option<String> {
    let periods = house["licencePeriods"].as_array().unwrap();
    let covers = |period: &&Value| {
        day(&period["startsOn"]).unwrap() <= on && day(&period["endsOn"]).is_none_or(|last| last >= on)
    };
    periods.iter().find(covers).map(|period| period["state"].as_str().unwrap().to_owned())
}

/// What a house adds to the measures of [`NETWORK`] at the end of a month, and in its year up to it.
fn adds(house: &Value, on: NaiveDate) -> [i64; 6] {
    let open = i64::from(is_open(house, on));
    let state = licence(house, on);
    let within = |value: Option<NaiveDate>| {
        i64::from(value.is_some_and(|day| day <= on && day.format("%Y").to_string() == on.format("%Y").to_string()))
    };
    // One that follows a suspension on the next day, or a licence by the same decision, goes on.
    let periods = house["licencePeriods"].as_array().unwrap();
    let goes_on = |period: &Value| {
        let eve = day(&period["startsOn"]).unwrap().pred_opt();
        periods.iter().filter(|before| day(&before["endsOn"]) == eve).any(|before| {
            let same = !period["decisionNumber"].is_null() && before["decisionNumber"] == period["decisionNumber"];
            before["state"] == "SUSPENDED" || before["state"] == "LICENSED" && same
        })
    };
    let granted = periods.iter().filter(|period| period["state"] == "LICENSED" && !goes_on(period));
    [
        open,
        open * i64::from(state.as_deref() == Some("LICENSED")),
        open * i64::from(state.as_deref() == Some("IN_PROGRESS")),
        open * house["capacity"]["total"].as_i64().unwrap_or(0),
        within(day(&house["openedOn"])),
        granted.map(|period| within(day(&period["startsOn"]))).sum(),
    ]
}

/// The naive count, by a key of each house.
fn counted(houses: &[Value], on: NaiveDate, key: impl Fn(&Value) -> Vec<Value>) -> BTreeMap<String, [i64; 6]> {
    let mut groups: BTreeMap<String, [i64; 6]> = BTreeMap::new();
    for house in houses {
        let sums = groups.entry(json!(key(house)).to_string()).or_default();
        for (sum, add) in sums.iter_mut().zip(adds(house, on)) {
            *sum += add;
        }
    }
    groups.retain(|_, sums| sums.iter().any(|sum| *sum != 0));
    groups
}

/// The same out of an answer.
fn answered(statistics: &Value, key: impl Fn(&Value) -> Vec<Value>) -> BTreeMap<String, [i64; 6]> {
    let figures = |row: &Value| {
        let figures = row["figures"].as_array().unwrap();
        std::array::from_fn(|at| figures[at]["count"].as_i64().unwrap())
    };
    let rows = statistics["rows"].as_array().unwrap();
    rows.iter().map(|row| (json!(key(row)).to_string(), figures(row))).collect()
}

on_both! {
    async fn the_reports_figures_come_back_from_the_national_dashboard(app: &App) {
        let delegations = app.data("national-admin", "{ delegations { nodes { id code } } }").await;
        let khenifra = delegations["delegations"]["nodes"].as_array().unwrap().iter().find(|node| node["code"] == "EN-05-301").unwrap()["id"].clone();
        let asked = format!("measures: [ESTABLISHMENTS], groupBy: [WIDE_KIND, LICENCE_STATE], where: {{ delegation: {khenifra} }}, asOf: \"2022-05\"");
        let statistics = ask(app, "national-officer", &asked, "asOf position addsUp rowCount total { count } rows { kind { code } licenceState region { code } figures { count share rank } }").await;
        let rows: BTreeMap<(String, String), i64> = statistics["rows"].as_array().unwrap().iter().map(|row| {
            let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
            ((text(&row["kind"]["code"]), text(&row["licenceState"])), row["figures"][0]["count"].as_i64().unwrap())
        }).collect();
        // 34 licensed, 5 being licensed, more than 23 centres (24 here), 13 kindergartens, more than 3 complexes (4), 2 centres
        // for persons with a disability; and the proximity centre and the women's space, which it names too.
        let expected = [("CEF", "none", 24), ("COMPLEX", "none", 4), ("CSP", "none", 1), ("DISABILITY_CENTER", "none", 2), ("EMF", "none", 1), ("EPS", "IN_PROGRESS", 5), ("EPS", "LICENSED", 34), ("JE", "none", 13)];
        let expected: BTreeMap<_, _> = expected.into_iter().map(|(kind, state, count)| ((kind.to_owned(), state.to_owned()), count)).collect();
        assert_eq!(rows, expected);
        // 24 + 4 + 1 + 2 + 1 + 5 + 34 + 13
        assert_eq!(statistics["total"][0]["count"], 84);
        assert_eq!((&statistics["asOf"], &statistics["addsUp"], &statistics["rowCount"]), (&json!("2022-05"), &json!(true), &json!(8)));
        let licensed = statistics["rows"].as_array().unwrap().iter().find(|row| row["licenceState"] == "LICENSED").unwrap();
        // 34 / 84 = 0.40476…
        assert_eq!(licensed["figures"][0], json!({ "count": 34, "share": 0.4048, "rank": 1 }));
        assert_eq!(licensed["region"], Value::Null, "not grouped by it");

        let asked = format!("measures: [GRANTS_AWARDED], groupBy: [PROGRAMME], where: {{ delegation: {khenifra} }}, asOf: \"2021-12\", orderBy: {{ measure: GRANTS_AWARDED }}");
        let grants = ask(app, "national-finance", &asked, "total { count money { amount currency } } rows { programme { code } figures { money { amount } } }").await;
        let rows: Vec<_> = grants["rows"].as_array().unwrap().iter().map(|row| (row["programme"]["code"].as_str().unwrap(), row["figures"][0]["money"]["amount"].as_str().unwrap())).collect();
        assert_eq!(rows, [("EPS_SUPPORT", "3000000.00"), ("DISABILITY_SUPPORT", "1468411.00"), ("PROXIMITY_CENTER_SUPPORT", "160000.00")]);
        assert_eq!(grants["total"], json!([{ "count": null, "money": { "amount": "4628411.00", "currency": "MAD" } }]));
    }

    /// Each account counts the houses that it can list, whatever they are grouped by, at the end of several months.
    async fn every_level_counts_its_own_slice_and_nothing_else(app: &App) {
        let group = |name: &'static str| -> (&'static str, Key, Key) {
            match name {
                "" => ("", |_| Vec::new(), |_| Vec::new()),
                "DELEGATION" => ("delegation { id }", |house| vec![house["delegation"]["id"].clone()], |row| vec![row["delegation"]["id"].clone()]),
                "KIND" => ("kind { code }", |house| vec![house["kind"]["code"].clone()], |row| vec![row["kind"]["code"].clone()]),
                "WIDE_KIND" => ("kind { code }", |house| vec![if house["kind"]["parent"].is_null() { house["kind"]["code"].clone() } else { house["kind"]["parent"]["code"].clone() }], |row| vec![row["kind"]["code"].clone()]),
                "ASSOCIATION" => ("association { id }", |house| vec![house["association"]["id"].clone()], |row| vec![row["association"]["id"].clone()]),
                "ESTABLISHMENT" => ("establishment { id }", |house| vec![house["id"].clone()], |row| vec![row["establishment"]["id"].clone()]),
                "DELEGATION, KIND" => ("delegation { id } kind { code }", |house| vec![house["delegation"]["id"].clone(), house["kind"]["code"].clone()], |row| vec![row["delegation"]["id"].clone(), row["kind"]["code"].clone()]),
                other => panic!("{other}"),
            }
        };
        let mut seen = 0;
        for login in app.logins() {
            if login.starts_with("indh") || login.starts_with("partner") {
                assert_eq!(app.refusal(&login, "{ statistics(measures: [ESTABLISHMENTS]) { rowCount } }").await, "FORBIDDEN", "{login}");
                continue;
            }
            let houses = houses(app, &login).await;
            for name in ["", "DELEGATION", "KIND", "WIDE_KIND", "ASSOCIATION", "ESTABLISHMENT", "DELEGATION, KIND"] {
                let (fields, of_house, of_row) = group(name);
                for month in ["2004-12", "2021-06", "2022-05", "2023-01", "2026-11"] {
                    let first: NaiveDate = format!("{month}-01").parse().unwrap();
                    let last = first.checked_add_months(chrono::Months::new(1)).unwrap().pred_opt().unwrap();
                    let asked = format!("measures: [{NETWORK}], groupBy: [{name}], asOf: \"{month}\"");
                    let statistics = ask(app, &login, &asked, &format!("total {{ count }} rows {{ {fields} figures {{ count }} }}")).await;
                    let expected = counted(&houses, last, of_house);
                    let mut rows = answered(&statistics, of_row);
                    if name.is_empty() {
                        rows.retain(|_, sums| sums.iter().any(|sum| *sum != 0));
                    }
                    assert_eq!(rows, expected, "{login}: {name} at the end of {month}");
                    let all = counted(&houses, last, |_| Vec::new()).into_values().next().unwrap_or_default();
                    let total: Vec<_> = statistics["total"].as_array().unwrap().iter().map(|figure| figure["count"].as_i64().unwrap()).collect();
                    assert_eq!(total, all, "{login}: {name}: the total at the end of {month}");
                    seen += rows.len();
                }
            }
        }
        assert!(seen > 1000, "{seen}");
    }

    /// Communes and audiences, which are kept for delegations and associations; a house that serves several counts once in all.
    async fn communes_and_audiences_are_counted(app: &App) {
        let on: NaiveDate = "2022-05-31".parse().unwrap();
        for login in ["national-admin", "region-05", "khenifra-head", "khenifra-association"] {
            let Some(login) = app.logins().into_iter().find(|name| name == login) else { continue };
            let houses = houses(app, &login).await;
            let asked = "measures: [ESTABLISHMENTS, CAPACITY], groupBy: [COMMUNE], asOf: \"2022-05\"";
            let statistics = ask(app, &login, asked, "addsUp rows { commune { id } figures { count } }").await;
            let rows: BTreeMap<_, _> = statistics["rows"].as_array().unwrap().iter().map(|row| (row["commune"]["id"].to_string(), row["figures"][0]["count"].as_i64().unwrap())).collect();
            let mut expected: BTreeMap<String, i64> = BTreeMap::new();
            houses.iter().filter(|house| is_open(house, on)).for_each(|house| *expected.entry(house["commune"]["id"].to_string()).or_default() += 1);
            assert_eq!(rows, expected, "{login}");
            let asked = "measures: [ESTABLISHMENTS], groupBy: [AUDIENCE], asOf: \"2022-05\"";
            let statistics = ask(app, &login, asked, "addsUp total { count } rows { audience figures { count } }").await;
            let mut expected: BTreeMap<String, i64> = BTreeMap::new();
            for house in houses.iter().filter(|house| is_open(house, on)) {
                let audiences = house["audiences"].as_array().unwrap();
                for audience in audiences {
                    *expected.entry(audience.to_string()).or_default() += 1;
                }
                if audiences.is_empty() {
                    *expected.entry("null".to_owned()).or_default() += 1;
                }
            }
            let rows: BTreeMap<_, _> = statistics["rows"].as_array().unwrap().iter().map(|row| (row["audience"].to_string(), row["figures"][0]["count"].as_i64().unwrap())).collect();
            assert_eq!(rows, expected, "{login}");
            assert_eq!(statistics["addsUp"], false);
            let open = i64::try_from(houses.iter().filter(|house| is_open(house, on)).count()).unwrap();
            assert_eq!(statistics["total"][0]["count"], open, "{login}");
        }
    }

    /// By hand: 34 licensed in 2022, 36 from January 2023, as two of the five being licensed were; nothing before 2010.
    async fn series_and_changes_are_those_of_the_same_month_of_the_years(app: &App) {
        let asked = "measures: [LICENSED_ESTABLISHMENTS, ESTABLISHMENTS_BEING_LICENSED], asOf: \"2023-05\", periods: 3";
        let fields = "total { count previousCount change changeRate series { asOf count } }";
        let statistics = ask(app, "khenifra-head", asked, fields).await;
        let point = |month: &str, count: i64| json!({ "asOf": month, "count": count });
        // In May 2021 the first twenty were licensed; the other fourteen from June 2021. They were applied for 120 days before, on
        // 1 February 2021: (36 - 34) / 34 = 0.0588…, (3 - 5) / 5 = -0.4.
        assert_eq!(statistics["total"], json!([
            { "count": 36, "previousCount": 34, "change": 2, "changeRate": 0.0588, "series": [point("2021-05", 20), point("2022-05", 34), point("2023-05", 36)] },
            { "count": 3, "previousCount": 5, "change": -2, "changeRate": -0.4, "series": [point("2021-05", 14), point("2022-05", 5), point("2023-05", 3)] },
        ]));
        let asked = "measures: [LICENSED_ESTABLISHMENTS, LICENCES_GRANTED], asOf: \"2023-01\", per: MONTH, periods: 2";
        let statistics = ask(app, "khenifra-head", asked, fields).await;
        assert_eq!(statistics["total"], json!([
            { "count": 36, "previousCount": 34, "change": 2, "changeRate": 0.0588, "series": [point("2022-12", 34), point("2023-01", 36)] },
            { "count": 2, "previousCount": 0, "change": 2, "changeRate": null, "series": [point("2022-12", 0), point("2023-01", 2)] },
        ]));
        // The grants of 2020 were never entered: nothing is known of them. Those of 2021 are the report's.
        let asked = "measures: [GRANTS_AWARDED], asOf: \"2021-06\", periods: 2";
        let statistics = ask(app, "khenifra-head", asked, "total { money { amount } previousMoney { amount } change changeRate series { asOf money { amount } } }").await;
        assert_eq!(statistics["total"], json!([{ "money": { "amount": "4628411.00" }, "previousMoney": null, "change": null, "changeRate": null,
            "series": [{ "asOf": "2020-06", "money": null }, { "asOf": "2021-06", "money": { "amount": "4628411.00" } }] }]));
    }

    async fn rows_are_ranked_ordered_and_cut(app: &App) {
        // Khénifra has 34 licensed houses in May 2022, Béni Mellal and Midelt six each.
        let fields = "rowCount total { count } rows { delegation { code } figures { count rank share } }";
        let statistics = ask(app, "national-admin", "measures: [LICENSED_ESTABLISHMENTS], groupBy: [DELEGATION], asOf: \"2022-05\", orderBy: { measure: LICENSED_ESTABLISHMENTS }, first: 2", fields).await;
        assert_eq!((&statistics["rowCount"], &statistics["total"][0]["count"]), (&json!(3), &json!(46)));
        let rows = statistics["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0], json!({ "delegation": { "code": "EN-05-301" }, "figures": [{ "count": 34, "rank": 1, "share": 0.7391 }] }));
        // 6 / 46 = 0.1304…, and both are second.
        assert_eq!(rows[1]["figures"], json!([{ "count": 6, "rank": 2, "share": 0.1304 }]));
        let statistics = ask(app, "national-admin", "measures: [LICENSED_ESTABLISHMENTS], groupBy: [REGION], asOf: \"2022-05\", orderBy: { measure: LICENSED_ESTABLISHMENTS, direction: ASC }", "rows { region { code } figures { count } }").await;
        assert_eq!(statistics["rows"], json!([{ "region": { "code": "08" }, "figures": [{ "count": 6 }] }, { "region": { "code": "05" }, "figures": [{ "count": 40 }] }]));
    }

    /// In 2021 Midelt granted 250,000.50, Béni Mellal twice that, 500,001.00, and Khénifra 3,000,000 + 160,000 + 1,468,411:
    /// 5,378,412.50 in all, a third of which is 1,792,804.17. Grouped by region the middle lies halfway.
    async fn a_territory_is_compared_with_its_peers(app: &App) {
        let fields = "peers { measure rows least { number money { amount } } median { number money { amount } } mean { number money { amount } } greatest { number money { amount } } }";
        let money = |amount: &str| json!({ "number": null, "money": { "amount": amount } });
        let peers = ask(app, "national-officer", "measures: [GRANTS_AWARDED], groupBy: [DELEGATION], asOf: \"2021-12\", first: 1", fields).await["peers"].clone();
        assert_eq!(peers, json!([{
            "measure": "GRANTS_AWARDED", "rows": 3, "least": money("250000.50"), "median": money("500001.00"), "mean": money("1792804.17"), "greatest": money("4628411.00"),
        }]));
        let peers = ask(app, "national-officer", "measures: [GRANTS_AWARDED], groupBy: [REGION], asOf: \"2021-12\"", fields).await["peers"].clone();
        assert_eq!((&peers[0]["median"], &peers[0]["mean"]), (&money("2689206.25"), &money("2689206.25")), "of 5,128,412.00 and 250,000.50");
        // What is counted, beside what the rows themselves say.
        let asked = ask(app, "national-officer", "measures: [ESTABLISHMENTS], groupBy: [KIND], where: { delegation: null }", &format!("rows {{ figures {{ count }} }} {fields}")).await;
        let mut counts: Vec<f64> = asked["rows"].as_array().unwrap().iter().map(|row| row["figures"][0]["count"].as_f64().unwrap()).collect();
        counts.sort_by(f64::total_cmp);
        let (peers, count) = (&asked["peers"][0], counts.len());
        assert!(count > 4, "{counts:?}");
        let near = |of: &str, expected: f64| assert!((peers[of]["number"].as_f64().unwrap() - expected).abs() < 0.0001, "{of}: {peers}, not {expected}");
        near("mean", counts.iter().sum::<f64>() / f64::from(u32::try_from(count).unwrap()));
        near("median", f64::midpoint(counts[count / 2], counts[(count - 1) / 2]));
        near("least", counts[0]);
        near("greatest", counts[count - 1]);
        // Nothing is known of a year before all grants.
        let peers = ask(app, "national-officer", "measures: [GRANTS_AWARDED], groupBy: [DELEGATION], asOf: \"1990-12\"", fields).await["peers"].clone();
        assert_eq!(peers, json!([{ "measure": "GRANTS_AWARDED", "rows": 0, "least": null, "median": null, "mean": null, "greatest": null }]));
    }

    async fn what_cannot_be_asked_is_said_to_be(app: &App) {
        for (arguments, code, said) in [
            ("measures: []", "BAD_USER_INPUT", "measures"),
            ("measures: [CAPACITY, CAPACITY]", "BAD_USER_INPUT", "measures"),
            ("measures: [CAPACITY], groupBy: [KIND, KIND]", "BAD_USER_INPUT", "groupBy"),
            ("measures: [CAPACITY], groupBy: [KIND, WIDE_KIND]", "BAD_USER_INPUT", "WIDE_KIND"),
            ("measures: [CAPACITY], groupBy: [LICENCE_STATE]", "BAD_USER_INPUT", "KIND + WIDE_KIND + SEX"),
            ("measures: [LICENSED_ESTABLISHMENTS], groupBy: [COMMUNE]", "BAD_USER_INPUT", "LICENSED_ESTABLISHMENTS"),
            ("measures: [ESTABLISHMENTS], groupBy: [ESTABLISHMENT, COMMUNE]", "BAD_USER_INPUT", "ESTABLISHMENTS"),
            ("measures: [GRANTS_AWARDED], per: MONTH", "BAD_USER_INPUT", "GRANTS_AWARDED"),
            ("measures: [CAPACITY], periods: 0", "BAD_USER_INPUT", "periods"),
            ("measures: [CAPACITY], periods: 61", "BAD_USER_INPUT", "periods"),
            ("measures: [CAPACITY], first: 0", "BAD_USER_INPUT", "first"),
            ("measures: [CAPACITY], asOf: \"0010-01\", periods: 60", "BAD_USER_INPUT", "asOf"),
            ("measures: [CAPACITY], orderBy: { measure: PROJECTS }", "BAD_USER_INPUT", "PROJECTS"),
            ("measures: [CAPACITY], where: { delegation: \"x\" }", "BAD_USER_INPUT", "Delegation"),
        ] {
            let (found, message) = refused(app, "national-admin", arguments).await;
            assert_eq!(found, code, "{arguments}: {message}");
            assert!(message.contains(said), "{arguments}: {message}");
        }
        // A director reads no grants.
        let director = app.logins().into_iter().find(|login| login.ends_with("-director")).unwrap();
        assert_eq!(refused(app, &director, "measures: [GRANTS_AWARDED]").await.0, "FORBIDDEN");
        // A delegation that is not there for her counts as one that does not exist: nothing.
        let delegations = app.data("national-admin", "{ delegations { nodes { id code } } }").await;
        let midelt = &delegations["delegations"]["nodes"].as_array().unwrap().iter().find(|node| node["code"] == "EN-08-363").unwrap()["id"];
        for delegation in [midelt.clone(), json!("Delegation_AAAAAAAAcACAAAAAAAAAAA")] {
            let statistics = ask(app, "khenifra-head", &format!("measures: [ESTABLISHMENTS], where: {{ delegation: {delegation} }}"), "rowCount rows { figures { count } } total { count }").await;
            assert_eq!(statistics["total"], json!([{ "count": 0 }]));
        }
    }

    /// Rows lead to objects, and those to others: as deep as a document may go, nothing breaks.
    /// A code that nothing has would look like nothing; and who asks for one house is told that it is that.
    async fn what_is_not_kept_is_not_nothing(app: &App) {
        for (login, arguments, expected) in [
            ("khenifra-head", "measures: [ESTABLISHMENTS], where: { kind: \"DAR_XYZ\" }", "“DAR_XYZ”"),
            ("khenifra-head", "measures: [PEOPLE_SERVED], where: { band: \"primary\" }", "“primary”"),
            ("khenifra-director", "measures: [PEOPLE_SERVED]", "single establishments"),
            ("khenifra-association", "measures: [QUALIFIED_STAFF]", "single associations"),
            ("khenifra-head", "measures: [GRANTS_AWARDED], groupBy: [KIND]", "It is kept by"),
        ] {
            let (code, message) = refused(app, login, arguments).await;
            assert!(code == "BAD_USER_INPUT" && message.contains(expected), "{login} {arguments}: {message}");
        }
    }

    async fn rows_lead_as_deep_as_a_document_may_go(app: &App) {
        let token = app.token("khenifra-head").await;
        let deep = (0..9).fold("reference".to_owned(), |within, _| format!("parent {{ {within} }}"));
        let query = format!("{{ statistics(measures: [CAPACITY], groupBy: [ESTABLISHMENT]) {{ rows {{ establishment {{ {deep} }} }} }} }}");
        let answer = app.send(Some(&token), &query, json!({})).await;
        assert!(answer.body.get("errors").is_none(), "{:#}", answer.body["errors"]);
    }

    async fn each_measure_is_defined_in_three_languages(app: &App) {
        let token = app.token("midelt-social").await;
        let query = "{ statisticsMeasures { measure definition unit stock groupings { dimensions } right } }";
        let mut definitions = Vec::new();
        for language in ["ar", "fr", "en"] {
            let request = app.client().post(format!("{}/graphql", app.url)).bearer_auth(&token).header("Accept-Language", language);
            let answer = app.receive(request.json(&json!({ "query": query }))).await;
            let measures = answer.body["data"]["statisticsMeasures"].as_array().unwrap().clone();
            definitions.extend(measures.iter().map(|measure| measure["definition"].as_str().unwrap().to_owned()));
            let grants = measures.iter().find(|measure| measure["measure"] == "GRANTS_AWARDED").unwrap();
            assert_eq!((&grants["unit"], &grants["stock"], &grants["groupings"], &grants["right"]), (&json!("MONEY"), &json!(false), &json!([{ "dimensions": ["PROGRAMME"] }]), &json!("READ_GRANTS")));
        }
        let all = definitions.len();
        definitions.sort();
        definitions.dedup();
        assert_eq!(definitions.len(), all, "each its own, in each language");
        assert!(definitions.iter().all(|text| text.chars().count() > 40));
    }

    /// One statement for the heads of the streams and one for all the figures, whatever is asked for.
    async fn a_dashboard_is_two_statements(app: &App) {
        let token = app.token("national-admin").await;
        let query = format!("{{ statistics(measures: [{NETWORK}, GRANTS_AWARDED], asOf: \"2022-05\", periods: 5) {{ total {{ count series {{ count }} }} }} }}");
        let before = app.statements();
        let answer = app.send(Some(&token), &query, json!({})).await;
        assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
        assert_eq!(app.statements() - before, 2);
    }
}

/// Every return that a login can list, with its figures.
async fn returns(app: &App, login: &str) -> Vec<Value> {
    let token = app.token(login).await;
    let (mut returns, mut after) = (Vec::new(), Value::Null);
    loop {
        let query = "query ($after: String) { seasonReturns(first: 50, after: $after) { pageInfo { hasNextPage endCursor } nodes {
            state periodFirst periodLast headCount present capacity delegation { id }
            lines { item { section sex band { code } qualified } count amount { amount } } } } }";
        let answer = app.send(Some(&token), query, json!({ "after": after })).await;
        let page = &answer.body["data"]["seasonReturns"];
        returns.extend(page["nodes"].as_array().unwrap_or_else(|| panic!("{:#}", answer.body)).clone());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            return returns;
        }
    }
}

/// The sum of the counts of the lines that are such.
fn of_lines(returns: &[&Value], is: impl Fn(&Value) -> bool) -> i64 {
    let lines = returns.iter().flat_map(|report| report["lines"].as_array().unwrap());
    lines.filter(|line| is(&line["item"])).map(|line| line["count"].as_i64().unwrap_or(0)).sum()
}

const ESTABLISHMENT: Change =
    Change::new("establishmentUpdate", "establishment { version } errors { code path message }");
const MOVE: Change = Change::new("establishmentMove", "establishment { version } errors { code path message }");

on_both! {
    async fn what_houses_report_is_counted_as_far_as_it_is_validated(app: &App) {
        let mut seen = 0;
        for login in app.logins() {
            if login.starts_with("partner") || login.ends_with("-social") || login.ends_with("-director") {
                // Social workers and partners read no returns; those of one house are not kept as statistics.
                assert!(["FORBIDDEN", "BAD_USER_INPUT"].contains(&app.refusal(&login, "{ statistics(measures: [PEOPLE_SERVED]) { rowCount } }").await.as_str()), "{login}");
                continue;
            }
            let all = returns(app, &login).await;
            for month in ["2024-02", "2025-07", "2026-02", "2026-08"] {
                let holds = |report: &&Value| report["state"] == "VALIDATED" && report["periodFirst"].as_str().unwrap() <= month && month <= report["periodLast"].as_str().unwrap();
                let valid: Vec<_> = all.iter().filter(holds).collect();
                let asked = format!("measures: [HOUSES_REPORTING, PEOPLE_SERVED, PEOPLE_PRESENT, ORPHANS_SERVED, BEDS, STAFF, OCCUPANCY, EXPENDITURE], asOf: \"{month}\"");
                let total = ask(app, &login, &asked, "total { count rate money { amount } }").await["total"].clone();
                let section = |name: &'static str| of_lines(&valid, move |item| item["section"] == name);
                let known = |count: i64| if valid.is_empty() { Value::Null } else { json!(count) };
                let counts: Vec<_> = total.as_array().unwrap()[..6].iter().map(|figure| figure["count"].clone()).collect();
                let houses = i64::try_from(valid.len()).unwrap();
                assert_eq!(counts, [json!(houses), known(section("HEAD_COUNT")), known(section("PRESENT")), known(section("ORPHANS")), known(section("BEDS")), known(section("STAFF"))], "{login}: {month}");
                let both = || valid.iter().filter(|report| report["present"].is_i64() && report["capacity"].is_i64());
                let sum = |field: &str| both().map(|report| report[field].as_i64().unwrap()).sum::<i64>();
                // To four places, half up, by whole numbers.
                let rate = (sum("capacity") > 0).then(|| (sum("present") * 20_000 + sum("capacity")) / (2 * sum("capacity")));
                assert_eq!(total[6]["rate"].as_f64().map(|rate| format!("{rate:.4}")), rate.map(|rate| format!("{}.{:04}", rate / 10_000, rate % 10_000)), "{login}: {month}");
                let spent: i64 = valid.iter().flat_map(|report| report["lines"].as_array().unwrap()).filter_map(|line| line["amount"]["amount"].as_str()).map(|amount| amount.replace('.', "").parse::<i64>().unwrap()).sum();
                let money = if valid.is_empty() { Value::Null } else { json!(format!("{}.{:02}", spent / 100, spent % 100)) };
                assert_eq!(total[7]["money"]["amount"], money, "{login}: {month}");

                if login.ends_with("-association") {
                    // Of one association, by kind and sex; what more there is, its returns say.
                    let asked = format!("measures: [PEOPLE_SERVED], groupBy: [SEX], asOf: \"{month}\"");
                    let rows = ask(app, &login, &asked, "rows { sex figures { count } }").await["rows"].clone();
                    for row in rows.as_array().unwrap() {
                        let expected = of_lines(&valid, |item| item["section"] == "HEAD_COUNT" && item["sex"] == row["sex"]);
                        assert_eq!(row["figures"][0]["count"], expected, "{login}: {month}: {row}");
                    }
                    continue;
                }
                let qualified = ask(app, &login, &format!("measures: [QUALIFIED_STAFF], asOf: \"{month}\""), "total { count }").await;
                assert_eq!(qualified["total"][0]["count"], known(of_lines(&valid, |item| item["section"] == "STAFF" && item["qualified"] == true)), "{login}: {month}");
                let asked = format!("measures: [PEOPLE_SERVED], groupBy: [SEX, BAND], asOf: \"{month}\"");
                let rows = ask(app, &login, &asked, "rows { sex band { code } figures { count } }").await["rows"].clone();
                for row in rows.as_array().unwrap() {
                    let expected = of_lines(&valid, |item| item["section"] == "HEAD_COUNT" && item["sex"] == row["sex"] && item["band"]["code"] == row["band"]["code"]);
                    assert_eq!(row["figures"][0]["count"], expected, "{login}: {month}: {row}");
                    seen += 1;
                }
                let sum: i64 = rows.as_array().unwrap().iter().map(|row| row["figures"][0]["count"].as_i64().unwrap()).sum();
                assert_eq!(sum, section("HEAD_COUNT"), "{login}: {month}: the rows add up");
            }
        }
        assert!(seen > 100, "{seen}");
    }

    /// A house that moves on 10 March takes its past with it, by the boundaries of now; by those of then it stays where it was.
    async fn what_has_moved_is_counted_where_it_was_or_where_it_is(app: &App) {
        let data = app.data("national-admin", "{ delegations { nodes { id code } } communes(first: 100) { nodes { id code } }
            establishments(where: { search: \"EPS-05-301-0001\" }) { nodes { id version capacity { total } seasonReturns { periodFirst state headCount } } } }").await;
        let find = |list: &str, code: &str| data[list]["nodes"].as_array().unwrap().iter().find(|node| node["code"] == code).unwrap()["id"].clone();
        let (khenifra, beni_mellal) = (find("delegations", "EN-05-301"), find("delegations", "EN-05-091"));
        let house = &data["establishments"]["nodes"][0];
        let served = house["seasonReturns"].as_array().unwrap().iter().find(|report| report["periodFirst"] == "2024-09").unwrap();
        assert_eq!(served["state"], "VALIDATED");
        let served = served["headCount"].as_i64().unwrap();
        let count = async |delegation: &Value, month: &str, boundaries: &str| {
            let asked = format!("measures: [ESTABLISHMENTS, PEOPLE_SERVED], where: {{ delegation: {delegation} }}, asOf: \"{month}\", boundaries: {boundaries}");
            let total = ask(app, "national-admin", &asked, "total { count }").await["total"].clone();
            (total[0]["count"].as_i64().unwrap(), total[1]["count"].as_i64().unwrap_or(0))
        };
        let mut before = BTreeMap::new();
        for month in ["2025-03", "2026-02", "2026-03"] {
            for (name, delegation) in [("khenifra", &khenifra), ("beni mellal", &beni_mellal)] {
                before.insert((name, month), count(delegation, month, "CURRENT").await);
                assert_eq!(count(delegation, month, "HISTORICAL").await, before[&(name, month)], "nothing has moved yet");
            }
        }
        // The plan for its residents, which lets it close below, moves along.
        let plan = app.data("khenifra-head", &format!("{{ establishment(id: {}) {{ relocationPlans {{ id version }} }} }}", house["id"])).await;
        let plan = &plan["establishment"]["relocationPlans"][0];
        let approve = Change::new("relocationPlanApprove", "errors { code path message }");
        let input = json!({ "id": plan["id"], "expectedVersion": plan["version"] });
        assert_eq!(app.change(&app.token("khenifra-head").await, approve, &input).await["errors"], json!([]));
        let token = app.token("national-admin").await;
        let input = json!({ "id": house["id"], "expectedVersion": house["version"], "delegation": beni_mellal, "commune": find("communes", "05.091.X1"), "movedOn": "2026-03-10" });
        assert_eq!(app.change(&token, MOVE, &input).await["errors"], json!([]));
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
        // What was declared of May 2022, before it moved, agrees still: 34 licensed houses.
        let declared = app.data("national-officer", "{ declaredBesideComputed(all: true, where: { measure: LICENSED_EPS, year: 2022 }) { declared { delegation { code } } computed agreement } }").await;
        let of_khenifra = json!({ "declared": { "delegation": { "code": "EN-05-301" } }, "computed": 34, "agreement": "AGREES" });
        assert!(declared["declaredBesideComputed"].as_array().unwrap().contains(&of_khenifra), "{declared:#}");
        let plus = |(houses, people): (i64, i64), (more, others): (i64, i64)| (houses + more, people + others);
        for (month, people) in [("2025-03", served), ("2026-02", 0)] {
            let (from, to) = (before[&("khenifra", month)], before[&("beni mellal", month)]);
            let (left, came) = (count(&khenifra, month, "CURRENT").await, count(&beni_mellal, month, "CURRENT").await);
            assert_eq!((left.0, came.0), (from.0 - 1, to.0 + 1), "{month}, where it is");
            if people > 0 {
                assert_eq!((left, came), (plus(from, (-1, -people)), plus(to, (1, people))), "{month}, with those it served");
            }
            assert_eq!((count(&khenifra, month, "HISTORICAL").await, count(&beni_mellal, month, "HISTORICAL").await), (from, to), "{month}, where it was");
        }
        let month = "2026-03";
        for boundaries in ["CURRENT", "HISTORICAL"] {
            let (left, came) = (count(&khenifra, month, boundaries).await, count(&beni_mellal, month, boundaries).await);
            assert_eq!((left.0, came.0), (before[&("khenifra", month)].0 - 1, before[&("beni mellal", month)].0 + 1), "since March it is there by both");
        }
        // It closes, and was closed before it moved: then it never stood there.
        let close = Change::new("establishmentClose", "errors { code path message }");
        let input = json!({ "id": house["id"], "expectedVersion": 2, "closedOn": "2026-02-15" });
        assert_eq!(app.change(&token, close, &input).await["errors"], json!([]));
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
        assert_eq!(count(&khenifra, "2026-02", "HISTORICAL").await.0, before[&("khenifra", "2026-02")].0 - 1);
        assert_eq!(count(&beni_mellal, "2026-03", "CURRENT").await.0, before[&("beni mellal", "2026-03")].0);
    }

    /// What changes from a day on leaves the figures of before as they were; what was entered wrongly is set right for all time.
    async fn figures_of_the_past_stay_unless_they_were_wrong(app: &App) {
        let data = app.data("khenifra-head", "{ establishments(where: { search: \"CEF-05-301-0003\" }) { nodes { id } } associations(first: 1) { nodes { id } } }").await;
        let (id, association) = (data["establishments"]["nodes"][0]["id"].clone(), data["associations"]["nodes"][0]["id"].clone());
        let token = app.token("khenifra-head").await;
        let places = async |month: &str| {
            let asked = format!("measures: [CAPACITY], where: {{ kind: \"CEF\" }}, asOf: \"{month}\"");
            ask(app, "khenifra-head", &asked, "total { count }").await["total"][0]["count"].as_i64().unwrap()
        };
        let houses = async |month: &str| {
            let asked = format!("measures: [ESTABLISHMENTS], where: {{ kind: \"CEF\", association: {association} }}, asOf: \"{month}\"");
            ask(app, "khenifra-head", &asked, "total { count }").await["total"][0]["count"].as_i64().unwrap()
        };
        let mut version = 0;
        let mut change = async |input: Value| {
            version += 1;
            let mut input = input;
            input["id"] = id.clone();
            input["expectedVersion"] = json!(version);
            let changed = app.change(&token, ESTABLISHMENT, &input).await;
            assert_eq!(changed["errors"], json!([]));
            assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
        };
        // 24 centres of 30 places each.
        assert_eq!((places("2021-12").await, places("2026-11").await), (720, 720));
        change(json!({ "capacity": { "total": 50 } })).await;
        assert_eq!((places("2021-12").await, places("2026-10").await, places("2026-11").await), (720, 720, 740), "from today on");
        change(json!({ "capacity": { "total": 40 }, "since": "2024-06-15" })).await;
        assert_eq!((places("2024-05").await, places("2024-06").await, places("2026-11").await), (720, 730, 730), "since June 2024, whatever was said of later");
        change(json!({ "capacity": { "total": 35 }, "since": "2012-10-01" })).await;
        assert_eq!((places("2012-09").await, places("2012-10").await, places("2024-05").await, places("2026-11").await), (0, 725, 725, 725), "since it opened");
        let before = (houses("2023-12").await, houses("2026-11").await);
        change(json!({ "association": association, "since": "2024-01-01" })).await;
        assert_eq!((houses("2023-12").await, houses("2024-01").await, houses("2026-11").await), (before.0, before.1 + 1, before.1 + 1), "another runs it since 2024");
        let refused = app.change(&token, ESTABLISHMENT, &json!({ "id": id, "expectedVersion": version + 1, "capacity": null, "since": "2026-12-24" })).await;
        assert_eq!(crate::harness::codes(&refused), crate::harness::one("INVALID", "input.since"));
    }
}
