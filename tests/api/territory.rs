//! Territory.

use std::collections::BTreeMap;

use entity::delegation;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{key_of, on_both};

on_both! {
    /// 12 regions; 62 provinces and 13 prefectures; how many in each region, counted by hand from the 2015 division.
    async fn the_division_of_2015_is_there_in_both_languages(app: &App) {
        let data = app.data("khenifra-director", "{ regions { code names { ar fr } provinces { code kind names { ar fr } } } }").await;
        let regions = data["regions"].as_array().unwrap();
        let sizes: Vec<_> = regions.iter().map(|region| region["provinces"].as_array().unwrap().len()).collect();
        assert_eq!(sizes, [8, 8, 9, 7, 5, 9, 8, 5, 6, 4, 4, 2]);
        let provinces: Vec<&Value> = regions.iter().flat_map(|region| region["provinces"].as_array().unwrap()).collect();
        let of_kind = |kind: &str| provinces.iter().filter(|province| province["kind"] == kind).count();
        assert_eq!((of_kind("PROVINCE"), of_kind("PREFECTURE")), (62, 13));
        for unit in regions.iter().chain(provinces.iter().copied()) {
            assert!(unit["names"]["ar"].is_string() && unit["names"]["fr"].is_string(), "{unit}");
        }
        let khenifra = provinces.iter().find(|province| province["code"] == "05.301").unwrap();
        assert_eq!(khenifra["names"], json!({ "ar": "خنيفرة", "fr": "Khénifra" }));
        assert_eq!(regions[4]["names"]["fr"], "Béni Mellal-Khénifra");
    }

    /// 2 municipalities and 20 rural communes in 3 cercles: 7 in El Kbab, 6 around Khénifra, 7 in Aguelmous.
    async fn khenifra_has_22_communes_and_its_cercles(app: &App) {
        let provinces = app.data("khenifra-head", "{ provinces { id code } }").await;
        let provinces = provinces["provinces"].as_array().unwrap().clone();
        let id = &provinces.iter().find(|province| province["code"] == "05.301").unwrap()["id"];
        let query = format!(
            "{{ communes(first: 100, where: {{ province: {id} }}) {{ totalCount nodes {{ code kind names {{ ar fr }}
                cercle {{ names {{ fr }} }} aliases {{ language name source }} province {{ code region {{ code }} }} }} }} }}"
        );
        let data = app.data("khenifra-head", &query).await;
        assert_eq!(data["communes"]["totalCount"], 22);
        let communes = data["communes"]["nodes"].as_array().unwrap();
        let mut cercles = BTreeMap::new();
        for commune in communes {
            *cercles.entry(commune["cercle"]["names"]["fr"].as_str().unwrap_or("none")).or_insert(0) += 1;
            assert_eq!(commune["province"], json!({ "code": "05.301", "region": { "code": "05" } }));
        }
        assert_eq!(cercles, BTreeMap::from([("none", 2), ("El Kbab", 7), ("Khénifra", 6), ("Aguelmous", 7)].map(|(name, count)| (name, count))));
        assert_eq!(communes.iter().filter(|commune| commune["kind"] == "MUNICIPALITY").count(), 2);

        let aguelmous = communes.iter().find(|commune| commune["names"]["fr"] == "Aguelmous").unwrap();
        assert_eq!(aguelmous["names"]["ar"], "أكلموس");
        assert_eq!(aguelmous["aliases"], json!([{ "language": "AR", "name": "أجلموس", "source": "press report 2022" }]));
    }

    /// In Casablanca several delegations share one prefecture.
    async fn several_delegations_serve_one_prefecture(app: &App) {
        let data = app.data("national-admin", "{ provinces { id code } regionalCoordinations { id } }").await;
        let provinces = data["provinces"].as_array().unwrap();
        let casablanca = &provinces.iter().find(|province| province["code"] == "06.141").unwrap()["id"];
        let rows = ["Anfa", "Aïn Sebaâ-Hay Mohammadi"].map(|name| delegation::Model {
            id: Uuid::now_v7().into(),
            regional_coordination_id: key_of(&data["regionalCoordinations"][0]["id"]).into(),
            province_id: key_of(casablanca).into(),
            code: format!("TEST-{name}"),
            name_ar: None,
            name_fr: Some(name.to_owned()),
            valid_from: None,
            valid_to: None,
            demonstration: true,
            version: 1,
        });
        let mut bulk = app.pool.bulk(app.now()).await.unwrap();
        bulk.lay::<delegation::Entity>(rows.into()).await.unwrap();
        bulk.commit().await.unwrap();
        let query = format!("{{ delegations(where: {{ province: {casablanca} }}) {{ nodes {{ name(language: AR) names {{ ar fr }} }} }} }}");
        let data = app.data("national-admin", &query).await;
        let mut names: Vec<_> = data["delegations"]["nodes"].as_array().unwrap().clone();
        names.sort_by_key(|node| node["name"].to_string());
        // A name that is known in one language only is given in that one.
        assert_eq!(names, [
            json!({ "name": "Anfa", "names": { "ar": null, "fr": "Anfa" } }),
            json!({ "name": "Aïn Sebaâ-Hay Mohammadi", "names": { "ar": null, "fr": "Aïn Sebaâ-Hay Mohammadi" } }),
        ]);
    }
}
