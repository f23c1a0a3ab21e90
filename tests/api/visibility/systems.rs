//! The systems of partners: every type and every door of their contract, by agreements that open different things in
//! different places.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::crossings;
use super::matrix::{lists, objects, singles};
use super::model::{Asker, BENI_MELLAL, KHENIFRA, MIDELT, Place, Reach, System, World, text};
use crate::harness::{App, Change, on_both};
use crate::shape::Shape;

const AGREE: Change = Change::new("partnerAgreementCreate", "partnerAgreement { id } errors { code path }");
const ENTER: Change = Change::new("apiClientCreate", "apiClient { id } secret errors { code path }");

/// Enters an agreement and a system by it, and asks for a token.
async fn system(app: &App, login: &str, reach: Value, system: System) -> Asker {
    let admin = app.token("national-admin").await;
    let query = "{ partners { id code } }";
    let partners = app.data("national-admin", query).await["partners"].clone();
    let partner =
        partners.as_array().unwrap().iter().find(|partner| partner["code"] == system.partner).unwrap()["id"].clone();
    let mut input = json!({
        "idempotencyKey": format!("agreement-{login}"), "partner": partner, "reference": login, "cndpNumber": "A-1/2026",
        "scopes": system.scopes, "validFrom": "2026-01-01", "validTo": "2026-12-31",
    });
    input.as_object_mut().unwrap().extend(reach.as_object().unwrap().clone());
    let agreed = app.change(&admin, AGREE, &input).await;
    assert_eq!(agreed["errors"], json!([]), "{login}");
    let input = json!({ "idempotencyKey": format!("system-{login}"), "agreement": agreed["partnerAgreement"]["id"], "name": login });
    let entered = app.change(&admin, ENTER, &input).await;
    let (status, body) = app.ask_for_token(&text(&entered["apiClient"]["id"]), &text(&entered["secret"])).await;
    assert_eq!(status, 200, "{login}: {body}");
    Asker { login: login.to_owned(), token: text(&body["access_token"]), reach: Reach::System(system) }
}

/// A system of each kind of reach, and of scopes that differ.
pub(super) async fn systems(app: &App) -> Vec<Asker> {
    let data = app
        .data(
            "national-admin",
            "{ delegations(first: 10) { nodes { id code } } regionalCoordinations { id code }
        projects(first: 100) { nodes { id establishment { id } partners { code } } } }",
        )
        .await;
    let id = |list: &Value, code: &str| {
        list.as_array().unwrap().iter().find(|node| node["code"] == code).unwrap()["id"].clone()
    };
    let delegation = |code| id(&data["delegations"]["nodes"], code);
    let projects = data["projects"]["nodes"].as_array().unwrap();
    // Whoever takes part in them; all of the demonstration led to a house.
    let named: Vec<String> = projects.iter().step_by(2).map(|project| text(&project["id"])).collect();
    assert!(named.len() > 2 && projects.iter().all(|project| !project["establishment"].is_null()));
    let all: &[&str] = &["ESTABLISHMENTS_READ", "LICENCES_READ", "PROJECTS_READ", "STATISTICS_READ"];
    let of = |partner, place, scopes| System { partner, place, scopes };
    vec![
        system(app, "country", json!({ "reach": "COUNTRY" }), of("INDH", Place::Country, all)).await,
        system(app, "houses", json!({ "reach": "COUNTRY" }), of("INDH", Place::Country, &["ESTABLISHMENTS_READ"])).await,
        system(app, "projects", json!({ "reach": "COUNTRY" }), of("DEMO", Place::Country, &["PROJECTS_READ"])).await,
        // Licences are of establishments: without these, nothing.
        system(app, "licences", json!({ "reach": "COUNTRY" }), of("DEMO", Place::Country, &["LICENCES_READ"])).await,
        system(
            app,
            "region",
            json!({ "reach": "REGIONAL_COORDINATION", "regionalCoordination": id(&data["regionalCoordinations"], "EN-05") }),
            of("INDH", Place::Delegations(vec![KHENIFRA, BENI_MELLAL]), all),
        )
        .await,
        system(
            app,
            "delegation",
            json!({ "reach": "DELEGATION", "delegation": delegation(MIDELT) }),
            of("DEMO", Place::Delegations(vec![MIDELT]), &["ESTABLISHMENTS_READ", "LICENCES_READ"]),
        )
        .await,
        system(
            app,
            "named",
            json!({ "reach": "PROJECTS", "projects": named }),
            of("DEMO", Place::Projects(named.clone()), all),
        )
        .await,
        system(
            app,
            "named-houses",
            json!({ "reach": "PROJECTS", "projects": named }),
            of("INDH", Place::Projects(named), &["ESTABLISHMENTS_READ"]),
        )
        .await,
    ]
}

on_both! {
    async fn a_system_is_shown_what_its_agreement_opens_and_nothing_else(app: &App) {
        crossings::lay(app).await;
        let systems = systems(app).await;
        let (shape, world) = (Shape::of_partners().await, World::read_with_systems(app).await);
        let there: BTreeSet<_> = world.everything().into_keys().collect();
        assert!(shape.nodes().iter().all(|name| there.contains(name)), "a type without a verdict");
        assert_eq!(objects(app, &shape, &world, &systems).await, 0, "nobody's history is theirs");
        singles(app, &shape, &world, &systems).await;
        let (lists, filtered) = lists(app, &shape, &world, &systems).await;
        assert!(lists > 6 && filtered > 100, "{lists} lists, {filtered} shorter than the auditor's");
        // The model is not empty where it should not be.
        for (login, houses, projects) in [("country", true, true), ("projects", false, true), ("licences", false, false), ("named-houses", true, false)] {
            let seen = world.seen_by(systems.iter().find(|system| system.login == login).unwrap());
            assert_eq!((!seen["Establishment"].is_empty(), !seen["Project"].is_empty()), (houses, projects), "{login}");
        }
    }
}
