//! Measures against licences: formal notices and what comes of them, suspension and its end, withdrawal; who does what when; and
//! that the register and the figures follow.

#![expect(clippy::disallowed_methods, reason = "public numbers are read from their rows")]

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::harness::{App, Change, codes, on_both, one};
use crate::inspections::{house, place_residents};
use crate::procedures::{ABOVE, Step, Table, nothing_hinders};

const NOTICE: &str = "formalNotice { id version state closedOn items { position metOn } } errors { code path message }";
pub(crate) const SERVE: Change = Change::new("formalNoticeServe", NOTICE);
pub(crate) const MEET: Change = Change::new("formalNoticeItemMeet", NOTICE);
pub(crate) const CLOSE_NOTICE: Change = Change::new("formalNoticeClose", NOTICE);
pub(crate) const WITHDRAW: Change = Change::new("formalNoticeWithdraw", NOTICE);
const MEASURE: &str =
    "licenceMeasure { id version state startsOn endsOn liftedFrom authority { code } } errors { code path message }";
const PROPOSE: Change = Change::new("licenceMeasurePropose", MEASURE);
const DECIDE: Change = Change::new("licenceMeasureDecide", MEASURE);
const REFUSE: Change = Change::new("licenceMeasureRefuse", MEASURE);
const LIFT: Change = Change::new("licenceMeasureLift", MEASURE);

/// The day that it is for the office, as the harness says.
const TODAY: &str = "2026-11-24";

/// A licensed house of Khénifra without a return, an application or a measure.
const HOUSE: &str = "EPS-05-301-0026";

async fn proposed(app: &App, house: &Value, kind: &str) -> Value {
    let input = json!({ "idempotencyKey": format!("measure-{}", uuid::Uuid::now_v7()), "establishment": house, "kind": kind,
        "grounds": "La sécurité n’est pas assurée", "urgency": "Le toit s’effondre" });
    let proposed = app.change(&app.token("khenifra-officer").await, PROPOSE, &input).await;
    assert_eq!(proposed["errors"], json!([]));
    proposed["licenceMeasure"].clone()
}

fn decision(measure: &Value, first: &str, last: Option<&str>) -> Value {
    json!({ "id": measure["id"], "expectedVersion": measure["version"], "authority": "SOCIAL_DEVELOPMENT", "decisionNumber": "77/26",
        "decidedOn": TODAY, "startsOn": first, "endsOn": last })
}

/// Licensed houses of Khénifra by the annual report, and whether the public register has a house by its name.
async fn licensed(app: &App, name: &str) -> (i64, bool) {
    let query = "{ annualReport(budgetYear: 2026) { measures { measure computed } } }";
    let report = app.data("khenifra-head", query).await["annualReport"]["measures"].clone();
    let measure = report.as_array().unwrap().iter().find(|one| one["measure"] == "LICENSED_EPS").unwrap().clone();
    let url = format!("{}/register.json", app.url.trim_end_matches("/graphql"));
    let register = app.client().get(url).send().await.unwrap().text().await.unwrap();
    (measure["computed"].as_i64().unwrap(), register.contains(name))
}

/// The spans of a house's licence: state, first and last day, decision and places.
async fn spans(app: &App, house: &Value) -> Vec<Value> {
    let query = format!(
        "{{ establishment(id: {house}) {{ licencePeriods {{ state startsOn endsOn decisionNumber capacity {{ total }} }} }} }}"
    );
    app.data("auditor", &query).await["establishment"]["licencePeriods"].as_array().unwrap().clone()
}

async fn name_of(app: &App, house: &Value) -> String {
    let query = format!("{{ establishment(id: {house}) {{ names {{ fr }} }} }}");
    app.data("auditor", &query).await["establishment"]["names"]["fr"].as_str().unwrap().to_owned()
}

async fn state(app: &App, house: &Value) -> Value {
    let query = format!("{{ establishment(id: {house}) {{ licenceState }} }}");
    app.data("auditor", &query).await["establishment"]["licenceState"].clone()
}

async fn public_numbers(app: &App) -> Vec<Option<i64>> {
    let connection = app.connection().await;
    let house = entity::establishment::Entity::find().filter(entity::establishment::COLUMN.reference.eq(HOUSE));
    let house = house.one(&connection).await.unwrap().unwrap();
    let rows =
        entity::licence_period::Entity::find().filter(entity::licence_period::COLUMN.establishment_id.eq(house.id));
    let rows = rows.order_by_asc(entity::licence_period::COLUMN.starts_on).all(&connection).await.unwrap();
    connection.close().await.unwrap();
    rows.into_iter().map(|row| row.public_number).collect()
}

on_both! {
    async fn a_notice_is_served_met_or_closed_and_leads_to_a_measure(app: &App) {
        let house = house(app, HOUSE).await["id"].clone();
        let (officer, head) = (app.token("khenifra-officer").await, app.token("khenifra-head").await);
        let serve = |key: &str, due: &str, items: Value| json!({ "idempotencyKey": format!("a-notice-{key}"), "establishment": house,
            "servedOn": TODAY, "dueOn": due, "items": items });
        let items = json!([{ "text": "Réparer le toit" }, { "text": "Réparer la porte" }]);
        assert_eq!(codes(&app.change(&officer, SERVE, &serve("none", TODAY, json!([]))).await),
            [("INVALID".to_owned(), "input.dueOn".to_owned()), ("BLANK".to_owned(), "input.items".to_owned())]);
        let served = app.change(&officer, SERVE, &serve("one", "2026-12-24", items.clone())).await["formalNotice"].clone();
        let of = |notice: &Value, version: i64, more: Value| {
            let mut input = json!({ "id": notice["id"], "expectedVersion": version });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        let met = |item: i32| json!({ "item": item, "metOn": TODAY, "remark": "Vu sur place" });
        assert_eq!(codes(&app.change(&head, MEET, &of(&served, 1, met(3))).await), one("NOT_FOUND", "input.item"));
        assert_eq!(app.change(&head, MEET, &of(&served, 1, met(2))).await["formalNotice"]["state"], "SERVED");
        assert_eq!(codes(&app.change(&head, MEET, &of(&served, 2, met(2))).await), one("NOT_FOUND", "input.item"), "once");
        let whole = app.change(&head, MEET, &of(&served, 2, met(1))).await["formalNotice"].clone();
        assert_eq!((&whole["state"], &whole["closedOn"]), (&json!("MET"), &json!(TODAY)));
        assert_eq!(codes(&app.change(&head, WITHDRAW, &of(&served, 3, json!({ "reason": "Non" }))).await), one("INVALID", "input.id"));

        // Overdue from the day after its last day on, without a write; until then it is not closed.
        let late = app.change(&officer, SERVE, &serve("two", "2026-11-30", items)).await["formalNotice"].clone();
        let reason = json!({ "reason": "Rien n’est fait" });
        assert_eq!(codes(&app.change(&officer, CLOSE_NOTICE, &of(&late, 1, reason.clone())).await), one("INVALID", "input.id"));
        let overdue = format!("{{ formalNotices(where: {{ establishment: {house}, overdue: true }}) {{ nodes {{ id }} }} }}");
        assert_eq!(app.data("khenifra-head", &overdue).await["formalNotices"]["nodes"], json!([]));
        app.advance(7 * 24 * 3600);
        assert_eq!(app.data("khenifra-head", &overdue).await["formalNotices"]["nodes"], json!([{ "id": late["id"] }]));
        let officer = app.token("khenifra-officer").await;
        let measure = |notice: &Value| json!({ "idempotencyKey": format!("of-{}", notice["id"]), "establishment": house, "kind": "SUSPENSION",
            "grounds": "Rien n’est fait", "formalNotice": notice["id"] });
        assert_eq!(codes(&app.change(&officer, PROPOSE, &measure(&late)).await), one("INVALID", "input.formalNotice"), "not while it is open");
        assert_eq!(app.change(&officer, CLOSE_NOTICE, &of(&late, 1, reason)).await["formalNotice"]["state"], "NOT_MET");
        assert_eq!(app.change(&officer, PROPOSE, &measure(&late)).await["licenceMeasure"]["state"], "PROPOSED");
        let mut another = measure(&served);
        another["formalNotice"] = Value::Null;
        assert_eq!(codes(&app.change(&officer, PROPOSE, &another).await), [("BLANK".to_owned(), "input.urgency".to_owned()), ("TAKEN".to_owned(), "input.establishment".to_owned())]);
    }

    async fn a_suspended_house_leaves_the_register_and_comes_back(app: &App) {
        let id = house(app, HOUSE).await["id"].clone();
        let name = name_of(app, &id).await;
        let (before, was, numbers) = (licensed(app, &name).await, spans(app, &id).await, public_numbers(app).await);
        assert!(before.1 && was.last().unwrap()["endsOn"].is_null(), "{was:?}");
        let national = app.token("national-officer").await;
        let measure = proposed(app, &id, "SUSPENSION").await;
        let suspend = decision(&measure, TODAY, Some("2027-01-31"));
        // Nobody decides before everyone has a place, and the plan is approved.
        assert_eq!(codes(&app.change(&national, DECIDE, &suspend).await), one("INVALID", "input.id"));
        place_residents(app, "khenifra", &id, 4).await;
        for (field, value, wrong) in [
            ("endsOn", Value::Null, ("BLANK", "input.endsOn")), ("endsOn", json!("2026-11-23"), ("INVALID", "input.endsOn")),
            ("decidedOn", json!("2026-11-25"), ("INVALID", "input.decidedOn")), ("authority", json!("NOBODY"), ("NOT_FOUND", "input.authority")),
            ("decisionNumber", json!(" "), ("BLANK", "input.decisionNumber")), ("startsOn", json!("2000-01-01"), ("INVALID", "input.startsOn")),
        ] {
            let mut input = suspend.clone();
            input[field] = value;
            let refused = codes(&app.change(&national, DECIDE, &input).await);
            assert!(refused.contains(&(wrong.0.to_owned(), wrong.1.to_owned())), "{field}: {refused:?}");
        }
        let decided = app.change(&national, DECIDE, &suspend).await["licenceMeasure"].clone();
        assert_eq!((&decided["state"], &decided["authority"]["code"], &decided["endsOn"]), (&json!("DECIDED"), &json!("SOCIAL_DEVELOPMENT"), &json!("2027-01-31")));
        assert_eq!((state(app, &id).await, licensed(app, &name).await), (json!("SUSPENDED"), (before.0 - 1, false)), "the same moment");
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
        let told = app.data("khenifra-head", "{ notices(first: 1) { nodes { kind about { id } } } }").await;
        assert_eq!(told["notices"]["nodes"], json!([{ "kind": "LICENCE_MEASURE_DECIDED", "about": { "id": measure["id"] } }]));

        // Lifted from the 15th of December on: the licence is there again as it was, and behind the suspension too.
        let lift = |day: &str| json!({ "id": measure["id"], "expectedVersion": 2, "from": day, "reason": "Le toit est réparé" });
        for day in ["2026-11-23", "2027-02-01"] {
            assert_eq!(codes(&app.change(&national, LIFT, &lift(day)).await), one("INVALID", "input.from"), "{day}");
        }
        assert_eq!(app.change(&national, LIFT, &lift("2026-12-15")).await["licenceMeasure"]["liftedFrom"], "2026-12-15");
        let licence = was.last().unwrap();
        let span = |state: &str, first: &str, last: Value| {
            let mut span = licence.clone();
            (span["state"], span["startsOn"], span["endsOn"]) = (json!(state), json!(first), last);
            if state == "SUSPENDED" {
                span["decisionNumber"] = json!("77/26");
                span["capacity"]["total"] = Value::Null;
            }
            span
        };
        let begins = licence["startsOn"].as_str().unwrap();
        let expected = [
            span("LICENSED", begins, json!("2026-11-23")), span("SUSPENDED", TODAY, json!("2026-12-14")),
            span("LICENSED", "2026-12-15", json!("2027-01-31")), span("LICENSED", "2027-02-01", Value::Null),
        ];
        assert_eq!(spans(app, &id).await[was.len() - 1..], expected);
        let own = numbers.last().unwrap();
        assert_eq!(public_numbers(app).await[was.len() - 1..], [*own, None, *own, *own], "certificates name the same licence");
        assert_eq!((state(app, &id).await, licensed(app, &name).await.1), (json!("SUSPENDED"), false), "not before that day");
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
        app.advance(21 * 24 * 3600);
        assert_eq!((state(app, &id).await, licensed(app, &name).await), (json!("LICENSED"), before));
        let national = app.token("national-officer").await;
        let again = json!({ "id": measure["id"], "expectedVersion": 3, "from": "2027-01-01", "reason": "Non" });
        assert_eq!(codes(&app.change(&national, LIFT, &again).await), one("INVALID", "input.id"), "once");
    }

    async fn a_suspension_ends_by_itself(app: &App) {
        let id = house(app, HOUSE).await["id"].clone();
        place_residents(app, "khenifra", &id, 0).await;
        let measure = proposed(app, &id, "SUSPENSION").await;
        let national = app.token("national-officer").await;
        assert_eq!(app.change(&national, DECIDE, &decision(&measure, TODAY, Some("2026-11-30"))).await["errors"], json!([]));
        assert_eq!(state(app, &id).await, "SUSPENDED");
        app.advance(7 * 24 * 3600);
        assert_eq!(state(app, &id).await, "LICENSED");
        let national = app.token("national-officer").await;
        let lift = json!({ "id": measure["id"], "expectedVersion": 2, "from": "2026-12-01", "reason": "Non" });
        assert_eq!(codes(&app.change(&national, LIFT, &lift).await), one("INVALID", "input.id"), "it is over");
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn a_withdrawn_licence_is_gone_for_good(app: &App) {
        let id = house(app, HOUSE).await["id"].clone();
        let name = name_of(app, &id).await;
        let before = licensed(app, &name).await;
        place_residents(app, "khenifra", &id, 7).await;
        let measure = proposed(app, &id, "WITHDRAWAL").await;
        let national = app.token("national-officer").await;
        assert_eq!(codes(&app.change(&national, DECIDE, &decision(&measure, TODAY, Some("2027-01-31"))).await), one("INVALID", "input.endsOn"));
        assert_eq!(app.change(&national, DECIDE, &decision(&measure, TODAY, None)).await["errors"], json!([]));
        assert_eq!((state(app, &id).await, licensed(app, &name).await), (json!("WITHDRAWN"), (before.0 - 1, false)));
        let lift = json!({ "id": measure["id"], "expectedVersion": 2, "from": TODAY, "reason": "Non" });
        assert_eq!(codes(&app.change(&national, LIFT, &lift).await), one("INVALID", "input.id"));
        // There is no licence any more against which anything could be taken.
        let input = json!({ "idempotencyKey": "another-measure", "establishment": id, "kind": "SUSPENSION", "grounds": "Encore", "urgency": "Encore" });
        assert_eq!(codes(&app.change(&app.token("khenifra-officer").await, PROPOSE, &input).await), one("INVALID", "input.establishment"));
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn no_measure_leaves_residents_without_a_place(app: &App) {
        // Of EPS-05-301-0002 a suspension is proposed, and the plan covers; one more in a newer return, and it does not.
        let query = "{ licenceMeasures(where: { state: PROPOSED, kind: SUSPENSION }) { nodes { id version establishment { id } } } }";
        let measure = app.data("national-officer", query).await["licenceMeasures"]["nodes"][0].clone();
        let national = app.token("national-officer").await;
        let mut suspend = decision(&measure, TODAY, Some("2027-01-31"));
        suspend["validateOnly"] = json!(true);
        assert_eq!(app.change(&national, DECIDE, &suspend).await["errors"], json!([]));
        let connection = app.connection().await;
        let more = "UPDATE season_return SET present = present + 1 WHERE establishment_id = (SELECT id FROM establishment WHERE reference = 'EPS-05-301-0002')";
        connection.execute_unprepared(more).await.unwrap();
        let refused = app.change(&national, DECIDE, &suspend).await;
        assert_eq!(codes(&refused), one("INVALID", "input.id"));
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("34"), "it says how many have one: {refused}");
        // None there: none to be placed.
        connection.execute_unprepared("UPDATE season_return SET present = 0 WHERE establishment_id = (SELECT id FROM establishment WHERE reference = 'EPS-05-301-0002')").await.unwrap();
        assert_eq!(app.change(&national, DECIDE, &suspend).await["errors"], json!([]));
        connection.close().await.unwrap();
    }

    async fn of_two_decisions_one_wins(app: &App) {
        let id = house(app, HOUSE).await["id"].clone();
        place_residents(app, "khenifra", &id, 0).await;
        let measure = proposed(app, &id, "SUSPENSION").await;
        let (officer, admin) = (app.token("national-officer").await, app.token("national-admin").await);
        let suspend = decision(&measure, TODAY, Some("2026-12-31"));
        let refuse = json!({ "id": measure["id"], "expectedVersion": 1, "reason": "Les travaux ont commencé" });
        let (one_of, other) = tokio::join!(app.change(&officer, DECIDE, &suspend), app.change(&admin, REFUSE, &refuse));
        let mut outcomes = [codes(&one_of), codes(&other)];
        outcomes.sort();
        assert_eq!(outcomes, [vec![], one("CONFLICT", "input.expectedVersion")]);
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn whoever_proposed_a_measure_does_not_decide(app: &App) {
        let id = house(app, HOUSE).await["id"].clone();
        place_residents(app, "khenifra", &id, 0).await;
        let measure = proposed(app, &id, "WITHDRAWAL").await;
        // As if the one who decides had proposed it.
        let connection = app.connection().await;
        connection.execute_unprepared("UPDATE licence_measure SET proposed_by = (SELECT id FROM account WHERE login = 'national-officer') WHERE state = 'PROPOSED'").await.unwrap();
        connection.close().await.unwrap();
        let national = app.token("national-officer").await;
        assert_eq!(codes(&app.change(&national, DECIDE, &decision(&measure, TODAY, None)).await), one("FORBIDDEN", "input.id"));
        let refuse = json!({ "id": measure["id"], "expectedVersion": 1, "reason": "Non" });
        assert_eq!(codes(&app.change(&national, REFUSE, &refuse).await), one("FORBIDDEN", "input.id"));
        assert_eq!(app.change(&app.token("national-admin").await, REFUSE, &refuse).await["licenceMeasure"]["state"], "REFUSED");
    }

    async fn every_step_is_its_own_role_s_where_it_is_due(app: &App) {
        let id = house(app, HOUSE).await["id"].clone();
        place_residents(app, "khenifra", &id, 0).await;
        let national = app.token("national-officer").await;
        let made = async |step: &Step, measure: &Value| {
            let mut input = beside(step.0);
            (input["id"], input["expectedVersion"]) = (measure["id"].clone(), measure["version"].clone());
            let made = app.change(&national, step.1, &input).await;
            assert_eq!(made["errors"], json!([]));
            made["licenceMeasure"].clone()
        };
        let [decide, refuse, lift] = &PROCEDURE;
        let mut table = Table::new(app, "licenceMeasure", &PROCEDURE).await;
        let measure = proposed(app, &id, "SUSPENSION").await;
        table.at(&measure, "PROPOSED", &ABOVE, beside, nothing_hinders).await;
        table.at(&made(refuse, &measure).await, "REFUSED", &ABOVE, beside, nothing_hinders).await;
        let decided = made(decide, &proposed(app, &id, "SUSPENSION").await).await;
        table.at(&decided, "DECIDED", &ABOVE, beside, nothing_hinders).await;
        table.at(&made(lift, &decided).await, "LIFTED", &ABOVE, beside, nothing_hinders).await;
        // 17 accounts, 4 measures, 3 steps: 2 decide or refuse what is proposed, and lift what was decided.
        table.came_out(&[("done", 2 * (2 + 1)), ("elsewhere", 2 * (4 * 3 - 3)), ("no right", 15 * 4 * 3)]);
    }
}

/// Who takes which step from where: written by hand. The house is another director's, and another association's: they see none.
const DECIDERS: &[&str] = &["national-admin", "national-officer"];
const PROCEDURE: [Step; 3] = [
    Step("DECIDE", DECIDE, DECIDERS, &["PROPOSED"]),
    Step("REFUSE", REFUSE, DECIDERS, &["PROPOSED"]),
    Step("LIFT", LIFT, DECIDERS, &["DECIDED"]),
];

fn beside(step: &str) -> Value {
    match step {
        "DECIDE" => decision(&Value::Null, TODAY, Some("2027-01-31")),
        "REFUSE" => json!({ "reason": "Non" }),
        _ => json!({ "from": "2026-12-15", "reason": "Réparé" }),
    }
}
