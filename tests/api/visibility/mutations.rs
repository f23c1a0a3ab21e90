//! Every mutation as every role: who may, typed by hand; whom it refuses, and that what is hidden is refused as what does
//! not exist. And every record as every role, by a mutation that asks for no right: the slice alone. Each is only tried
//! (`validateOnly`), so that all roles meet the same world.

#![expect(clippy::disallowed_methods, reason = "who an account is, is read from its mandate")]

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{InputObject, InputType};
use entity::id::{
    AccountId, AssociationId, BankAccountId, BureauRenewalId, CreationSupportId, DeclaredFigureId, DocumentId,
    EstablishmentId, FormalNoticeId, ImportId, InspectionId, LicenceApplicationId, LicenceMeasureId, MandateId,
    RelocationPlanId, SeasonReturnId, StaffMemberId, StreamId,
};
use entity::licence_measure::{LicenceMeasureKind, LicenceMeasureState};
use entity::licence_period::LicenceState;
use entity::{
    account, association, bank_account, bureau_renewal, creation_support, declared_figure, document, establishment,
    formal_notice, import, inspection, licence_application, licence_measure, licence_period, mandate, relocation_plan,
    season_return, staff_member,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use taawun::auth::Viewer;
use taawun::db::{Actor, Change as Door, Mutation, Refused, ScopedDb};
use taawun::error::Error;
use taawun::global_id::IdOf;

use super::crossings;
use super::model::{Asker, Changeable, KHENIFRA, MIDELT, World, text};
use crate::harness::{App, Change, on_both};
use crate::shape::Shape;

const ERRORS: &str = "errors { code message path }";

/// A mutation of something in Khénifra.
struct Trial {
    name: &'static str,
    /// What it is aimed at: the type and the id; none where it is the asker's own delegation.
    target: Option<(&'static str, String)>,
    /// The input, for this target or for another one.
    input: Box<dyn Fn(&str) -> Value>,
    may: &'static [&'static str],
    /// Who may change the target and is refused for something else in the input, which they do not see.
    sees_half: &'static [&'static str],
}

/// What everyone does for themselves: no row of others is named. Judged in `sign_in.rs`,
/// `sessions.rs`, `single_sign_on.rs`, `jobs.rs` and `notices.rs`; what becomes of a file that one has sent oneself, in
/// `documents.rs` and `imports.rs`.
const ONES_OWN: [&str; 17] = [
    "importUploadCreate",
    "importCreate",
    "documentAdd",
    "signIn",
    "sessionRefresh",
    "mandateSwitch",
    "passwordSet",
    "passwordChange",
    "sessionEnd",
    "sessionsEnd",
    "secondFactorOffer",
    "secondFactorConfirm",
    "singleSignOnBegin",
    "singleSignOnFinish",
    "jobCancel",
    "noticesMarkRead",
    "noticePreferencesUpdate",
];

const ADMIN: &[&str] = &["national-admin"];
const KEEPERS: &[&str] = &["national-admin", "khenifra-head", "khenifra-officer"];
const KEEPERS_AND_OWN: &[&str] = &["national-admin", "khenifra-head", "khenifra-officer", "khenifra-association"];
const PUBLISHERS: &[&str] = &["national-admin", "national-officer"];
const HEADS: &[&str] = &["national-admin", "khenifra-head"];
const FILLERS: &[&str] = &["khenifra-director", "khenifra-association"];
const DOCUMENT_KEEPERS: &[&str] = &["khenifra-head", "khenifra-officer", "khenifra-association", "khenifra-director"];
const VALIDATORS: &[&str] = &["khenifra-head", "khenifra-officer"];
const FOLLOWERS: &[&str] = &["khenifra-head", "khenifra-officer"];
const RECORDERS: &[&str] = &["national-admin", "national-officer"];
const DECLARERS: &[&str] = &["khenifra-head", "khenifra-officer", "midelt-head", "midelt-officer"];

async fn found(app: &App, list: &str, search: &str) -> String {
    let data = app
        .data("national-admin", &format!("{{ {list}(where: {{ search: \"{search}\" }}) {{ nodes {{ id }} }} }}"))
        .await;
    text(&data[list]["nodes"][0]["id"])
}

/// A house of the demonstration whose licence will be suspended, which none is: the measure, laid past the write door.
async fn suspended(app: &App) -> Option<(&'static str, String)> {
    let connection = app.connection().await;
    let days = |first: &str, last: &str| (first.parse().unwrap(), last.parse().unwrap());
    let (first, last): (chrono::NaiveDate, chrono::NaiveDate) = days("2028-01-01", "2028-01-31");
    let house = establishment::Entity::find().filter(establishment::COLUMN.reference.eq("EPS-05-301-0001"));
    let house = house.one(&connection).await.unwrap().unwrap();
    let measure = licence_measure::Entity::find().filter(licence_measure::COLUMN.establishment_id.eq(house.id));
    let mut measure = measure.one(&connection).await.unwrap().unwrap();
    (measure.kind, measure.state) = (LicenceMeasureKind::Suspension, LicenceMeasureState::Decided);
    (measure.starts_on, measure.ends_on) = (Some(first), Some(last));
    let id = measure.id;
    measure.into_active_model().reset_all().update(&connection).await.unwrap();
    let licence = licence_period::Entity::find().filter(licence_period::COLUMN.establishment_id.eq(house.id));
    let licence = licence.filter(licence_period::COLUMN.state.eq(LicenceState::Licensed));
    let mut licence = licence.one(&connection).await.unwrap().unwrap();
    let held_back = licence_period::Model {
        id: uuid::Uuid::now_v7().into(),
        state: LicenceState::Suspended,
        starts_on: first,
        ends_on: Some(last),
        public_number: None,
        ..licence.clone()
    };
    licence.ends_on = first.pred_opt();
    licence.into_active_model().reset_all().update(&connection).await.unwrap();
    let held_back = held_back.into_active_model();
    licence_period::Entity::insert(held_back).exec_without_returning(&connection).await.unwrap();
    connection.close().await.unwrap();
    taawun::statistics::rebuild(&app.pool, app.now()).await.unwrap();
    Some(("LicenceMeasure", taawun::global_id::Global::global(id).0))
}

#[expect(clippy::too_many_lines, reason = "a table")]
async fn trials(app: &App, world: &World) -> Vec<Trial> {
    let house = found(app, "establishments", "EPS-05-301-0002").await;
    let association = found(app, "associations", "Association de Khénifra (démonstration 1)").await;
    // Of four that demonstrate, one has an account that waits to be decided.
    let waiting = found(app, "associations", "Association de Khénifra (démonstration 3)").await;
    let query = format!("{{ association(id: \"{waiting}\") {{ bankAccounts {{ id state }} }} }}");
    let account = app.data("national-admin", &query).await["association"]["bankAccounts"][0].clone();
    assert_eq!(account["state"], "PROPOSED");
    let account = text(&account["id"]);
    let (aguelmous, in_midelt) = (found(app, "communes", "Aguelmous").await, found(app, "communes", "08.363.X1").await);
    let person = async |login: &str| {
        let query = format!("{{ accounts(where: {{ login: \"{login}\" }}) {{ nodes {{ id mandates {{ id }} }} }} }}");
        app.data("national-admin", &query).await["accounts"]["nodes"][0].clone()
    };
    let (officer, former) = (person("khenifra-officer").await, text(&person("khenifra-former").await["id"]));
    let (officer, mandate) = (text(&officer["id"]), text(&officer["mandates"][0]["id"]));
    let in_khenifra = world.delegations[KHENIFRA].clone();
    let (khenifra, midelt) = (world.delegations[KHENIFRA].clone(), world.delegations[MIDELT].clone());
    let key = "a-key-that-is-never-used";
    let figure = json!({ "idempotencyKey": key, "validateOnly": true, "measure": "CEF", "value": 24, "asOf": "2026-10", "source": "A count" });
    let figures = json!({ "figures": [figure] });
    let here = aguelmous.clone();
    let release = text(&app.data("national-admin", "{ latestRelease { id } }").await["latestRelease"]["id"]);

    let of_house = async |reference: &str| {
        let house = found(app, "establishments", reference).await;
        let query = format!("{{ establishment(id: \"{house}\") {{ seasonReturns {{ id }} }} }}");
        let data = app.data("national-admin", &query).await;
        (house, text(&data["establishment"]["seasonReturns"][0]["id"]))
    };
    // Of the season that is over: missing, being filled in, sent back, submitted and validated.
    let (own_house, validated) = of_house("EPS-05-301-0001").await;
    let (draft, returned) = (of_house("EPS-05-301-0013").await.1, of_house("EPS-05-301-0025").await.1);
    let submitted = of_house("EPS-05-301-0004").await.1;

    let query =
        format!("{{ documents(where: {{ establishment: \"{own_house}\", archived: false }}) {{ nodes {{ id }} }} }}");
    let contract = text(&app.data("national-admin", &query).await["documents"]["nodes"][0]["id"]);

    let lists = app.data("national-admin", "{ waiting: imports(where: { state: READ }) { nodes { id } } entered: imports(where: { state: APPLIED }) { nodes { id } } }").await;
    let [waiting_list, entered_list] = ["waiting", "entered"].map(|list| text(&lists[list]["nodes"][0]["id"]));
    let query = format!("{{ establishment(id: \"{own_house}\") {{ director {{ id }} }} }}");
    let director = text(&app.data("national-admin", &query).await["establishment"]["director"]["id"]);

    let query = format!("{{ establishment(id: \"{own_house}\") {{ licencePeriods {{ id state }} }} }}");
    let spans = app.data("national-admin", &query).await["establishment"]["licencePeriods"].clone();
    let licence = spans.as_array().unwrap().iter().find(|span| span["state"] == "LICENSED").unwrap();
    let licence = text(&licence["id"]);

    let query = format!("{{ association(id: \"{association}\") {{ bureauRenewals {{ id }} }} }}");
    let bureau = text(&app.data("national-admin", &query).await["association"]["bureauRenewals"][1]["id"]);

    // In the order of the demonstration: one in each state.
    let supports = app.data("khenifra-association", "{ creationSupports { nodes { id } } programmes { id code } association: viewer { slice { id } } communes(where: { search: \"05.301.07.03\" }) { nodes { id } } }").await;
    let support = |at: usize| Some(("CreationSupport", text(&supports["creationSupports"]["nodes"][at]["id"])));
    let programme =
        supports["programmes"].as_array().unwrap().iter().find(|one| one["code"] == "SCHOOLING").unwrap()["id"].clone();
    let asking = Some(("Association", text(&supports["association"]["slice"]["id"])));
    let there = text(&supports["communes"]["nodes"][0]["id"]);

    // Of the demonstration, by the numbers of their houses: one at each place of the procedure.
    let applications = app
        .data("national-admin", "{ licenceApplications(first: 100) { nodes { id establishment { reference } } } }")
        .await;
    let application = |number: u16| {
        let reference = format!("EPS-05-301-{number:04}");
        let all = applications["licenceApplications"]["nodes"].as_array().unwrap();
        let found = all.iter().find(|one| one["establishment"]["reference"] == json!(reference)).unwrap();
        Some(("LicenceApplication", text(&found["id"])))
    };
    let houses =
        app.data("national-admin", "{ establishments(where: { search: \"EPS-05-301-0026\" }) { nodes { id } } }").await;
    let wants_more = text(&houses["establishments"]["nodes"][0]["id"]);
    let minutes = app.data("national-admin", "{ documents(where: { category: \"VISIT_MINUTES\" }, first: 100) { nodes { id establishment { reference } } } }").await;
    let minutes = minutes["documents"]["nodes"].as_array().unwrap().iter();
    let minutes =
        minutes.clone().find(|one| one["establishment"]["reference"] == "EPS-05-301-0020").unwrap()["id"].clone();
    let judged = app
        .data(
            "national-admin",
            "{ ruleSets(where: { state: PUBLISHED }) { nodes { framework norms { code mandatory } } } }",
        )
        .await;
    let law = judged["ruleSets"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["framework"] == "LAW_65_15")
        .unwrap()
        .clone();
    let findings: Vec<_> = law["norms"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|norm| norm["mandatory"] == json!(true))
        .map(|norm| json!({ "norm": norm["code"], "verdict": "MET" }))
        .collect();
    // Of the house whose director and association have accounts: one inspection that they know nothing of, one plan.
    let supervised = app.data("national-admin", "{ inspections(where: { state: PLANNED }) { nodes { id announced } } formalNotices { nodes { id state establishment { reference } } } licenceMeasures(where: { state: PROPOSED }) { nodes { id kind } } relocationPlans(where: { state: DRAFT }) { nodes { id establishment { reference } } } documents(where: { category: \"VISIT_MINUTES\" }, first: 100) { nodes { id establishment { reference } } } }").await;
    let planned = supervised["inspections"]["nodes"].as_array().unwrap();
    let unannounced =
        Some(("Inspection", text(&planned.iter().find(|one| one["announced"] == json!(false)).unwrap()["id"])));
    let of_director = |list: &str| {
        let nodes = supervised[list]["nodes"].as_array().unwrap();
        nodes.iter().find(|one| one["establishment"]["reference"] == "EPS-05-301-0001").unwrap()["id"].clone()
    };
    let plan = Some(("RelocationPlan", text(&of_director("relocationPlans"))));
    let its_minutes = of_director("documents");
    let notice = Some(("FormalNotice", text(&of_director("formalNotices"))));
    let measure = |kind: &str| {
        let nodes = supervised["licenceMeasures"]["nodes"].as_array().unwrap();
        Some(("LicenceMeasure", text(&nodes.iter().find(|one| one["kind"] == json!(kind)).unwrap()["id"])))
    };
    let (noticed, held_back) = (house.clone(), wants_more.clone());
    let lifted = suspended(app).await;
    let judged_again = findings.clone();
    let (inspected, left) = (house.clone(), house.clone());
    let step = |more: Value| -> Box<dyn Fn(&str) -> Value> {
        Box::new(move |id| {
            let mut input = json!({ "id": id, "expectedVersion": 1, "validateOnly": true });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        })
    };
    let rules = app.data("national-admin", "{ drafts: ruleSets(where: { state: DRAFT }) { nodes { id edition } } published: ruleSets(where: { state: PUBLISHED }) { nodes { id } } publicHolidays { id } }").await;
    let drafted = |edition: u64| {
        let drafts = rules["drafts"]["nodes"].as_array().unwrap();
        text(&drafts.iter().find(|draft| draft["edition"] == edition).unwrap()["id"])
    };
    let (begun, ready, of_law) = (drafted(1), drafted(2), text(&rules["published"]["nodes"][0]["id"]));
    let holiday = text(&rules["publicHolidays"][0]["id"]);

    // Of INDH, whose person sees it.
    let found = app
        .data(
            "national-admin",
            "{ partnerAgreements { id partner { id } projects { id } clients { id secrets { id } } } }",
        )
        .await;
    let found = &found["partnerAgreements"][0];
    let (agreement, project, indh) =
        (text(&found["id"]), text(&found["projects"][0]["id"]), text(&found["partner"]["id"]));
    let (system, secret) = (text(&found["clients"][0]["id"]), text(&found["clients"][0]["secrets"][0]["id"]));
    let for_a_reason = || -> Box<dyn Fn(&str) -> Value> {
        Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true, "reason": "Les orphelins" }))
    };
    let versioned = || -> Box<dyn Fn(&str) -> Value> {
        Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true }))
    };

    let printed = || -> Box<dyn Fn(&str) -> Value> {
        Box::new(
            |id| json!({ "idempotencyKey": "a-key-that-is-never-used", "validateOnly": true, "id": id, "language": "BOTH" }),
        )
    };

    let kept = |name, account: &String| Trial {
        name,
        target: Some(("Account", account.clone())),
        input: Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true })),
        may: HEADS,
        sees_half: &[],
    };
    let of = |name, target, may, input: Box<dyn Fn(&str) -> Value>| Trial { name, target, input, may, sees_half: &[] };
    vec![
        of(
            "associationCreate",
            Some(("Delegation", khenifra.clone())),
            KEEPERS,
            Box::new(move |delegation| {
                json!({
            "idempotencyKey": key, "validateOnly": true, "delegation": delegation, "names": { "fr": "Une association" }, "commune": here })
            }),
        ),
        of(
            "associationUpdate",
            Some(("Association", association.clone())),
            KEEPERS_AND_OWN,
            Box::new(|id| {
                json!({
            "id": id, "expectedVersion": 1, "validateOnly": true, "names": { "fr": "Un autre nom" } })
            }),
        ),
        of(
            "bureauRenew",
            Some(("Association", association.clone())),
            KEEPERS_AND_OWN,
            Box::new(move |id| {
                let member = |function: &str| json!({ "function": function, "names": { "fr": "Une personne" } });
                json!({
            "idempotencyKey": key, "validateOnly": true, "association": id, "electedOn": "2026-11-02",
            "members": [member("PRESIDENT"), member("SECRETARY_GENERAL"), member("TREASURER")] })
            }),
        ),
        of(
            "bureauUpdate",
            Some(("BureauRenewal", bureau)),
            KEEPERS_AND_OWN,
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true, "declaredOn": null })),
        ),
        of(
            "bankAccountPropose",
            Some(("Association", association)),
            KEEPERS_AND_OWN,
            Box::new(move |id| {
                json!({
            "idempotencyKey": key, "validateOnly": true, "association": id, "rib": "011780000000000000000053" })
            }),
        ),
        of(
            "bankAccountApprove",
            Some(("BankAccount", account.clone())),
            HEADS,
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true })),
        ),
        of(
            "bankAccountReject",
            Some(("BankAccount", account)),
            HEADS,
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true })),
        ),
        of(
            "establishmentCreate",
            Some(("Delegation", khenifra)),
            KEEPERS,
            Box::new(move |delegation| {
                json!({
            "idempotencyKey": key, "validateOnly": true, "delegation": delegation, "kind": "CEF", "names": { "fr": "Un centre" }, "commune": aguelmous })
            }),
        ),
        of(
            "establishmentUpdate",
            Some(("Establishment", house.clone())),
            KEEPERS,
            Box::new(|id| {
                json!({
            "id": id, "expectedVersion": 1, "validateOnly": true, "capacity": { "total": 40 } })
            }),
        ),
        Trial {
            sees_half: &["khenifra-head", "khenifra-officer"],
            ..of(
                "establishmentMove",
                Some(("Establishment", house.clone())),
                &["national-admin"],
                Box::new(move |id| {
                    json!({
                "id": id, "expectedVersion": 1, "validateOnly": true, "delegation": midelt, "commune": in_midelt })
                }),
            )
        },
        of(
            "establishmentClose",
            Some(("Establishment", house)),
            KEEPERS,
            Box::new(|id| {
                json!({
            "id": id, "expectedVersion": 1, "validateOnly": true, "closedOn": "2026-11-01" })
            }),
        ),
        of(
            "accountInvite",
            Some(("Delegation", world.delegations[KHENIFRA].clone())),
            HEADS,
            Box::new(|delegation| {
                json!({
            "idempotencyKey": "a-key-that-is-never-used", "validateOnly": true, "login": "somebody.new", "names": { "fr": "Une personne" },
            "mandate": { "role": "DELEGATION_OFFICER", "slice": delegation } })
            }),
        ),
        kept("accountUpdate", &officer),
        kept("accountDeactivate", &officer),
        kept("accountReactivate", &former),
        kept("accountReset", &officer),
        kept("accountExpirePassword", &officer),
        kept("accountEndSessions", &officer),
        kept("accountRemoveSecondFactor", &officer),
        of(
            "mandateGrant",
            Some(("Account", officer.clone())),
            HEADS,
            Box::new(move |id| {
                json!({
            "idempotencyKey": "a-key-that-is-never-used", "validateOnly": true, "account": id,
            "mandate": { "role": "SOCIAL_WORKER", "slice": in_khenifra } })
            }),
        ),
        Trial {
            // The administrator sees the officer, and is no head.
            may: &["khenifra-head"],
            ..of(
                "mandateDelegate",
                Some(("Account", officer.clone())),
                &[],
                Box::new(|id| {
                    json!({
                "idempotencyKey": "a-key-that-is-never-used", "validateOnly": true, "account": id,
                "rights": ["APPROVE_BANK_ACCOUNTS"], "validTo": "2026-12-31" })
                }),
            )
        },
        of(
            "mandateEnd",
            Some(("Mandate", mandate)),
            HEADS,
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true })),
        ),
        of(
            "partnerAgreementCreate",
            Some(("Project", project)),
            ADMIN,
            Box::new(move |project| {
                json!({
            "idempotencyKey": key, "validateOnly": true, "partner": indh, "reference": "CONV-9", "cndpNumber": "A-9", "scopes": ["PROJECTS_READ"],
            "reach": "PROJECTS", "projects": [project], "validFrom": "2027-01-01", "validTo": "2027-12-31" })
            }),
        ),
        of("partnerAgreementEnd", Some(("PartnerAgreement", agreement.clone())), ADMIN, versioned()),
        of(
            "apiClientCreate",
            Some(("PartnerAgreement", agreement)),
            ADMIN,
            Box::new(
                move |id| json!({ "idempotencyKey": key, "validateOnly": true, "agreement": id, "name": "A system" }),
            ),
        ),
        of("apiClientEnd", Some(("ApiClient", system.clone())), ADMIN, versioned()),
        of(
            "apiClientSecretCreate",
            Some(("ApiClient", system.clone())),
            ADMIN,
            Box::new(move |id| json!({ "idempotencyKey": key, "validateOnly": true, "id": id, "expectedVersion": 1 })),
        ),
        of(
            "apiClientSecretEnd",
            Some(("ApiClient", system)),
            ADMIN,
            Box::new(move |id| json!({ "validateOnly": true, "id": id, "expectedVersion": 1, "secret": secret })),
        ),
        of(
            "documentUploadCreate",
            Some(("Establishment", own_house.clone())),
            DOCUMENT_KEEPERS,
            Box::new(
                move |id| json!({ "idempotencyKey": key, "validateOnly": true, "owner": id, "fileName": "plan.pdf", "size": 9 }),
            ),
        ),
        of(
            "documentUpdate",
            Some(("Document", contract.clone())),
            DOCUMENT_KEEPERS,
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true, "title": "Un bail" })),
        ),
        of("documentWithdraw", Some(("Document", contract)), DOCUMENT_KEEPERS, for_a_reason()),
        of("importApply", Some(("Import", waiting_list)), KEEPERS, {
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true, "leaveOutWrong": true }))
        }),
        of(
            "importUndo",
            Some(("Import", entered_list)),
            &["national-admin", "midelt-head", "midelt-officer"],
            for_a_reason(),
        ),
        of(
            "staffMemberRecord",
            Some(("Establishment", own_house.clone())),
            DOCUMENT_KEEPERS,
            Box::new(move |id| {
                json!({
            "idempotencyKey": key, "validateOnly": true, "establishment": id, "names": { "fr": "Une personne" }, "sex": "MALE",
            "function": "GUARD", "contract": "OTHER", "startedOn": "2026-11-02" })
            }),
        ),
        of(
            "staffMemberUpdate",
            Some(("StaffMember", director.clone())),
            DOCUMENT_KEEPERS,
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true, "weeklyHours": 30 })),
        ),
        of(
            "staffMemberEnd",
            Some(("StaffMember", director)),
            DOCUMENT_KEEPERS,
            Box::new(|id| {
                json!({
            "id": id, "expectedVersion": 1, "validateOnly": true, "endedOn": "2026-11-02", "reason": "RETIREMENT" })
            }),
        ),
        of(
            "seasonReturnBegin",
            Some(("Establishment", own_house)),
            FILLERS,
            Box::new(move |id| {
                json!({
            "idempotencyKey": key, "validateOnly": true, "establishment": id, "period": "2025-09" })
            }),
        ),
        of(
            "seasonReturnFill",
            Some(("SeasonReturn", draft)),
            &["khenifra-association"],
            Box::new(|id| {
                json!({
            "id": id, "expectedVersion": 1, "validateOnly": true, "lines": [{ "item": "BEDS", "count": 24 }] })
            }),
        ),
        of("seasonReturnSubmit", Some(("SeasonReturn", returned)), &["khenifra-association"], versioned()),
        of("licencePeriodPrintCertificate", Some(("LicencePeriod", licence)), DOCUMENT_KEEPERS, printed()),
        of(
            "licenceApplicationPrintReceipt",
            application(37),
            &["khenifra-head", "khenifra-officer", "khenifra-association"],
            printed(),
        ),
        of("seasonReturnPrint", Some(("SeasonReturn", validated.clone())), DOCUMENT_KEEPERS, printed()),
        of("seasonReturnSendBack", Some(("SeasonReturn", submitted.clone())), VALIDATORS, for_a_reason()),
        of("seasonReturnValidate", Some(("SeasonReturn", submitted)), VALIDATORS, versioned()),
        of("seasonReturnReopen", Some(("SeasonReturn", validated)), VALIDATORS, for_a_reason()),
        of(
            "licenceApplicationCreate",
            Some(("Establishment", wants_more)),
            FOLLOWERS,
            Box::new(move |house| {
                json!({ "idempotencyKey": key, "validateOnly": true, "establishment": house, "kind": "MODIFICATION",
                    "legalCategory": "LAW_65_15_SCHOOLED_CHILDREN", "changes": ["CAPACITY"] })
            }),
        ),
        of("licenceApplicationUpdate", application(14), FOLLOWERS, step(json!({ "statement": "Plus de places" }))),
        of("licenceApplicationSubmit", application(15), FOLLOWERS, versioned()),
        of("licenceApplicationTakeUp", application(37), FOLLOWERS, versioned()),
        of(
            "licenceApplicationTellIncomplete",
            application(16),
            FOLLOWERS,
            step(json!({ "lacks": [{ "category": "CAHIER_DES_CHARGES" }] })),
        ),
        of("licenceApplicationComplete", application(18), FOLLOWERS, versioned()),
        of("licenceApplicationAccept", application(17), FOLLOWERS, versioned()),
        of("licenceApplicationPlanVisit", application(19), FOLLOWERS, step(json!({ "plannedOn": "2026-12-08" }))),
        of(
            "licenceApplicationRecordVisit",
            application(20),
            FOLLOWERS,
            step(json!({ "visitedOn": "2026-11-23", "minutes": minutes,
            "opinion": "FAVOURABLE", "members": [{ "body": "HEALTH" }], "findings": findings })),
        ),
        of("licenceApplicationSubmitToCommission", application(38), FOLLOWERS, versioned()),
        of(
            "licenceApplicationApprove",
            application(21),
            RECORDERS,
            step(json!({ "decisionNumber": "31/26", "decidedOn": "2026-11-20" })),
        ),
        of(
            "licenceApplicationReject",
            application(39),
            RECORDERS,
            step(json!({ "decisionNumber": "32/26", "decidedOn": "2026-11-20", "reason": "Non" })),
        ),
        of("licenceApplicationLiftReserve", application(22), FOLLOWERS, step(json!({ "reserve": 1, "remark": "Vu" }))),
        of("licenceApplicationIssue", application(23), RECORDERS, versioned()),
        of(
            "licenceApplicationGiveOpinion",
            application(24),
            &["region-05"],
            step(json!({ "opinion": "FAVOURABLE", "remark": "Oui" })),
        ),
        of("licenceApplicationDismiss", application(18), RECORDERS, for_a_reason()),
        of(
            "licenceApplicationAbandon",
            application(37),
            &["khenifra-association", "khenifra-head", "khenifra-officer"],
            for_a_reason(),
        ),
        of(
            "inspectionPlan",
            Some(("Establishment", inspected)),
            FOLLOWERS,
            Box::new(move |house| {
                json!({ "idempotencyKey": key, "validateOnly": true, "establishment": house, "announced": false,
                    "plannedOn": "2026-12-08", "reason": "Une plainte" })
            }),
        ),
        of(
            "inspectionRecord",
            unannounced.clone(),
            FOLLOWERS,
            step(json!({ "madeOn": "2026-11-23", "minutes": its_minutes, "conclusion": "COMPLIANT",
            "members": [{ "body": "HEALTH" }], "findings": judged_again })),
        ),
        of("inspectionCancel", unannounced, FOLLOWERS, for_a_reason()),
        of(
            "formalNoticeServe",
            Some(("Establishment", noticed)),
            FOLLOWERS,
            Box::new(move |house| {
                json!({ "idempotencyKey": key, "validateOnly": true, "establishment": house, "servedOn": "2026-11-20",
                    "dueOn": "2026-12-20", "items": [{ "text": "Réparer le toit" }] })
            }),
        ),
        of(
            "formalNoticeItemMeet",
            notice.clone(),
            FOLLOWERS,
            step(json!({ "item": 1, "metOn": "2026-11-20", "remark": "Vu" })),
        ),
        of("formalNoticeClose", notice.clone(), FOLLOWERS, for_a_reason()),
        of("formalNoticeWithdraw", notice, FOLLOWERS, for_a_reason()),
        of(
            "licenceMeasurePropose",
            Some(("Establishment", held_back)),
            FOLLOWERS,
            Box::new(move |house| {
                json!({ "idempotencyKey": key, "validateOnly": true, "establishment": house, "kind": "SUSPENSION",
                    "grounds": "Un incendie", "urgency": "Le feu couve" })
            }),
        ),
        of(
            "licenceMeasureDecide",
            measure("SUSPENSION"),
            RECORDERS,
            step(json!({ "authority": "SOCIAL_DEVELOPMENT", "decisionNumber": "40/26", "decidedOn": "2026-11-20",
            "startsOn": "2026-11-20", "endsOn": "2027-02-20" })),
        ),
        of("licenceMeasureRefuse", measure("WITHDRAWAL"), RECORDERS, for_a_reason()),
        of("licenceMeasureLift", lifted, RECORDERS, step(json!({ "from": "2028-01-10", "reason": "Réparé" }))),
        of(
            "relocationPlanCreate",
            Some(("Establishment", left)),
            FOLLOWERS,
            Box::new(move |house| {
                json!({ "idempotencyKey": key, "validateOnly": true, "establishment": house,
                    "lines": [{ "destination": "FAMILY", "residents": 3 }] })
            }),
        ),
        of("relocationPlanUpdate", plan.clone(), &["khenifra-officer"], step(json!({ "lines": [] }))),
        of("relocationPlanApprove", plan, &["khenifra-head"], versioned()),
        of(
            "creationSupportDraft",
            asking,
            &["khenifra-association"],
            Box::new(move |id| {
                json!({
            "idempotencyKey": key, "validateOnly": true, "association": id, "programme": programme, "kind": "DAR_TALIBA", "commune": there,
            "names": { "fr": "Une maison" }, "capacity": 30, "need": "Aucune maison", "cost": { "total": "9.00", "own": "1.00", "basis": "Devis" } })
            }),
        ),
        of("creationSupportUpdate", support(0), &["khenifra-association"], versioned()),
        of("creationSupportSubmit", support(0), &["khenifra-association"], versioned()),
        of("creationSupportWithdraw", support(1), &["khenifra-association"], for_a_reason()),
        of("creationSupportTakeUp", support(1), FOLLOWERS, versioned()),
        of("creationSupportSendBack", support(1), FOLLOWERS, for_a_reason()),
        of(
            "creationSupportPropose",
            support(2),
            FOLLOWERS,
            Box::new(|id| {
                let refused = [1, 2, 3].map(|position| json!({ "position": position, "grant": false }));
                json!({ "id": id, "expectedVersion": 1, "validateOnly": true, "lines": refused })
            }),
        ),
        of(
            "creationSupportPlan",
            support(3),
            FOLLOWERS,
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true, "milestones": [] })),
        ),
        of("creationSupportGrant", support(2), &["khenifra-head"], versioned()),
        of("creationSupportRefuse", support(2), &["khenifra-head"], for_a_reason()),
        of("creationSupportBegin", support(3), FOLLOWERS, versioned()),
        of(
            "creationSupportMilestoneReach",
            support(5),
            FOLLOWERS,
            Box::new(
                |id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true, "position": 2, "reachedOn": "2026-11-02" }),
            ),
        ),
        of("creationSupportLink", support(5), FOLLOWERS, versioned()),
        of("creationSupportComplete", support(9), FOLLOWERS, versioned()),
        of("creationSupportAbandon", support(5), FOLLOWERS, for_a_reason()),
        of(
            "seasonReturnsRemind",
            None,
            &["khenifra-head", "khenifra-officer", "midelt-head", "midelt-officer"],
            Box::new(|_| json!({ "validateOnly": true })),
        ),
        of("declaredFigureRecord", None, DECLARERS, Box::new(move |_| figure.clone())),
        of("declaredFiguresRecord", None, DECLARERS, Box::new(move |_| figures.clone())),
        of(
            "releasePublish",
            None,
            PUBLISHERS,
            Box::new(move |_| json!({ "idempotencyKey": key, "validateOnly": true, "month": "2026-11" })),
        ),
        of(
            "releaseWithdraw",
            Some(("Release", release)),
            PUBLISHERS,
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true, "reason": "A mistake" })),
        ),
        of(
            "ruleSetDraft",
            Some(("RuleSet", of_law.clone())),
            PUBLISHERS,
            Box::new(
                move |id| json!({ "idempotencyKey": key, "validateOnly": true, "framework": "LAW_14_05", "copyOf": id }),
            ),
        ),
        of(
            "ruleSetUpdate",
            Some(("RuleSet", begun)),
            PUBLISHERS,
            Box::new(|id| {
                json!({
            "id": id, "expectedVersion": 1, "validateOnly": true, "content": { "authorityCode": "A_MINISTRY" } })
            }),
        ),
        of("ruleSetPublish", Some(("RuleSet", ready)), PUBLISHERS, versioned()),
        of("ruleSetRetire", Some(("RuleSet", of_law)), PUBLISHERS, for_a_reason()),
        of(
            "publicHolidaySet",
            None,
            PUBLISHERS,
            Box::new(move |_| {
                json!({
            "idempotencyKey": key, "validateOnly": true, "day": "2026-12-25", "names": { "fr": "Un jour" }, "source": "A decree" })
            }),
        ),
        of("publicHolidayRemove", Some(("PublicHoliday", holiday)), PUBLISHERS, versioned()),
        of(
            "territoryImport",
            None,
            &["national-admin"],
            Box::new(move |_| {
                json!({
            "idempotencyKey": key, "validateOnly": true, "source": "A list", "units": [{ "level": "REGION", "code": "13", "names": { "fr": "Une région" } }] })
            }),
        ),
    ]
}

/// A mutation that asks for no right and changes nothing.
macro_rules! touch {
    ($name:ident, $entity:ty, $id:ty) => {
        #[derive(InputObject)]
        struct $name {
            id: IdOf<$id>,
        }

        impl Mutation for $name {
            const NAME: &'static str = "touch";
            type Entity = $entity;

            fn validate_only(&self) -> bool {
                true
            }

            async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
                Ok(vec![db.stream_of::<$entity>(&self.id, "id").await?])
            }

            async fn apply(&self, change: &mut Door) -> Result<(), Refused> {
                let row = change.edit::<$entity>(self.id.key_at("id")?, None, "id").await?;
                change.save::<$entity>(&row, row.clone())?;
                Ok(())
            }
        }
    };
}

touch!(TouchAssociation, association::Entity, AssociationId);
touch!(TouchBankAccount, bank_account::Entity, BankAccountId);
touch!(TouchBureauRenewal, bureau_renewal::Entity, BureauRenewalId);
touch!(TouchDeclaredFigure, declared_figure::Entity, DeclaredFigureId);
touch!(TouchCreationSupport, creation_support::Entity, CreationSupportId);
touch!(TouchLicenceApplication, licence_application::Entity, LicenceApplicationId);
touch!(TouchFormalNotice, formal_notice::Entity, FormalNoticeId);
touch!(TouchLicenceMeasure, licence_measure::Entity, LicenceMeasureId);
touch!(TouchInspection, inspection::Entity, InspectionId);
touch!(TouchRelocationPlan, relocation_plan::Entity, RelocationPlanId);
touch!(TouchSeasonReturn, season_return::Entity, SeasonReturnId);
touch!(TouchStaffMember, staff_member::Entity, StaffMemberId);
touch!(TouchDocument, document::Entity, DocumentId);
touch!(TouchImport, import::Entity, ImportId);
touch!(TouchAccount, account::Entity, AccountId);
touch!(TouchMandate, mandate::Entity, MandateId);
touch!(TouchEstablishment, establishment::Entity, EstablishmentId);

fn id<T: taawun::global_id::Global>(id: &str) -> IdOf<T> {
    IdOf::parse(Some(async_graphql::Value::from(id))).unwrap_or_else(|_| panic!("{id}"))
}

/// The viewers of the accounts.
pub(super) async fn viewers(app: &App) -> BTreeMap<String, Viewer> {
    let connection = app.connection().await;
    let accounts = account::Entity::find().find_with_related(mandate::Entity).all(&connection).await.unwrap();
    connection.close().await.unwrap();
    let active = accounts.into_iter().filter(|(account, _)| account.deactivated_at.is_none());
    active.map(|(account, mandates)| (account.login, Viewer::of_mandate(&mandates[0]).unwrap())).collect()
}

/// What comes of touching a row: `CHANGED`, `FORBIDDEN` or `NOT_FOUND`.
async fn touch<M: Mutation>(app: &App, viewer: Viewer, touch: M) -> &'static str {
    let actor = Actor::new(AccountId(uuid::Uuid::now_v7()), MandateId(uuid::Uuid::now_v7()), viewer);
    match app.pool.change(actor, app.now(), touch).await {
        Ok(outcome) if outcome.mistakes.is_empty() => "CHANGED",
        Ok(outcome) => {
            assert!(format!("{:?}", outcome.mistakes).contains("NotFound"), "{:?}", outcome.mistakes);
            "NOT_FOUND"
        }
        Err(Error::ForbiddenHere) => "FORBIDDEN",
        Err(error) => panic!("{error}"),
    }
}

/// Who keeps a record that belongs to a delegation and an association: the delegation's head and officer, the national
/// administrator unless the delegation declares it for itself, the association itself where it is its own file.
fn keeps(login: &str, row: &Changeable) -> bool {
    let seat = match login.split_once('-') {
        Some(("khenifra", _)) => KHENIFRA,
        Some(("midelt", _)) => MIDELT,
        _ => "",
    };
    // Who gives which mandates: a head all roles below, the manager of an association its directors.
    let gives = match login {
        "khenifra-head" | "midelt-head" => {
            ["DELEGATION_OFFICER", "SOCIAL_WORKER", "ASSOCIATION_MANAGER", "ESTABLISHMENT_DIRECTOR"].as_slice()
        }
        "khenifra-association" | "midelt-association" => &["ESTABLISHMENT_DIRECTOR"],
        _ => &[],
    };
    match (login, row.of) {
        ("national-admin", of) => ![
            "DeclaredFigure",
            "SeasonReturn",
            "StaffMember",
            "Document",
            "CreationSupport",
            "Inspection",
            "RelocationPlan",
            "FormalNotice",
        ]
        .contains(&of),
        // It decides above what heads do, and records decisions on licences.
        ("national-officer", of) => ["CreationSupport", "LicenceApplication", "LicenceMeasure"].contains(&of),
        // The coordination says what it thinks of an application.
        ("region-05", of) => of == "LicenceApplication",
        // The house itself too, its association, and those who validate.
        ("khenifra-director" | "midelt-director", "SeasonReturn" | "StaffMember" | "Document") => row.own,
        ("khenifra-head" | "midelt-head", "Mandate") => row.seat == seat && gives.contains(&row.role.as_str()),
        ("khenifra-head" | "midelt-head", _) => row.seat == seat,
        (_, "Mandate") => row.own && gives.contains(&row.role.as_str()),
        ("khenifra-officer" | "midelt-officer", of) => of != "Account" && row.seat == seat,
        ("khenifra-association" | "midelt-association", of) => {
            row.own
                && [
                    "Association",
                    "BankAccount",
                    "BureauRenewal",
                    "Account",
                    "SeasonReturn",
                    "StaffMember",
                    "Document",
                    "CreationSupport",
                    "LicenceApplication",
                ]
                .contains(&of)
        }
        _ => false,
    }
}

/// The errors of a payload, or of the only part of a batch.
fn mistakes(payload: &Value) -> &Value {
    payload.get("results").map_or(&payload["errors"], |results| &results[0]["errors"])
}

on_both! {
    async fn each_role_changes_what_it_may_and_learns_nothing_of_the_rest(app: &App) {
        // November has ended, and can be published.
        app.advance(8 * 24 * 3600);
        let world = World::read_plain(app).await;
        let trials = trials(app, &world).await;
        let asked: BTreeSet<_> = trials.iter().map(|trial| trial.name).chain(ONES_OWN).collect();
        let shape = Shape::read().await;
        let there: BTreeSet<_> = shape.fields("Mutation").iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(asked, there, "a mutation without a verdict");

        let askers = Asker::all(app).await;
        // To be taken away; whoever signs in after this needs its code.
        app.lay_second_factor("khenifra-officer").await;
        for asker in askers {
            let seen = world.seen_by(&asker);
            for Trial { name, target, input, may, sees_half } in &trials {
                let payload = if *name == "declaredFiguresRecord" { "results { errors { code message path } }" } else { ERRORS };
                let change = Change::new(name, payload);
                let id = target.as_ref().map_or("", |(_, id)| id.as_str());
                let answer = app.try_change(&asker.token, change, &input(id)).await;
                let mistakes = mistakes(&answer.body["data"][name]);
                if may.contains(&asker.login.as_str()) {
                    assert_eq!(*mistakes, json!([]), "{}: {name}: {:#}", asker.login, answer.body);
                    continue;
                }
                let is_seen = target.as_ref().is_none_or(|(of, id)| seen[of].contains(id));
                if sees_half.contains(&asker.login.as_str()) {
                    assert_eq!((&mistakes[0]["code"], mistakes.as_array().unwrap().len()), (&json!("NOT_FOUND"), 1), "{}: {name}", asker.login);
                } else if is_seen {
                    // The right is lacking; or, what may be given depending on the role, this role is not theirs to give.
                    let refused = answer.body["errors"][0]["extensions"]["code"] == "FORBIDDEN" || mistakes[0]["code"] == "FORBIDDEN";
                    assert!(refused, "{}: {name}: {:#}", asker.login, answer.body);
                } else {
                    let (of, _) = target.as_ref().unwrap();
                    let before = app.statements();
                    let hidden = app.try_change(&asker.token, change, &input(id)).await;
                    let between = app.statements();
                    let unknown = app.try_change(&asker.token, change, &input(&format!("{of}_AZAAAAAAcACAAAAAAAAAAA"))).await;
                    assert_eq!((hidden.status, hidden.body, between - before), (unknown.status, unknown.body, app.statements() - between), "{}: {name}", asker.login);
                    let refused = answer.body["errors"][0]["extensions"]["code"] == "FORBIDDEN"
                        || mistakes.as_array().is_some_and(|all| all.iter().any(|mistake| mistake["code"] == "NOT_FOUND"));
                    assert!(refused, "{}: {name}: {:#}", asker.login, answer.body);
                }
            }
        }
        assert_eq!(app.journal().await, 0, "it was only tried");
    }

    /// Were a mutation to forget its right, the slice would still hold.
    async fn a_record_is_changed_by_those_who_keep_it_whatever_a_mutation_forgets(app: &App) {
        crossings::lay(app).await;
        let world = World::read(app, BTreeSet::new()).await;
        let viewers = viewers(app).await;
        let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
        for asker in Asker::all(app).await {
            let (seen, viewer) = (world.seen_by(&asker), viewers[&asker.login]);
            for record in world.records(&asker) {
                let row = &record.id;
                let found = match record.of {
                    "Association" => touch(app, viewer, TouchAssociation { id: id(row) }).await,
                    "BankAccount" => touch(app, viewer, TouchBankAccount { id: id(row) }).await,
                    "BureauRenewal" => touch(app, viewer, TouchBureauRenewal { id: id(row) }).await,
                    "DeclaredFigure" => touch(app, viewer, TouchDeclaredFigure { id: id(row) }).await,
                    "CreationSupport" => touch(app, viewer, TouchCreationSupport { id: id(row) }).await,
                    "LicenceApplication" => touch(app, viewer, TouchLicenceApplication { id: id(row) }).await,
                    "FormalNotice" => touch(app, viewer, TouchFormalNotice { id: id(row) }).await,
                    "LicenceMeasure" => touch(app, viewer, TouchLicenceMeasure { id: id(row) }).await,
                    "Inspection" => touch(app, viewer, TouchInspection { id: id(row) }).await,
                    "RelocationPlan" => touch(app, viewer, TouchRelocationPlan { id: id(row) }).await,
                    "SeasonReturn" => touch(app, viewer, TouchSeasonReturn { id: id(row) }).await,
                    "StaffMember" => touch(app, viewer, TouchStaffMember { id: id(row) }).await,
                    "Document" => touch(app, viewer, TouchDocument { id: id(row) }).await,
                    "Import" => touch(app, viewer, TouchImport { id: id(row) }).await,
                    "Account" => touch(app, viewer, TouchAccount { id: id(row) }).await,
                    "Mandate" => touch(app, viewer, TouchMandate { id: id(row) }).await,
                    _ => touch(app, viewer, TouchEstablishment { id: id(row) }).await,
                };
                let expected = match (seen[record.of].contains(row), keeps(&asker.login, &record)) {
                    (false, _) => "NOT_FOUND",
                    (true, true) => "CHANGED",
                    (true, false) => "FORBIDDEN",
                };
                assert_eq!(found, expected, "{}: {row}", asker.login);
                *verdicts.entry(found).or_default() += 1;
            }
        }
        assert!(verdicts.len() == 3 && verdicts.values().all(|count| *count > 100), "{verdicts:?}");
        assert_eq!(app.journal().await, 0, "it was only tried");
    }
}
