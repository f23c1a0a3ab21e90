//! Season returns from draft to validated: each step, each refusal, and who may do what with it when.

use entity::mandate::Role;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::harness::{App, Change, PASSWORD, codes, key_of, on_both, one, plain_mandate};
use crate::procedures::{ABOVE_AND_THE_HOUSE, OFFICES, Step, Table, nothing_hinders};

const FIELDS: &str =
    "seasonReturn { id state version headCount present capacity overCapacity submittedOn decidedOn reason
    lines { item { code } count amount { amount } } } errors { code message path }";
const BEGIN: Change = Change::new("seasonReturnBegin", FIELDS);
const FILL: Change = Change::new("seasonReturnFill", FIELDS);
const SUBMIT: Change = Change::new("seasonReturnSubmit", FIELDS);
const SEND_BACK: Change = Change::new("seasonReturnSendBack", FIELDS);
const VALIDATE: Change = Change::new("seasonReturnValidate", FIELDS);
const REOPEN: Change = Change::new("seasonReturnReopen", FIELDS);

/// The house and its association fill in and submit; the delegation sends back, validates and opens again.
const FILLERS: &[&str] = &["khenifra-association", "khenifra-director", "midelt-association", "midelt-director"];
const PROCEDURE: [Step; 5] = [
    Step("FILL", FILL, FILLERS, &["DRAFT", "RETURNED"]),
    Step("SUBMIT", SUBMIT, FILLERS, &["DRAFT", "RETURNED"]),
    Step("SEND_BACK", SEND_BACK, OFFICES, &["SUBMITTED"]),
    Step("VALIDATE", VALIDATE, OFFICES, &["SUBMITTED"]),
    Step("REOPEN", REOPEN, OFFICES, &["VALIDATED"]),
];

fn beside(step: &str) -> Value {
    match step {
        "FILL" => json!({ "lines": [{ "item": "BEDS", "count": 25 }] }),
        "SEND_BACK" | "REOPEN" => json!({ "reason": "Les orphelins" }),
        _ => json!({}),
    }
}

/// A house of the demonstration: its id, and those of its returns by first month.
async fn house(app: &App, reference: &str) -> (Value, Value) {
    let query = format!(
        "{{ establishments(where: {{ search: \"{reference}\" }}) {{ nodes {{ id seasonReturns {{ id periodFirst }} }} }} }}"
    );
    let found = app.data("national-officer", &query).await["establishments"]["nodes"][0].clone();
    let returns = found["seasonReturns"].as_array().unwrap().iter();
    let returns = returns.map(|one| (one["periodFirst"].as_str().unwrap().to_owned(), one["id"].clone()));
    (found["id"].clone(), Value::Object(returns.collect()))
}

/// The figures of a boarding house of girls: 30 served, all present but one, 24 beds.
fn figures() -> Vec<Value> {
    let counts = [
        ("HEAD_F_PRIMARY", 4),
        ("HEAD_F_LOWER_SECONDARY", 16),
        ("HEAD_F_UPPER_SECONDARY", 10),
        ("HEAD_F_OTHER_LEVEL", 0),
        ("HEAD_M_PRIMARY", 0),
        ("HEAD_M_LOWER_SECONDARY", 0),
        ("HEAD_M_UPPER_SECONDARY", 0),
        ("HEAD_M_OTHER_LEVEL", 0),
        ("ORPHANS_F", 3),
        ("ORPHANS_M", 0),
        ("DISABILITY_F", 1),
        ("DISABILITY_M", 0),
        ("PRESENT_F", 29),
        ("PRESENT_M", 0),
        ("BEDS", 24),
        ("STAFF_MANAGEMENT", 1),
        ("STAFF_EDUCATION_QUALIFIED", 2),
        ("STAFF_EDUCATION_OTHER", 0),
        ("STAFF_SERVICE", 3),
    ];
    let mut lines: Vec<_> = counts.iter().map(|(item, count)| json!({ "item": item, "count": count })).collect();
    lines.push(json!({ "item": "BUDGET_MINISTRY", "amount": "120000.50" }));
    lines
}

fn figure<'a>(payload: &'a Value, item: &str) -> Option<&'a Value> {
    payload["seasonReturn"]["lines"].as_array().unwrap().iter().find(|line| line["item"]["code"] == item)
}

on_both! {
    async fn a_return_goes_from_the_house_to_the_delegation_and_back(app: &App) {
        let (director, officer) = (app.token("khenifra-director").await, app.token("khenifra-officer").await);
        let head = app.token("khenifra-head").await;
        let (house, _) = house(app, "EPS-05-301-0001").await;

        // Begun: a season begins in September, of what has begun, once.
        let starting = |key: &str, period: &str| json!({ "idempotencyKey": format!("a-return-{key}"), "establishment": house, "period": period });
        for (key, period) in [("october", "2025-10"), ("next-year", "2027-09")] {
            assert_eq!(codes(&app.change(&director, BEGIN, &starting(key, period)).await), one("INVALID", "input.period"), "{period}");
        }
        assert_eq!(codes(&app.change(&director, BEGIN, &starting("again", "2024-09")).await), one("TAKEN", "input.period"));
        // It opened on 2005-09-01.
        assert_eq!(codes(&app.change(&director, BEGIN, &starting("earlier", "2001-09")).await), one("INVALID", "input.period"));
        let begun = app.change(&director, BEGIN, &starting("2025", "2025-09")).await;
        assert_eq!((&begun["errors"], &begun["seasonReturn"]["state"], &begun["seasonReturn"]["lines"]), (&json!([]), &json!("DRAFT"), &json!([])));
        let id = begun["seasonReturn"]["id"].clone();
        assert_eq!(app.change(&director, BEGIN, &starting("2025", "2025-09")).await["seasonReturn"]["id"], id);
        assert_eq!(codes(&app.change(&director, BEGIN, &starting("2025-again", "2025-09")).await), one("TAKEN", "input.period"));

        // Filled in: all mistakes at once, and nothing of it kept.
        let fill = |version: i32, lines: Value| json!({ "id": id, "expectedVersion": version, "lines": lines });
        let wrong = json!([
            { "item": "HEAD_F_PRIMARY", "count": 4 }, { "item": "HEAD_F_AGE_6_14", "count": 1 }, { "item": "BEDS", "count": -1 },
            { "item": "BUDGET_INDH", "count": 5 }, { "item": "ORPHANS_F", "amount": "5.00" }, { "item": "HEAD_F_PRIMARY", "count": 5 },
            { "item": "PRESENT_F", "count": 100_001 }, { "item": "BUDGET_DONORS", "amount": "-0.01" },
        ]);
        let expected = [
            ("NOT_FOUND", "input.lines.1.item"), ("INVALID", "input.lines.2.count"), ("INVALID", "input.lines.3.count"),
            ("INVALID", "input.lines.4.amount"), ("INVALID", "input.lines.5.item"), ("INVALID", "input.lines.6.count"),
            ("INVALID", "input.lines.7.amount"),
        ];
        let refused = app.change(&director, FILL, &fill(1, wrong)).await;
        assert_eq!(codes(&refused), expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        let many: Vec<_> = (0..201).map(|_| json!({ "item": "BEDS", "count": 1 })).collect();
        assert_eq!(codes(&app.change(&director, FILL, &fill(1, json!(many))).await), one("TOO_LONG", "input.lines"));
        let filled = app.change(&director, FILL, &fill(1, json!([{ "item": "PRESENT_F", "count": 29 }, { "item": "HEAD_F_PRIMARY", "count": 4 }]))).await;
        assert_eq!(filled["errors"], json!([]));
        assert_eq!((&filled["seasonReturn"]["headCount"], &filled["seasonReturn"]["present"], &filled["seasonReturn"]["version"]), (&json!(4), &json!(29), &json!(2)));
        assert_eq!(filled["seasonReturn"]["lines"][0]["item"]["code"], "HEAD_F_PRIMARY", "in the order of the template");

        // Submitted: all that is lacking is told. 19 are required, of which two are there.
        let of = |version: i32| json!({ "id": id, "expectedVersion": version });
        let lacking = codes(&app.change(&director, SUBMIT, &of(2)).await);
        assert_eq!(lacking.len(), 19 - 2);
        assert!(lacking.contains(&("BLANK".to_owned(), "input.lines.STAFF_SERVICE".to_owned())), "{lacking:?}");
        assert_eq!(app.change(&director, FILL, &fill(2, json!(figures()))).await["errors"], json!([]));

        // Of which: 30 girls were served, and no boy.
        let more = json!([{ "item": "ORPHANS_F", "count": 31 }, { "item": "DISABILITY_M", "count": 1 }, { "item": "PRESENT_F", "count": 31 }]);
        assert_eq!(app.change(&director, FILL, &fill(3, more)).await["errors"], json!([]), "only who submits is stopped");
        let too_many = codes(&app.change(&director, SUBMIT, &of(4)).await);
        let expected = ["ORPHANS_F", "DISABILITY_M", "PRESENT_F"].map(|item| ("INVALID".to_owned(), format!("input.lines.{item}")));
        assert_eq!(too_many, expected);
        let all = app.change(&director, FILL, &fill(4, json!([{ "item": "ORPHANS_F", "count": 30 }, { "item": "DISABILITY_M", "count": 0 }, { "item": "PRESENT_F", "count": 30 }]))).await;
        assert_eq!(all["errors"], json!([]));
        // 24 places, 30 present.
        assert_eq!((&all["seasonReturn"]["capacity"], &all["seasonReturn"]["overCapacity"]), (&json!(24), &json!(true)));
        // Neither count nor amount: taken away. Of money, nothing is required.
        let without = app.change(&director, FILL, &fill(5, json!([{ "item": "BUDGET_MINISTRY" }]))).await;
        assert_eq!((figure(&all, "BUDGET_MINISTRY").unwrap()["amount"]["amount"].clone(), figure(&without, "BUDGET_MINISTRY")), (json!("120000.50"), None));
        let submitted = app.change(&director, SUBMIT, &of(6)).await;
        assert_eq!((&submitted["errors"], &submitted["seasonReturn"]["state"], &submitted["seasonReturn"]["submittedOn"]), (&json!([]), &json!("SUBMITTED"), &json!("2026-11-24")));
        assert_eq!(codes(&app.change(&director, FILL, &fill(7, json!([]))).await), one("INVALID", "input.id"), "it is with the delegation");

        // Sent back with a reason, handed in again, validated, opened again.
        let for_a = |version: i32, reason: &str| json!({ "id": id, "expectedVersion": version, "reason": reason });
        assert_eq!(codes(&app.change(&officer, SEND_BACK, &for_a(7, " ")).await), one("BLANK", "input.reason"));
        assert_eq!(codes(&app.change(&officer, SEND_BACK, &for_a(7, &"x".repeat(1001))).await), one("TOO_LONG", "input.reason"));
        let returned = app.change(&officer, SEND_BACK, &for_a(7, " Les orphelins ")).await;
        assert_eq!((&returned["seasonReturn"]["state"], &returned["seasonReturn"]["reason"]), (&json!("RETURNED"), &json!("Les orphelins")));
        assert_eq!(app.change(&director, FILL, &fill(8, json!([{ "item": "ORPHANS_F", "count": 3 }]))).await["errors"], json!([]));
        assert_eq!(app.change(&director, SUBMIT, &of(9)).await["seasonReturn"]["state"], "SUBMITTED");
        let conflict = app.change(&head, VALIDATE, &of(9)).await;
        assert_eq!((codes(&conflict), &conflict["seasonReturn"]["version"]), (one("CONFLICT", "input.expectedVersion"), &json!(10)));
        app.advance(24 * 3600);
        let validated = app.change(&app.token("khenifra-head").await, VALIDATE, &of(10)).await;
        assert_eq!((&validated["seasonReturn"]["state"], &validated["seasonReturn"]["decidedOn"], &validated["seasonReturn"]["headCount"]), (&json!("VALIDATED"), &json!("2026-11-25"), &json!(30)));
        let reopened = app.change(&app.token("khenifra-officer").await, REOPEN, &for_a(11, "Une correction tardive")).await;
        assert_eq!((&reopened["seasonReturn"]["state"], &reopened["seasonReturn"]["reason"]), (&json!("RETURNED"), &json!("Une correction tardive")));

        // One entry for each of the 12 versions; the figures stand in it.
        assert_eq!(app.journal().await, 12);
        let history = app.data("khenifra-head", &format!("{{ seasonReturn(id: {id}) {{ history {{ mutation changes {{ field after }} }} }} }}")).await;
        let history = history["seasonReturn"]["history"].as_array().unwrap().clone();
        let mutations: Vec<_> = history.iter().rev().map(|entry| entry["mutation"].as_str().unwrap()).collect();
        let [first, fill, submit] = ["seasonReturnBegin", "seasonReturnFill", "seasonReturnSubmit"];
        assert_eq!(mutations, [first, fill, fill, fill, fill, fill, submit, "seasonReturnSendBack", fill, submit, "seasonReturnValidate", "seasonReturnReopen"]);
        let lines = history[3]["changes"].as_array().unwrap().iter().find(|change| change["field"] == "lines");
        assert!(lines.unwrap()["after"].as_str().unwrap().contains("ORPHANS_F"));
    }

    async fn a_period_is_reported_when_it_is_over(app: &App) {
        let director = app.token("khenifra-director").await;
        let (house, _) = house(app, "EPS-05-301-0001").await;
        let input = json!({ "idempotencyKey": "the-season-of-now", "establishment": house, "period": "2026-09" });
        let begun = app.change(&director, BEGIN, &input).await["seasonReturn"]["id"].clone();
        let filled = app.change(&director, FILL, &json!({ "id": begun, "expectedVersion": 1, "lines": figures() })).await;
        assert_eq!(filled["errors"], json!([]));
        let submit = json!({ "id": begun, "expectedVersion": 2 });
        assert_eq!(codes(&app.change(&director, SUBMIT, &submit).await), one("INVALID", "input.id"));
        // The season ends on 31 July 2027, 249 days after 24 November 2026: at eleven in the evening it is not over, after midnight it is.
        app.advance(249 * 86400 + 13 * 3600);
        assert_eq!(codes(&app.change(&app.token("khenifra-director").await, SUBMIT, &submit).await), one("INVALID", "input.id"));
        app.advance(2 * 3600);
        assert_eq!(app.change(&app.token("khenifra-director").await, SUBMIT, &submit).await["errors"], json!([]));
    }

    async fn nobody_validates_what_they_submitted(app: &App) {
        let (_, returns) = house(app, "EPS-05-301-0025").await;
        let query = "{ seasonReturns(where: { period: \"2025-09\", state: RETURNED }) { nodes { id establishment { id } delegation { id } } } }";
        let found = app.data("khenifra-head", query).await["seasonReturns"]["nodes"][0].clone();
        assert_eq!(returns["2025-09"], found["id"]);
        let directs = entity::mandate::Model {
            establishment_id: Some(key_of(&found["establishment"]["id"]).into()),
            delegation_id: Some(key_of(&found["delegation"]["id"]).into()),
            ..plain_mandate(Role::EstablishmentDirector)
        };
        let heads = entity::mandate::Model {
            delegation_id: Some(key_of(&found["delegation"]["id"]).into()),
            ..plain_mandate(Role::DelegationHead)
        };
        app.lay_account("both", vec![directs, heads]).await;
        let both = app.sign_in("both", PASSWORD).await["accessToken"].as_str().unwrap().to_owned();
        let viewer = app.send(Some(&both), "{ viewer { role mandates { id role } } }", json!({})).await.body["data"]["viewer"].clone();
        let switch = Change::new("mandateSwitch", "accessToken errors { code }");
        let mut tokens = std::collections::BTreeMap::from([(viewer["role"].as_str().unwrap().to_owned(), both.clone())]);
        for mandate in viewer["mandates"].as_array().unwrap() {
            let switched = app.try_change(&both, switch, &json!({ "mandate": mandate["id"] })).await;
            if let Some(token) = switched.body["data"]["mandateSwitch"]["accessToken"].as_str() {
                tokens.insert(mandate["role"].as_str().unwrap().to_owned(), token.to_owned());
            }
        }
        let (as_director, as_head) = (&tokens["ESTABLISHMENT_DIRECTOR"], &tokens["DELEGATION_HEAD"]);
        let of = |version: i32| json!({ "id": found["id"], "expectedVersion": version });
        assert_eq!(app.change(as_director, SUBMIT, &of(1)).await["errors"], json!([]));
        assert_eq!(codes(&app.change(as_head, VALIDATE, &of(2)).await), one("FORBIDDEN", "input.id"));
        let query = format!("{{ seasonReturn(id: {}) {{ availableTransitions {{ name allowed reasons }} }} }}", found["id"]);
        let told = app.send(Some(as_head), &query, json!({})).await.body["data"]["seasonReturn"]["availableTransitions"].clone();
        assert_eq!(told[3], json!({ "name": "VALIDATE", "allowed": false, "reasons": ["You submitted this return: another person validates it."] }));
        assert_eq!(app.change(&app.token("khenifra-head").await, VALIDATE, &of(2)).await["errors"], json!([]));
    }

    /// Every state, mutation and account; what is told to be available is what is done, and nothing else.
    async fn who_may_do_what_when(app: &App) {
        let (_, returns) = house(app, "EPS-05-301-0001").await;
        let row = json!({ "id": returns["2024-09"], "version": 1 });
        let hex = key_of(&row["id"]).simple().to_string();
        let key = if app.is_postgres() { format!("'{hex}'") } else { format!("x'{hex}'") };
        let connection = app.connection().await;
        let mut table = Table::new(app, "seasonReturn", &PROCEDURE).await;
        for state in ["DRAFT", "SUBMITTED", "RETURNED", "VALIDATED"] {
            connection.execute_unprepared(&format!("UPDATE season_return SET state = '{state}' WHERE id = {key}")).await.unwrap();
            table.at(&row, state, &ABOVE_AND_THE_HOUSE, beside, nothing_hinders).await;
        }
        connection.close().await.unwrap();
        // 17 accounts, 4 states, 5 steps. Director and association fill and submit in two states of four; head and officer send back and
        // validate in one, reopen in one.
        table.came_out(&[
            ("done", 2 * (2 + 2) + 2 * 3), ("elsewhere", 2 * (2 + 2) + 2 * (3 * 4 - 3)), ("no right", 13 * 5 * 4), ("not there", 2 * 2 * 4 + 2 * 3 * 4),
        ]);
    }

    /// Two directors of one house fill in the same draft at the same time: the second is told, and sees what the first did.
    async fn of_two_who_fill_in_at_once_one_is_told(app: &App) {
        let (house, _) = house(app, "EPS-05-301-0001").await;
        let (one_of_them, other) = (app.token("khenifra-director").await, app.token("khenifra-association").await);
        let input = json!({ "idempotencyKey": "for-two-to-fill-in", "establishment": house, "period": "2025-09" });
        let id = app.change(&one_of_them, BEGIN, &input).await["seasonReturn"]["id"].clone();
        for round in 1..=5 {
            let fill = |count: i32| json!({ "id": id, "expectedVersion": round, "lines": [{ "item": "BEDS", "count": count }, { "item": "PRESENT_F", "count": count }] });
            let (first, second) = (fill(10 + round), fill(20 + round));
            let (first, second) = tokio::join!(app.change(&one_of_them, FILL, &first), app.change(&other, FILL, &second));
            let outcomes = [codes(&first), codes(&second)];
            let conflict = one("CONFLICT", "input.expectedVersion");
            assert!(outcomes.contains(&Vec::new()) && outcomes.contains(&conflict), "{outcomes:?}");
            assert_eq!((&first["seasonReturn"]["version"], &second["seasonReturn"]["version"]), (&json!(round + 1), &json!(round + 1)));
            assert_eq!(first["seasonReturn"]["lines"], second["seasonReturn"]["lines"], "both see the same");
            assert_eq!(figure(&first, "BEDS").unwrap()["count"], figure(&first, "PRESENT_F").unwrap()["count"], "of one of them");
        }
    }

    /// An account that fills in for a house of its own association only.
    async fn an_association_reports_for_its_own_houses(app: &App) {
        let manager = app.token("khenifra-association").await;
        let (of_another, _) = house(app, "EPS-05-301-0009").await;
        let starting = |house: &Value, period: &str| json!({ "idempotencyKey": "a-return-of-whom", "establishment": house, "period": period });
        assert_eq!(codes(&app.change(&manager, BEGIN, &starting(&of_another, "2025-09")).await), one("NOT_FOUND", "input.establishment"));
        // It runs a house in Béni Mellal too, whose return is with that delegation.
        let (own, _) = house(app, "EPS-05-091-0008").await;
        let begun = app.change(&manager, BEGIN, &starting(&own, "2025-09")).await;
        assert_eq!(begun["errors"], json!([]));
        let query = format!("{{ seasonReturn(id: {}) {{ delegation {{ code }} association {{ name(language: FR) }} }} }}", begun["seasonReturn"]["id"]);
        assert_eq!(app.data("national-officer", &query).await["seasonReturn"]["delegation"]["code"], "EN-05-091");
        assert_eq!(app.refusal("khenifra-head", &query).await, "NOT_FOUND");
        assert_eq!(app.data("region-05", &query).await["seasonReturn"]["association"]["name"], "Association de Khénifra (démonstration 1)");
    }
}
