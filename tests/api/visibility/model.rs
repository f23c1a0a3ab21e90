//! The naive model, written from the words of the institution and not from the code: a row belongs to delegations,
//! associations, establishments and partners, and a role sees a row if it belongs to the role's slice. The world it is
//! asked about is what those read who see everything; its sizes are typed from what the demonstration lays.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::harness::App;

pub(super) const KHENIFRA: &str = "EN-05-301";
pub(super) const BENI_MELLAL: &str = "EN-05-091";
pub(super) const MIDELT: &str = "EN-08-363";

/// The lists, as the national administrator sees them.
const WORLD: &str = "{
    regions { id } provinces { id } programmes { id } returnTemplates { id }
    communes(first: 100) { nodes { id cercle { id } } }
    regionalCoordinations { id code }
    delegations(first: 100) { nodes { id code } }
    associations(first: 100) { nodes { id delegation { code } bankAccounts { id } bureauRenewals { id } } }
    declaredFigures(first: 100) { nodes { id delegation { code } } }
    releases(first: 100) { nodes { id } }
    grantLines(first: 100) { nodes { id delegation { code } association { id } } }
    projects(first: 100) { nodes { id delegation { code } association { id } establishment { id } partners { id code } } }
    seasonReturns(first: 100) { nodes { id delegation { code } association { id } establishment { id } } }
    imports(first: 100) { nodes { id delegation { code } } }
    staff(first: 100) { nodes { id delegation { code } association { id } establishment { id } } }
    documents(first: 100) { nodes { id delegation { code } association { id } establishment { id } category { restricted } } }
    partners { id code }
    partnerAgreements { id partner { code } clients { id secrets { id } } }
    accounts(first: 100) { nodes { id delegation { code } association { id } mandates { id role delegation { code } association { id } } } }
}";
const PROCEDURES: &str = "{
    publicHolidays { id }
    ruleSets(first: 100) { nodes { id publishedOn } }
    licenceApplications(first: 100) { nodes { id delegation { code } association { id } establishment { id } } }
    underWay: licenceApplications(first: 100, where: { underWay: true }) { nodes { delegation { code } association { id } } }
    ofAssociations: documents(first: 100, where: { ownerKind: ASSOCIATION, category: \"BUREAU_LIST\", archived: false }) { nodes { id } }
    creationSupports(first: 100) { nodes { id delegation { code } association { id } } }
    inspections(first: 100) { nodes { id announced state delegation { code } association { id } establishment { id } } }
    formalNotices(first: 100) { nodes { id delegation { code } association { id } establishment { id } } }
    licenceMeasures(first: 100) { nodes { id delegation { code } association { id } establishment { id } } }
    relocationPlans(first: 100) { nodes { id delegation { code } association { id } establishment { id } } }
}";
const HOUSES: &str = "{
    first: establishments(first: 60) { nodes { ...house } }
    rest: establishments(last: 60) { nodes { ...house } }
}
fragment house on Establishment { id delegation { code } association { id } parent { id } licencePeriods { id } }";

/// What a slice is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    All,
    Delegations(Vec<&'static str>),
    Association(String),
    Establishment(String),
    Partner(&'static str),
    System(System),
}

/// What the agreement of a partner's system opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct System {
    pub(super) partner: &'static str,
    pub(super) place: Place,
    pub(super) scopes: &'static [&'static str],
}

/// Where a system reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Country,
    Delegations(Vec<&'static str>),
    /// By their ids.
    Projects(Vec<String>),
}

impl System {
    fn reads(&self, scope: &str) -> bool {
        self.scopes.contains(&scope)
    }

    fn is_in(&self, delegation: &str) -> bool {
        match &self.place {
            Place::Country => true,
            Place::Delegations(codes) => codes.contains(&delegation),
            Place::Projects(_) => false,
        }
    }
}

/// Who asks: the login, and what its slice is made of.
pub(super) struct Asker {
    pub(super) login: String,
    pub(super) token: String,
    pub(super) reach: Reach,
}

/// Ids, by GraphQL type.
pub(super) type Ids = BTreeMap<&'static str, BTreeSet<String>>;

/// The rows there are, each with what it belongs to.
pub(super) struct World {
    pub(super) delegations: BTreeMap<String, String>,
    coordinations: Vec<(String, String)>,
    associations: Vec<(String, String)>,
    /// Each with the delegation of the seat of its association.
    accounts: Vec<(String, String, String)>,
    /// Renewals of bureaus, each with the association and the delegation of its seat.
    bureaus: Vec<(String, String, String)>,
    establishments: Vec<House>,
    figures: Vec<(String, String)>,
    grants: Vec<(String, String, Option<String>)>,
    projects: Vec<Project>,
    /// Applications for licences, each with its house.
    applications: Vec<(String, House)>,
    /// Applications that are under way: the delegation that instructs each, and the association that applied.
    instructed: Vec<(String, String)>,
    /// Inspections, each with its house, and whether the house knows of it.
    inspections: Vec<(String, House, bool)>,
    /// Relocation plans, formal notices and measures against licences, each with its house.
    plans: Vec<(String, House)>,
    notices: Vec<(String, House)>,
    measures: Vec<(String, House)>,
    /// Requests for support, each with the delegation where the house shall stand and the association that asks.
    supports: Vec<(String, String, Option<String>)>,
    /// Season returns, by the house that they are of.
    returns: Vec<(String, House)>,
    /// Staff, by the house where they work or worked.
    staff: Vec<(String, House)>,
    /// Documents, by the association and the house whose they are, and whether they are for those who pay and audit alone.
    documents: Vec<(String, House, bool)>,
    /// Those that stand in the file of an association, and that the rules ask for when a licence is modified.
    of_associations: BTreeSet<String>,
    /// Lists that came in, by the delegation whose they are.
    lists: Vec<(String, String)>,
    partners: Vec<(String, String)>,
    /// Agreements, systems and their secrets: the type, the id, the partner whose it is.
    systems: Vec<(&'static str, String, String)>,
    people: Vec<Person>,
    /// Read by everyone who has signed in.
    reference: Ids,
    imports: BTreeSet<String>,
    releases: BTreeSet<String>,
    /// Rule sets, and whether they were published.
    rule_sets: Vec<(String, bool)>,
}

struct House {
    id: String,
    delegation: String,
    association: Option<String>,
    licences: Vec<String>,
}

struct Project {
    id: String,
    delegation: String,
    association: Option<String>,
    establishment: Option<String>,
    partners: Vec<String>,
}

/// An account: who keeps it, and its mandates.
struct Person {
    id: String,
    kept: Office,
    mandates: Vec<(String, String, Office)>,
}

/// The delegation and the association that something of an account lies in.
#[derive(Clone, Default)]
struct Office {
    delegation: String,
    association: Option<String>,
}

impl Office {
    fn of(value: &Value) -> Self {
        Self {
            delegation: value["delegation"]["code"].as_str().unwrap_or_default().to_owned(),
            association: maybe(&value["association"]),
        }
    }

    /// Those who administer and audit see all; the head, what lies in the delegation; the manager, what lies in the
    /// association.
    fn is_seen_by(&self, reach: &Reach, login: &str) -> bool {
        match login {
            "national-admin" | "auditor" => true,
            "khenifra-head" => self.delegation == KHENIFRA,
            "midelt-head" => self.delegation == MIDELT,
            _ => matches!(reach, Reach::Association(own) if self.association.as_ref() == Some(own)),
        }
    }
}

/// A row that can be changed.
pub(super) struct Changeable {
    pub(super) of: &'static str,
    pub(super) id: String,
    /// The code of the delegation that keeps it; empty for the national office.
    pub(super) seat: String,
    /// Whether it is of the asker's own association.
    pub(super) own: bool,
    /// Of a mandate.
    pub(super) role: String,
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}")).to_owned()
}

pub(super) fn maybe(value: &Value) -> Option<String> {
    value["id"].as_str().map(str::to_owned)
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("a list: {value}"))
}

fn ids<'a>(ids: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    ids.into_iter().cloned().collect()
}

impl Asker {
    pub(super) async fn all(app: &App) -> Vec<Self> {
        let mut askers = Vec::new();
        for login in app.logins() {
            let payload = app.sign_in(&login, &app.password(&login)).await;
            let own = || text(&payload["viewer"]["slice"]["id"]);
            let reach = match login.as_str() {
                "national-admin" | "national-officer" | "national-finance" | "auditor" | "dpo" => Reach::All,
                "region-05" => Reach::Delegations(vec![KHENIFRA, BENI_MELLAL]),
                "khenifra-head" | "khenifra-officer" | "khenifra-social" => Reach::Delegations(vec![KHENIFRA]),
                "midelt-head" | "midelt-officer" | "midelt-social" => Reach::Delegations(vec![MIDELT]),
                "khenifra-association" | "midelt-association" => Reach::Association(own()),
                "khenifra-director" | "midelt-director" => Reach::Establishment(own()),
                "partner-indh" => Reach::Partner("INDH"),
                other => panic!("{other} has no verdict"),
            };
            let token = text(&payload["accessToken"]);
            askers.push(Self { login, token, reach });
        }
        askers
    }

    /// Who sees everything.
    pub(super) async fn auditor(app: &App) -> Self {
        Self { login: "auditor".to_owned(), token: app.token("auditor").await, reach: Reach::All }
    }

    /// Whether a list may be asked for; the right to it is lacking otherwise.
    pub(super) fn may_list(&self, list: &str) -> bool {
        match list {
            "regions"
            | "provinces"
            | "programmes"
            | "returnTemplates"
            | "publicHolidays"
            | "communes"
            | "establishmentKinds"
            | "legalCategories"
            | "competentAuthorities"
            | "documentCategories"
            | "imports"
            | "staffFunctions"
            | "dossierRequirements"
            | "regionalCoordinations"
            | "delegations"
            | "partners"
            | "partnerAgreements" => true,
            "associations" | "establishments" | "ruleSets" => match &self.reach {
                Reach::Partner(_) => false,
                Reach::System(system) => system.reads("ESTABLISHMENTS_READ"),
                Reach::All | Reach::Delegations(_) | Reach::Association(_) | Reach::Establishment(_) => true,
            },
            "projects" => match &self.reach {
                Reach::System(system) => system.reads("PROJECTS_READ"),
                Reach::All
                | Reach::Delegations(_)
                | Reach::Association(_)
                | Reach::Establishment(_)
                | Reach::Partner(_) => true,
            },
            "releases" => !matches!(&self.reach, Reach::System(system) if !system.reads("STATISTICS_READ")),
            "grantLines" => !matches!(self.reach, Reach::Partner(_) | Reach::System(_) | Reach::Establishment(_)),
            // Social workers follow persons, not the figures of houses.
            "seasonReturns"
            | "licenceApplications"
            | "inspections"
            | "relocationPlans"
            | "formalNotices"
            | "licenceMeasures"
            | "documents"
            | "staff" => {
                !matches!(self.reach, Reach::Partner(_) | Reach::System(_)) && !self.login.ends_with("-social")
            }
            // Those who ask, instruct and decide, and those above.
            "creationSupports" => {
                !matches!(self.reach, Reach::Partner(_) | Reach::System(_) | Reach::Establishment(_))
                    && !self.login.ends_with("-social")
            }
            "declaredFigures" => matches!(self.reach, Reach::All | Reach::Delegations(_)),
            "accounts" => {
                ["national-admin", "auditor", "khenifra-head", "midelt-head"].contains(&self.login.as_str())
                    || matches!(self.reach, Reach::Association(_))
            }
            other => panic!("the list {other} has no verdict"),
        }
    }

    /// Whether a field of an object needs a right that is lacking.
    pub(super) fn may_not_ask_for(&self, field: &str) -> bool {
        match field {
            "history" => !["auditor", "khenifra-head", "midelt-head"].contains(&self.login.as_str()),
            "grantLines" => !self.may_list("grantLines"),
            "seasonReturns" | "licenceApplications" | "documents" | "staff" => !self.may_list(field),
            "director" => !self.may_list("staff"),
            // What its agreement does not open is refused: "none" would be untrue.
            "licenceState" | "licencePeriods" => {
                matches!(&self.reach, Reach::System(system) if !system.reads("LICENCES_READ"))
            }
            _ => false,
        }
    }
}

impl World {
    /// Reads the demonstration as it was laid.
    pub(super) async fn read_plain(app: &App) -> Self {
        let world = Self::read_rows(app, BTreeSet::new()).await;
        world.has_the_sizes_of_the_demonstration(0, 0, 0);
        world
    }

    /// Reads it with the rows across slices, after `imports` were taken in.
    pub(super) async fn read(app: &App, imports: BTreeSet<String>) -> Self {
        let world = Self::read_rows(app, imports).await;
        world.has_the_sizes_of_the_demonstration(3, 1, 3);
        world
    }

    /// The world, with agreements besides those of the demonstration.
    pub(super) async fn read_with_systems(app: &App) -> Self {
        Self::read_rows(app, BTreeSet::new()).await
    }

    #[expect(clippy::too_many_lines, reason = "each noun in turn")]
    async fn read_rows(app: &App, imports: BTreeSet<String>) -> Self {
        let mut data = app.data("national-admin", WORLD).await;
        for more in [PROCEDURES, HOUSES] {
            data.as_object_mut().unwrap().extend(app.data("national-admin", more).await.as_object().unwrap().clone());
        }
        let nodes = |list: &str| rows(&data[list]["nodes"]);
        let code = |node: &Value| text(&node["delegation"]["code"]);
        let id = |node: &Value| text(&node["id"]);
        let plain =
            |list: &str| rows(&data[list]).iter().map(|node| (id(node), text(&node["code"]))).collect::<Vec<_>>();
        let houses: BTreeMap<String, House> = nodes("first")
            .iter()
            .chain(nodes("rest"))
            .map(|node| House {
                id: id(node),
                delegation: code(node),
                association: maybe(&node["association"]),
                licences: rows(&node["licencePeriods"]).iter().map(id).collect(),
            })
            .map(|house| (house.id.clone(), house))
            .collect();
        let accounts = nodes("associations").iter().flat_map(|node| {
            rows(&node["bankAccounts"]).iter().map(|account| (id(account), id(node), code(node))).collect::<Vec<_>>()
        });
        let bureaus = nodes("associations").iter().flat_map(|node| {
            rows(&node["bureauRenewals"]).iter().map(|renewal| (id(renewal), id(node), code(node))).collect::<Vec<_>>()
        });
        let of_house = |node: &Value| House {
            id: text(&node["establishment"]["id"]),
            delegation: code(node),
            association: maybe(&node["association"]),
            licences: Vec::new(),
        };
        let communes = nodes("communes");
        let reference = BTreeMap::from([
            ("Region", rows(&data["regions"]).iter().map(id).collect()),
            ("Province", rows(&data["provinces"]).iter().map(id).collect()),
            ("Programme", rows(&data["programmes"]).iter().map(id).collect()),
            ("ReturnTemplate", rows(&data["returnTemplates"]).iter().map(id).collect()),
            ("PublicHoliday", rows(&data["publicHolidays"]).iter().map(id).collect()),
            ("Commune", communes.iter().map(id).collect()),
            ("Cercle", communes.iter().filter_map(|commune| maybe(&commune["cercle"])).collect()),
        ]);
        Self {
            coordinations: plain("regionalCoordinations"),
            delegations: nodes("delegations").iter().map(|node| (text(&node["code"]), id(node))).collect(),
            associations: nodes("associations").iter().map(|node| (id(node), code(node))).collect(),
            accounts: accounts.collect(),
            bureaus: bureaus.collect(),
            establishments: houses.into_values().collect(),
            figures: nodes("declaredFigures").iter().map(|node| (id(node), code(node))).collect(),
            grants: nodes("grantLines")
                .iter()
                .map(|node| (id(node), code(node), maybe(&node["association"])))
                .collect(),
            projects: nodes("projects")
                .iter()
                .map(|node| Project {
                    id: id(node),
                    delegation: code(node),
                    association: maybe(&node["association"]),
                    establishment: maybe(&node["establishment"]),
                    partners: rows(&node["partners"]).iter().map(|partner| text(&partner["code"])).collect(),
                })
                .collect(),
            supports: nodes("creationSupports")
                .iter()
                .map(|node| (id(node), code(node), maybe(&node["association"])))
                .collect(),
            applications: nodes("licenceApplications").iter().map(|node| (id(node), of_house(node))).collect(),
            instructed: nodes("underWay")
                .iter()
                .filter_map(|node| Some((code(node), maybe(&node["association"])?)))
                .collect(),
            of_associations: nodes("ofAssociations").iter().map(id).collect(),
            inspections: nodes("inspections")
                .iter()
                .map(|node| (id(node), of_house(node), node["announced"] == json!(true) || node["state"] == "MADE"))
                .collect(),
            plans: nodes("relocationPlans").iter().map(|node| (id(node), of_house(node))).collect(),
            notices: nodes("formalNotices").iter().map(|node| (id(node), of_house(node))).collect(),
            measures: nodes("licenceMeasures").iter().map(|node| (id(node), of_house(node))).collect(),
            returns: nodes("seasonReturns").iter().map(|node| (id(node), of_house(node))).collect(),
            staff: nodes("staff").iter().map(|node| (id(node), of_house(node))).collect(),
            documents: nodes("documents")
                .iter()
                .map(|node| {
                    let house = House {
                        id: maybe(&node["establishment"]).unwrap_or_default(),
                        delegation: code(node),
                        association: maybe(&node["association"]),
                        licences: Vec::new(),
                    };
                    (id(node), house, node["category"]["restricted"] == json!(true))
                })
                .collect(),
            lists: nodes("imports").iter().map(|node| (id(node), code(node))).collect(),
            partners: plain("partners"),
            systems: rows(&data["partnerAgreements"]).iter().flat_map(systems).collect(),
            people: nodes("accounts").iter().map(person).collect(),
            reference,
            imports,
            releases: nodes("releases").iter().map(id).collect(),
            rule_sets: nodes("ruleSets").iter().map(|node| (id(node), !node["publishedOn"].is_null())).collect(),
        }
    }

    /// What the demonstration lays, summed by hand, and what [`super::crossings`] adds.
    fn has_the_sizes_of_the_demonstration(&self, houses: usize, grants: usize, projects: usize) {
        assert_eq!(self.coordinations.len(), 2);
        assert_eq!(self.delegations.len(), 3);
        assert_eq!(self.associations.len(), 13 + 3 + 3 + usize::from(houses > 0), "and one without a house");
        assert_eq!(self.accounts.len(), 12 + 3 + 3, "of each association that demonstrates");
        assert_eq!(self.bureaus.len(), 2 + 1);
        assert_eq!(self.establishments.len(), 84 + 8 + 8 + houses);
        assert_eq!(self.figures.len(), 6 + 2 + 1);
        assert_eq!(self.grants.len(), 3 + 2 + 1 + grants);
        assert_eq!(self.projects.len(), 3 + 1 + projects);
        assert_eq!(
            self.supports.len(),
            9 + 1 + 1 + 1 + 1,
            "one in each state, one about to be completed, one that the national office decides, one of each neighbour"
        );
        assert_eq!(self.partners.len(), 2);
        assert_eq!(self.returns.len(), 20 * 3 - 2 + 4 * 3 + 4 * 3, "two of Khénifra are missing");
        assert_eq!(self.lists.len(), 2);
        assert_eq!(
            self.staff.len(),
            5 * (3 + 2 + 2) + usize::from(houses > 0),
            "of houses with four who work there and one who left"
        );
        // Of applications: three whole files of two pieces each, a piece that was brought, seven minutes, a photo; of an inspection,
        // its own minutes.
        let of_applications = 3 * 2 + 1 + 7 + 1 + 1;
        let documents = 8 + 3 + of_applications + 3 * usize::from(houses > 0);
        assert_eq!(self.documents.len(), documents, "and one of a house that lies across, two of its association");
        assert_eq!(self.applications.len(), 18 + usize::from(houses > 0));
        assert_eq!(self.inspections.len(), 6);
        assert_eq!(
            self.inspections.iter().filter(|(_, _, known)| !known).count(),
            2,
            "planned or cancelled unannounced"
        );
        assert_eq!((self.plans.len(), self.notices.len(), self.measures.len()), (4, 5, 4));
        assert_eq!(self.releases.len(), 2);
        assert_eq!(self.rule_sets.len(), 2 + 2, "of two laws, and two drafts");
        assert_eq!(self.systems.len(), 3 + 3 + 3, "three agreements, of each a system, of each a secret");
        assert_eq!(self.people.len(), 17 + 1, "those who sign in, and one who has left");
        let reference: Vec<_> = self.reference.iter().map(|(name, ids)| (*name, ids.len())).collect();
        assert_eq!(
            reference,
            [
                ("Cercle", 3),
                ("Commune", 22 + 4 + 4),
                ("Programme", 3 + 6),
                ("Province", 75),
                // Ten days in each of seven years, Unity Day in five, seven of the moon in three.
                ("PublicHoliday", 10 * 7 + 5 + 7 * 3),
                ("Region", 12),
                ("ReturnTemplate", 7)
            ],
            "12 regions and 75 provinces and prefectures by the decree of 2015"
        );
    }

    fn sees_house(&self, reach: &Reach, house: &House) -> bool {
        match reach {
            Reach::All => true,
            Reach::Delegations(codes) => codes.contains(&house.delegation.as_str()),
            Reach::Association(id) => house.association.as_ref() == Some(id),
            Reach::Establishment(id) => house.id == *id,
            Reach::Partner(_) => false,
            // Its own part of the country, or what the projects that its agreement names led to.
            Reach::System(system) => {
                let led_to = |project: &Project| project.establishment.as_ref() == Some(&house.id);
                let named =
                    |project: &&Project| matches!(&system.place, Place::Projects(named) if named.contains(&project.id));
                let of_projects = self.projects.iter().filter(named).any(led_to);
                system.reads("ESTABLISHMENTS_READ") && (system.is_in(&house.delegation) || of_projects)
            }
        }
    }

    fn sees_project(houses: &[&House], reach: &Reach, project: &Project) -> bool {
        match reach {
            Reach::All => true,
            Reach::Delegations(codes) => codes.contains(&project.delegation.as_str()),
            Reach::Association(id) => {
                let of_its_house = houses.iter().any(|house| project.establishment.as_ref() == Some(&house.id));
                project.association.as_ref() == Some(id) || of_its_house
            }
            Reach::Establishment(id) => project.establishment.as_ref() == Some(id),
            Reach::Partner(code) => project.partners.iter().any(|partner| partner == code),
            Reach::System(system) => {
                let named = matches!(&system.place, Place::Projects(named) if named.contains(&project.id));
                system.reads("PROJECTS_READ") && (system.is_in(&project.delegation) || named)
            }
        }
    }

    /// Everything there is.
    pub(super) fn everything(&self) -> Ids {
        self.reached(&Reach::All, "auditor")
    }

    /// What an asker sees.
    pub(super) fn seen_by(&self, asker: &Asker) -> Ids {
        self.reached(&asker.reach, &asker.login)
    }

    /// Rows that can be changed.
    pub(super) fn records(&self, asker: &Asker) -> Vec<Changeable> {
        let own = |association: &str| asker.reach == Reach::Association(association.to_owned());
        let row = |(of, id, seat, own)| Changeable { of, id, seat, own, role: String::new() };
        let lies = |of, id: &String, office: &Office, role: &str| {
            let own = office.association.as_deref().is_some_and(own);
            Changeable { of, id: id.clone(), seat: office.delegation.clone(), own, role: role.to_owned() }
        };
        let people = self.people.iter().map(|person| lies("Account", &person.id, &person.kept, ""));
        let mandates = self.people.iter().flat_map(|person| &person.mandates);
        let mandates = mandates.map(|(id, role, office)| lies("Mandate", id, office, role));
        let associations =
            self.associations.iter().map(|(id, seat)| ("Association", id.clone(), seat.clone(), own(id)));
        let accounts = self.accounts.iter().map(|(id, of, seat)| ("BankAccount", id.clone(), seat.clone(), own(of)));
        let bureaus = self.bureaus.iter().map(|(id, of, seat)| ("BureauRenewal", id.clone(), seat.clone(), own(of)));
        let figures = self.figures.iter().map(|(id, seat)| ("DeclaredFigure", id.clone(), seat.clone(), false));
        let supports = self
            .supports
            .iter()
            .map(|(id, seat, of)| ("CreationSupport", id.clone(), seat.clone(), of.as_deref().is_some_and(own)));
        let applications = self.applications.iter().map(|(id, house)| {
            let own = house.association.as_deref().is_some_and(own);
            ("LicenceApplication", id.clone(), house.delegation.clone(), own)
        });
        let inspections =
            self.inspections.iter().map(|(id, house, _)| ("Inspection", id.clone(), house.delegation.clone(), false));
        let plans =
            self.plans.iter().map(|(id, house)| ("RelocationPlan", id.clone(), house.delegation.clone(), false));
        let notices =
            self.notices.iter().map(|(id, house)| ("FormalNotice", id.clone(), house.delegation.clone(), false));
        let measures =
            self.measures.iter().map(|(id, house)| ("LicenceMeasure", id.clone(), house.delegation.clone(), false));
        let returns = self.returns.iter().map(|(id, house)| {
            let own =
                house.association.as_deref().is_some_and(own) || asker.reach == Reach::Establishment(house.id.clone());
            ("SeasonReturn", id.clone(), house.delegation.clone(), own)
        });
        let staff = self.staff.iter().map(|(id, house)| {
            let own =
                house.association.as_deref().is_some_and(own) || asker.reach == Reach::Establishment(house.id.clone());
            ("StaffMember", id.clone(), house.delegation.clone(), own)
        });
        let documents = self.documents.iter().map(|(id, house, _)| {
            let own =
                house.association.as_deref().is_some_and(own) || asker.reach == Reach::Establishment(house.id.clone());
            ("Document", id.clone(), house.delegation.clone(), own)
        });
        let lists = self.lists.iter().map(|(id, seat)| ("Import", id.clone(), seat.clone(), false));
        // A third of the houses has each kind of belonging, and is done in a third of the time.
        let houses = self.establishments.iter().step_by(3);
        let houses = houses.map(|house| ("Establishment", house.id.clone(), house.delegation.clone(), false));
        associations
            .chain(accounts)
            .chain(bureaus)
            .chain(figures)
            .chain(applications)
            .chain(supports)
            .chain(inspections)
            .chain(plans)
            .chain(notices)
            .chain(measures)
            .chain(returns)
            .chain(staff)
            .chain(documents)
            .chain(lists)
            .chain(houses)
            .map(row)
            .chain(people)
            .chain(mandates)
            .collect()
    }

    /// Agreements, systems or secrets: to the national office all, to a partner and its systems their own.
    fn systems_seen(&self, reach: &Reach, wanted: &str) -> BTreeSet<String> {
        let is_seen = |of: &str| match reach {
            Reach::All => true,
            Reach::Partner(own) => *own == of,
            Reach::System(system) => system.partner == of,
            Reach::Delegations(_) | Reach::Association(_) | Reach::Establishment(_) => false,
        };
        ids(self.systems.iter().filter(|(kind, _, of)| *kind == wanted && is_seen(of)).map(|(_, id, _)| id))
    }

    /// Published for everyone; to a system, where its agreement says so.
    fn releases_seen(&self, reach: &Reach) -> BTreeSet<String> {
        let refused = matches!(reach, Reach::System(system) if !system.reads("STATISTICS_READ"));
        if refused { BTreeSet::new() } else { self.releases.clone() }
    }

    /// What was published, to whoever sees the network; drafts, to those who write and audit them.
    fn rule_sets_seen(&self, reach: &Reach, login: &str) -> BTreeSet<String> {
        let drafts = ["national-admin", "national-officer", "auditor"].contains(&login);
        let network = match reach {
            Reach::Partner(_) => false,
            Reach::System(system) => system.reads("ESTABLISHMENTS_READ"),
            Reach::All | Reach::Delegations(_) | Reach::Association(_) | Reach::Establishment(_) => true,
        };
        ids(self.rule_sets.iter().filter(|(_, published)| network && (drafts || *published)).map(|(id, _)| id))
    }

    /// Returns: those of the houses that are seen, but to social workers, who follow persons, and to partners.
    fn returns_seen(&self, reach: &Reach, login: &str) -> BTreeSet<String> {
        let reads = !matches!(reach, Reach::Partner(_) | Reach::System(_)) && !login.ends_with("-social");
        ids(self.returns.iter().filter(|(_, house)| reads && self.sees_house(reach, house)).map(|(id, _)| id))
    }

    /// Applications for licences: as returns.
    fn applications_seen(&self, reach: &Reach, login: &str) -> BTreeSet<String> {
        let reads = !matches!(reach, Reach::Partner(_) | Reach::System(_)) && !login.ends_with("-social");
        ids(self.applications.iter().filter(|(_, house)| reads && self.sees_house(reach, house)).map(|(id, _)| id))
    }

    /// Inspections: as applications; to the house and its association, what they know of.
    fn inspections_seen(&self, reach: &Reach, login: &str) -> BTreeSet<String> {
        let reads = !matches!(reach, Reach::Partner(_) | Reach::System(_)) && !login.ends_with("-social");
        let inspected = matches!(reach, Reach::Association(_) | Reach::Establishment(_));
        let seen = self
            .inspections
            .iter()
            .filter(|(_, house, known)| reads && self.sees_house(reach, house) && (*known || !inspected));
        ids(seen.map(|(id, ..)| id))
    }

    /// Relocation plans, formal notices and measures: as applications.
    fn supervised_seen(&self, rows: &[(String, House)], reach: &Reach, login: &str) -> BTreeSet<String> {
        let reads = !matches!(reach, Reach::Partner(_) | Reach::System(_)) && !login.ends_with("-social");
        ids(rows.iter().filter(|(_, house)| reads && self.sees_house(reach, house)).map(|(id, _)| id))
    }

    /// Requests for support: as grants, but to social workers.
    fn supports_seen(&self, reach: &Reach, login: &str) -> BTreeSet<String> {
        let is_seen = |code: &str, of: Option<&String>| match reach {
            Reach::All => true,
            Reach::Delegations(codes) => codes.contains(&code) && !login.ends_with("-social"),
            Reach::Association(own) => of == Some(own),
            Reach::Establishment(_) | Reach::Partner(_) | Reach::System(_) => false,
        };
        ids(self.supports.iter().filter(|(_, code, of)| is_seen(code, of.as_ref())).map(|(id, ..)| id))
    }

    /// Staff: as the returns of their houses.
    fn staff_seen(&self, reach: &Reach, login: &str) -> BTreeSet<String> {
        let reads = !matches!(reach, Reach::Partner(_) | Reach::System(_)) && !login.ends_with("-social");
        ids(self.staff.iter().filter(|(_, house)| reads && self.sees_house(reach, house)).map(|(id, _)| id))
    }

    /// Documents: those of the associations and houses whose files are kept there, and those above; but what is for those who
    /// pay and audit, and what is nothing to social workers and partners. Of an association that has applied for a licence, also
    /// the delegation that instructs it reads the file.
    fn documents_seen(&self, reach: &Reach, login: &str) -> BTreeSet<String> {
        let keeps_or_pays = ["national-admin", "national-finance", "auditor"].contains(&login)
            || matches!(reach, Reach::Association(_) | Reach::Establishment(_))
            || login.starts_with("khenifra-")
            || login.starts_with("midelt-");
        let is_seen = |house: &House, restricted: bool| {
            let lies = match reach {
                Reach::Partner(_) | Reach::System(_) => false,
                Reach::All | Reach::Delegations(_) | Reach::Association(_) | Reach::Establishment(_) => {
                    self.sees_house(reach, house)
                }
            };
            lies && !login.ends_with("-social") && (keeps_or_pays || !restricted)
        };
        let instructs = |id: &String, house: &House, restricted: bool| {
            let at = match login {
                "khenifra-head" | "khenifra-officer" => KHENIFRA,
                "midelt-head" | "midelt-officer" => MIDELT,
                _ => return false,
            };
            let applied = |(delegation, association): &(String, String)| {
                delegation == at && house.association.as_ref() == Some(association)
            };
            self.of_associations.contains(id) && !restricted && self.instructed.iter().any(applied)
        };
        let seen = self
            .documents
            .iter()
            .filter(|(id, house, restricted)| is_seen(house, *restricted) || instructs(id, house, *restricted));
        ids(seen.map(|(id, ..)| id))
    }

    /// Lists: those of a delegation to its head and officer, all to those who keep the register of the country, and audit it.
    fn lists_seen(&self, login: &str) -> BTreeSet<String> {
        let seat = match login {
            "khenifra-head" | "khenifra-officer" => KHENIFRA,
            "midelt-head" | "midelt-officer" => MIDELT,
            _ => "",
        };
        let all = ["national-admin", "national-officer", "auditor"].contains(&login);
        ids(self.lists.iter().filter(|(_, of)| all || of == seat).map(|(id, _)| id))
    }

    #[expect(clippy::too_many_lines, reason = "a list of types")]
    fn reached(&self, reach: &Reach, login: &str) -> Ids {
        let houses: Vec<_> = self.establishments.iter().filter(|house| self.sees_house(reach, house)).collect();
        let projects: Vec<_> =
            self.projects.iter().filter(|project| Self::sees_project(&houses, reach, project)).collect();
        let delegation = |code: &str| match reach {
            Reach::All => true,
            Reach::Delegations(codes) => codes.contains(&code),
            Reach::Association(id) => {
                houses.iter().any(|house| house.delegation == code)
                    || self.associations.iter().any(|(association, seat)| association == id && seat == code)
            }
            Reach::Establishment(_) => houses.iter().any(|house| house.delegation == code),
            Reach::Partner(_) => false,
            Reach::System(system) => match &system.place {
                Place::Country | Place::Delegations(_) => system.is_in(code),
                Place::Projects(_) => {
                    houses.iter().any(|house| house.delegation == code)
                        || projects.iter().any(|project| project.delegation == code)
                }
            },
        };
        let association = |id: &str, seat: &str| {
            let runs_a_house = houses.iter().any(|house| house.association.as_deref() == Some(id));
            match reach {
                Reach::All => true,
                Reach::Delegations(codes) => codes.contains(&seat) || runs_a_house,
                Reach::Association(own) => own == id,
                Reach::Establishment(_) | Reach::System(_) => runs_a_house,
                Reach::Partner(_) => false,
            }
        };
        // By its association, by those who keep its file, and by those who administer, pay and audit.
        let account = |association: &str, seat: &str| match login {
            "national-admin" | "national-finance" | "auditor" => true,
            "khenifra-head" | "khenifra-officer" => seat == KHENIFRA,
            "midelt-head" | "midelt-officer" => seat == MIDELT,
            _ => matches!(reach, Reach::Association(own) if own == association),
        };
        // By the association, by those who keep its file, and by those above.
        let bureau = |association: &str, seat: &str| match reach {
            Reach::All => true,
            Reach::Delegations(codes) => codes.contains(&seat) && !login.ends_with("-social"),
            Reach::Association(own) => own == association,
            Reach::Establishment(_) | Reach::Partner(_) | Reach::System(_) => false,
        };
        let partner = |code: &str| match reach {
            Reach::All | Reach::Delegations(_) => true,
            Reach::Association(_) | Reach::Establishment(_) => {
                projects.iter().any(|project| project.partners.iter().any(|partner| partner == code))
            }
            Reach::Partner(own) => *own == code,
            Reach::System(system) => system.partner == code,
        };
        let grant = |code: &str, own: Option<&String>| match reach {
            Reach::All => true,
            Reach::Delegations(codes) => codes.contains(&code),
            Reach::Association(id) => own == Some(id),
            Reach::Establishment(_) | Reach::Partner(_) | Reach::System(_) => false,
        };
        // EN-05 is above EN-05-301.
        let coordination =
            |code: &str| self.delegations.keys().any(|below| below.starts_with(code) && delegation(below));
        let sees_licences = !matches!(reach, Reach::System(system) if !system.reads("LICENCES_READ"));
        let of_staff = matches!(reach, Reach::All | Reach::Delegations(_));

        let mut reached = self.reference.clone();
        reached.extend([
            (
                "RegionalCoordination",
                ids(self.coordinations.iter().filter(|(_, code)| coordination(code)).map(|(id, _)| id)),
            ),
            ("Delegation", ids(self.delegations.iter().filter(|(code, _)| delegation(code)).map(|(_, id)| id))),
            ("Association", ids(self.associations.iter().filter(|(id, seat)| association(id, seat)).map(|(id, _)| id))),
            ("BankAccount", ids(self.accounts.iter().filter(|(_, own, seat)| account(own, seat)).map(|(id, ..)| id))),
            ("BureauRenewal", ids(self.bureaus.iter().filter(|(_, of, seat)| bureau(of, seat)).map(|(id, ..)| id))),
            ("Establishment", ids(houses.iter().map(|house| &house.id))),
            ("LicencePeriod", ids(houses.iter().filter(|_| sees_licences).flat_map(|house| &house.licences))),
            (
                "DeclaredFigure",
                ids(self.figures.iter().filter(|(_, code)| of_staff && delegation(code)).map(|(id, _)| id)),
            ),
            (
                "GrantLine",
                ids(self.grants.iter().filter(|(_, code, own)| grant(code, own.as_ref())).map(|(id, ..)| id)),
            ),
            ("Project", ids(projects.iter().map(|project| &project.id))),
            ("CreationSupport", self.supports_seen(reach, login)),
            ("LicenceApplication", self.applications_seen(reach, login)),
            ("Inspection", self.inspections_seen(reach, login)),
            ("RelocationPlan", self.supervised_seen(&self.plans, reach, login)),
            ("FormalNotice", self.supervised_seen(&self.notices, reach, login)),
            ("LicenceMeasure", self.supervised_seen(&self.measures, reach, login)),
            ("SeasonReturn", self.returns_seen(reach, login)),
            ("StaffMember", self.staff_seen(reach, login)),
            ("Document", self.documents_seen(reach, login)),
            ("Import", self.lists_seen(login)),
            ("Partner", ids(self.partners.iter().filter(|(_, code)| partner(code)).map(|(id, _)| id))),
            ("PartnerAgreement", self.systems_seen(reach, "PartnerAgreement")),
            ("ApiClient", self.systems_seen(reach, "ApiClient")),
            ("ApiClientSecret", self.systems_seen(reach, "ApiClientSecret")),
            (
                "Account",
                ids(self.people.iter().filter(|person| person.is_seen_by(reach, login)).map(|person| &person.id)),
            ),
            (
                "Mandate",
                ids(self
                    .people
                    .iter()
                    .flat_map(|person| &person.mandates)
                    .filter(|(_, _, office)| office.is_seen_by(reach, login))
                    .map(|(id, ..)| id)),
            ),
            ("Release", self.releases_seen(reach)),
            ("RuleSet", self.rule_sets_seen(reach, login)),
            ("TerritoryImport", if *reach == Reach::All { self.imports.clone() } else { BTreeSet::new() }),
        ]);
        reached
    }
}

/// An agreement, its systems and their secrets.
fn systems(node: &Value) -> Vec<(&'static str, String, String)> {
    let of = text(&node["partner"]["code"]);
    let mut all = vec![("PartnerAgreement", text(&node["id"]), of.clone())];
    for client in rows(&node["clients"]) {
        all.push(("ApiClient", text(&client["id"]), of.clone()));
        all.extend(rows(&client["secrets"]).iter().map(|secret| ("ApiClientSecret", text(&secret["id"]), of.clone())));
    }
    all
}

fn person(node: &Value) -> Person {
    let mandates = rows(&node["mandates"]).iter();
    Person {
        id: text(&node["id"]),
        kept: Office::of(node),
        mandates: mandates.map(|one| (text(&one["id"]), text(&one["role"]), Office::of(one))).collect(),
    }
}

impl Person {
    fn is_seen_by(&self, reach: &Reach, login: &str) -> bool {
        self.kept.is_seen_by(reach, login) || self.mandates.iter().any(|(_, _, office)| office.is_seen_by(reach, login))
    }
}

/// An answer to a query without variables.
pub(super) async fn ask(app: &App, asker: &Asker, query: &str) -> Value {
    app.send(Some(&asker.token), query, json!({})).await.body
}
