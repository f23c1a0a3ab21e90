//! What is asked of Taawun and of the limit.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A question, and what it is asked with.
#[derive(Debug)]
pub struct Workload {
    /// The third question would be the annual report, which is read from counters and not asked here.
    pub name: &'static str,
    pub what: &'static str,
    pub query: &'static str,
    /// The same in the names that PostGraphile gives; nothing where it has no like.
    pub peer: Option<&'static str>,
}

pub const WORKLOADS: [Workload; 4] = [
    Workload {
        name: "q1",
        what: "one establishment, its association, its delegation",
        query: "query ($id: ID!) { establishment(id: $id) { id reference names { ar fr } state capacity { total female male }
            association { id names { ar fr } } delegation { id code names { ar fr } } } }",
        peer: Some(
            "query ($id: UUID!) { establishmentById(id: $id) { id reference nameAr nameFr state capacityTotal capacityFemale capacityMale
            associationByAssociationId { id nameAr nameFr } delegationByDelegationId { id code nameAr nameFr } } }",
        ),
    },
    Workload {
        name: "q2",
        what: "fifty establishments, their associations with a year's grants, the states of their licences",
        query: "{ establishments(first: 50) { nodes { id reference names { ar fr } state licenceState association { id names { ar fr }
            grantLines(where: { budgetYear: 2021 }, first: 10) { nodes { id amount { amount } } } } } } }",
        peer: Some(
            "{ allEstablishments(first: 50, orderBy: REFERENCE_ASC) { nodes { id reference nameAr nameFr state
            licencePeriodsByEstablishmentId { nodes { state startsOn endsOn } } associationByAssociationId { id nameAr nameFr
            grantLinesByAssociationId(condition: { budgetYear: 2021 }, first: 10) { nodes { id amountCentimes } } } } } }",
        ),
    },
    Workload {
        name: "q4",
        what: "a page of a hundred with a filter",
        query: "{ establishments(first: 100, where: { kind: \"EPS\" }) { edges { node { id reference names { ar fr } } } } }",
        peer: Some(
            "{ allEstablishments(first: 100, orderBy: REFERENCE_ASC, condition: { state: \"OPEN\" }) {
            edges { node { id reference nameAr nameFr } } } }",
        ),
    },
    Workload {
        name: "m1",
        what: "a small change through the whole write door",
        query: "mutation ($input: DeclaredFigureRecordInput!) { declaredFigureRecord(input: $input) {
            declaredFigure { measure value version } errors { code } } }",
        peer: None,
    },
];

impl Workload {
    /// The variables of the request with this number, about one of these objects; no two changes are the same.
    pub fn variables(&self, ids: &[String], number: usize) -> Value {
        match self.name {
            "q1" => json!({ "id": ids[number % ids.len()] }),
            "m1" => {
                let key = uuid::Uuid::now_v7().to_string();
                json!({ "input": { "idempotencyKey": key, "measure": "CEF", "value": number % 1000, "qualifier": "EXACT",
                    "asOf": "2026-06", "source": "A meeting of the delegation" } })
            }
            _ => json!({}),
        }
    }

    /// A request to Taawun.
    pub fn ask(&self, client: &reqwest::Client, url: &str, token: &str, variables: &Value) -> reqwest::RequestBuilder {
        let body = json!({ "query": self.query, "variables": variables });
        client.post(format!("{url}/graphql")).bearer_auth(token).json(&body)
    }
}

/// An access token, and the ids of a hundred establishments.
pub async fn sign_in(client: &reqwest::Client, url: &str, login: &str, password: &str) -> (String, Vec<String>) {
    let ask = async |token: &str, body: &Value| -> Value {
        let mut request = client.post(format!("{url}/graphql")).json(body);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        request.send().await.unwrap().json().await.unwrap()
    };
    let body = json!({
        "query": "mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }",
        "variables": { "input": { "login": login, "password": password } },
    });
    let signed_in = ask("", &body).await;
    let token = signed_in["data"]["signIn"]["accessToken"].as_str().expect("it signs in").to_owned();
    let found = ask(&token, &json!({ "query": "{ establishments(first: 100) { nodes { id } } }" })).await;
    let nodes = found["data"]["establishments"]["nodes"].as_array().unwrap();
    (token, nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect())
}

/// Seconds of processor time of a process and of those it started.
pub fn spent(process: u32) -> f64 {
    let mut parents: BTreeMap<u32, u32> = BTreeMap::new();
    let mut ticks: BTreeMap<u32, u64> = BTreeMap::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        let Some((_, rest)) = stat.rsplit_once(") ") else { continue };
        let fields: Vec<&str> = rest.split(' ').collect();
        parents.insert(id, fields[1].parse().unwrap_or(0));
        ticks.insert(id, [11, 12].iter().map(|at| fields[*at].parse::<u64>().unwrap_or(0)).sum());
    }
    let is_of = |mut id: u32| loop {
        if id == process {
            return true;
        }
        match parents.get(&id) {
            Some(parent) if *parent != 0 => id = *parent,
            _ => return false,
        }
    };
    ticks.iter().filter(|(id, _)| is_of(**id)).map(|(_, ticks)| *ticks as f64 / 100.0).sum()
}
