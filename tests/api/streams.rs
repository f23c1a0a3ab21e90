//! One stream, and as many as there are provinces: changes to one are serial, to different ones side by side.

use entity::{delegation, establishment, stream};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{App, key_of, on_both};
use crate::random::Random;

const WRITERS: usize = 32;

/// A delegation with a house in each of the 75 provinces and prefectures; the houses' global ids.
async fn everywhere(app: &App) -> Vec<String> {
    let data = app
        .data("national-admin", "{ provinces { id code } delegations { nodes { id province { code } regionalCoordination { id } } } communes(first: 1) { nodes { id } } }")
        .await;
    let coordination = key_of(&data["delegations"]["nodes"][0]["regionalCoordination"]["id"]);
    let commune = key_of(&data["communes"]["nodes"][0]["id"]);
    let there = data["delegations"]["nodes"].as_array().unwrap();
    let of = |province: &Value| {
        let own = there.iter().find(|node| node["province"]["code"] == province["code"]);
        own.map(|node| key_of(&node["id"]))
    };
    let mut bulk = app.pool.bulk(app.now()).await.unwrap();
    let mut houses = Vec::new();
    for province in data["provinces"].as_array().unwrap() {
        let code = province["code"].as_str().unwrap().replace('.', "-");
        let delegation_id = if let Some(there) = of(province) {
            there.into()
        } else {
            let id = Uuid::now_v7().into();
            let row = delegation::Model {
                id,
                regional_coordination_id: coordination.into(),
                province_id: key_of(&province["id"]).into(),
                code: format!("EN-{code}"),
                name_ar: None,
                name_fr: Some(code.clone()),
                valid_from: None,
                valid_to: None,
                demonstration: true,
                version: 1,
            };
            bulk.lay::<delegation::Entity>(vec![row]).await.unwrap();
            bulk.lay::<stream::Entity>(vec![stream::Model::new(id.into())]).await.unwrap();
            id
        };
        let id = Uuid::now_v7();
        let row = establishment::Model {
            id: id.into(),
            delegation_id,
            association_id: None,
            parent_id: None,
            commune_id: commune.into(),
            kind_code: "EMF".to_owned(),
            legal_category_code: None,
            reference: format!("EVERYWHERE-{code}"),
            name_ar: None,
            name_fr: Some(code),
            state: establishment::EstablishmentState::Open,
            capacity_total: None,
            capacity_female: None,
            capacity_male: None,
            opened_on: None,
            closed_on: None,
            present_declared: None,
            import_part_id: None,
            demonstration: true,
            version: 1,
        };
        bulk.lay::<establishment::Entity>(vec![row]).await.unwrap();
        houses.push(taawun::global_id::Global::global(entity::id::EstablishmentId(id)).to_string());
    }
    bulk.commit().await.unwrap();
    taawun::statistics::rebuild(&app.pool, app.now()).await.unwrap();
    houses
}

/// So many changes by 32 writers, each on a house of its own choice of these; how long they took.
async fn write(app: &App, token: &str, houses: &[String], count: usize) -> f64 {
    let query = "mutation ($input: EstablishmentUpdateInput!) { establishmentUpdate(input: $input) { establishment { version } errors { code } } }";
    let versions: Vec<_> = houses.iter().map(|_| tokio::sync::Mutex::new(0_i64)).collect();
    for (house, version) in houses.iter().zip(&versions) {
        let answer =
            app.send(Some(token), &format!("{{ establishment(id: \"{house}\") {{ version }} }}"), json!({})).await;
        *version.lock().await = answer.body["data"]["establishment"]["version"].as_i64().unwrap();
    }
    let started = std::time::Instant::now();
    let writers = (0..WRITERS).map(|writer| {
        let versions = &versions;
        async move {
            let mut random = Random::new(writer as u64 + 1);
            for round in 0..count / WRITERS {
                let index = random.below(houses.len());
                // Nobody else writes this house meanwhile: what is measured is the stream, not conflicts.
                let mut version = versions[index].lock().await;
                let input =
                    json!({ "id": houses[index], "expectedVersion": *version, "capacity": { "total": round % 1000 } });
                let answer = app.send(Some(token), query, json!({ "input": input })).await;
                assert_eq!(answer.body["data"]["establishmentUpdate"]["errors"], json!([]), "{:#}", answer.body);
                *version += 1;
            }
        }
    });
    async_graphql::futures_util::future::join_all(writers).await;
    started.elapsed().as_secs_f64()
}

on_both! {
    /// As many as THROUGHPUT says (320 by default); the figures are printed.
    async fn one_stream_and_one_for_each_province(app: &App) {
        let count: usize = std::env::var("THROUGHPUT").map_or(320, |count| count.parse().unwrap());
        let houses = everywhere(app).await;
        assert_eq!(houses.len(), 75);
        let token = app.token("national-admin").await;
        let data = app.data("khenifra-head", "{ establishments(first: 75) { nodes { id } } }").await;
        let of_one: Vec<_> = data["establishments"]["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(of_one.len(), 75);
        let one = write(app, &token, &of_one, count).await;
        let many = write(app, &token, &houses, count).await;
        let per_second = |seconds: f64| f64::from(u32::try_from(count).unwrap()) / seconds;
        eprintln!("{count} changes each: {:.0} a second on one stream, {:.0} on 75", per_second(one), per_second(many));

        assert_eq!(app.journal().await, (count / WRITERS * WRITERS * 2) as u64);
    }
}
