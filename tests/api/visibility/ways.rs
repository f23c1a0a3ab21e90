//! The two ways to an answer, the fast lane and ordinary resolvers, answer alike: generated documents, as every role, over
//! rows that lie across slices.

use std::collections::BTreeMap;
use std::fmt::Write;

use entity::id::PartnerId;
use entity::job::JobKind;
use entity::{partner, project, project_partner};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use taawun::db::operational::job_of;
use uuid::Uuid;

use super::crossings;
use super::model::Asker;
use super::systems::systems;
use crate::fast_lane::lay_grants;
use crate::harness::{App, on_both};
use crate::random::Random;
use crate::shape::{Shape, is_required};

/// Fields that only resolvers know.
const BY_RESOLVERS: [&str; 13] = [
    "history",
    "bureau",
    "dossier",
    "proposedByYou",
    "jumps",
    "availableTransitions",
    "about",
    "result",
    "viewerCan",
    "fault",
    "notes",
    "remarks",
    "becomes",
];
/// Documents of each role; `DOCUMENTS` says otherwise.
const DOCUMENTS: usize = 60;

/// Writes documents that the schema allows.
struct Writer<'a> {
    shape: &'a Shape,
    random: Random,
    ids: &'a BTreeMap<String, Vec<String>>,
    fragments: Vec<String>,
    /// Fields that may still be asked for.
    left: usize,
    /// Keys given so far: what a key stands for must be the same everywhere.
    keys: usize,
}

impl Writer<'_> {
    fn one_in(&mut self, count: usize) -> bool {
        self.random.below(count) == 0
    }

    fn key(&mut self) -> String {
        self.keys += 1;
        format!("k{}", self.keys)
    }

    fn pick<'b, T>(&mut self, among: &'b [T]) -> &'b T {
        &among[self.random.below(among.len())]
    }

    fn document(&mut self) -> String {
        // What is left of a budget is another with each process; statistics are answered one way alone, and their position
        // is sealed anew each time.
        let mut roots = self.shape.fields("Query").to_vec();
        roots.retain(|field| field["name"] != "rateLimit" && field["name"] != "statistics");
        let mut body = String::new();
        for at in 0..=self.random.below(3) {
            // Now and then what only resolvers know.
            let lane = |field: &&Value| {
                ![
                    "viewer",
                    "annualReport",
                    "node",
                    "nodes",
                    "journal",
                    "sessions",
                    "explainAccess",
                    "returnsDue",
                    "latestRelease",
                    "governingRuleSet",
                ]
                .contains(&field["name"].as_str().unwrap())
            };
            let root = if self.one_in(6) {
                self.pick(&roots).clone()
            } else {
                (*self.pick(&roots.iter().filter(lane).collect::<Vec<_>>())).clone()
            };
            let head = format!(" r{at}: {}", self.head(&root));
            // Now and then by two parts of a page, each with fields of its own.
            for _ in 0..=usize::from(self.one_in(4)) {
                body.push_str(&head);
                self.below(&root, 0, &mut body);
            }
        }
        body.push_str(" }");
        body.push_str(&std::mem::take(&mut self.fragments).concat());
        // A variable that nothing uses is refused.
        let variables = [("$yes", "Boolean!"), ("$no", "Boolean = false"), ("$first", "Int = 3")];
        let used = variables.iter().filter(|(name, _)| body.contains(name));
        let used: Vec<_> = used.map(|(name, of)| format!("{name}: {of}")).collect();
        if used.is_empty() { format!("{{{body}") } else { format!("query ({}) {{{body}", used.join(" ")) }
    }

    fn field(&mut self, field: &Value, depth: usize, out: &mut String) {
        let head = self.head(field);
        out.push_str(&head);
        self.below(field, depth, out);
    }

    /// A field with its arguments.
    fn head(&mut self, field: &Value) -> String {
        self.left = self.left.saturating_sub(1);
        let mut out = field["name"].as_str().unwrap().to_owned();
        let within = Shape::named(&field["type"]);
        let mut arguments = String::new();
        for argument in field["args"].as_array().unwrap() {
            if is_required(argument) || self.one_in(3) {
                let value = self.argument(argument, within);
                write!(arguments, "{}: {value} ", argument["name"].as_str().unwrap()).unwrap();
            }
        }
        if !arguments.is_empty() {
            write!(out, "({arguments})").unwrap();
        }
        if self.one_in(12) {
            out.push_str([" @include(if: $yes)", " @skip(if: $no)", " @skip(if: $yes)"][self.random.below(3)]);
        }
        out
    }

    fn below(&mut self, field: &Value, depth: usize, out: &mut String) {
        let within = Shape::named(&field["type"]);
        if self.shape.kind(within) == "OBJECT" || self.shape.kind(within) == "INTERFACE" {
            self.selection(within, depth + 1, out);
        }
    }

    /// A value of an argument, such as an id of what is there, of the right type or, now and then, of another.
    fn argument(&mut self, argument: &Value, of: &str) -> String {
        let name = argument["name"].as_str().unwrap();
        match name {
            "first" => return ["$first", "1", "2", "50", "101", "-1"][self.random.below(6)].to_owned(),
            "last" => return ["1", "2", "7"][self.random.below(3)].to_owned(),
            "budgetYear" => return ["2021", "2022", "1900"][self.random.below(3)].to_owned(),
            "after" | "before" => return "\"bm8gY3Vyc29y\"".to_owned(),
            _ => {}
        }
        let kind = if argument["type"]["kind"] == "NON_NULL" { &argument["type"]["ofType"] } else { &argument["type"] };
        match kind["kind"].as_str().unwrap() {
            "LIST" => format!("[{} {}]", self.id(of), self.id("Establishment")),
            "ENUM" => {
                let values = self.shape.values(kind["name"].as_str().unwrap());
                (*self.pick(&values)).to_owned()
            }
            "INPUT_OBJECT" => {
                let fields = self.shape.inputs(kind["name"].as_str().unwrap()).to_vec();
                let mut object = "{".to_owned();
                for field in fields {
                    if is_required(&field) || self.one_in(4) {
                        let value = self.argument(&field, of);
                        write!(object, "{}: {value} ", field["name"].as_str().unwrap()).unwrap();
                    }
                }
                object + "}"
            }
            _ => match kind["name"].as_str().unwrap() {
                "ID" if name == "id" => self.id(of),
                "ID" => self.id(&format!("{}{}", name[..1].to_uppercase(), &name[1..])),
                "Boolean" => ["true", "false"][self.random.below(2)].to_owned(),
                "Int" => self.random.below(3000).to_string(),
                "Date" => "\"2024-05-06\"".to_owned(),
                "YearMonth" => "\"2022-05\"".to_owned(),
                _ => ["\"dar\"", "\"خنيفرة\"", "\"EPS\"", "\"\"", "\"a\""][self.random.below(5)].to_owned(),
            },
        }
    }

    fn id(&mut self, of: &str) -> String {
        let others: Vec<_> = self.ids.values().flatten().collect();
        let own = self.ids.get(of).filter(|_| self.random.below(8) > 0);
        let id = match own {
            Some(own) => self.pick(own).clone(),
            None => (*self.pick(&others)).clone(),
        };
        format!("\"{id}\"")
    }

    fn selection(&mut self, name: &str, depth: usize, out: &mut String) {
        out.push_str(" {");
        let fields = self.shape.fields(name).to_vec();
        // At least one field stays, whatever is left out.
        out.push_str(" t: __typename");
        for _ in 0..=self.random.below(6) {
            let mut field = self.pick(&fields).clone();
            if BY_RESOLVERS.contains(&field["name"].as_str().unwrap()) && !self.one_in(5) {
                field = self.pick(&fields).clone();
            }
            let within = Shape::named(&field["type"]);
            let object = matches!(self.shape.kind(within), "OBJECT" | "INTERFACE");
            if object && (depth > 5 || self.left == 0) {
                continue;
            }
            match self.random.below(14) {
                0 => out.push_str(" __typename"),
                1 if self.one_in(3) && self.shape.nodes().contains(&name) => {
                    // One that applies only if it is of the same type.
                    let nodes = self.shape.nodes();
                    let other = if self.one_in(3) { name } else { self.pick(&nodes) };
                    write!(out, " ... on Node {{ id ... on {other} {{ {}: __typename }} }}", self.key()).unwrap();
                }
                1 => write!(out, " ... on {name} {{ x: __typename }}").unwrap(),
                2 => {
                    let fragment = self.key();
                    let mut body = format!(" fragment {fragment} on {name} {{ __typename {}: ", self.key());
                    self.field(&field, depth, &mut body);
                    self.fragments.push(body + " }");
                    write!(out, " ...{fragment}").unwrap();
                }
                // Twice under one key: what is asked below is put together.
                3 if field["args"] == json!([]) => {
                    for _ in 0..2 {
                        write!(out, " {}", field["name"].as_str().unwrap()).unwrap();
                        if object {
                            self.selection(within, depth + 1, out);
                        }
                    }
                }
                _ if self.one_in(3) && field["args"] == json!([]) && !object => {
                    write!(out, " {}", field["name"].as_str().unwrap()).unwrap();
                }
                _ => {
                    write!(out, " {}: ", self.key()).unwrap();
                    self.field(&field, depth, out);
                }
            }
        }
        out.push_str(" }");
    }
}

/// Every field of a type that is declared, and those of what it points to.
fn whole(shape: &Shape, name: &str, deeper: usize) -> String {
    let mut fields = "__typename".to_owned();
    for field in shape.fields(name) {
        let called = field["name"].as_str().unwrap();
        let within = Shape::named(&field["type"]);
        // Cells by the thousand are compared once, in `releases.rs`.
        if called == "cells" || BY_RESOLVERS.contains(&called) {
            continue;
        }
        if shape.kind(within) != "OBJECT" {
            write!(fields, " {called}").unwrap();
        } else if within.ends_with("Connection") {
            write!(fields, " {called}(first: 2) {{ totalCount edges {{ cursor node {{ id }} }} }}").unwrap();
        } else if deeper > 0 {
            // A house within a house, and the like, is asked for by itself: a document has a limit of fields.
            let deeper = if within == name { 0 } else { deeper - 1 };
            write!(fields, " {called} {{ {} }}", whole(shape, within, deeper)).unwrap();
        }
    }
    fields
}

/// Rows of every list, with all that is declared of them and of what they point to, so deep.
fn lists(shape: &Shape, rows: &str, deep: usize) -> Vec<String> {
    let roots = shape.fields("Query").iter().filter(|field| {
        !["journal", "nodes", "sessions", "explainAccess", "importRows"].contains(&field["name"].as_str().unwrap())
    });
    let lists = roots.filter_map(|field| {
        let (name, of) = (field["name"].as_str().unwrap(), Shape::named(&field["type"]));
        if let Some(node) = of.strip_suffix("Connection") {
            let fields = whole(shape, node, deep);
            Some(format!("{{ {name}({rows}) {{ totalCount nodes {{ {fields} }} pageInfo {{ endCursor }} }} }}"))
        } else {
            let is_list = field["type"]["ofType"]["kind"] == "LIST";
            is_list.then(|| format!("{{ {name} {{ {} }} }}", whole(shape, of, deep)))
        }
    });
    lists.collect()
}

/// Errors in any order.
fn sorted(answer: &Value) -> Value {
    let mut answer = answer.clone();
    if let Some(errors) = answer.get_mut("errors").and_then(Value::as_array_mut) {
        errors.sort_by_key(ToString::to_string);
    }
    answer
}

/// Ids of each type, of what is there.
async fn ids(app: &App, shape: &Shape) -> BTreeMap<String, Vec<String>> {
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (login, roots) in [
        (
            "national-admin",
            "establishments { nodes { id association { id } bankAccounts: association { bankAccount { id } } licencePeriods { id } } }",
        ),
        (
            "national-admin",
            "associations { nodes { id delegation { id } commune { id cercle { id } } bankAccounts { id } bureauRenewals { id } } }",
        ),
        ("national-admin", "projects { nodes { id partners { id } } }"),
        ("national-admin", "grantLines { nodes { id programme { id } } }"),
        ("national-admin", "declaredFigures { nodes { id } }"),
        ("national-admin", "seasonReturns { nodes { id returnTemplate { id } } }"),
        ("national-admin", "documents { nodes { id } }"),
        ("national-admin", "licenceApplications { nodes { id } }"),
        ("national-admin", "imports { nodes { id } }"),
        ("national-admin", "inspections { nodes { id } }"),
        ("national-admin", "relocationPlans { nodes { id } }"),
        ("national-admin", "formalNotices { nodes { id } }"),
        ("national-admin", "licenceMeasures { nodes { id } }"),
        ("national-admin", "staff { nodes { id } }"),
        ("national-admin", "creationSupports { nodes { id } }"),
        ("national-admin", "releases { nodes { id } }"),
        ("national-admin", "ruleSets { nodes { id } }"),
        ("national-admin", "publicHolidays(where: { year: 2026 }) { id }"),
        ("national-admin", "regions { id provinces { id } }"),
        ("national-admin", "regionalCoordinations { id }"),
        ("national-admin", "partnerAgreements { id clients { id secrets { id } } }"),
        ("national-admin", "accounts { nodes { id mandates { id } } }"),
    ] {
        let data = app.data(login, &format!("{{ {roots} }}")).await;
        let text = data.to_string();
        for id in text.split('"').filter(|part| part.contains('_')) {
            let of = id.split('_').next().unwrap();
            if shape.has(of) && !ids.get(of).is_some_and(|known| known.iter().any(|known| known == id)) {
                ids.entry(of.to_owned()).or_default().push(id.to_owned());
            }
        }
    }
    ids
}

/// Licences of Khénifra's houses that repeat another delegation's key: whoever sees the house does not see them, so that
/// each rule is asked for itself.
async fn part_licences_from_houses(app: &App) {
    let connection = app.connection().await;
    let of = |code: &str| format!("(SELECT id FROM delegation WHERE code = '{code}')");
    let parted = format!(
        "UPDATE licence_period SET delegation_id = {} WHERE delegation_id = {}",
        of("EN-08-363"),
        of("EN-05-301")
    );
    assert!(connection.execute_unprepared(&parted).await.unwrap().rows_affected() > 5);
    connection.close().await.unwrap();
}

/// A second partner in every project: a partner finds only itself among those that take part.
#[expect(clippy::disallowed_methods, reason = "the rows are laid past the write door")]
async fn share_projects(app: &App) {
    let connection = app.connection().await;
    let like = partner::Entity::find().one(&connection).await.unwrap().unwrap();
    let other = partner::Model { id: PartnerId(Uuid::now_v7()), code: "OTHER".to_owned(), ..like };
    let id = other.id;
    partner::Entity::insert(other.into_active_model()).exec_without_returning(&connection).await.unwrap();
    let projects = project::Entity::find().all(&connection).await.unwrap();
    let parts = projects.iter().map(|project| project_partner::Model { project_id: project.id, partner_id: id });
    let parts = parts.map(IntoActiveModel::into_active_model);
    project_partner::Entity::insert_many(parts).exec_without_returning(&connection).await.unwrap();
    connection.close().await.unwrap();
}

on_both! {
    async fn the_fast_lane_answers_as_resolvers_do(app: &App) {
        crossings::lay(app).await;
        lay_grants(app).await;
        part_licences_from_houses(app).await;
        share_projects(app).await;
        let waiting = job_of(JobKind::CountersCloseYears, "null".to_owned(), app.now());
        assert_eq!(app.pool.enqueue(vec![waiting]).await.unwrap(), 1);
        let shape = Shape::read().await;
        let ids = ids(app, &shape).await;
        assert!(ids.len() >= 27, "{:?}", ids.keys());
        let by_resolvers = app.listen_without_fast_lane().await;
        let three = |shape| [lists(shape, "first: 30", 1), lists(shape, "last: 30", 1), lists(shape, "first: 4", 2)].concat();
        let (contract, of_people) = (Shape::of_partners().await, three(&shape));
        let of_systems = three(&contract);
        assert_eq!((of_people.len(), of_systems.len()), (3 * 40, 3 * 11), "{of_people:#?} {of_systems:#?}");
        let mut askers = Vec::new();
        for login in app.logins() {
            askers.push((app.token(&login).await, login, &shape, &of_people));
        }
        for Asker { login, token, .. } in systems(app).await {
            if ["region", "named", "houses"].contains(&login.as_str()) {
                askers.push((token, login, &contract, &of_systems));
            }
        }
        let count = std::env::var("DOCUMENTS").map_or(DOCUMENTS, |count| count.parse().unwrap());
        let variables = json!({ "yes": true });
        let (mut statements, mut answered, mut refused) = ([0, 0], 0, 0);
        for (at, (token, login, shape, lists)) in askers.iter().enumerate() {
            let mut writer = Writer {
                shape,
                random: Random::new(at as u64 + 1),
                ids: &ids,
                fragments: Vec::new(),
                left: 0,
                keys: 0,
            };
            let mut documents = (*lists).clone();
            for _ in 0..count {
                writer.left = 30;
                documents.push(writer.document());
            }
            for document in documents {
                let before = app.statements();
                let lane = app.send(Some(token), &document, variables.clone()).await;
                let between = app.statements();
                let resolvers = app.send_to(&by_resolvers, Some(token), &document, variables.clone()).await;
                statements[0] += between - before;
                statements[1] += app.statements() - between;
                assert_eq!(sorted(&lane.body), sorted(&resolvers.body), "{login}: {document}");
                assert_eq!(lane.status, resolvers.status, "{login}: {document}");
                assert!(!lane.body.to_string().contains("LIMIT_EXCEEDED") || !lists.contains(&document), "{document}");
                if lane.body["data"].is_object() { answered += 1 } else { refused += 1 }
                let internal = lane.body.to_string().contains("INTERNAL");
                assert!(!internal, "{login}: {document}: {:#}", lane.body);
            }
        }
        println!("{answered} answered, {refused} refused; statements {statements:?}");
        assert!(answered > 4 * refused, "most documents are answered: {answered}, {refused} not");
        assert!(statements[0] * 5 < statements[1] * 3, "the lane was taken: {statements:?}");
    }
}
