//! The matrix, made from the schema: every type by every door as every role.
//!
//! *Objects.* The auditor sees everything. Whatever another role is shown of an object is what the auditor is shown of it,
//! without the objects that this role does not see: a relation to one of them is null, a list is shorter. So a new field is
//! judged from the day it is there, and one that tells different people different things must say so here.
//!
//! *Doors.* `nodes`, `node`, each field that finds one object, each list from both ends with its total, each order, each
//! filter with every value it can have. A filter tells no more than the object does: what is hidden filters nothing in.
//! A new argument, or a filter without values to try, fails.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::crossings;
use super::model::{Asker, Ids, World, ask, maybe, text};
use crate::harness::{App, Change, on_both};
use crate::shape::{Shape, is_required};

/// Roots that are judged in tests of their own: the report and declarations beside counts by each role in `annual_report.rs`, statistics in `statistics.rs`
/// (what each account counts is what it lists), the journal in `changes.rs`, who owes a return in `season_returns.rs`, sessions
/// and the security log in `sessions.rs`, why access is given in `accounts.rs`; the viewer is whoever asks, the budget
/// theirs; so are jobs and notices, in `jobs.rs` and `notices.rs`, and what waits for somebody, in `work_queue.rs`. The last release that stands by everyone in `releases.rs`; the
/// lines of a list in `imports.rs`; which rule set governs, in `rule_sets.rs`. `node` and `nodes` are below.
const ELSEWHERE: [&str; 19] = [
    "governingRuleSet",
    "explainAccess",
    "node",
    "nodes",
    "viewer",
    "rateLimit",
    "annualReport",
    "declaredBesideComputed",
    "statistics",
    "statisticsMeasures",
    "journal",
    "returnsDue",
    "sessions",
    "securityEvents",
    "latestRelease",
    "importRows",
    "jobs",
    "notices",
    "workQueue",
];
/// Fields that tell each asker something else of the same object: in `season_returns.rs` and `documents.rs`, what each may do
/// with a return or a document; in `dossiers.rs`, what the dossier of an association lacks.
const BY_ASKER: [&str; 3] = ["availableTransitions", "viewerCan", "dossier"];
/// Arguments of lists that are judged here.
const ARGUMENTS: [&str; 6] = ["where", "orderBy", "first", "after", "last", "before"];

/// Values to try where a filter takes neither an id nor one of a few.
fn samples(filter: &str) -> Vec<Value> {
    match filter {
        "EstablishmentWhere.kind" => {
            vec![json!("EPS"), json!("DAR_TALIBA"), json!("CEF"), json!("COMPLEX"), json!("none")]
        }
        "EstablishmentWhere.search" => {
            vec![
                json!("khenifra"),
                json!("ميدلت"),
                json!("dar demonstration"),
                json!("EPS-05-301-9001"),
                json!("9001 maison"),
            ]
        }
        "AssociationWhere.search" => vec![json!("association"), json!("midelt 2"), json!("جمعية تسيير")],
        "AssociationWhere.bureauMandateEndsBefore" => vec![json!("2026-11-24"), json!("2100-01-01")],
        "ProjectWhere.search" => vec![json!("centre"), json!("aguelmous")],
        "AccountWhere.search" => vec![json!("compte"), json!("khenifra"), json!("حساب")],
        "AccountWhere.login" => vec![json!("khenifra-head"), json!("Midelt-Officer "), json!("nobody")],
        "AccountWhere.deactivated" => vec![json!(true), json!(false)],
        "DelegationWhere.search" => vec![json!("khenifra"), json!("EN-05"), json!("delegation")],
        "CommuneWhere.search" => vec![json!("ait"), json!("أجلموس")],
        "RuleSetWhere.legalCategory" => vec![json!("LAW_65_15_ELDERLY"), json!("none")],
        "RuleSetWhere.inForceOn" => vec![json!("2026-11-24"), json!("2010-01-01"), json!("2000-01-01")],
        "SeasonReturnWhere.period" => vec![json!("2025-09"), json!("2024-09"), json!("2024-10")],
        "StaffWhere.search" => vec![json!("personne demonstration"), json!("08 363"), json!("مستخدم 5")],
        "StaffWhere.function" => vec![json!("DIRECTOR"), json!("COOK"), json!("none")],
        "StaffWhere.employedOn" => vec![json!("2021-08-31"), json!("2021-09-01"), json!("2014-01-01")],
        "DocumentWhere.category" => {
            vec![json!("STATUTES"), json!("BANK_CERTIFICATE"), json!("CRIMINAL_RECORD"), json!("none")]
        }
        "DocumentWhere.expiresBefore" => vec![json!("2026-02-05"), json!("2026-02-04"), json!("2100-01-01")],
        "CreationSupportWhere.search" => {
            vec![json!("demandee 3"), json!("DCR-05-301"), json!("aguelmous"), json!("نموذجية")]
        }
        "CreationSupportWhere.kind" => vec![json!("DAR_TALIBA"), json!("CHILDREN_HOME"), json!("none")],
        "LicenceApplicationWhere.receiptNumber" => vec![json!("LIC-05-301-0037"), json!("none")],
        "LicenceApplicationWhere.submittedFrom" | "LicenceApplicationWhere.submittedUntil" => {
            vec![json!("2026-09-07"), json!("2026-09-08"), json!("2000-01-01")]
        }
        "InspectionWhere.plannedFrom" | "InspectionWhere.plannedUntil" => {
            vec![json!("2026-12-01"), json!("2026-11-20"), json!("2000-01-01")]
        }
        "GrantLineWhere.budgetYear" => vec![json!(2020), json!(2021), json!(2022), json!(1999)],
        other => panic!("{other} has no verdict: give it values to try"),
    }
}

/// Values that are of the object itself, whoever sees it: a column of its row, or worked out of its own rows alone. A new
/// one is put here by whoever has looked where it comes from: one that counts or quotes what others own belongs to a test
/// of its own.
const OWN: &[(&str, &str)] = &[
    ("Account", "login name email deactivatedAt demonstration version"),
    ("ApiClient", "name endedAt demonstration version"),
    ("ApiClientSecret", "madeAt lastUsedAt endedAt"),
    ("Association", "name demonstration version"),
    ("BankAccount", "rib state proposedOn proposedByYou decidedOn demonstration version"),
    ("BureauMember", "function name"),
    ("BureauRenewal", "electedOn mandateEndsOn declaredOn demonstration version"),
    ("Bureau", "electedOn mandateEndsOn mandateExpired"),
    ("Capacity", "total female male"),
    ("Cercle", "code name validFrom validTo"),
    ("Commune", "code kind name validFrom validTo"),
    ("CommuneAlias", "language name source"),
    (
        "CreationSupport",
        "reference name capacity need costBasis state submittedOn returnedOn instructedOn decider decidedOn endedOn reason demonstration version",
    ),
    ("CreationSupportLine", "position kind description asked proposed granted"),
    ("CreationSupportMilestone", "position title dueOn reachedOn remark"),
    ("DeclaredFigure", "measure value qualifier asOf source demonstration version"),
    ("Delegation", "code name validFrom validTo demonstration version"),
    (
        "Document",
        "ownerKind title issuedOn expiresOn fileName mediaType size sha256 url addedAt state archivedOn reason demonstration version",
    ),
    ("DocumentCategory", "code name restricted official ownerKind"),
    ("DossierRequirement", "since afterDays validMonths warnDays ofBureau source"),
    (
        "Establishment",
        "reference name audiences state licenceState presentDeclared managingBody openedOn closedOn demonstration version",
    ),
    ("EstablishmentKind", "code name licenceRequired"),
    ("FieldChange", "field before after personal"),
    ("GrantLine", "budgetYear yearInferred amountQualifier source demonstration version"),
    (
        "Import",
        "fileName sha256 size state fault notes leavesOut createdAt appliedAt undoneAt reason demonstration version",
    ),
    // Of an entry that lies in the slice of whoever reads it.
    ("ImportCounts", "associations establishments figures wrong there doubtful"),
    ("JournalEntry", "at mutation objectType objectId version account mandate onBehalfOf"),
    ("LegalCategory", "code name framework source"),
    (
        "LicencePeriod",
        "state framework decisionNumber decidedOn startsOn endsOn verificationCode demonstration version",
    ),
    ("CompetentAuthority", "code name source"),
    ("LocalizedText", "ar fr"),
    ("Mandate", "role validFrom validTo endedAt rights demonstration version"),
    ("Money", "amount currency"),
    ("Partner", "code name demonstration version"),
    ("PartnerAgreement", "reference cndpNumber scopes reach validFrom validTo endedAt demonstration version"),
    ("Programme", "code name supportsCreation source"),
    ("Project", "name source demonstration version"),
    ("Province", "code kind name validFrom validTo"),
    ("PublicHoliday", "day name provisional source demonstration version"),
    ("Receipt", "number on"),
    ("Region", "code name validFrom validTo"),
    ("RegionalCoordination", "code name demonstration version"),
    ("Release", "month publishedOn withdrawnAt withdrawalReason demonstration version"),
    (
        "LicenceApplication",
        "kind framework changes statement state receiptNumber submittedOn step dueOn pausedOn decisionNumber decidedOn reason validFrom validUntil regionalOpinion regionalRemark regionalOpinionOn demonstration version",
    ),
    ("Inspection", "announced plannedOn reason state madeOn conclusion remark cancellation demonstration version"),
    // The residents of now are of returns of the same house, which whoever sees the plan sees.
    ("RelocationPlan", "state residents placed residentsNow covers preparedOn approvedOn demonstration version"),
    ("RelocationLine", "position destination residents remark"),
    ("FormalNotice", "state servedOn dueOn closedOn reason demonstration version"),
    ("FormalNoticeItem", "position normCode text metOn metRemark"),
    (
        "LicenceMeasure",
        "kind state grounds urgency proposedOn decisionNumber decidedOn startsOn endsOn refusal liftedFrom lifting demonstration version",
    ),
    ("LicenceApplicationEvent", "transition state onDay byApplicant reason"),
    ("LicenceApplicationLack", "remark"),
    // Of documents of the house and its association, which whoever sees the application sees.
    ("LicenceApplicationPiece", "ofAssociation"),
    ("LicenceApplicationReserve", "position normCode text dueOn liftedOn liftedRemark"),
    ("LicenceApplicationVisit", "position plannedOn visitedOn opinion"),
    ("VisitFinding", "normCode verdict remark"),
    ("VisitMember", "body post"),
    ("VisitPhoto", "position"),
    // What is kept back is null to everyone: it does not stand there.
    ("ReleaseCategory", "code parent nameAr nameFr"),
    ("ReleaseCell", "categories value suppressed"),
    ("ReleaseDimension", "code"),
    ("ReleaseTable", "code threshold since"),
    ("ReleaseText", "ar fr en"),
    ("ReturnBand", "code name kind"),
    // Of returns of the same house.
    ("ReturnFigure", "count"),
    ("ReturnItem", "code name section unit sex staffType qualified fundingSource"),
    ("ReturnJump", "section changePercent"),
    (
        "ReturnTemplate",
        "code name period firstMonth lastMonth dueDays jumpPercent jumpLeast inForceFrom inForceTo source",
    ),
    ("ReturnTemplateItem", "required"),
    (
        "RuleSet",
        "framework edition state licenceRequired authorityCode validityMonths publishedOn retiredOn retirementReason source demonstration version",
    ),
    ("RuleSetDeadline", "step days unit"),
    ("RuleSetDocument", "applicationKind ofAssociation"),
    ("RuleSetNorm", "code subject mandatory"),
    (
        "SeasonReturn",
        "periodFirst periodLast dueOn state submittedOn decidedOn reason headCount present capacity overCapacity demonstration version",
    ),
    ("SeasonReturnLine", "count"),
    ("StaffFunction", "code name staffType directs"),
    (
        "StaffMember",
        "name sex qualification certified contract startedOn endedOn endReason weeklyHours demonstration version",
    ),
    ("TerritoryImport", "source importedOn created updated unchanged"),
];

/// What is asked of an object: every field, and of related objects the id.
fn selection(shape: &Shape, type_name: &str, depth: usize) -> String {
    let own = OWN.iter().find(|(name, _)| *name == type_name).map_or("", |(_, own)| own);
    let mut fields = Vec::new();
    for field in shape.fields(type_name) {
        let name = field["name"].as_str().unwrap();
        if BY_ASKER.contains(&name) {
            continue;
        }
        assert!(!field["args"].as_array().unwrap().iter().any(is_required), "{type_name}.{name} has no verdict");
        let of = Shape::named(&field["type"]);
        if !matches!(shape.kind(of), "OBJECT" | "INTERFACE") {
            let decided = (name == "id" && shape.nodes().contains(&type_name)) || own.split(' ').any(|own| own == name);
            assert!(decided, "{type_name}.{name} has no verdict: is it of the object itself?");
            fields.push(name.to_owned());
        } else if shape.nodes().contains(&of) || of == "Node" {
            fields.push(format!("{name} {{ id }}"));
        } else if of.ends_with("Connection") {
            fields.push(format!("{name}(first: 100) {{ totalCount nodes {{ id }} }}"));
        } else if depth < 3 {
            fields.push(format!("{name} {{ {} }}", selection(shape, of, depth + 1)));
        } else {
            // A kind's parent is a kind; its names were asked for above.
            assert!(
                ["EstablishmentKind", "LocalizedText"].contains(&of),
                "{type_name}.{name} lies too deep to be judged"
            );
        }
    }
    fields.join(" ")
}

/// What an asker is shown of objects of one type, through `nodes`: nothing of those that are hidden.
async fn shown(app: &App, shape: &Shape, asker: &Asker, type_name: &str, ids: &[&String]) -> Vec<Value> {
    let query = format!(
        "query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {type_name} {{ {} }} }} }}",
        selection(shape, type_name, 0)
    );
    let mut all = Vec::new();
    for some in ids.chunks(50) {
        let answer = app.send(Some(&asker.token), &query, json!({ "ids": some })).await;
        for error in answer.body["errors"].as_array().into_iter().flatten() {
            let field = error["path"].as_array().unwrap().last().unwrap().as_str().unwrap();
            assert_eq!(error["extensions"]["code"], "FORBIDDEN", "{}: {error}", asker.login);
            assert!(asker.may_not_ask_for(field), "{}: {error}", asker.login);
        }
        all.extend(
            answer.body["data"]["nodes"]
                .as_array()
                .unwrap_or_else(|| panic!("{}: {type_name}: {:#}", asker.login, answer.body))
                .clone(),
        );
    }
    all
}

/// What is left of an answer for one who sees these objects only.
fn masked(value: &Value, seen: &BTreeSet<&str>, asker: &Asker) -> Value {
    match value {
        Value::Array(items) => {
            items.iter().map(|item| masked(item, seen, asker)).filter(|item| !item.is_null()).collect()
        }
        Value::Object(fields) => {
            // A related object is its id and nothing else.
            if fields.len() == 1 && maybe(value).is_some_and(|id| !seen.contains(id.as_str())) {
                return Value::Null;
            }
            let field = |(name, value): (&String, &Value)| {
                (name.clone(), if asker.may_not_ask_for(name) { Value::Null } else { masked(value, seen, asker) })
            };
            let mut masked: serde_json::Map<_, _> = fields.iter().map(field).collect();
            // A page of all there are.
            if let (Some(nodes), true) = (masked.get("nodes"), fields.contains_key("totalCount")) {
                masked.insert("totalCount".to_owned(), json!(nodes.as_array().unwrap().len()));
            }
            masked.into()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// The ids of a whole list, as it is ordered, and its total; from the start or from the end; or the code it is refused by.
async fn listed(app: &App, asker: &Asker, list: &str, arguments: &str, end: &str) -> Result<Vec<String>, String> {
    let (mut found, mut mark) = (Vec::new(), String::new());
    let (size, cursor, more, at) = match end {
        "first" => ("first: 100", "after", "hasNextPage", "endCursor"),
        _ => ("last: 100", "before", "hasPreviousPage", "startCursor"),
    };
    loop {
        let query = format!(
            "{{ {list}({size} {arguments} {mark}) {{ totalCount nodes {{ id }} edges {{ node {{ id }} }} pageInfo {{ {more} {at} }} }} }}"
        );
        let body = ask(app, asker, &query).await;
        if let Some(errors) = body["errors"].as_array() {
            assert_eq!(errors.len(), 1, "{query}: {body:#}");
            return Err(text(&errors[0]["extensions"]["code"]));
        }
        let page = &body["data"][list];
        let nodes: Vec<_> = page["nodes"].as_array().unwrap().iter().map(|node| text(&node["id"])).collect();
        let edges: Vec<_> = page["edges"].as_array().unwrap().iter().map(|edge| text(&edge["node"]["id"])).collect();
        assert_eq!(nodes, edges);
        if end == "first" {
            found.extend(nodes);
        } else {
            found.splice(0..0, nodes).for_each(drop);
        }
        if page["pageInfo"][more] == json!(false) {
            assert_eq!(page["totalCount"], json!(found.len()), "{}: the total of {list}({arguments})", asker.login);
            return Ok(found);
        }
        mark = format!("{cursor}: {}", page["pageInfo"][at]);
    }
}

/// A value as it is written in a document.
fn literal(value: &Value, is_enum: bool) -> String {
    if is_enum { text(value) } else { value.to_string() }
}

/// A way to narrow a list: how it is written, and, where it is by an object, by which field and id.
type Filter<'a> = (String, Option<(String, &'a String)>);

/// Each way that its `where` knows. By what everyone sees, six that objects of the list are of and one that none is of.
fn filters<'a>(shape: &Shape, input: &str, everything: &'a Ids, objects: &[Value]) -> Vec<Filter<'a>> {
    let mut filters = Vec::new();
    for field in shape.inputs(input) {
        let name = field["name"].as_str().unwrap();
        let of = Shape::named(&field["type"]);
        if of == "ID" {
            let type_name = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
            let ids = everything.get(type_name.as_str()).unwrap_or_else(|| panic!("{input}.{name} has no verdict"));
            let is_open = ["Region", "Province", "Cercle", "Commune", "Programme"].contains(&type_name.as_str());
            let (of_some, of_none): (Vec<_>, Vec<_>) =
                ids.iter().partition(|id| objects.iter().any(|object| is_of(object, name, id)));
            let (most, least) = if is_open { (6, 1) } else { (usize::MAX, usize::MAX) };
            let tried = of_some.into_iter().take(most).chain(of_none.into_iter().take(least));
            filters.extend(tried.map(|id| (format!("where: {{ {name}: \"{id}\" }}"), Some((name.to_owned(), id)))));
            continue;
        }
        let values = match shape.kind(of) {
            "ENUM" => shape.values(of).into_iter().map(|value| json!(value)).collect(),
            _ if of == "Boolean" => vec![json!(true), json!(false)],
            _ => samples(&format!("{input}.{name}")),
        };
        let written = |value| format!("where: {{ {name}: {} }}", literal(value, shape.kind(of) == "ENUM"));
        filters.extend(values.iter().map(|value| (written(value), None)));
    }
    filters
}

/// Whether an object says of itself that it is of another one: `partner` is among its `partners`.
fn is_of(object: &Value, field: &str, id: &str) -> bool {
    let one = &object[field];
    let many = object[format!("{field}s")].as_array();
    assert!(object.get(field).is_some() || many.is_some(), "a filter by {field}, which no field tells, has no verdict");
    one["id"] == id || many.is_some_and(|many| many.iter().any(|other| other["id"] == id))
}

/// An import, an entry and a change, so that history and imports are there to be seen.
async fn make_history(app: &App) -> BTreeSet<String> {
    let admin = app.token("national-admin").await;
    let import = Change::new("territoryImport", "territoryImport { id } errors { code }");
    let unit = json!({ "level": "REGION", "code": "01", "names": { "fr": "Région renommée" } });
    let input = json!({ "idempotencyKey": "who-sees-an-import", "source": "A list", "units": [unit] });
    let id = text(&app.change(&admin, import, &input).await["territoryImport"]["id"]);
    let head = app.token("khenifra-head").await;
    let found =
        app.data("khenifra-head", "{ establishments(where: { search: \"EPS-05-301-0001\" }) { nodes { id } } }").await;
    let house = &found["establishments"]["nodes"][0]["id"];
    let update = Change::new("establishmentUpdate", "establishment { version } errors { code }");
    let changed = app
        .change(&head, update, &json!({ "id": house, "expectedVersion": 1, "names": { "fr": "Maison renommée" } }))
        .await;
    assert_eq!(changed["establishment"]["version"], 2);
    BTreeSet::from([id])
}

/// The world with rows across slices and some history.
async fn world(app: &App) -> World {
    crossings::lay(app).await;
    World::read(app, make_history(app).await).await
}

/// Each object of the schema, to each asker; how many objects with a history were shown.
pub(super) async fn objects(app: &App, shape: &Shape, world: &World, askers: &[Asker]) -> usize {
    let auditor = Asker::auditor(app).await;
    let mut histories = 0;
    let nodes = shape.nodes();
    for (type_name, ids) in world.everything().iter().filter(|(name, _)| nodes.contains(name)) {
        let ids: Vec<_> = ids.iter().collect();
        let full = shown(app, shape, &auditor, type_name, &ids).await;
        assert!(full.iter().all(|object| !object.is_null()), "the auditor sees each {type_name}");
        for asker in askers {
            let seen = world.seen_by(asker);
            let known: BTreeSet<_> = seen.values().flatten().map(String::as_str).collect();
            let found = shown(app, shape, asker, type_name, &ids).await;
            for ((id, object), full) in ids.iter().zip(&found).zip(&full) {
                let expected = if seen[type_name].contains(*id) { masked(full, &known, asker) } else { Value::Null };
                assert_eq!(*object, expected, "{}: {id}", asker.login);
                histories += usize::from(object["history"].as_array().is_some_and(|entries| !entries.is_empty()));
            }
        }
    }
    histories
}

/// What finds one object, for each asker.
pub(super) async fn singles(app: &App, shape: &Shape, world: &World, askers: &[Asker]) {
    let nodes = shape.nodes();
    let everything = world.everything();
    let singles: Vec<_> = shape
        .fields("Query")
        .iter()
        .filter(|field| {
            let arguments = field["args"].as_array().unwrap();
            // A job is in no slice: whose it is, `jobs.rs` says.
            arguments.len() == 1 && arguments[0]["name"] == "id" && field["name"] != "job"
        })
        .collect();
    assert!(singles.len() > 5);
    for asker in askers {
        let seen = world.seen_by(asker);
        for field in &singles {
            let name = field["name"].as_str().unwrap();
            let of = Shape::named(&field["type"]);
            // `node` finds any type: five of each, of those seen and of those hidden.
            let types: Vec<_> = if of == "Node" {
                everything.keys().copied().filter(|name| nodes.contains(name)).collect()
            } else {
                vec![of]
            };
            for type_name in types {
                let hidden = everything[type_name].difference(&seen[type_name]);
                let some: Vec<_> = if of == "Node" {
                    seen[type_name].iter().take(5).chain(hidden.take(5)).collect()
                } else {
                    everything[type_name].iter().collect()
                };
                for some in some.chunks(20) {
                    let fields: Vec<_> = some
                        .iter()
                        .enumerate()
                        .map(|(at, id)| format!("a{at}: {name}(id: \"{id}\") {{ id }}"))
                        .collect();
                    let body = ask(app, asker, &format!("{{ {} }}", fields.join(" "))).await;
                    let codes: BTreeMap<_, _> = body["errors"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|error| (text(&error["path"][0]), text(&error["extensions"]["code"])))
                        .collect();
                    for (at, id) in some.iter().enumerate() {
                        let (at, is_seen) = (format!("a{at}"), seen[type_name].contains(*id));
                        assert_eq!(
                            body["data"][&at],
                            if is_seen { json!({ "id": id }) } else { Value::Null },
                            "{}: {name} of {id}",
                            asker.login
                        );
                        assert_eq!(
                            codes.get(&at).map(String::as_str),
                            (!is_seen).then_some("NOT_FOUND"),
                            "{}: {id}",
                            asker.login
                        );
                    }
                }
            }
        }
    }
}

/// The orders in which a list can be asked for, and searches of houses.
fn orders(shape: &Shape, list: &str, order: Option<String>) -> Vec<String> {
    let mut orders = vec![String::new()];
    if let Some(order) = order {
        let fields = shape.inputs(&order).iter().find(|field| field["name"] == "field").unwrap();
        for value in shape.values(Shape::named(&fields["type"])) {
            orders.extend(
                ["ASC", "DESC"].map(|direction| format!("orderBy: {{ field: {value}, direction: {direction} }}")),
            );
        }
    }
    if list == "establishments" {
        orders.extend(
            [
                "where: { search: \"khenifra\", kind: \"EPS\" }",
                "where: { search: \"demonstration dar\" }, orderBy: { field: REFERENCE, direction: DESC }",
                "where: { search: \"maison\", licenceState: LICENSED, audience: WOMEN }, orderBy: { field: CREATED }",
            ]
            .map(str::to_owned),
        );
    }
    orders
}

/// A plain list: of objects, or of reference data without ids.
async fn plain_list(app: &App, shape: &Shape, world: &World, askers: &[Asker], (list, of): (&str, &str)) {
    let is_node = shape.nodes().contains(&of);
    let query = if is_node {
        format!("{{ {list} {{ id }} }}")
    } else {
        format!("{{ {list} {{ {} }} }}", selection(shape, of, 0))
    };
    let full = ask(app, &Asker::auditor(app).await, &query).await;
    for asker in askers {
        assert!(asker.may_list(list));
        let body = ask(app, asker, &query).await;
        if is_node {
            let found: BTreeSet<_> =
                body["data"][list].as_array().unwrap().iter().map(|node| text(&node["id"])).collect();
            assert_eq!(found, world.seen_by(asker)[of], "{}: {list}", asker.login);
        } else {
            assert_eq!(body, full, "{}: {list}", asker.login);
        }
    }
}

/// Each list, from both ends, in each order and under each filter, for each asker: how many lists, and how many answers
/// were shorter than the auditor's.
pub(super) async fn lists(app: &App, shape: &Shape, world: &World, askers: &[Asker]) -> (usize, usize) {
    let everything = world.everything();
    let auditor = &Asker::auditor(app).await;
    let (mut lists, mut filtered) = (0, 0);
    for field in shape.fields("Query") {
        let list = field["name"].as_str().unwrap();
        let arguments = field["args"].as_array().unwrap();
        if ELSEWHERE.contains(&list) || arguments.iter().any(is_required) {
            continue;
        }
        lists += 1;
        for argument in arguments {
            assert!(
                ARGUMENTS.contains(&argument["name"].as_str().unwrap()),
                "{list}({}) has no verdict",
                argument["name"]
            );
        }
        let of = Shape::named(&field["type"]);
        let Some(of) = of.strip_suffix("Connection") else {
            plain_list(app, shape, world, askers, (list, of)).await;
            continue;
        };
        let ids: Vec<_> = everything[of].iter().collect();
        let objects = shown(app, shape, auditor, of, &ids).await;
        let input = |name: &str| {
            arguments
                .iter()
                .find(|argument| argument["name"] == name)
                .map(|argument| Shape::named(&argument["type"]).to_owned())
        };
        let filters = input("where").map(|input| filters(shape, &input, &everything, &objects)).unwrap_or_default();
        let objects: BTreeMap<_, _> = ids.iter().map(|id| id.as_str()).zip(objects).collect();
        let orders = orders(shape, list, input("orderBy"));
        // The whole world, in each order and under each filter that is by no object.
        let mut full = BTreeMap::new();
        let plain = filters.iter().filter(|(_, object)| object.is_none()).map(|(filter, _)| filter);
        for arguments in orders.iter().chain(plain) {
            full.insert(arguments.as_str(), listed(app, auditor, list, arguments, "first").await.unwrap());
        }
        assert_eq!(full[""].iter().cloned().collect::<BTreeSet<_>>(), everything[of]);

        for asker in askers {
            let seen = world.seen_by(asker);
            if !asker.may_list(list) {
                for arguments in orders.iter().chain(filters.iter().map(|(filter, _)| filter).take(20)) {
                    assert_eq!(
                        listed(app, asker, list, arguments, "first").await,
                        Err("FORBIDDEN".to_owned()),
                        "{}: {list}({arguments})",
                        asker.login
                    );
                }
                continue;
            }
            for (arguments, full) in &full {
                if asker.may_not_ask_for("licenceState") && arguments.contains("icence") {
                    let refused = listed(app, asker, list, arguments, "first").await;
                    assert_eq!(refused, Err("FORBIDDEN".to_owned()), "{}: {list}({arguments})", asker.login);
                    continue;
                }
                // Whose dossier stands how, `dossiers.rs` says: fewer see it than see the association.
                if arguments.contains("dossier") {
                    continue;
                }
                let expected: Vec<_> = full.iter().filter(|id| seen[of].contains(*id)).cloned().collect();
                for end in ["first", "last"] {
                    assert_eq!(
                        listed(app, asker, list, arguments, end).await.unwrap(),
                        expected,
                        "{}: {list}({arguments}) from the {end}",
                        asker.login
                    );
                }
                filtered += usize::from(expected.len() < full.len());
            }
            let known: BTreeSet<_> = seen.values().flatten().map(String::as_str).collect();
            let own: Vec<_> = full[""]
                .iter()
                .filter(|id| seen[of].contains(*id))
                .map(|id| (id, masked(&objects[id.as_str()], &known, asker)))
                .collect();
            for (arguments, object) in &filters {
                let Some((field, other)) = object else { continue };
                let expected: Vec<_> =
                    own.iter().filter(|(_, object)| is_of(object, field, other)).map(|(id, _)| (*id).clone()).collect();
                assert_eq!(
                    listed(app, asker, list, arguments, "first").await.unwrap(),
                    expected,
                    "{}: {list}({arguments})",
                    asker.login
                );
            }
        }
    }
    (lists, filtered)
}

on_both! {
    async fn an_object_shows_each_role_what_it_sees_and_nothing_else(app: &App) {
        let (shape, world) = (Shape::read().await, world(app).await);
        let everything = world.everything();
        let mut roles = BTreeSet::new();
        for login in app.logins() {
            roles.insert(text(&app.data(&login, "{ viewer { role } }").await["viewer"]["role"]));
        }
        assert_eq!(roles, shape.values("Role").into_iter().map(str::to_owned).collect(), "a role without an account has no verdict");
        assert_eq!(shape.nodes().into_iter().collect::<BTreeSet<_>>(), everything.keys().copied().collect(), "a type without a verdict");
        let askers = Asker::all(app).await;
        let histories = objects(app, &shape, &world, &askers).await;
        assert_eq!(histories, 2, "of the house that was renamed, to the auditor and to its head");
    }

    async fn what_finds_one_object_finds_it_for_those_who_see_it(app: &App) {
        singles(app, &Shape::read().await, &world(app).await, &Asker::all(app).await).await;
    }

    async fn a_list_an_order_and_a_filter_hold_what_each_role_sees(app: &App) {
        let (lists, filtered) = lists(app, &Shape::read().await, &world(app).await, &Asker::all(app).await).await;
        assert!(lists > 12 && filtered > 100, "{lists} lists, of which {filtered} answers were shorter than the auditor's");
    }
}

/// Every door has been decided: a new one fails here until it has a test.
#[tokio::test]
async fn every_door_has_a_verdict() {
    let shape = Shape::read().await;
    assert!(!shape.has("Subscription"), "no subscription has a verdict yet");
    for field in shape.fields("Query") {
        let name = text(&field["name"]);
        let arguments: Vec<_> =
            field["args"].as_array().unwrap().iter().map(|argument| text(&argument["name"])).collect();
        let is_list = arguments.iter().all(|argument| ARGUMENTS.contains(&argument.as_str()));
        assert!(ELSEWHERE.contains(&name.as_str()) || is_list || arguments == ["id"], "{name} has no verdict");
    }
}
