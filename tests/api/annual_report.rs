//! The annual report: the figures of the press report, read by those who may and by nobody else.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::harness::{Change, on_both};

/// The report as one line per figure.
const REPORT: &str = "asOf budgetYear
    measures { measure computed agreement declared { value qualifier asOf source } }
    grants { byProgramme { programme { code } lines { amount { amount currency } amountQualifier yearInferred }
                           total { money { amount } } }
             total { money { amount } origin estimated } }
    projects { names { ar fr } commune { name(language: FR) } kind { code } partners { code } }";

fn measure<'a>(report: &'a Value, name: &str) -> &'a Value {
    report["measures"].as_array().unwrap().iter().find(|measure| measure["measure"] == name).unwrap()
}

fn grant<'a>(report: &'a Value, programme: &str) -> &'a Value {
    let programmes = report["grants"]["byProgramme"].as_array().unwrap();
    programmes.iter().find(|grants| grants["programme"]["code"] == programme).unwrap()
}

on_both! {
    /// The figures are typed from the mission's table of what the press report names (rows 2 to 11).
    async fn khenifra_2021_gives_back_the_figures_of_the_press_report(app: &App) {
        let data = app.data("khenifra-head", &format!("{{ annualReport(budgetYear: 2021) {{ {REPORT} }} }}")).await;
        let report = &data["annualReport"];
        assert_eq!(report["asOf"], "2022-05");
        assert_eq!(report["measures"].as_array().unwrap().len(), 6);

        let declared = |name: &str| {
            let figure = &measure(report, name)["declared"];
            (figure["qualifier"].as_str().unwrap().to_owned(), figure["value"].as_i64().unwrap())
        };
        let exactly = |value| ("EXACT".to_owned(), value);
        let more_than = |value| ("MORE_THAN".to_owned(), value);
        assert_eq!(declared("LICENSED_EPS"), exactly(34));
        assert_eq!(declared("EPS_BEING_LICENSED"), exactly(5));
        assert_eq!(declared("CEF"), more_than(23));
        assert_eq!(declared("KINDERGARTENS"), exactly(13));
        assert_eq!(declared("SOCIAL_COMPLEXES"), more_than(3));
        assert_eq!(declared("DISABILITY_CENTERS"), exactly(2));

        let computed = |name: &str| measure(report, name)["computed"].as_i64().unwrap();
        assert_eq!(computed("LICENSED_EPS"), 34);
        assert_eq!(computed("EPS_BEING_LICENSED"), 5);
        assert!(computed("CEF") > 23);
        assert_eq!(computed("KINDERGARTENS"), 13);
        assert!(computed("SOCIAL_COMPLEXES") > 3);
        assert_eq!(computed("DISABILITY_CENTERS"), 2);
        for figure in report["measures"].as_array().unwrap() {
            assert_eq!(figure["agreement"], "AGREES", "{figure}");
            assert_eq!(figure["declared"]["asOf"], "2022-05");
            assert!(figure["declared"]["source"].as_str().unwrap().contains("May 2022"));
        }

        let only_line = |programme: &str| grant(report, programme)["lines"][0].clone();
        let line = |amount: &str, qualifier: &str, year_inferred: bool| json!({
            "amount": { "amount": amount, "currency": "MAD" },
            "amountQualifier": qualifier,
            "yearInferred": year_inferred,
        });
        assert_eq!(only_line("EPS_SUPPORT"), line("3000000.00", "EXACT", false));
        assert_eq!(only_line("PROXIMITY_CENTER_SUPPORT"), line("160000.00", "ABOUT", true));
        assert_eq!(only_line("DISABILITY_SUPPORT"), line("1468411.00", "EXACT", false));
        // 3,000,000.00 + 160,000.00 + 1,468,411.00, a sum that no source states.
        assert_eq!(report["grants"]["total"], json!({
            "money": { "amount": "4628411.00" }, "origin": "COMPUTED_BY_TAAWUN", "estimated": true,
        }));

        let projects = report["projects"].as_array().unwrap();
        let places: Vec<_> = projects.iter().map(|project| project["commune"]["name"].as_str().unwrap()).collect();
        assert_eq!(places, ["Aguelmous", "Moulay Bouazza", "Khénifra"]);
        let kinds: Vec<_> = projects.iter().map(|project| project["kind"]["code"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["CPSH", "EMF", "COMPLEX"]);
        assert!(projects.iter().all(|project| project["partners"] == json!([{ "code": "INDH" }])));
    }

    /// In January 2023 two of the five were licensed; in 2005 nothing was.
    async fn stocks_are_those_of_the_end_of_the_month_asked_for(app: &App) {
        let counts = async |as_of: &str| {
            let query = format!("{{ annualReport(budgetYear: 2021, asOf: \"{as_of}\") {{ {REPORT} }} }}");
            let data = app.data("khenifra-officer", &query).await;
            let report = data["annualReport"].clone();
            let of = |name| measure(&report, name)["computed"].as_i64().unwrap();
            ((of("LICENSED_EPS"), of("EPS_BEING_LICENSED")), measure(&report, "LICENSED_EPS").clone())
        };
        assert_eq!(counts("2022-04").await.0, (34, 5));
        assert_eq!(counts("2022-05").await.0, (34, 5));
        assert_eq!(counts("2022-12").await.0, (34, 5));
        assert_eq!(counts("2023-01").await.0, (36, 3));
        let ((licensed, _), figure) = counts("2005-01").await;
        assert_eq!(licensed, 0);
        assert_eq!(figure["declared"], Value::Null, "nothing had been declared by then");
        assert_eq!(figure["agreement"], "NOT_COMPARABLE");
        let (_, later) = counts("2023-01").await;
        assert_eq!(later["declared"]["asOf"], "2022-05", "the latest declaration stands, with its own month");
        assert_eq!(later["agreement"], "NOT_COMPARABLE", "of another month than the count");
    }

    /// Midelt declares seven licensed houses; its register has six.
    async fn a_declaration_that_differs_is_said_to_differ(app: &App) {
        let data = app.data("midelt-head", &format!("{{ annualReport(budgetYear: 2021) {{ {REPORT} }} }}")).await;
        let figure = measure(&data["annualReport"], "LICENSED_EPS");
        assert_eq!((&figure["computed"], &figure["declared"]["value"]), (&json!(6), &json!(7)));
        assert_eq!(figure["agreement"], "DIFFERS");
    }

    async fn a_year_without_anything_is_empty_and_ends_in_december(app: &App) {
        let data = app.data("khenifra-head", &format!("{{ annualReport(budgetYear: 2019) {{ {REPORT} }} }}")).await;
        let report = &data["annualReport"];
        assert_eq!(report["asOf"], "2019-12");
        assert_eq!(report["grants"]["byProgramme"], json!([]));
        assert_eq!(report["grants"]["total"]["money"]["amount"], "0.00");
    }

    async fn each_role_reads_the_report_of_its_own_delegations_and_no_other(app: &App) {
        let delegations = app.data("national-admin", "{ delegations { nodes { id code } } }").await;
        let nodes = delegations["delegations"]["nodes"].as_array().unwrap().clone();
        let id = |code: &str| nodes.iter().find(|node| node["code"] == code).unwrap()["id"].as_str().unwrap().to_owned();
        let all = [id("EN-05-301"), id("EN-05-091"), id("EN-08-363")];
        let unknown = "Delegation_AAAAAAAAcACAAAAAAAAAAA".to_owned();
        for login in app.logins() {
            let token = app.token(&login).await;
            let mut outcomes = Vec::new();
            for delegation in all.iter().chain([&unknown]) {
                let query = format!("{{ annualReport(budgetYear: 2021, delegation: \"{delegation}\") {{ delegation {{ id }} }} }}");
                let answer = app.send(Some(&token), &query, json!({})).await;
                outcomes.push(if answer.body.get("errors").is_some() {
                    answer.only_code()
                } else {
                    assert_eq!(answer.body["data"]["annualReport"]["delegation"]["id"], json!(delegation));
                    "READ".to_owned()
                });
            }
            // Khénifra, Béni Mellal, Midelt, one that does not exist.
            let expected = match login.as_str() {
                "national-admin" | "national-officer" | "national-finance" | "auditor" | "dpo" => ["READ", "READ", "READ", "NOT_FOUND"],
                "region-05" => ["READ", "READ", "NOT_FOUND", "NOT_FOUND"],
                "khenifra-head" | "khenifra-officer" | "khenifra-social" => ["READ", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND"],
                "midelt-head" | "midelt-officer" | "midelt-social" => ["NOT_FOUND", "NOT_FOUND", "READ", "NOT_FOUND"],
                _ => ["FORBIDDEN"; 4],
            };
            assert_eq!(outcomes, expected, "{login}");
        }
    }

    /// A centre that closed in May 2022 is entered as closed in January 2027: the figure of May 2022 is corrected, and what
    /// was known before can still be read.
    async fn a_late_correction_is_told_from_what_was_known_before(app: &App) {
        let of = async |arguments: &str| {
            let query = format!("{{ annualReport(budgetYear: 2021, {arguments}) {{ {REPORT} }} }}");
            let data = app.data("khenifra-head", &query).await;
            measure(&data["annualReport"], "CEF")["computed"].as_i64().unwrap()
        };
        assert_eq!(of("asOf: \"2022-05\"").await, 24);
        app.advance(60 * 24 * 3600);
        let query = "{ establishments(first: 1, where: { kind: \"CEF\" }) { nodes { id version } } }";
        let house = app.data("khenifra-head", query).await["establishments"]["nodes"][0].clone();
        let close = format!("mutation {{ establishmentClose(input: {{ id: {}, expectedVersion: {}, closedOn: \"2022-05-10\" }}) {{ errors {{ message }} }} }}", house["id"], house["version"]);
        assert_eq!(app.data("khenifra-head", &close).await["establishmentClose"]["errors"], json!([]));
        assert_eq!(of("asOf: \"2022-04\"").await, 24, "it was there at the end of April");
        assert_eq!(of("asOf: \"2022-05\"").await, 23);
        assert_eq!(of("asOf: \"2026-12\"").await, 23);
        assert_eq!(of("asOf: \"2022-05\", asKnownOn: \"2026-12\"").await, 24, "as it was known until January");
        assert_eq!(of("asOf: \"2022-05\", asKnownOn: \"2027-01\"").await, 23);
    }

    async fn a_counter_that_was_altered_is_found_and_set_right(app: &App) {
        let connection = app.connection().await;
        let altered = connection.execute_unprepared("UPDATE counter SET value = value + 1 WHERE level = 'ESTABLISHMENT' AND cube = 'KIND_LICENCE' AND part_1 = 'CEF' AND month = 201210").await.unwrap();
        // 24 centres in Khénifra, all opened in October 2012.
        assert_eq!(altered.rows_affected(), 24);
        let differences = taawun::statistics::differences(&app.pool).await.unwrap();
        assert_eq!(differences.len(), 24);
        assert!(differences.iter().all(|difference| (difference.records, difference.counters) == (1, 2)));
        assert_eq!(taawun::statistics::rebuild(&app.pool, app.now()).await.unwrap(), 24);
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
        let data = app.data("khenifra-head", &format!("{{ annualReport(budgetYear: 2021) {{ {REPORT} }} }}")).await;
        assert_eq!(measure(&data["annualReport"], "CEF")["computed"], 24);
    }

    async fn whoever_has_no_single_delegation_must_name_one(app: &App) {
        for login in ["national-officer", "region-05"] {
            assert_eq!(app.refusal(login, "{ annualReport(budgetYear: 2021) { asOf } }").await, "BAD_USER_INPUT");
        }
        for year in [1956, 9999, -1] {
            let query = format!("{{ annualReport(budgetYear: {year}) {{ asOf }} }}");
            assert_eq!(app.refusal("khenifra-head", &query).await, "BAD_USER_INPUT");
        }
        for month in ["2022-13", "22-05", "2022-05-01", ""] {
            let query = format!("{{ annualReport(budgetYear: 2021, asOf: \"{month}\") {{ asOf }} }}");
            assert_eq!(app.refusal("khenifra-head", &query).await, "BAD_USER_INPUT");
        }
    }

    /// Béni Mellal and Midelt declare seven licensed houses of six; Khénifra's six figures agree. Each role reads of its own.
    async fn what_differs_comes_first_and_each_role_reads_its_own(app: &App) {
        let query = |arguments: &str| format!("{{ declaredBesideComputed({arguments}) {{ declared {{ delegation {{ code }} measure value }} computed difference agreement }} }}");
        let differs = |code: &str| json!({ "declared": { "delegation": { "code": code }, "measure": "LICENSED_EPS", "value": 7 }, "computed": 6, "difference": -1, "agreement": "DIFFERS" });
        let codes = |data: &Value| {
            let list = data["declaredBesideComputed"].as_array().unwrap().iter();
            list.map(|one| one["declared"]["delegation"]["code"].as_str().unwrap().to_owned()).collect::<std::collections::BTreeSet<_>>()
        };
        for login in app.logins() {
            let expected: &[&str] = match login.as_str() {
                "national-admin" | "national-officer" | "national-finance" | "auditor" | "dpo" => &["EN-05-091", "EN-08-363"],
                "region-05" => &["EN-05-091"],
                "khenifra-head" | "khenifra-officer" | "khenifra-social" => &[],
                "midelt-head" | "midelt-officer" | "midelt-social" => &["EN-08-363"],
                _ => {
                    assert_eq!(app.refusal(&login, &query("first: 5")).await, "FORBIDDEN", "{login}");
                    continue;
                }
            };
            let data = app.data(&login, &query("first: 5, where: { measure: LICENSED_EPS }")).await;
            assert_eq!(codes(&data), expected.iter().map(|code| (*code).to_owned()).collect(), "{login}");
            for (one, code) in data["declaredBesideComputed"].as_array().unwrap().iter().zip(codes(&data)) {
                assert_eq!(one["declared"]["delegation"]["code"].as_str().map(differs), Some(one.clone()), "{login}: {code}");
            }
        }
        // All of them, the greatest difference first: more than 23 centres are 24, which agrees.
        let data = app.data("national-officer", &query("all: true")).await;
        let differences: Vec<_> = data["declaredBesideComputed"].as_array().unwrap().iter().filter_map(|one| Some(one["difference"].as_i64()?.abs())).collect();
        assert_eq!(differences.len(), 8);
        assert!(differences.is_sorted_by(|one, other| one >= other), "{differences:?}");
        let data = app.data("national-officer", &query("all: true, where: { measure: CEF, year: 2022 }")).await;
        assert_eq!(data["declaredBesideComputed"], json!([{ "declared": { "delegation": { "code": "EN-05-301" }, "measure": "CEF", "value": 23 }, "computed": 24, "difference": 1, "agreement": "AGREES" }]));
        assert_eq!(app.data("national-officer", &query("where: { year: 2019 }")).await["declaredBesideComputed"], json!([]));
        assert_eq!(app.refusal("national-officer", &query("first: 0")).await, "BAD_USER_INPUT");
    }

    /// Midelt granted 250,000.50 dirhams in 2021, and Khénifra 3,000,000 + 160,000 + 1,468,411, as its report says. How many were
    /// served, validated returns say.
    async fn what_was_granted_and_how_many_were_served_are_declared_too(app: &App) {
        let query = |arguments: &str| format!("{{ declaredBesideComputed({arguments}) {{ declared {{ measure value amount {{ amount currency }} }} computed computedAmount {{ amount }} difference differenceAmount {{ amount }} agreement }} }}");
        let granted = |declared: &str, computed: &str, difference: &str, agreement: &str| json!({
            "declared": { "measure": "GRANTS_AWARDED", "value": null, "amount": { "amount": declared, "currency": "MAD" } },
            "computed": null, "computedAmount": { "amount": computed }, "difference": null, "differenceAmount": { "amount": difference }, "agreement": agreement,
        });
        let data = app.data("midelt-officer", &query("first: 5")).await;
        let list = data["declaredBesideComputed"].as_array().unwrap();
        assert_eq!(list.len(), 2);
        assert_eq!(list[1], granted("200000.00", "250000.50", "50000.50", "DIFFERS"), "amounts come after counts");

        let record = Change::new("declaredFigureRecord", "errors { code path message }");
        let token = app.token("khenifra-head").await;
        let declare = async |measure: &str, value: Value, amount: Value, as_of: &str| {
            let input = json!({ "idempotencyKey": format!("declared-{measure}-{as_of}-{value}-{amount}"), "measure": measure, "value": value, "amount": amount, "asOf": as_of, "source": "A meeting" });
            app.change(&token, record, &input).await["errors"].clone()
        };
        // "1,628,411.00 dirhams" misses the first line of the report.
        for (measure, value, amount) in [("GRANTS_AWARDED", json!(null), json!("1628411.00")), ("PEOPLE_SERVED", json!(1), json!(null))] {
            assert_eq!(declare(measure, value, amount, "2021-12").await, json!([]));
        }
        let data = app.data("khenifra-head", &query("where: { year: 2021 }, all: true")).await;
        let unknown = json!({
            "declared": { "measure": "PEOPLE_SERVED", "value": 1, "amount": null },
            "computed": null, "computedAmount": null, "difference": null, "differenceAmount": null, "agreement": "NOT_COMPARABLE",
        });
        assert_eq!(data["declaredBesideComputed"], json!([unknown, granted("1628411.00", "4628411.00", "3000000.00", "DIFFERS")]));
        assert_eq!(app.data("khenifra-head", &query("where: { year: 2021 }")).await["declaredBesideComputed"].as_array().unwrap().len(), 1);

        let connection = app.connection().await;
        let served = "SELECT CAST(SUM(head_count) AS BIGINT) AS served FROM season_return WHERE state = 'VALIDATED' AND period_first <= 202606 AND period_last >= 202606
            AND delegation_id = (SELECT id FROM delegation WHERE code = 'EN-05-301')";
        let row = connection.query_one_raw(sea_orm::Statement::from_string(connection.get_database_backend(), served)).await.unwrap().unwrap();
        let served: i64 = row.try_get("", "served").unwrap();
        assert!(served > 100, "{served}");
        assert_eq!(declare("PEOPLE_SERVED", json!(served + 4), json!(null), "2026-06").await, json!([]));
        let data = app.data("khenifra-head", &query("where: { measure: PEOPLE_SERVED, year: 2026 }")).await;
        let one = &data["declaredBesideComputed"][0];
        assert_eq!((&one["computed"], &one["difference"], &one["agreement"]), (&json!(served), &json!(-4), &json!("DIFFERS")));

        // Of two declarations of one month the later one stands.
        assert_eq!(declare("PEOPLE_SERVED", json!(served), json!(null), "2026-06").await, json!([]));
        let asked = query("where: { measure: PEOPLE_SERVED, year: 2026 }, all: true");
        let data = app.data("khenifra-head", &asked).await;
        assert_eq!(data["declaredBesideComputed"].as_array().unwrap().len(), 1);
        assert_eq!(data["declaredBesideComputed"][0]["agreement"], "AGREES");
        // Social workers read no returns, and so not how many they say were served.
        assert_eq!(app.data("khenifra-social", &asked).await["declaredBesideComputed"], json!([]));
        // Of a year without grants nothing is known; and the month of the report is that of its own figures.
        for year in ["2019-12", "2022-12"] {
            assert_eq!(declare("GRANTS_AWARDED", json!(null), json!("0.00"), year).await, json!([]));
        }
        let data = app.data("khenifra-head", &query("where: { measure: GRANTS_AWARDED, year: 2019 }, all: true")).await;
        let one = &data["declaredBesideComputed"][0];
        assert_eq!((&one["computedAmount"], &one["agreement"]), (&json!(null), &json!("NOT_COMPARABLE")));
        assert_eq!(app.data("khenifra-head", "{ annualReport(budgetYear: 2021) { asOf } }").await["annualReport"]["asOf"], "2022-05");

        // Money is an amount, whatever is counted a number.
        for (measure, value, amount, path) in [
            ("GRANTS_AWARDED", json!(7), json!(null), "value"),
            ("GRANTS_AWARDED", json!(null), json!(null), "amount"),
            ("GRANTS_AWARDED", json!(null), json!("-0.01"), "amount"),
            ("GRANTS_AWARDED", json!(null), json!("1000000000.01"), "amount"),
            ("CEF", json!(null), json!("7.00"), "amount"),
            ("CEF", json!(7), json!("7.00"), "amount"),
            ("CEF", json!(null), json!(null), "value"),
            ("PEOPLE_SERVED", json!(1_000_001), json!(null), "value"),
        ] {
            let errors = declare(measure, value, amount, "2021-12").await;
            assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!("INVALID"), &json!(["input", path])), "{errors}");
        }
    }
}
