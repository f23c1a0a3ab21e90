//! Every documented operation runs, as the login it names, and answers what it always answered; with no more statements
//! than its budget.

use std::collections::{BTreeMap, BTreeSet};

use entity::job::JobKind;
use serde_json::{Value, json};
use taawun::job::Daily;

use crate::documents::{PDF, announce, put};
use crate::harness::{App, Change, on_both, root};
use crate::imports;
use crate::partner_systems::System;
use crate::second_factor::code;

/// A file of `docs/operations`.
struct Operation {
    name: String,
    login: Option<String>,
    /// By which agreement it is asked, where it is a partner's system that asks.
    agreement: Option<String>,
    variables: Value,
    query: String,
}

fn operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for file in std::fs::read_dir(root().join("docs/operations")).unwrap() {
        let path = file.unwrap().path();
        let query = std::fs::read_to_string(&path).unwrap();
        let said = |what: &str| query.lines().find_map(|line| line.strip_prefix(what)).map(str::to_owned);
        operations.push(Operation {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            login: said("# as: "),
            agreement: said("# as the system of: "),
            variables: said("# variables: ").map_or(json!({}), |variables| serde_json::from_str(&variables).unwrap()),
            query,
        });
    }
    // What is there is read first, then changed, and then the journal tells.
    operations.sort_by_key(|one| {
        (["Journal", "History"].contains(&one.name.as_str()), one.query.contains("\nmutation "), one.name.clone())
    });
    operations
}

/// Statements each costs, whatever the number of rows and the database. A change is written at once, with BEGIN and COMMIT
/// beside what is counted.
#[expect(clippy::too_many_lines, reason = "a line for each operation")]
fn budgets() -> BTreeMap<&'static str, u64> {
    BTreeMap::from([
        ("AccountDeactivate", 11),
        ("AccountEndSessions", 11),
        ("AccountExpirePassword", 13),
        ("AccountInvite", 14),
        ("AccountReactivate", 11),
        ("AccountRemoveSecondFactor", 11),
        ("AccountReset", 15),
        ("AccountUpdate", 11),
        ("Accounts", 3),
        ("AnnualReport", 8),
        ("ApiClientCreate", 7),
        ("ApiClientEnd", 6),
        ("ApiClientSecretCreate", 8),
        ("ApiClientSecretEnd", 7),
        ("Associations", 2),
        ("AssociationCreate", 6),
        ("AssociationDossier", 7),
        ("AssociationFile", 4),
        ("AssociationUpdate", 4),
        ("BankAccountApprove", 7),
        ("BankAccountPropose", 6),
        ("BankAccountReject", 3),
        ("BureauRenew", 10),
        ("BureauUpdate", 9),
        ("Communes", 3),
        ("CreationSupport", 4),
        ("CreationSupportAbandon", 6),
        ("CreationSupportBegin", 6),
        ("CreationSupportComplete", 7),
        ("CreationSupportDraft", 11),
        ("CreationSupportGrant", 9),
        ("CreationSupportLink", 11),
        ("CreationSupportMilestoneReach", 7),
        ("CreationSupportPlan", 7),
        ("CreationSupportPropose", 8),
        ("CreationSupportRefuse", 8),
        ("CreationSupportSendBack", 7),
        ("CreationSupportSubmit", 7),
        ("CreationSupportTakeUp", 6),
        ("CreationSupportTransitions", 3),
        ("CreationSupportUpdate", 6),
        ("CreationSupportWithdraw", 6),
        ("CreationSupports", 2),
        ("CreationSupportsOverdue", 2),
        ("DeclaredBesideComputed", 5),
        ("DeclaredFigureRecord", 4),
        ("DeclaredFigures", 1),
        ("DeclaredFiguresRecord", 6),
        ("Delegations", 2),
        ("Document", 6),
        ("DocumentAdd", 11),
        ("DocumentUpdate", 5),
        ("DocumentUploadCreate", 4),
        ("DocumentWithdraw", 5),
        ("Documents", 2),
        ("DocumentsExpiring", 2),
        ("DossiersLacking", 7),
        ("Establishment", 4),
        ("Establishments", 1),
        ("EstablishmentClose", 13),
        ("EstablishmentCreate", 9),
        ("EstablishmentMove", 14),
        ("EstablishmentUpdate", 8),
        ("ExplainAccess", 4),
        ("FormalNotice", 4),
        ("FormalNoticeClose", 5),
        ("FormalNoticeItemMeet", 6),
        ("FormalNoticeServe", 9),
        ("FormalNoticeWithdraw", 5),
        ("FormalNotices", 3),
        ("GoverningRuleSet", 4),
        ("GrantLines", 2),
        ("History", 2),
        ("HouseDocuments", 3),
        ("Import", 4),
        ("ImportApply", 6),
        ("ImportCreate", 7),
        ("ImportUndo", 7),
        ("ImportUploadCreate", 3),
        ("Imports", 2),
        ("HouseStaff", 4),
        ("Job", 1),
        ("JobCancel", 3),
        ("Jobs", 2),
        ("Journal", 2),
        ("LicenceMeasure", 7),
        ("LicenceMeasureDecide", 20),
        ("LicenceMeasureLift", 19),
        ("LicenceMeasurePropose", 8),
        ("LicenceMeasureRefuse", 14),
        ("LicenceMeasures", 2),
        ("LatestRelease", 2),
        ("Inspection", 6),
        ("InspectionCancel", 4),
        ("InspectionPlan", 5),
        ("InspectionRecord", 11),
        ("Inspections", 2),
        ("LicenceApplication", 21),
        ("LicenceApplicationAbandon", 24),
        ("LicenceApplicationAccept", 33),
        ("LicenceApplicationApprove", 24),
        ("LicenceApplicationComplete", 20),
        ("LicenceApplicationCreate", 23),
        ("LicenceApplicationDismiss", 24),
        ("LicenceApplicationGiveOpinion", 21),
        ("LicenceApplicationIssue", 29),
        ("LicenceApplicationLiftReserve", 22),
        ("LicenceApplicationPlanVisit", 20),
        ("LicenceApplicationPrintReceipt", 5),
        ("LicenceApplicationRecordVisit", 25),
        ("LicenceApplicationReject", 28),
        ("LicenceApplicationSubmit", 27),
        ("LicenceApplicationSubmitToCommission", 21),
        ("LicenceApplicationTakeUp", 19),
        ("LicenceApplicationTellIncomplete", 22),
        ("LicenceApplicationUpdate", 18),
        ("LicenceApplications", 2),
        ("LicencePeriodPrintCertificate", 7),
        ("LicensingBacklog", 3),
        ("MandateDelegate", 7),
        ("MandateEnd", 4),
        ("MandateGrant", 9),
        ("MandateSwitch", 6),
        ("Nodes", 2),
        ("NoticePreferencesUpdate", 1),
        ("Notices", 5),
        ("NoticesMarkRead", 2),
        ("PartnerAgreementCreate", 7),
        ("PartnerAgreementEnd", 4),
        ("PartnerAgreements", 4),
        ("PasswordChange", 16),
        ("PasswordSet", 9),
        ("Projects", 2),
        ("PublicHolidayRemove", 4),
        ("PublicHolidaySet", 5),
        ("PublicHolidays", 1),
        ("RateLimit", 0),
        ("ReferenceData", 4),
        ("ReleasePublish", 27),
        ("ReleaseWithdraw", 4),
        ("Releases", 2),
        ("RuleSet", 4),
        ("RuleSetDraft", 11),
        ("RuleSetPublish", 8),
        ("RuleSetRetire", 7),
        ("RuleSetUpdate", 12),
        ("RuleSets", 2),
        ("RelocationPlan", 6),
        ("RelocationPlanApprove", 12),
        ("RelocationPlanCreate", 11),
        ("RelocationPlanUpdate", 9),
        ("RelocationPlans", 2),
        ("ReturnTemplates", 3),
        ("ReturnsDue", 6),
        ("Search", 3),
        ("SeasonReturn", 3),
        ("SeasonReturnBegin", 12),
        ("SeasonReturnFill", 10),
        ("SeasonReturnJumps", 5),
        ("SeasonReturnPrint", 5),
        ("SeasonReturnReopen", 11),
        ("SeasonReturnSendBack", 8),
        ("SeasonReturnSubmit", 9),
        ("SeasonReturnTransitions", 4),
        ("SeasonReturnValidate", 11),
        ("SeasonReturns", 2),
        ("SeasonReturnsRemind", 5),
        ("SecondFactorConfirm", 13),
        ("SecondFactorOffer", 11),
        ("SecurityEvents", 2),
        ("SessionEnd", 3),
        ("SessionRefresh", 5),
        ("Sessions", 1),
        ("SessionsEnd", 2),
        ("SignIn", 19),
        // This installation has none, and says so.
        ("SingleSignOnBegin", 0),
        ("SingleSignOnFinish", 0),
        ("Staff", 3),
        ("StaffMember", 2),
        ("StaffMemberEnd", 9),
        ("StaffMemberRecord", 10),
        ("StaffMemberUpdate", 7),
        ("Statistics", 3),
        ("StatisticsMeasures", 0),
        ("SystemEstablishments", 4),
        ("Territory", 2),
        ("TerritoryImport", 7),
        ("Viewer", 3),
        // The queue is one statement; who fills in returns is told too what is not begun: templates, their kinds and kinds of
        // houses; and one for each type of what it is about.
        ("WorkQueue", 3),
        ("WorkQueueOfHouse", 7),
    ])
}

/// What is open to everyone asks for something that is known to nobody.
async fn fill_in(app: &App, operation: &mut Operation) {
    let input = &mut operation.variables["input"];
    match operation.name.as_str() {
        "SignIn" | "SecondFactorOffer" => input["password"] = json!(app.password(input["login"].as_str().unwrap())),
        "PasswordChange" => input["currentPassword"] = json!(app.password(input["login"].as_str().unwrap())),
        "SecondFactorConfirm" => {
            input["password"] = json!(app.password(input["login"].as_str().unwrap()));
            let offer = "mutation ($input: SecondFactorOfferInput!) { secondFactorOffer(input: $input) { secret } }";
            let of = json!({ "login": input["login"], "password": input["password"] });
            let offered = app.send(None, offer, json!({ "input": of })).await.body["data"]["secondFactorOffer"].clone();
            input["code"] = json!(code(offered["secret"].as_str().unwrap(), app.now().timestamp()));
        }
        "SessionRefresh" => {
            input["refreshToken"] = app.sign_in("auditor", &app.password("auditor")).await["refreshToken"].clone();
        }
        "PasswordSet" => {
            let found = "{ accounts(where: { login: \"midelt-officer\" }) { nodes { id version } } }";
            let found = app.data("midelt-head", found).await["accounts"]["nodes"][0].clone();
            let reset = Change::new("accountReset", "link { token }");
            let of = json!({ "id": found["id"], "expectedVersion": found["version"] });
            input["token"] = app.change(&app.token("midelt-head").await, reset, &of).await["link"]["token"].clone();
        }
        "ApiClientSecretEnd" => {
            let of = format!("{{ apiClient(id: {}) {{ secrets {{ id }} }} }}", input["id"]);
            input["secret"] = app.data("national-admin", &of).await["apiClient"]["secrets"][0]["id"].clone();
        }
        "SingleSignOnBegin" | "SingleSignOnFinish" => {}
        other => panic!("{other} names no login"),
    }
}

/// Without what is random each time.
fn steady(value: &Value, made: bool) -> Value {
    match value {
        Value::Object(fields) => {
            let steady = fields.iter().map(|(name, value)| {
                // Of the cells of a table the first few stand for all.
                if let ("cells", Value::Array(cells)) = (name.as_str(), value) {
                    return (name.clone(), json!(&cells[..cells.len().min(3)]));
                }
                let random =
                    ["accessToken", "refreshToken", "token", "uri", "secret", "recoveryCodes", "remaining", "resetAt"]
                        .contains(&name.as_str())
                        || value.as_str().is_some_and(|text| text.starts_with("Session_"))
                    // Of what is there, ids are the same each time; of what was made, they are not.
                    || (made && ["id", "url"].contains(&name.as_str()));
                (name.clone(), if random && !value.is_null() { json!("…") } else { steady(value, made) })
            });
            Value::Object(steady.collect())
        }
        Value::Array(items) => items.iter().map(|item| steady(item, made)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

on_both! {
    async fn each_answers_as_documented_and_within_its_statements(app: &App) {
        // What is done every day waits to be done; no worker does it here.
        let daily = Daily { kind: JobKind::CountersCloseYears, hour: 0, minute: 5 };
        let waiting = daily.occurrence(daily.last(app.now()), app.now());
        assert_eq!(app.pool.enqueue(vec![waiting]).await.unwrap(), 1);
        let budgets = budgets();
        let (mut spent, mut changes) = (BTreeMap::new(), BTreeSet::new());
        for mut operation in operations() {
            let mut token = None;
            if operation.login.is_none() && operation.agreement.is_none() || operation.name == "ApiClientSecretEnd" {
                fill_in(app, &mut operation).await;
            }
            // A month is published when it has ended.
            let later = if operation.name == "ReleasePublish" { 8 * 24 * 3600 } else { 0 };
            app.advance(later);
            if let Some(login) = &operation.login {
                token = Some(app.token(login).await);
            }
            if let Some(agreement) = &operation.agreement {
                token = Some(System::of(app, agreement).await.token(app).await);
            }
            if operation.name == "AccountRemoveSecondFactor" {
                app.lay_second_factor("midelt-association").await;
            }
            if operation.name == "DocumentAdd" {
                // Of the house whose contract is replaced.
                let house = json!("Establishment_AZt22qgAc2euSdl53-UW7Q");
                let upload = announce(app, token.as_deref().unwrap(), &house, "bail.pdf", PDF.len()).await;
                assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);
                operation.variables["input"]["upload"] = upload["id"].clone();
            }
            if operation.name == "ImportCreate" {
                let bytes = "Type;Nom;Commune\nCEF;Centre de nuit;Khénifra\n".as_bytes();
                operation.variables["input"]["upload"] = imports::send(app, token.as_deref().unwrap(), "liste.csv", bytes).await;
            }
            let before = app.statements();
            let mut answer = app.send(token.as_deref(), &operation.query, operation.variables.clone()).await;
            let mut cost = app.statements() - before;
            // What is read side by side is gathered as it comes: an answer that only reads is asked for until it costs what
            // it costs when nothing comes between.
            if operation.query.contains("\nmutation ") {
                changes.insert(operation.name.clone());
            } else {
                for _ in 0..4 {
                    if budgets.get(operation.name.as_str()).is_none_or(|budget| *budget == cost) {
                        break;
                    }
                    let before = app.statements();
                    answer = app.send(token.as_deref(), &operation.query, operation.variables.clone()).await;
                    cost = app.statements() - before;
                }
            }
            spent.insert(operation.name.clone(), cost);
            app.advance(-later);
            assert!(answer.body.get("errors").is_none(), "{}: {:#}", operation.name, answer.body);
            let made = ["Create", "Invite", "Grant", "Delegate", "Begin", "Publish", "Add", "Print", "PrintReceipt", "PrintCertificate"].iter().any(|end| operation.name.ends_with(end))
                || operation.name == "PartnerAgreements";
            insta::assert_json_snapshot!(operation.name, steady(&answer.body["data"], made));
        }
        // Its three parts are answered side by side: the names of regions are read once for those that are ready together. Heads,
        // three sums, names of regions and of kinds; at most names for each part.
        let dashboard = spent.remove("NationalDashboard").unwrap();
        assert!((6..=8).contains(&dashboard), "NationalDashboard: {dashboard}");
        // A change cannot be asked for twice; of its many statements one in ten may have been gathered otherwise.
        let fits = |name: &str, cost: u64| budgets.get(name).is_some_and(|budget| budget.abs_diff(cost) <= budget / 10);
        let apart: Vec<_> = spent
            .iter()
            .filter(|(name, cost)| if changes.contains(*name) { !fits(name, **cost) } else { budgets.get(name.as_str()) != Some(cost) })
            .map(|(name, cost)| format!("{name}: {cost}, and its budget is {:?}", budgets.get(name.as_str())))
            .collect();
        assert!(apart.is_empty(), "{apart:#?}");
        let gone: Vec<_> = budgets.keys().filter(|name| !spent.contains_key(**name)).collect();
        assert!(gone.is_empty(), "budgets of what is not there: {gone:?}");
    }
}
