//! Who sees what: every type, by every door, as every role, against a naive model.
//!
//! The model is written from the words of the institution, not from the code: a row belongs to delegations, associations,
//! establishments and partners, and a role sees a row if it belongs to the role's slice. The world it is asked about is
//! what the national office reads, whose sizes are typed below from what the demonstration lays.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::harness::{Answer, App, on_both};

const KHENIFRA: &str = "EN-05-301";
const BENI_MELLAL: &str = "EN-05-091";
const MIDELT: &str = "EN-08-363";

/// The lists, as the national office sees them.
const WORLD: &str = "{
    regionalCoordinations { id code }
    delegations(first: 100) { nodes { id code } }
    associations(first: 100) { nodes { id delegation { code } name(language: FR) } }
    establishments(first: 100) { nodes { id reference delegation { code } association { id } parent { id } licencePeriods { id } } }
    declaredFigures(first: 100) { nodes { id delegation { code } } }
    grantLines(first: 100) { nodes { id delegation { code } association { id } } }
    projects(first: 100) { nodes { id delegation { code } association { id } establishment { id } partners { id code } } }
    partners { id code }
}";

/// What a slice is made of, in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reach {
    All,
    Delegations(Vec<&'static str>),
    Association(String),
    Establishment(String),
    Partner(&'static str),
}

/// The world, and for each type and id the rows' belongings.
struct World {
    coordinations: Vec<(String, String)>,
    delegations: BTreeMap<String, String>,
    associations: Vec<(String, String)>,
    establishments: Vec<House>,
    figures: Vec<(String, String)>,
    grants: Vec<(String, String, Option<String>)>,
    projects: Vec<Project>,
    partners: Vec<(String, String)>,
}

#[derive(Clone)]
struct House {
    id: String,
    delegation: String,
    association: Option<String>,
    parent: Option<String>,
    licences: Vec<String>,
}

struct Project {
    id: String,
    delegation: String,
    association: Option<String>,
    establishment: Option<String>,
    partners: Vec<String>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}")).to_owned()
}

fn maybe(value: &Value) -> Option<String> {
    value["id"].as_str().map(str::to_owned)
}

impl World {
    async fn read(app: &App) -> Self {
        let data = app.data("national-officer", WORLD).await;
        let nodes = |list: &str| data[list]["nodes"].as_array().unwrap().clone();
        let code = |node: &Value| text(&node["delegation"]["code"]);
        let plain = |list: &str| -> Vec<(String, String)> {
            data[list].as_array().unwrap().iter().map(|node| (text(&node["id"]), text(&node["code"]))).collect()
        };
        let world = Self {
            coordinations: plain("regionalCoordinations"),
            delegations: nodes("delegations").iter().map(|node| (text(&node["code"]), text(&node["id"]))).collect(),
            associations: nodes("associations").iter().map(|node| (text(&node["id"]), code(node))).collect(),
            establishments: nodes("establishments")
                .iter()
                .map(|node| House {
                    id: text(&node["id"]),
                    delegation: code(node),
                    association: maybe(&node["association"]),
                    parent: maybe(&node["parent"]),
                    licences: node["licencePeriods"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|period| text(&period["id"]))
                        .collect(),
                })
                .collect(),
            figures: nodes("declaredFigures").iter().map(|node| (text(&node["id"]), code(node))).collect(),
            grants: nodes("grantLines")
                .iter()
                .map(|node| (text(&node["id"]), code(node), maybe(&node["association"])))
                .collect(),
            projects: nodes("projects")
                .iter()
                .map(|node| Project {
                    id: text(&node["id"]),
                    delegation: code(node),
                    association: maybe(&node["association"]),
                    establishment: maybe(&node["establishment"]),
                    partners: node["partners"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|partner| text(&partner["code"]))
                        .collect(),
                })
                .collect(),
            partners: plain("partners"),
        };
        // What the demonstration lays, added up by hand.
        assert_eq!(world.coordinations.len(), 2);
        assert_eq!(world.delegations.len(), 3);
        assert_eq!(world.associations.len(), 13 + 3 + 3);
        assert_eq!(world.establishments.len(), 84 + 8 + 8);
        assert_eq!(world.figures.len(), 6 + 1 + 1);
        assert_eq!(world.grants.len(), 3 + 2 + 1);
        assert_eq!(world.projects.len(), 3 + 1);
        assert_eq!(world.partners.len(), 2);
        world
    }

    fn sees_house(reach: &Reach, house: &House) -> bool {
        match reach {
            Reach::All => true,
            Reach::Delegations(codes) => codes.contains(&house.delegation.as_str()),
            Reach::Association(id) => house.association.as_ref() == Some(id),
            Reach::Establishment(id) => house.id == *id,
            Reach::Partner(_) => false,
        }
    }

    fn houses(&self, reach: &Reach) -> Vec<&House> {
        self.establishments.iter().filter(|house| Self::sees_house(reach, house)).collect()
    }

    fn sees_project(&self, reach: &Reach, project: &Project) -> bool {
        match reach {
            Reach::All => true,
            Reach::Delegations(codes) => codes.contains(&project.delegation.as_str()),
            Reach::Association(id) => {
                let of_its_house =
                    self.houses(reach).iter().any(|house| project.establishment.as_ref() == Some(&house.id));
                project.association.as_ref() == Some(id) || of_its_house
            }
            Reach::Establishment(id) => project.establishment.as_ref() == Some(id),
            Reach::Partner(code) => project.partners.iter().any(|partner| partner == code),
        }
    }

    /// The ids of each type that a slice reaches.
    fn reached(&self, reach: &Reach) -> BTreeMap<&'static str, BTreeSet<String>> {
        let houses = self.houses(reach);
        let delegation = |code: &str| -> bool {
            match reach {
                Reach::All => true,
                Reach::Delegations(codes) => codes.contains(&code),
                Reach::Association(id) => {
                    houses.iter().any(|house| house.delegation == code)
                        || self.associations.iter().any(|(association, seat)| association == id && seat == code)
                }
                Reach::Establishment(_) => houses.iter().any(|house| house.delegation == code),
                Reach::Partner(_) => false,
            }
        };
        let association = |id: &str, seat: &str| -> bool {
            let runs_a_house = houses.iter().any(|house| house.association.as_deref() == Some(id));
            match reach {
                Reach::All => true,
                Reach::Delegations(codes) => codes.contains(&seat) || runs_a_house,
                Reach::Association(own) => own == id,
                Reach::Establishment(_) => runs_a_house,
                Reach::Partner(_) => false,
            }
        };
        let projects: Vec<_> = self.projects.iter().filter(|project| self.sees_project(reach, project)).collect();
        let partner = |code: &str| -> bool {
            match reach {
                Reach::All | Reach::Delegations(_) => true,
                Reach::Association(_) | Reach::Establishment(_) => {
                    projects.iter().any(|project| project.partners.iter().any(|partner| partner == code))
                }
                Reach::Partner(own) => *own == code,
            }
        };
        // EN-05 is above EN-05-301.
        let coordination =
            |code: &str| self.delegations.keys().any(|below| below.starts_with(code) && delegation(below));
        let of_staff = matches!(reach, Reach::All | Reach::Delegations(_));

        BTreeMap::from([
            (
                "regionalCoordinations",
                ids(self.coordinations.iter().filter(|(_, code)| coordination(code)).map(|(id, _)| id)),
            ),
            ("delegations", ids(self.delegations.iter().filter(|(code, _)| delegation(code)).map(|(_, id)| id))),
            (
                "associations",
                ids(self.associations.iter().filter(|(id, seat)| association(id, seat)).map(|(id, _)| id)),
            ),
            ("establishments", ids(houses.iter().map(|house| &house.id))),
            ("licencePeriods", ids(houses.iter().flat_map(|house| &house.licences))),
            (
                "declaredFigures",
                ids(self.figures.iter().filter(|(_, code)| of_staff && delegation(code)).map(|(id, _)| id)),
            ),
            (
                "grantLines",
                ids(self
                    .grants
                    .iter()
                    .filter(|(_, code, own)| match reach {
                        Reach::All => true,
                        Reach::Delegations(codes) => codes.contains(&code.as_str()),
                        Reach::Association(id) => own.as_ref() == Some(id),
                        Reach::Establishment(_) | Reach::Partner(_) => false,
                    })
                    .map(|(id, ..)| id)),
            ),
            ("projects", ids(projects.iter().map(|project| &project.id))),
            ("partners", ids(self.partners.iter().filter(|(_, code)| partner(code)).map(|(id, _)| id))),
        ])
    }
}

fn ids<'a>(ids: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    ids.into_iter().cloned().collect()
}

/// What each login of the demonstration reaches, and the lists it has no right to ask for.
fn reach(login: &str, own: Option<&str>) -> (Reach, &'static [&'static str]) {
    let own = || own.expect("a slice has an id").to_owned();
    match login {
        "national-admin" | "national-officer" | "national-finance" | "auditor" | "dpo" => (Reach::All, &[]),
        "region-05" => (Reach::Delegations(vec![KHENIFRA, BENI_MELLAL]), &[]),
        "khenifra-head" | "khenifra-officer" | "khenifra-social" => (Reach::Delegations(vec![KHENIFRA]), &[]),
        "midelt-head" | "midelt-officer" | "midelt-social" => (Reach::Delegations(vec![MIDELT]), &[]),
        "khenifra-association" | "midelt-association" => (Reach::Association(own()), &["declaredFigures"]),
        "khenifra-director" | "midelt-director" => (Reach::Establishment(own()), &["declaredFigures", "grantLines"]),
        "partner-indh" => {
            (Reach::Partner("INDH"), &["declaredFigures", "grantLines", "associations", "establishments"])
        }
        other => panic!("{other} has no verdict"),
    }
}

/// Lists that are pages.
const PAGED: [&str; 6] = ["delegations", "associations", "establishments", "declaredFigures", "grantLines", "projects"];
/// Types that can be asked for one by one, by the name of their list.
const SINGLE: [(&str, &str); 5] = [
    ("delegations", "delegation"),
    ("associations", "association"),
    ("establishments", "establishment"),
    ("projects", "project"),
    ("partners", "partner"),
];

async fn ask(app: &App, token: &str, query: &str) -> Answer {
    app.send(Some(token), query, json!({})).await
}

on_both! {
    async fn every_list_total_and_lookup_holds_what_the_model_says(app: &App) {
        let world = World::read(app).await;
        let everything = world.reached(&Reach::All);
        for login in app.logins() {
            let payload = app.sign_in(&login, &app.password(&login)).await;
            let token = text(&payload["accessToken"]);
            let (reach, forbidden) = reach(&login, payload["viewer"]["slice"]["id"].as_str());
            let reached = world.reached(&reach);

            for (list, expected) in &reached {
                let paged = PAGED.contains(list);
                // Door 1 and 2: the list and its total.
                if *list != "licencePeriods" {
                    let query = if paged { format!("{{ {list}(first: 100) {{ totalCount nodes {{ id }} }} }}") } else { format!("{{ {list} {{ id }} }}") };
                    let answer = ask(app, &token, &query).await;
                    if forbidden.contains(list) {
                        assert_eq!(answer.only_code(), "FORBIDDEN", "{login}: {list}");
                    } else {
                        let rows = if paged { &answer.body["data"][list]["nodes"] } else { &answer.body["data"][list] };
                        let found: BTreeSet<_> = rows.as_array().unwrap_or_else(|| panic!("{login}: {list}: {:#}", answer.body)).iter().map(|node| text(&node["id"])).collect();
                        assert_eq!(found, *expected, "{login}: {list}");
                        if paged {
                            assert_eq!(answer.body["data"][list]["totalCount"], json!(expected.len()), "{login}: total of {list}");
                        }
                    }
                }
                // Door 3: `nodes`, over all ids there are.
                let all: Vec<_> = everything[list].iter().collect();
                for some in all.chunks(100) {
                    let answer = app.send(Some(&token), "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": some })).await;
                    let seen: Vec<_> = answer.body["data"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str()).collect();
                    let model: Vec<_> = some.iter().map(|id| expected.contains(*id).then_some(id.as_str())).collect();
                    assert_eq!(seen, model, "{login}: nodes of {list}");
                }
            }
            // Door 4 and 5: one by one, by its own field and by `node`; one that is seen and every one that is not, up to five.
            for (list, field) in SINGLE {
                let hidden = everything[list].difference(&reached[list]).take(5);
                for (id, seen) in reached[list].iter().take(2).map(|id| (id, true)).chain(hidden.map(|id| (id, false))) {
                    for field in [field, "node"] {
                        let answer = ask(app, &token, &format!("{{ {field}(id: \"{id}\") {{ id }} }}")).await;
                        if seen {
                            assert_eq!(answer.body, json!({ "data": { field: { "id": id } } }), "{login}");
                        } else {
                            assert_eq!(answer.only_code(), "NOT_FOUND", "{login}: {id}");
                            assert_eq!(answer.body["data"], json!({ field: null }));
                        }
                    }
                }
            }
        }
    }

    async fn a_relation_leads_out_of_no_slice(app: &App) {
        let world = World::read(app).await;
        for login in ["region-05", "khenifra-head", "khenifra-association", "khenifra-director", "midelt-head", "midelt-association"] {
            let payload = app.sign_in(login, &app.password(login)).await;
            let token = text(&payload["accessToken"]);
            let (reach, _) = reach(login, payload["viewer"]["slice"]["id"].as_str());
            let reached = world.reached(&reach);
            let query = "{ establishments(first: 100) { nodes { id association { id delegation { id regionalCoordination { id } } }
                delegation { id } parent { id } contains { id } licencePeriods { id } } } }";
            let answer = ask(app, &token, query).await;
            for node in answer.body["data"]["establishments"]["nodes"].as_array().unwrap() {
                let house = world.establishments.iter().find(|house| house.id == node["id"]).unwrap();
                let if_seen = |id: Option<&String>, list: &str| id.filter(|id| reached[list].contains(*id)).cloned();
                let delegation = &world.delegations[&house.delegation];
                assert_eq!(maybe(&node["delegation"]), if_seen(Some(delegation), "delegations"), "{login}");
                assert_eq!(maybe(&node["association"]), if_seen(house.association.as_ref(), "associations"), "{login}");
                assert_eq!(maybe(&node["parent"]), if_seen(house.parent.as_ref(), "establishments"), "{login}");
                let seat = world.associations.iter().find(|(id, _)| Some(id) == house.association.as_ref());
                let seat = seat.map(|(_, code)| &world.delegations[code]);
                assert_eq!(maybe(&node["association"]["delegation"]), if_seen(seat, "delegations"), "{login}");
                let contained = world.establishments.iter().filter(|other| other.parent.as_ref() == Some(&house.id));
                let contained = ids(contained.map(|other| &other.id).filter(|id| reached["establishments"].contains(*id)));
                let found: BTreeSet<_> = node["contains"].as_array().unwrap().iter().map(|node| text(&node["id"])).collect();
                assert_eq!(found, contained, "{login}");
            }
        }
        // A partner reads its projects, and around them only what is no one's slice.
        let query = "{ projects { nodes { commune { code } delegation { id } establishment { id } association { id } partners { code } } } }";
        let data = app.data("partner-indh", query).await;
        let projects = data["projects"]["nodes"].as_array().unwrap();
        assert_eq!(projects.len(), 3);
        for project in projects {
            assert_eq!((&project["delegation"], &project["establishment"], &project["association"]), (&Value::Null, &Value::Null, &Value::Null));
            assert_eq!(project["partners"], json!([{ "code": "INDH" }]));
            assert!(project["commune"]["code"].as_str().unwrap().starts_with("05.301."));
        }
    }

    /// A bank account is seen by its association, by those who keep its file, and by those who administer, pay and audit;
    /// not by all who see the association.
    async fn a_bank_account_is_seen_by_those_who_keep_the_file(app: &App) {
        const EVERYTHING: &str = "{ associations(first: 100) { nodes { id delegation { code } bankAccount { id } bankAccounts { id association { id } } } } }";
        let data = app.data("national-admin", EVERYTHING).await;
        let nodes = data["associations"]["nodes"].as_array().unwrap();
        // id → its association, the code of the delegation of the seat.
        let accounts: BTreeMap<String, (String, String)> = nodes.iter().flat_map(|node| {
            let accounts = node["bankAccounts"].as_array().unwrap();
            accounts.iter().map(|account| (text(&account["id"]), (text(&node["id"]), text(&node["delegation"]["code"]))))
        }).collect();
        // 12 associations of Khénifra and 3 of each neighbour demonstrate; each has one.
        assert_eq!(accounts.len(), 12 + 3 + 3);
        let ids: Vec<_> = accounts.keys().collect();
        for login in app.logins() {
            let payload = app.sign_in(&login, &app.password(&login)).await;
            let token = text(&payload["accessToken"]);
            let sees = |association: &str, code: &str| match login.as_str() {
                "national-admin" | "national-finance" | "auditor" => true,
                "khenifra-head" | "khenifra-officer" => code == KHENIFRA,
                "midelt-head" | "midelt-officer" => code == MIDELT,
                "khenifra-association" | "midelt-association" => payload["viewer"]["slice"]["id"] == association,
                "national-officer" | "dpo" | "region-05" | "khenifra-social" | "midelt-social" | "khenifra-director" | "midelt-director" | "partner-indh" => false,
                other => panic!("{other} has no verdict"),
            };
            let model: BTreeSet<String> = accounts.iter().filter(|(_, (association, code))| sees(association, code)).map(|(id, _)| id.clone()).collect();
            for field in ["node", "nodes"] {
                let mut found = BTreeSet::new();
                if field == "nodes" {
                    let answer = app.send(Some(&token), "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
                    found.extend(answer.body["data"]["nodes"].as_array().unwrap().iter().filter_map(|node| node["id"].as_str().map(str::to_owned)));
                } else {
                    for id in &ids {
                        let answer = ask(app, &token, &format!("{{ node(id: \"{id}\") {{ id }} }}")).await;
                        if answer.body["data"]["node"].is_null() {
                            assert_eq!(answer.only_code(), "NOT_FOUND");
                        } else {
                            found.insert((*id).clone());
                        }
                    }
                }
                assert_eq!(found, model, "{login}: {field}");
            }
            // Through the associations that are seen, both ways.
            let answer = ask(app, &token, EVERYTHING).await;
            if login == "partner-indh" {
                assert_eq!(answer.only_code(), "FORBIDDEN");
                continue;
            }
            for node in answer.body["data"]["associations"]["nodes"].as_array().unwrap() {
                let own: BTreeSet<_> = node["bankAccounts"].as_array().unwrap().iter().map(|account| text(&account["id"])).collect();
                let expected = accounts.iter().filter(|(id, (association, _))| node["id"] == *association && model.contains(*id));
                assert_eq!(own, expected.map(|(id, _)| id.clone()).collect(), "{login}");
                assert!(maybe(&node["bankAccount"]).is_none_or(|id| model.contains(&id)), "{login}");
            }
        }
    }

    async fn an_import_is_seen_by_the_national_office(app: &App) {
        let units = json!([{ "level": "REGION", "code": "13", "names": { "fr": "A region" } }]);
        let query = "mutation ($input: TerritoryImportInput!) { territoryImport(input: $input) { territoryImport { id } } }";
        let input = json!({ "idempotencyKey": "who-sees-an-import", "source": "A list", "units": units });
        let answer = app.send(Some(&app.token("national-admin").await), query, json!({ "input": input })).await;
        let id = text(&answer.body["data"]["territoryImport"]["territoryImport"]["id"]);
        for login in app.logins() {
            let answer = ask(app, &app.token(&login).await, &format!("{{ node(id: \"{id}\") {{ id }} }}")).await;
            if ["national-admin", "national-officer", "national-finance", "auditor", "dpo"].contains(&login.as_str()) {
                assert_eq!(answer.body, json!({ "data": { "node": { "id": id } } }), "{login}");
            } else {
                assert_eq!(answer.only_code(), "NOT_FOUND", "{login}");
            }
        }
    }

    /// Filtering by something outside the slice finds nothing, and finds nothing out.
    async fn a_filter_on_what_is_hidden_finds_what_the_slice_holds(app: &App) {
        let world = World::read(app).await;
        for login in ["region-05", "khenifra-head", "khenifra-association", "khenifra-director", "midelt-association"] {
            let payload = app.sign_in(login, &app.password(login)).await;
            let token = text(&payload["accessToken"]);
            let (reach, _) = reach(login, payload["viewer"]["slice"]["id"].as_str());
            let houses = world.houses(&reach);
            for (code, id) in &world.delegations {
                let answer = ask(app, &token, &format!("{{ establishments(where: {{ delegation: \"{id}\" }}) {{ totalCount }} }}")).await;
                let model = houses.iter().filter(|house| house.delegation == *code).count();
                assert_eq!(answer.body["data"]["establishments"]["totalCount"], json!(model), "{login} in {code}");
            }
            for (id, _) in &world.associations {
                let answer = ask(app, &token, &format!("{{ establishments(where: {{ association: \"{id}\" }}) {{ totalCount }} }}")).await;
                let model = houses.iter().filter(|house| house.association.as_ref() == Some(id)).count();
                assert_eq!(answer.body["data"]["establishments"]["totalCount"], json!(model), "{login} of {id}");
            }
        }
        let other = world.partners.iter().find(|(_, code)| code != "INDH").unwrap().0.clone();
        let query = format!("{{ projects(where: {{ partner: \"{other}\" }}) {{ totalCount }} }}");
        assert_eq!(app.data("partner-indh", &query).await["projects"]["totalCount"], 0);
        assert_eq!(app.data("national-officer", &query).await["projects"]["totalCount"], 1);
    }

    /// Word for word, with the same number of statements.
    async fn what_is_hidden_is_not_found_exactly_as_what_does_not_exist(app: &App) {
        let world = World::read(app).await;
        let everything = world.reached(&Reach::All);
        let payload = app.sign_in("midelt-head", &app.password("midelt-head")).await;
        let token = text(&payload["accessToken"]);
        let reached = world.reached(&Reach::Delegations(vec![MIDELT]));
        for (list, field) in SINGLE {
            let Some(hidden) = everything[list].difference(&reached[list]).next() else {
                assert_eq!(list, "partners", "of the others something is hidden from Midelt");
                continue;
            };
            let type_name = hidden.split('_').next().unwrap();
            let unknown = format!("{type_name}_AZAAAAAAcACAAAAAAAAAAA");
            for field in [field, "node"] {
                let mut answers = Vec::new();
                for id in [hidden, &unknown] {
                    let before = app.statements();
                    let answer = app.send(Some(&token), &format!("query ($id: ID!) {{ {field}(id: $id) {{ id }} }}"), json!({ "id": id })).await;
                    answers.push((answer.status, answer.body.to_string(), app.statements() - before));
                }
                assert_eq!(answers[0], answers[1], "{field}");
                assert!(answers[0].1.contains("There is no such object, or it is not yours to see."), "{}", answers[0].1);
            }
        }
        // The neighbour's head and Khénifra's report.
        let khenifra = &world.delegations[KHENIFRA];
        let mut answers = Vec::new();
        for id in [khenifra.as_str(), "Delegation_AZAAAAAAcACAAAAAAAAAAA"] {
            let before = app.statements();
            let query = "query ($id: ID!) { annualReport(delegation: $id, budgetYear: 2021) { measures { computed } } }";
            let answer = app.send(Some(&token), query, json!({ "id": id })).await;
            assert_eq!(answer.only_code(), "NOT_FOUND");
            answers.push((answer.status, answer.body.to_string(), app.statements() - before));
        }
        assert_eq!(answers[0], answers[1]);
    }

    async fn an_id_of_another_type_or_of_none_is_refused_alike_for_all(app: &App) {
        let world = World::read(app).await;
        let association = &world.associations[0].0;
        for (field, id) in [
            ("establishment", association.as_str()), ("establishment", "nonsense"), ("establishment", ""), ("node", "nonsense"),
            ("node", "Account_AZAAAAAAcACAAAAAAAAAAA"), ("delegation", "Delegation_AZAAAAAAcACAAAAAAAAAAA="),
        ] {
            for login in ["national-officer", "midelt-head"] {
                assert_eq!(app.refusal(login, &format!("{{ {field}(id: \"{id}\") {{ id }} }}")).await, "BAD_USER_INPUT", "{field} {id}");
            }
        }
        let many = vec![format!("\"{association}\""); 101].join(",");
        assert_eq!(app.refusal("national-officer", &format!("{{ nodes(ids: [{many}]) {{ id }} }}")).await, "BAD_USER_INPUT");
    }
}

/// Every type with a global id and every root field has been decided: a new one fails here until it has a test.
#[tokio::test]
async fn every_type_and_every_door_has_a_verdict() {
    let schema = taawun::schema::builder().finish();
    let query =
        "{ node: __type(name: \"Node\") { possibleTypes { name } } __schema { queryType { fields { name } } } }";
    let answer = schema.execute(query).await.into_result().unwrap().data.into_json().unwrap();
    let names =
        |list: &Value| -> BTreeSet<String> { list.as_array().unwrap().iter().map(|one| text(&one["name"])).collect() };

    // Read by everyone who has signed in; `the_anonymous_may_ask` says that nobody else does.
    let reference = ["Region", "Province", "Cercle", "Commune", "Programme"];
    // In the naive model above, list by list.
    let modelled = [
        "RegionalCoordination",
        "Delegation",
        "Association",
        "Establishment",
        "LicencePeriod",
        "DeclaredFigure",
        "GrantLine",
        "Project",
        "Partner",
    ];
    // Each in a test of its own: `a_bank_account_is_seen…`, `an_import_is_seen…`.
    let own = ["BankAccount", "TerritoryImport"];
    let decided: BTreeSet<String> = reference.iter().chain(&modelled).chain(&own).map(ToString::to_string).collect();
    assert_eq!(names(&answer["node"]["possibleTypes"]), decided);

    let reference = [
        "regions",
        "region",
        "provinces",
        "province",
        "communes",
        "commune",
        "establishmentKinds",
        "legalCategories",
        "programmes",
    ];
    let lists = PAGED.iter().copied().chain(["regionalCoordinations", "partners"]);
    let singles = SINGLE.iter().map(|(_, field)| *field);
    // `annual_report.rs` reads the report as each role, `changes.rs` the journal; the viewer is whoever asks.
    let own = ["node", "nodes", "viewer", "annualReport", "journal"];
    let decided: BTreeSet<String> =
        reference.into_iter().chain(lists).chain(singles).chain(own).map(str::to_owned).collect();
    assert_eq!(names(&answer["__schema"]["queryType"]["fields"]), decided);
}
