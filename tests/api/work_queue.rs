//! My work: what waits for each account, against a naive model of all rows; in the order of what is due, page by page; and no
//! longer once it is done.

#![expect(clippy::disallowed_methods, reason = "the naive model reads whole tables, past every door")]

use std::collections::BTreeSet;

use entity::bank_account::BankAccountState;
use entity::creation_support::{CreationSupportDecider, CreationSupportState};
use entity::document::DocumentState;
use entity::formal_notice::{self, FormalNoticeState};
use entity::import::{self, ImportState};
use entity::inspection::{self, InspectionState};
use entity::licence_application::ApplicationState;
use entity::licence_measure::{self, LicenceMeasureState};
use entity::relocation_plan::{self, RelocationPlanState};
use entity::season_return::SeasonReturnState;
use entity::{account, bank_account, creation_support, document, licence_application, season_return};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use taawun::global_id::global_of;
use uuid::Uuid;

use crate::harness::{App, Change, key_of, on_both};

/// In the order in which they come of what is due on the same day.
const KINDS: [&str; 23] = [
    "SEASON_RETURN_CORRECT",
    "SEASON_RETURN_BEGIN",
    "SEASON_RETURN_SUBMIT",
    "SEASON_RETURN_DECIDE",
    "BANK_ACCOUNT_DECIDE",
    "DOCUMENT_REPLACE",
    "APPLICATION_SUBMIT",
    "APPLICATION_COMPLETE",
    "APPLICATION_INSTRUCT",
    "APPLICATION_RESERVES",
    "APPLICATION_DECIDE",
    "APPLICATION_ISSUE",
    "APPLICATION_DISMISS",
    "CREATION_SUPPORT_CORRECT",
    "CREATION_SUPPORT_TAKE_UP",
    "CREATION_SUPPORT_PROPOSE",
    "CREATION_SUPPORT_DECIDE",
    "INSPECTION_RECORD",
    "RELOCATION_PLAN_APPROVE",
    "FORMAL_NOTICE_OVERDUE",
    "LICENCE_MEASURE_DECIDE",
    "IMPORT_ENTER",
    "DOSSIER_COMPLETE",
];
const ITEM: &str = "kind due since overdue about { id }";

/// Due (none last), the place of the kind, since when, and about what.
type Item = (String, usize, Option<String>, String);

/// Typed from what each role is for.
const FILLERS: [&str; 4] = ["khenifra-association", "khenifra-director", "midelt-association", "midelt-director"];
const VALIDATORS: [&str; 4] = ["khenifra-head", "khenifra-officer", "midelt-head", "midelt-officer"];
const APPROVERS: [&str; 3] = ["khenifra-head", "midelt-head", "national-admin"];

fn day(day: Option<chrono::NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn item(kind: &str, due: Option<String>, since: Option<String>, about: String) -> Item {
    let place = KINDS.iter().position(|known| *known == kind).unwrap();
    (due.unwrap_or_else(|| "none".to_owned()), place, since, about)
}

/// What waits for an account, by all rows there are.
#[expect(clippy::too_many_lines, reason = "each noun in turn")]
async fn expected(app: &App, login: &str) -> BTreeSet<Item> {
    let slice = app.data(login, "{ viewer { slice { level id } } }").await["viewer"]["slice"].clone();
    let key = slice["id"].as_str().map(|_| key_of(&slice["id"]));
    let level = slice["level"].as_str().unwrap();
    let lies = |delegation: Uuid, association: Option<Uuid>, house: Option<Uuid>| match level {
        "NATIONAL" => true,
        "DELEGATION" => Some(delegation) == key,
        "ASSOCIATION" => association == key,
        "ESTABLISHMENT" => house == key,
        _ => false,
    };
    let connection = app.connection().await;
    let me =
        account::Entity::find().all(&connection).await.unwrap().into_iter().find(|row| row.login == login).unwrap().id;
    let mut all = BTreeSet::new();
    for row in season_return::Entity::find().all(&connection).await.unwrap() {
        if !lies(row.delegation_id.0, row.association_id.map(|id| id.0), Some(row.establishment_id.0)) {
            continue;
        }
        let about = global_of("SeasonReturn", row.id.0);
        let due = day(Some(row.due_on));
        let (fills, validates) = (FILLERS.contains(&login), VALIDATORS.contains(&login));
        match row.state {
            SeasonReturnState::Draft if fills => drop(all.insert(item(KINDS[2], due, None, about))),
            SeasonReturnState::Returned if fills => drop(all.insert(item(KINDS[0], due, day(row.decided_on), about))),
            SeasonReturnState::Submitted if validates && row.submitted_by != Some(me) => {
                all.insert(item(KINDS[3], due, day(row.submitted_on), about));
            }
            SeasonReturnState::Draft
            | SeasonReturnState::Returned
            | SeasonReturnState::Submitted
            | SeasonReturnState::Validated => {}
        }
    }
    for row in bank_account::Entity::find().all(&connection).await.unwrap() {
        let approves = APPROVERS.contains(&login) && lies(row.delegation_id.0, Some(row.association_id.0), None);
        if approves && row.state == BankAccountState::Proposed && row.proposed_by != me {
            all.insert(item(KINDS[4], None, day(Some(row.proposed_on)), global_of("BankAccount", row.id.0)));
        }
    }
    for row in licence_application::Entity::find().all(&connection).await.unwrap() {
        let house = Some(row.establishment_id.0);
        if !lies(row.delegation_id.0, row.association_id.map(|id| id.0), house) {
            continue;
        }
        let instructs = VALIDATORS.contains(&login);
        let applies = instructs || login.ends_with("-association");
        let records = ["national-admin", "national-officer"].contains(&login);
        let with_applicant = matches!(row.state, ApplicationState::Incomplete | ApplicationState::ApprovedWithReserves);
        if records && with_applicant && row.due_on.is_some_and(|due| due < app.now().date_naive()) {
            let about = global_of("LicenceApplication", row.id.0);
            all.insert(item(KINDS[12], day(row.due_on), day(row.submitted_on), about));
        }
        let kind = match row.state {
            ApplicationState::Draft if applies => 6,
            ApplicationState::Incomplete if applies => 7,
            ApplicationState::Submitted
            | ApplicationState::CompletenessCheck
            | ApplicationState::UnderInstruction
            | ApplicationState::VisitScheduled
            | ApplicationState::Visited
                if instructs =>
            {
                8
            }
            ApplicationState::ApprovedWithReserves if instructs => 9,
            ApplicationState::CommissionReview if records => 10,
            ApplicationState::Approved if records => 11,
            ApplicationState::Draft
            | ApplicationState::Incomplete
            | ApplicationState::Submitted
            | ApplicationState::CompletenessCheck
            | ApplicationState::UnderInstruction
            | ApplicationState::VisitScheduled
            | ApplicationState::Visited
            | ApplicationState::ApprovedWithReserves
            | ApplicationState::CommissionReview
            | ApplicationState::Approved
            | ApplicationState::Rejected
            | ApplicationState::Licensed
            | ApplicationState::Abandoned
            | ApplicationState::Dismissed => continue,
        };
        let about = global_of("LicenceApplication", row.id.0);
        all.insert(item(KINDS[kind], day(row.due_on), day(row.submitted_on), about));
    }
    for row in creation_support::Entity::find().all(&connection).await.unwrap() {
        if !lies(row.delegation_id.0, Some(row.association_id.0), None) {
            continue;
        }
        let about = global_of("CreationSupport", row.id.0);
        let head_decides = row.decider == Some(CreationSupportDecider::DelegationHead);
        let decides = if head_decides { login.ends_with("-head") } else { login == "national-officer" };
        match row.state {
            CreationSupportState::Draft if login.ends_with("-association") && row.returned_on.is_some() => {
                all.insert(item(KINDS[13], None, day(row.returned_on), about));
            }
            CreationSupportState::Submitted if VALIDATORS.contains(&login) => {
                all.insert(item(KINDS[14], None, day(row.submitted_on), about));
            }
            CreationSupportState::UnderInstruction if VALIDATORS.contains(&login) && row.decider.is_none() => {
                all.insert(item(KINDS[15], None, day(row.instructed_on), about));
            }
            CreationSupportState::UnderInstruction
                if row.decider.is_some() && decides && row.instructed_by != Some(me) =>
            {
                all.insert(item(KINDS[16], None, day(row.instructed_on), about));
            }
            CreationSupportState::Draft
            | CreationSupportState::Submitted
            | CreationSupportState::UnderInstruction
            | CreationSupportState::Granted
            | CreationSupportState::Refused
            | CreationSupportState::InProgress
            | CreationSupportState::Completed
            | CreationSupportState::Abandoned
            | CreationSupportState::Withdrawn => {}
        }
    }
    for row in inspection::Entity::find().all(&connection).await.unwrap() {
        let inspects = VALIDATORS.contains(&login) && lies(row.delegation_id.0, None, None);
        if inspects && row.state == InspectionState::Planned {
            all.insert(item(KINDS[17], day(Some(row.planned_on)), None, global_of("Inspection", row.id.0)));
        }
    }
    for row in relocation_plan::Entity::find().all(&connection).await.unwrap() {
        let approves = login.ends_with("-head") && lies(row.delegation_id.0, None, None) && row.prepared_by != me;
        if approves && row.state == RelocationPlanState::Draft {
            all.insert(item(KINDS[18], None, day(Some(row.prepared_on)), global_of("RelocationPlan", row.id.0)));
        }
    }
    for row in formal_notice::Entity::find().all(&connection).await.unwrap() {
        let inspects = VALIDATORS.contains(&login) && lies(row.delegation_id.0, None, None);
        let overdue = row.due_on < "2026-11-24".parse().unwrap();
        if inspects && overdue && row.state == FormalNoticeState::Served {
            all.insert(item(
                KINDS[19],
                day(Some(row.due_on)),
                day(Some(row.served_on)),
                global_of("FormalNotice", row.id.0),
            ));
        }
    }
    for row in licence_measure::Entity::find().all(&connection).await.unwrap() {
        let records = ["national-admin", "national-officer"].contains(&login) && row.proposed_by != me;
        if records && row.state == LicenceMeasureState::Proposed {
            all.insert(item(KINDS[20], None, day(Some(row.proposed_on)), global_of("LicenceMeasure", row.id.0)));
        }
    }
    for row in import::Entity::find().all(&connection).await.unwrap() {
        // Whoever keeps a register sends lists; what somebody sent waits for them alone.
        if row.state == ImportState::Read && row.account_id == me {
            all.insert(item(KINDS[21], None, None, global_of("Import", row.id.0)));
        }
    }
    for row in document::Entity::find().all(&connection).await.unwrap() {
        let own = FILLERS.contains(&login)
            && lies(row.delegation_id.0, row.association_id.map(|id| id.0), row.establishment_id.map(|id| id.0));
        // Sixty days from 2026-11-24.
        let ends = row.expires_on.is_some_and(|last| last <= "2027-01-23".parse().unwrap());
        if own && ends && row.state == DocumentState::Current {
            all.insert(item(KINDS[5], day(row.expires_on), None, global_of("Document", row.id.0)));
        }
    }
    connection.close().await.unwrap();
    // Where a dossier stands, another test judges (`dossiers.rs`).
    if login.ends_with("-association") {
        let own = slice["id"].as_str().unwrap();
        let dossier = app.data(login, &format!("{{ association(id: \"{own}\") {{ dossier {{ state }} }} }}")).await;
        if dossier["association"]["dossier"]["state"] != "COMPLETE" {
            all.insert(item(KINDS[22], None, None, own.to_owned()));
        }
    }
    // Who has begun none, another test judges (`returns_due.rs`).
    if FILLERS.contains(&login) {
        let query = "{ returnsDue(first: 100, where: { state: MISSING }) { hasNextPage nodes { dueOn periodLast establishment { id } } } }";
        let missing = app.data(login, query).await["returnsDue"].clone();
        assert_eq!(missing["hasNextPage"], false);
        for owed in missing["nodes"].as_array().unwrap() {
            let last: chrono::NaiveDate = format!("{}-01", owed["periodLast"].as_str().unwrap()).parse().unwrap();
            let behind = last.checked_add_months(chrono::Months::new(1)).unwrap();
            let about = owed["establishment"]["id"].as_str().unwrap().to_owned();
            all.insert(item(KINDS[1], owed["dueOn"].as_str().map(str::to_owned), day(Some(behind)), about));
        }
    }
    all
}

/// Documents that expired yesterday, expire on the last day that is told, and the day behind.
async fn expire_documents(app: &App) {
    for (login, day) in
        [("khenifra-association", "2026-11-23"), ("khenifra-director", "2027-01-23"), ("midelt-director", "2027-01-24")]
    {
        // What the office wrote is not theirs to change.
        let query =
            "{ documents(last: 50, where: { archived: false }) { nodes { id version category { official } } } }";
        let found = app.data(login, query).await["documents"]["nodes"].clone();
        let found = found.as_array().unwrap().iter().rfind(|one| one["category"]["official"] == false).unwrap().clone();
        let input = json!({ "id": found["id"], "expectedVersion": found["version"], "expiresOn": day });
        let changed =
            app.change(&app.token(login).await, Change::new("documentUpdate", "errors { code path }"), &input).await;
        assert_eq!(changed["errors"], json!([]), "{login}");
    }
}

fn read(node: &Value) -> Item {
    let text = |field: &str| node[field].as_str().map(str::to_owned);
    item(node["kind"].as_str().unwrap(), text("due"), text("since"), node["about"]["id"].as_str().unwrap().to_owned())
}

/// A page: the items, the cursor behind it, and whether there are more.
async fn page(app: &App, token: &str, arguments: &str) -> (Vec<Item>, Value) {
    let query = format!(
        "{{ workQueue({arguments}) {{ nodes {{ {ITEM} }} pageInfo {{ hasNextPage endCursor }} totalCount }} }}"
    );
    let answer = app.send(Some(token), &query, json!({})).await.body;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let queue = &answer["data"]["workQueue"];
    for node in queue["nodes"].as_array().unwrap() {
        let late = node["due"].as_str().is_some_and(|due| due < "2026-11-24");
        assert_eq!(node["overdue"], json!(late), "{node}");
    }
    (queue["nodes"].as_array().unwrap().iter().map(read).collect(), queue.clone())
}

on_both! {
    async fn each_is_told_what_waits_for_them_and_nothing_else(app: &App) {
        expire_documents(app).await;
        // One that was sent back, and one that is taken up and not proposed yet.
        let submitted = app.data("national-admin", "{ creationSupports(where: { state: SUBMITTED }) { nodes { id reference } } }").await;
        let nodes = submitted["creationSupports"]["nodes"].as_array().unwrap().clone();
        let of = |start: &str| nodes.iter().find(|node| node["reference"].as_str().unwrap().starts_with(start)).unwrap()["id"].clone();
        let back = json!({ "id": of("DCR-05-301"), "expectedVersion": 1, "reason": "Le devis manque" });
        let sent = app.change(&app.token("khenifra-officer").await, Change::new("creationSupportSendBack", "errors { code }"), &back).await;
        assert_eq!(sent["errors"], json!([]));
        let draft = app.data("khenifra-association", "{ creationSupports(where: { state: DRAFT }) { nodes { id returnedOn } } }").await;
        let draft = draft["creationSupports"]["nodes"].as_array().unwrap().iter().find(|node| node["returnedOn"].is_null()).unwrap().clone();
        let made = json!({ "id": draft["id"], "expectedVersion": 1 });
        let made = app.change(&app.token("khenifra-association").await, Change::new("creationSupportSubmit", "errors { code }"), &made).await;
        assert_eq!(made["errors"], json!([]));
        let up = json!({ "id": of("DCR-08-363"), "expectedVersion": 1 });
        let begun = app.change(&app.token("midelt-officer").await, Change::new("creationSupportTakeUp", "errors { code }"), &up).await;
        assert_eq!(begun["errors"], json!([]));
        let mut kinds = BTreeSet::new();
        for login in app.logins() {
            let (expected, token) = (expected(app, &login).await, app.token(&login).await);
            let (found, queue) = page(app, &token, "first: 100").await;
            assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), expected, "{login}");
            assert_eq!((found.len(), &queue["totalCount"], &queue["pageInfo"]["hasNextPage"]), (expected.len(), &json!(expected.len()), &json!(false)), "{login}");
            let order: Vec<_> = found.iter().map(|(due, kind, ..)| (due.clone(), *kind)).collect();
            assert!(order.is_sorted(), "{login}: {order:?}");
            kinds.extend(found.iter().map(|(_, kind, ..)| *kind));
            let viewer = app.send(Some(&token), "{ viewer { waiting } }", json!({})).await.body["data"]["viewer"]["waiting"].clone();
            assert_eq!(viewer, json!(expected.len()), "{login}");

            // Page by page it is the same; and by kind, and by what is late.
            let (mut walked, mut after) = (Vec::new(), String::new());
            loop {
                let (some, part) = page(app, &token, &format!("first: 3{after}")).await;
                walked.extend(some);
                if part["pageInfo"]["hasNextPage"] == json!(false) {
                    break;
                }
                after = format!(", after: {}", part["pageInfo"]["endCursor"]);
            }
            assert_eq!(walked, found, "{login}");
            for (at, kind) in KINDS.iter().enumerate() {
                let only: Vec<_> = found.iter().filter(|(_, kind, ..)| *kind == at).cloned().collect();
                let (some, part) = page(app, &token, &format!("first: 100, where: {{ kind: {kind} }}")).await;
                assert_eq!((&some, &part["totalCount"]), (&only, &json!(only.len())), "{login}: {kind}");
            }
            for overdue in [true, false] {
                let only: Vec<_> = found.iter().filter(|(due, ..)| (due.as_str() < "2026-11-24") == overdue).cloned().collect();
                let (some, part) = page(app, &token, &format!("first: 100, where: {{ overdue: {overdue} }}")).await;
                assert_eq!((&some, &part["totalCount"]), (&only, &json!(only.len())), "{login}: {overdue}");
            }
        }
        assert_eq!(kinds.len(), KINDS.len(), "each kind waits for somebody");
        for wrong in ["first: 101", "first: -1", "after: \"none\""] {
            let answer = app.send(Some(&app.token("khenifra-head").await), &format!("{{ workQueue({wrong}) {{ totalCount }} }}"), json!({})).await;
            assert_eq!(answer.only_code(), "BAD_USER_INPUT", "{wrong}");
        }
    }

    async fn what_is_done_waits_no_more_and_nobody_decides_on_their_own(app: &App) {
        let of = async |login: &str, kind: &str| {
            let token = app.token(login).await;
            page(app, &token, &format!("first: 100, where: {{ kind: {kind} }}")).await.0
        };
        let waiting = of("khenifra-head", KINDS[3]).await;
        let id = waiting[0].3.clone();
        let version = app.data("khenifra-head", &format!("{{ seasonReturn(id: \"{id}\") {{ version }} }}")).await["seasonReturn"]["version"].clone();
        let back = json!({ "id": id, "expectedVersion": version, "reason": "Les présents manquent" });
        let sent = app.change(&app.token("khenifra-head").await, Change::new("seasonReturnSendBack", "errors { code }"), &back).await;
        assert_eq!(sent["errors"], json!([]));
        for login in ["khenifra-head", "khenifra-officer"] {
            assert_eq!(of(login, KINDS[3]).await, waiting[1..], "{login}");
        }

        // Proposed by the head, it waits for the national administrators, and not for the head.
        let association = app.sign_in("khenifra-association", &app.password("khenifra-association")).await["viewer"]["slice"]["id"].clone();
        let before = (of("khenifra-head", KINDS[4]).await, of("national-admin", KINDS[4]).await);
        let input = json!({ "idempotencyKey": "an-account-of-the-head", "association": association, "rib": "011519000001205000534921" });
        let proposed = app.change(&app.token("khenifra-head").await, Change::new("bankAccountPropose", "bankAccount { id } errors { code path }"), &input).await;
        assert_eq!(proposed["errors"], json!([]));
        assert_eq!(of("khenifra-head", KINDS[4]).await, before.0);
        let after = of("national-admin", KINDS[4]).await;
        assert_eq!(after.len(), before.1.len() + 1);
        assert!(after.iter().any(|(.., about)| json!(about) == proposed["bankAccount"]["id"]));
    }

    async fn a_page_is_one_statement_however_much_waits(app: &App) {
        for (login, statements) in [("khenifra-head", 1), ("national-admin", 1), ("auditor", 0), ("khenifra-association", 5)] {
            let token = app.token(login).await;
            for first in [1, 100] {
                let query = format!("{{ workQueue(first: {first}) {{ nodes {{ kind title due since overdue }} }} }}");
                let before = app.statements();
                app.send(Some(&token), &query, json!({})).await;
                assert_eq!(app.statements() - before, statements, "{login}");
            }
        }
        let title = async |language: &str| {
            let token = app.token("khenifra-head").await;
            let answer = app.client().post(format!("{}/graphql", app.url)).bearer_auth(token).header("accept-language", language);
            let answer = answer.json(&json!({ "query": "{ workQueue(first: 1, where: { kind: BANK_ACCOUNT_DECIDE }) { nodes { title } } }" }));
            answer.send().await.unwrap().json::<Value>().await.unwrap()["data"]["workQueue"]["nodes"][0]["title"].clone()
        };
        for (language, said) in [
            ("en", "A bank account was proposed by another person: approve or reject it."),
            ("fr", "Un compte bancaire a été proposé par une autre personne : approuvez-le ou rejetez-le."),
            ("ar", "اقترح شخص آخر حسابا بنكيا: وافق عليه أو ارفضه."),
        ] {
            assert_eq!(title(language).await, json!(said), "{language}");
        }
    }
}
