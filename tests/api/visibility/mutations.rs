//! Every mutation as every role: who may, typed by hand; whom it refuses, and that what is hidden is refused as what does
//! not exist. Each is only tried (`validateOnly`), so that all roles meet the same world.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::model::{Asker, KHENIFRA, MIDELT, World, text};
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

const KEEPERS: &[&str] = &["national-admin", "khenifra-head", "khenifra-officer"];
const KEEPERS_AND_OWN: &[&str] = &["national-admin", "khenifra-head", "khenifra-officer", "khenifra-association"];
const APPROVERS: &[&str] = &["national-admin", "khenifra-head"];
const DECLARERS: &[&str] = &["khenifra-head", "khenifra-officer", "midelt-head", "midelt-officer"];

async fn found(app: &App, list: &str, search: &str) -> String {
    let data = app
        .data("national-admin", &format!("{{ {list}(where: {{ search: \"{search}\" }}) {{ nodes {{ id }} }} }}"))
        .await;
    text(&data[list]["nodes"][0]["id"])
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
    let (khenifra, midelt) = (world.delegations[KHENIFRA].clone(), world.delegations[MIDELT].clone());
    let key = "a-key-that-is-never-used";
    let figure = json!({ "idempotencyKey": key, "validateOnly": true, "measure": "CEF", "value": 24, "asOf": "2026-10", "source": "A count" });
    let figures = json!({ "figures": [figure] });
    let here = aguelmous.clone();

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
            APPROVERS,
            Box::new(|id| json!({ "id": id, "expectedVersion": 1, "validateOnly": true })),
        ),
        of(
            "bankAccountReject",
            Some(("BankAccount", account)),
            APPROVERS,
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
        of("declaredFigureRecord", None, DECLARERS, Box::new(move |_| figure.clone())),
        of("declaredFiguresRecord", None, DECLARERS, Box::new(move |_| figures.clone())),
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

/// The errors of a payload, or of the only part of a batch.
fn mistakes(payload: &Value) -> &Value {
    payload.get("results").map_or(&payload["errors"], |results| &results[0]["errors"])
}

on_both! {
    async fn each_role_changes_what_it_may_and_learns_nothing_of_the_rest(app: &App) {
        let world = World::read_plain(app).await;
        let trials = trials(app, &world).await;
        let asked: BTreeSet<_> = trials.iter().map(|trial| trial.name).chain(["signIn"]).collect();
        let shape = Shape::read().await;
        let there: BTreeSet<_> = shape.fields("Mutation").iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(asked, there, "a mutation without a verdict");

        for asker in Asker::all(app).await {
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
                    assert_eq!(answer.only_code(), "FORBIDDEN", "{}: {name}", asker.login);
                } else {
                    let (of, _) = target.as_ref().unwrap();
                    let before = app.statements();
                    let hidden = app.try_change(&asker.token, change, &input(id)).await;
                    let between = app.statements();
                    let unknown = app.try_change(&asker.token, change, &input(&format!("{of}_AZAAAAAAcACAAAAAAAAAAA"))).await;
                    assert_eq!((hidden.status, hidden.body, between - before), (unknown.status, unknown.body, app.statements() - between), "{}: {name}", asker.login);
                    let refused = answer.body["errors"][0]["extensions"]["code"] == "FORBIDDEN" || mistakes[0]["code"] == "NOT_FOUND";
                    assert!(refused, "{}: {name}: {:#}", asker.login, answer.body);
                }
            }
        }
        assert_eq!(app.journal().await, 0, "it was only tried");
    }
}
