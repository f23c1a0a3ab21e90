//! After the licence: inspections, seen by the house when they may be; plans for residents; and that no house closes before
//! everyone has a place.

#![expect(clippy::disallowed_methods, reason = "what the journal keeps of an entry is read from its row")]

use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::documents::{PDF, add};
use crate::harness::{App, Change, codes, on_both, one};
use crate::procedures::{ABOVE, ABOVE_AND_THE_HOUSE, OFFICES, Step, Table, nothing_hinders};

const INSPECTION: &str =
    "inspection { id version state announced madeOn conclusion ruleSet { framework } minutes { id }
    members { body post } findings { normCode verdict remark } } errors { code path message }";
const PLAN_INSPECTION: Change = Change::new("inspectionPlan", INSPECTION);
const RECORD: Change = Change::new("inspectionRecord", INSPECTION);
const CANCEL: Change = Change::new("inspectionCancel", INSPECTION);
const PLAN: &str =
    "relocationPlan { id version state residents placed residentsNow covers seasonReturn { id } approvedOn
    lines { position destination residents } } errors { code path message }";
pub(crate) const CREATE: Change = Change::new("relocationPlanCreate", PLAN);
pub(crate) const UPDATE: Change = Change::new("relocationPlanUpdate", PLAN);
pub(crate) const APPROVE: Change = Change::new("relocationPlanApprove", PLAN);
const CLOSE: Change = Change::new("establishmentClose", "establishment { state } errors { code path message }");

/// The day that it is for the office, as the harness says.
const TODAY: &str = "2026-11-24";

/// The delegation records what is planned, or cancels it.
const PROCEDURE: [Step; 2] =
    [Step("RECORD", RECORD, OFFICES, &["PLANNED"]), Step("CANCEL", CANCEL, OFFICES, &["PLANNED"])];

/// A house of Khénifra, by its reference.
pub(crate) async fn house(app: &App, reference: &str) -> Value {
    let query = format!(
        "{{ establishments(where: {{ search: \"{reference}\" }}) {{ nodes {{ id version licenceState capacity {{ total }}
            seasonReturns {{ id state present periodFirst }} }} }} }}"
    );
    app.data("auditor", &query).await["establishments"]["nodes"][0].clone()
}

/// Gives everyone who lives in a house a place with a family, by a plan that one person prepares and another approves; how many
/// there are is stated where no return counts them.
pub(crate) async fn place_residents(app: &App, delegation: &str, house: &Value, residents: i64) {
    let officer = app.token(&format!("{delegation}-officer")).await;
    let head = app.token(&format!("{delegation}-head")).await;
    let lines = if residents == 0 { json!([]) } else { json!([{ "destination": "FAMILY", "residents": residents }]) };
    let mut input =
        json!({ "idempotencyKey": format!("plan-{}", uuid::Uuid::now_v7()), "establishment": house, "lines": lines });
    let mut created = app.change(&officer, CREATE, &input).await;
    if codes(&created) == one("BLANK", "input.residents") {
        input["residents"] = json!(residents);
        created = app.change(&officer, CREATE, &input).await;
    }
    assert_eq!(created["errors"], json!([]));
    let approved = json!({ "id": created["relocationPlan"]["id"], "expectedVersion": 1 });
    assert_eq!(app.change(&head, APPROVE, &approved).await["errors"], json!([]));
}

/// Every mandatory norm is met, but one.
async fn findings(app: &App, not_met: Option<&str>) -> Vec<Value> {
    let query = "{ governingRuleSet(framework: LAW_65_15) { norms { code mandatory } } }";
    let norms = app.data("auditor", query).await["governingRuleSet"]["norms"].as_array().unwrap().clone();
    let mandatory = norms.iter().filter(|norm| norm["mandatory"] == json!(true));
    let found = mandatory.map(|norm| {
        if norm["code"].as_str() == not_met {
            json!({ "norm": norm["code"], "verdict": "NOT_MET", "remark": "Absent" })
        } else {
            json!({ "norm": norm["code"], "verdict": "MET" })
        }
    });
    found.collect()
}

async fn planned(app: &App, house: &Value, announced: bool) -> Value {
    let input = json!({ "idempotencyKey": format!("inspection-{}", uuid::Uuid::now_v7()), "establishment": house,
        "announced": announced, "plannedOn": "2026-12-01", "reason": "Une plainte" });
    let planned = app.change(&app.token("khenifra-officer").await, PLAN_INSPECTION, &input).await;
    assert_eq!(planned["errors"], json!([]));
    planned["inspection"].clone()
}

/// What somebody is shown of inspections by each way there is: lists, filters, counts, the house, the id, notices.
async fn shown(app: &App, login: &str, house: &Value, id: &Value) -> Value {
    let query = format!(
        "{{ inspections {{ totalCount nodes {{ id }} }}
            planned: inspections(where: {{ state: PLANNED, plannedFrom: \"2026-12-01\" }}) {{ totalCount }}
            cancelled: inspections(where: {{ state: CANCELLED }}) {{ totalCount }}
            establishment(id: {house}) {{ inspections {{ id }} }} nodes(ids: [{id}]) {{ id }}
            notices {{ totalCount }} workQueue {{ totalCount }} }}"
    );
    app.data(login, &query).await
}

on_both! {
    async fn an_inspection_is_planned_made_and_read(app: &App) {
        let house = house(app, "EPS-05-301-0001").await["id"].clone();
        let (officer, manager) = (app.token("khenifra-officer").await, app.token("khenifra-association").await);
        let mut input = json!({ "idempotencyKey": "an-inspection", "establishment": house, "announced": true, "plannedOn": "2026-11-23", "reason": " " });
        assert_eq!(codes(&app.change(&officer, PLAN_INSPECTION, &input).await), [("INVALID".to_owned(), "input.plannedOn".to_owned()), ("BLANK".to_owned(), "input.reason".to_owned())]);
        input["plannedOn"] = json!(TODAY);
        input["reason"] = json!("Contrôle annuel");
        let unread = "{ viewer { unreadNotices } }";
        let before = app.data("khenifra-association", unread).await["viewer"]["unreadNotices"].as_i64().unwrap();
        let planned = app.change(&officer, PLAN_INSPECTION, &input).await["inspection"].clone();
        assert_eq!((&planned["state"], &planned["findings"]), (&json!("PLANNED"), &json!([])));
        let again = app.change(&officer, PLAN_INSPECTION, &input).await["inspection"].clone();
        assert_eq!(again["id"], planned["id"], "the same key plans one");
        assert_eq!(app.data("khenifra-association", unread).await["viewer"]["unreadNotices"].as_i64().unwrap(), before + 1, "it is announced");

        // Minutes of the house, members, every mandatory norm.
        let photo = add(app, &officer, &house, "PHOTO", PDF).await["id"].clone();
        let minutes = add(app, &officer, &house, "VISIT_MINUTES", PDF).await["id"].clone();
        let mut record = json!({ "id": planned["id"], "expectedVersion": 1, "madeOn": "2026-11-25", "minutes": photo, "conclusion": "SHORTCOMINGS",
            "members": [], "findings": [{ "norm": "FIRE_SAFETY", "verdict": "NOT_MET" }, { "norm": "NO_NORM", "verdict": "MET" }] });
        let refused = codes(&app.change(&officer, RECORD, &record).await);
        for wrong in [("INVALID", "input.madeOn"), ("INVALID", "input.minutes"), ("BLANK", "input.members"), ("BLANK", "input.findings.0.remark"), ("NOT_FOUND", "input.findings.1.norm"), ("BLANK", "input.findings")] {
            assert!(refused.contains(&(wrong.0.to_owned(), wrong.1.to_owned())), "{wrong:?} in {refused:?}");
        }
        record["madeOn"] = json!(TODAY);
        record["minutes"] = minutes.clone();
        record["members"] = json!([{ "body": "CIVIL_PROTECTION" }, { "body": "OTHER", "post": "Architecte" }]);
        record["findings"] = json!(findings(app, Some("FIRE_SAFETY")).await);
        assert_eq!(app.try_change(&manager, RECORD, &record).await.body["errors"][0]["extensions"]["code"], "FORBIDDEN");
        let made = app.change(&officer, RECORD, &record).await["inspection"].clone();
        assert_eq!((&made["state"], &made["madeOn"], &made["conclusion"], &made["version"]), (&json!("MADE"), &json!(TODAY), &json!("SHORTCOMINGS"), &json!(2)));
        assert_eq!((&made["minutes"]["id"], &made["ruleSet"]["framework"]), (&minutes, &json!("LAW_65_15")));
        assert_eq!(made["members"], json!([{ "body": "CIVIL_PROTECTION", "post": null }, { "body": "OTHER", "post": "Architecte" }]));
        let not_met: Vec<_> = made["findings"].as_array().unwrap().iter().filter(|finding| finding["verdict"] == "NOT_MET").collect();
        assert_eq!(not_met, [&json!({ "normCode": "FIRE_SAFETY", "verdict": "NOT_MET", "remark": "Absent" })]);
        for step in [RECORD, CANCEL] {
            let mut again = json!({ "id": planned["id"], "expectedVersion": 2, "reason": "Non" });
            if step.document().contains("inspectionRecord") {
                again = record.clone();
                again["expectedVersion"] = json!(2);
            }
            assert_eq!(codes(&app.change(&officer, step, &again).await), one("INVALID", "input.id"), "it was made");
        }
        let read = app.data("khenifra-director", &format!("{{ inspection(id: {}) {{ state findings {{ verdict }} minutes {{ id }} }} }}", planned["id"])).await;
        assert_eq!((&read["inspection"]["state"], &read["inspection"]["minutes"]["id"]), (&json!("MADE"), &minutes));
        assert_eq!(app.pool.verify_journal().await.unwrap().1, []);
    }

    async fn the_house_knows_nothing_of_an_unannounced_inspection_until_it_is_made(app: &App) {
        let house = house(app, "EPS-05-301-0001").await["id"].clone();
        // Neither the notices nor the work of the house, nor of its association, nor any count, tells.
        let nobody = json!("Inspection_AZAAAAAAcACAAAAAAAAAAA");
        let told = ["khenifra-association", "khenifra-director"];
        let mut before = Vec::new();
        for login in told {
            before.push(shown(app, login, &house, &nobody).await);
        }
        let row = planned(app, &house, false).await;
        let (id, query) = (&row["id"], format!("{{ inspection(id: {}) {{ id }} }}", row["id"]));
        for (login, before) in told.iter().zip(&before) {
            assert_eq!(&shown(app, login, &house, id).await, before, "{login}");
            assert_eq!(app.refusal(login, &query).await, "NOT_FOUND");
            let token = app.token(login).await;
            let hidden = app.try_change(&token, CANCEL, &json!({ "id": id, "expectedVersion": 1, "reason": "Non" })).await;
            let unknown = app.try_change(&token, CANCEL, &json!({ "id": nobody, "expectedVersion": 1, "reason": "Non" })).await;
            assert_eq!(hidden.body, unknown.body, "{login}");
        }
        // What the journal says of it falls into the slice of the delegation alone: the keys of its entry name neither of them.
        let connection = app.connection().await;
        let entries = entity::journal_entry::Entity::find().filter(entity::journal_entry::COLUMN.object_type.eq("Inspection")).all(&connection).await.unwrap();
        let of_it: Vec<_> = entries.iter().filter(|entry| entry.mutation == "inspectionPlan").collect();
        assert_eq!(of_it.len(), 1);
        assert!(of_it.iter().all(|entry| entry.association_after.is_none() && entry.establishment_after.is_none() && entry.delegation_after.is_some()), "{of_it:?}");
        connection.close().await.unwrap();
        // Those who inspect see it, and those above; it waits for them.
        for login in ["khenifra-officer", "khenifra-head", "region-05", "auditor"] {
            assert_eq!(app.data(login, &query).await["inspection"]["id"], *id, "{login}");
        }
        let waiting = app.data("khenifra-head", "{ workQueue(where: { kind: INSPECTION_RECORD }, first: 100) { nodes { due about { id } } } }").await;
        assert!(waiting["workQueue"]["nodes"].as_array().unwrap().contains(&json!({ "due": "2026-12-01", "about": { "id": id } })), "{waiting}");
        // One that is cancelled stays hidden.
        let cancelled = planned(app, &house, false).await["id"].clone();
        let cancel = json!({ "id": cancelled, "expectedVersion": 1, "reason": "La route est coupée" });
        assert_eq!(app.change(&app.token("khenifra-head").await, CANCEL, &cancel).await["inspection"]["state"], "CANCELLED");
        for (login, before) in told.iter().zip(&before) {
            assert_eq!(&shown(app, login, &house, &cancelled).await, before, "{login}");
        }
        // Made, it is theirs to read, and the association is told.
        let officer = app.token("khenifra-officer").await;
        let minutes = add(app, &officer, &house, "VISIT_MINUTES", PDF).await["id"].clone();
        let record = json!({ "id": id, "expectedVersion": 1, "madeOn": TODAY, "minutes": minutes, "conclusion": "COMPLIANT",
            "members": [{ "body": "HEALTH" }], "findings": findings(app, None).await });
        assert_eq!(app.change(&officer, RECORD, &record).await["errors"], json!([]));
        for (login, before) in told.iter().zip(&before) {
            let now = shown(app, login, &house, id).await;
            assert_eq!(now["nodes"][0]["id"], *id, "{login}");
            assert_eq!(now["inspections"]["totalCount"].as_i64(), before["inspections"]["totalCount"].as_i64().map(|count| count + 1), "{login}");
        }
        let notices = app.data("khenifra-association", "{ notices(first: 1) { nodes { kind about { id } } } }").await;
        assert_eq!(notices["notices"]["nodes"], json!([{ "kind": "INSPECTION_MADE", "about": { "id": id } }]));
    }

    async fn every_step_is_its_own_role_s_where_it_is_due(app: &App) {
        let house = house(app, "EPS-05-301-0001").await["id"].clone();
        let officer = app.token("khenifra-officer").await;
        let minutes = add(app, &officer, &house, "VISIT_MINUTES", PDF).await["id"].clone();
        let findings = findings(app, None).await;
        let beside = |step: &str| match step {
            "RECORD" => json!({ "madeOn": TODAY, "minutes": minutes, "conclusion": "COMPLIANT", "members": [{ "body": "HEALTH" }], "findings": findings }),
            _ => json!({ "reason": "La route est coupée" }),
        };
        let made = async |step: Step, inspection: &Value| {
            let mut input = beside(step.0);
            (input["id"], input["expectedVersion"]) = (inspection["id"].clone(), json!(1));
            let made = app.change(&officer, step.1, &input).await;
            assert_eq!(made["errors"], json!([]));
            made["inspection"].clone()
        };
        let [record, cancel] = PROCEDURE;
        let mut table = Table::new(app, "inspection", &PROCEDURE).await;
        let (announced, secret) = (planned(app, &house, true).await, planned(app, &house, false).await);
        table.at(&announced, "PLANNED", &ABOVE_AND_THE_HOUSE, beside, nothing_hinders).await;
        table.at(&secret, "PLANNED", &ABOVE, beside, nothing_hinders).await;
        table.at(&made(cancel, &announced).await, "CANCELLED", &ABOVE_AND_THE_HOUSE, beside, nothing_hinders).await;
        table.at(&made(record, &secret).await, "MADE", &ABOVE_AND_THE_HOUSE, beside, nothing_hinders).await;
        // 17 accounts, 4 inspections, 2 steps. Of 4 with the right, the 2 of Midelt see none.
        table.came_out(&[("done", 2 * 2 * 2), ("elsewhere", 2 * 2 * 2), ("no right", 13 * 4 * 2), ("not there", 2 * 4 * 2)]);
    }

    async fn a_plan_places_the_residents_of_the_last_return_and_is_approved_by_another(app: &App) {
        let found = house(app, "EPS-05-301-0006").await;
        let (house, counted) = (&found["id"], &found["seasonReturns"][0]);
        assert_eq!(counted["state"], "VALIDATED");
        let residents = counted["present"].as_i64().unwrap();
        let other = self::house(app, "EPS-05-301-0007").await;
        let places = other["capacity"]["total"].as_i64().unwrap();
        let (officer, head) = (app.token("khenifra-officer").await, app.token("khenifra-head").await);
        let create = |key: &str, lines: Value| json!({ "idempotencyKey": format!("a-plan-{key}"), "establishment": house, "lines": lines });
        let to = |house: &Value, residents: i64| json!({ "destination": "ESTABLISHMENT", "establishment": house, "residents": residents });
        let family = |residents: i64| json!({ "destination": "FAMILY", "residents": residents });

        // A destination is another house, open and licensed, that has the places; elsewhere is said where.
        let unlicensed = self::house(app, "EPS-05-301-0038").await["id"].clone();
        let hidden = self::house(app, "EPS-08-363-0001").await["id"].clone();
        for (key, lines, wrong) in [
            ("itself", json!([to(house, 1)]), ("INVALID", "input.lines.0.establishment")),
            ("unlicensed", json!([to(&unlicensed, 1)]), ("INVALID", "input.lines.0.establishment")),
            ("hidden", json!([to(&hidden, 1)]), ("NOT_FOUND", "input.lines.0.establishment")),
            ("too-many", json!([to(&other["id"], places), to(&other["id"], 1)]), ("INVALID", "input.lines.1.establishment")),
            ("no-house", json!([{ "destination": "ESTABLISHMENT", "residents": 1 }]), ("BLANK", "input.lines.0.establishment")),
            ("nobody", json!([family(0)]), ("INVALID", "input.lines.0.residents")),
            ("elsewhere", json!([{ "destination": "OTHER", "residents": 1 }]), ("BLANK", "input.lines.0.remark")),
        ] {
            assert_eq!(codes(&app.change(&officer, CREATE, &create(key, lines)).await), one(wrong.0, wrong.1), "{key}");
        }
        let mut stated = create("stated", json!([family(3)]));
        stated["residents"] = json!(3);
        assert_eq!(codes(&app.change(&officer, CREATE, &stated).await), one("INVALID", "input.residents"), "the return counts them");

        // One short: not approved. Nor by whoever prepared it, nor changed by another.
        let short = app.change(&officer, CREATE, &create("short", json!([to(&other["id"], 5), family(residents - 6)]))).await["relocationPlan"].clone();
        assert_eq!((&short["residents"], &short["placed"], &short["covers"], &short["seasonReturn"]["id"]), (&json!(residents), &json!(residents - 1), &json!(false), &counted["id"]));
        let of = |version: i64| json!({ "id": short["id"], "expectedVersion": version });
        assert_eq!(codes(&app.change(&head, APPROVE, &of(1)).await), one("INVALID", "input.id"));
        assert_eq!(app.try_change(&officer, APPROVE, &of(1)).await.body["errors"][0]["extensions"]["code"], "FORBIDDEN");
        let close = json!({ "id": house, "expectedVersion": found["version"], "closedOn": "2026-11-20" });
        assert_eq!(codes(&app.change(&head, CLOSE, &close).await), one("INVALID", "input.id"), "a draft does not let a house close");
        let mut longer = of(1);
        longer["lines"] = json!([to(&other["id"], 5), family(residents - 5)]);
        assert_eq!(codes(&app.change(&head, UPDATE, &longer).await), one("FORBIDDEN", "input.id"));
        assert_eq!(app.change(&officer, UPDATE, &longer).await["relocationPlan"]["covers"], json!(true));
        let transitions = format!("{{ relocationPlan(id: {}) {{ availableTransitions {{ name allowed }} }} }}", short["id"]);
        let told = |update: bool, approve: bool| json!([{ "name": "UPDATE", "allowed": update }, { "name": "APPROVE", "allowed": approve }]);
        for (login, expected) in [("khenifra-officer", told(true, false)), ("khenifra-head", told(false, true)), ("auditor", told(false, false))] {
            assert_eq!(app.data(login, &transitions).await["relocationPlan"]["availableTransitions"], expected, "{login}");
        }
        assert_eq!(app.refusal("khenifra-association", &transitions).await, "NOT_FOUND", "of a house of another association");
        let approved = app.change(&head, APPROVE, &of(2)).await["relocationPlan"].clone();
        assert_eq!((&approved["state"], &approved["approvedOn"]), (&json!("APPROVED"), &json!(TODAY)));
        // The head's own is not theirs to approve.
        let own = app.change(&head, CREATE, &create("own", json!([family(residents)]))).await["relocationPlan"]["id"].clone();
        assert_eq!(codes(&app.change(&head, APPROVE, &json!({ "id": own, "expectedVersion": 1 })).await), one("FORBIDDEN", "input.id"));

        // A newer return counts one more: the plan does not cover any more.
        app.connection().await.execute_unprepared(&format!("UPDATE season_return SET present = {} WHERE establishment_id = (SELECT id FROM establishment WHERE reference = 'EPS-05-301-0006') AND state = 'VALIDATED'", residents + 1)).await.unwrap();
        // Laid past the write door: places taken are counted anew.
        taawun::statistics::rebuild(&app.pool, app.now()).await.unwrap();
        let query = format!("{{ relocationPlan(id: {}) {{ covers residents residentsNow }} }}", short["id"]);
        assert_eq!(app.data("khenifra-head", &query).await["relocationPlan"], json!({ "covers": false, "residents": residents, "residentsNow": residents + 1 }));
        let refused = app.change(&head, CLOSE, &close).await;
        assert_eq!(codes(&refused), one("INVALID", "input.id"));
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains(&residents.to_string()), "it says how many are left: {refused}");
        // Another plan takes its place, and the house closes.
        let next = app.change(&officer, CREATE, &create("next", json!([family(residents + 1)]))).await["relocationPlan"]["id"].clone();
        assert_eq!(app.change(&head, APPROVE, &json!({ "id": next, "expectedVersion": 1 })).await["errors"], json!([]));
        let listed = app.data("khenifra-head", &format!("{{ establishment(id: {house}) {{ relocationPlans {{ state }} }} }}")).await;
        assert_eq!(listed["establishment"]["relocationPlans"], json!([{ "state": "SUPERSEDED" }, { "state": "DRAFT" }, { "state": "APPROVED" }]));
        assert_eq!(app.change(&head, CLOSE, &close).await["establishment"]["state"], "CLOSED");
        // Its licence ends with it, and the counters agree.
        let query = format!("{{ establishment(id: {house}) {{ licenceState licencePeriods {{ state endsOn }} }} }}");
        let closed = app.data("khenifra-head", &query).await["establishment"].clone();
        assert_eq!((&closed["licenceState"], &closed["licencePeriods"].as_array().unwrap().last().unwrap()["endsOn"]), (&Value::Null, &json!("2026-11-20")));
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn no_house_closes_before_its_residents_have_a_place(app: &App) {
        let head = app.token("khenifra-head").await;
        let close = async |reference: &str| {
            let found = house(app, reference).await;
            let input = json!({ "id": found["id"], "expectedVersion": found["version"], "closedOn": "2026-11-20" });
            (found["id"].clone(), app.change(&head, CLOSE, &input).await)
        };
        // No return counts them: the plan says how many there are, and somebody else approves it.
        let (id, refused) = close("EPS-05-301-0026").await;
        assert_eq!(codes(&refused), one("INVALID", "input.id"));
        place_residents(app, "khenifra", &id, 0).await;
        let (_, closed) = close("EPS-05-301-0026").await;
        assert_eq!(closed["errors"], json!([]));
        // Counted, and without a plan.
        assert_eq!(codes(&close("EPS-05-301-0007").await.1), one("INVALID", "input.id"));
        // A centre lodges nobody.
        assert_eq!(close("CEF-05-301-0005").await.1["errors"], json!([]));
        // With an application under way, which is named: whoever applied takes it back first.
        let applying = house(app, "EPS-05-301-0037").await["id"].clone();
        place_residents(app, "khenifra", &applying, 4).await;
        let (_, refused) = close("EPS-05-301-0037").await;
        assert_eq!(codes(&refused), one("INVALID", "input.id"));
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("LIC-05-301-0037"), "{refused}");
        let application = app.data("khenifra-head", "{ licenceApplications(where: { receiptNumber: \"LIC-05-301-0037\" }) { nodes { id version } } }").await;
        let application = &application["licenceApplications"]["nodes"][0];
        let abandon = Change::new("licenceApplicationAbandon", "errors { code path }");
        let input = json!({ "id": application["id"], "expectedVersion": application["version"], "reason": "La maison ferme" });
        assert_eq!(app.change(&head, abandon, &input).await["errors"], json!([]));
        assert_eq!(close("EPS-05-301-0037").await.1["errors"], json!([]));
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }
}
