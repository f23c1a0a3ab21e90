//! The network: filters, and what a viewer finds around a house.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{App, key_of, on_both};

/// The references that a filter finds.
async fn find(app: &App, login: &str, filter: &str) -> BTreeSet<String> {
    let query =
        format!("{{ establishments(first: 100, where: {{ {filter} }}) {{ totalCount nodes {{ reference }} }} }}");
    let data = app.data(login, &query).await;
    let nodes = data["establishments"]["nodes"].as_array().unwrap();
    assert_eq!(data["establishments"]["totalCount"], json!(nodes.len()), "{filter}");
    nodes.iter().map(|node| node["reference"].as_str().unwrap().to_owned()).collect()
}

fn numbered(kind: &str, numbers: impl IntoIterator<Item = u32>) -> BTreeSet<String> {
    numbers.into_iter().map(|number| format!("{kind}-05-301-{number:04}")).collect()
}

on_both! {
    async fn each_filter_finds_what_it_says_and_filters_add_up(app: &App) {
        let head = "khenifra-head";
        assert_eq!(find(app, head, "kind: \"EPS\"").await, numbered("EPS", 1..=39), "a wide kind finds those under it");
        assert_eq!(find(app, head, "kind: \"DAR_TALIBA\"").await, numbered("EPS", [1, 9, 17, 25, 33]));
        assert_eq!(find(app, head, "kind: \"JE\"").await, numbered("JE", 1..=13));
        assert_eq!(find(app, head, "kind: \"DISABILITY_CENTER\"").await, &numbered("CPSH", [1]) | &numbered("COAPH", [1]));
        assert_eq!(find(app, head, "kind: \"NO_SUCH_KIND\"").await, BTreeSet::new());

        // Of the five being licensed in May 2022, two have been licensed since.
        assert_eq!(find(app, head, "licenceState: IN_PROGRESS").await, numbered("EPS", 37..=39));
        assert_eq!(find(app, head, "licenceState: LICENSED").await, numbered("EPS", 1..=36));
        assert_eq!(find(app, head, "licenceState: SUSPENDED").await, BTreeSet::new());
        assert_eq!(find(app, head, "withoutLicence: false").await, numbered("EPS", 1..=39));
        assert_eq!(find(app, head, "withoutLicence: true").await.len(), 84 - 39);

        assert_eq!(find(app, head, "audience: ELDERLY").await, numbered("EPS", [6, 14, 22, 30, 38]));
        assert_eq!(find(app, head, "audience: WOMEN, kind: \"COMPLEX\"").await, numbered("COMPLEX", [1]));
        assert_eq!(find(app, head, "audience: CHILDREN, kind: \"COMPLEX\"").await, numbered("COMPLEX", [1]));
        assert_eq!(find(app, head, "licenceState: IN_PROGRESS, audience: ELDERLY").await, numbered("EPS", [38]));

        let projects = app.data(head, "{ projects { nodes { commune { id name(language: FR) } } } }").await;
        let commune = &projects["projects"]["nodes"][0]["commune"];
        assert_eq!(commune["name"], "Aguelmous");
        // Communes are dealt out in turn, and Aguelmous is the sixteenth: houses 16 and 38, and centre 15 of the 24.
        let there = &(&numbered("EPS", [16, 38]) | &numbered("CEF", [15])) | &numbered("CPSH", [1]);
        assert_eq!(find(app, head, &format!("commune: {}", commune["id"])).await, there);
    }

    async fn an_association_sees_its_own_houses_wherever_they_stand(app: &App) {
        // Association 1 of Khénifra runs every twelfth house of social protection, and centres with an even number that
        // leaves no rest by twelve; the house of index 5 is run from Midelt, so that number 6 is not association 6's.
        let own = &numbered("EPS", [1, 13, 25, 37]) | &numbered("CEF", [12, 24]);
        let beyond: BTreeSet<_> = ["EPS-05-091-0008".to_owned()].into();
        assert_eq!(find(app, "khenifra-association", "").await, &(&own | &numbered("JE", [12])) | &beyond);
        assert_eq!(find(app, "khenifra-director", "").await, numbered("EPS", [1]));

        // Association 2 of Midelt has its houses in Midelt; association 1 of Midelt also runs one in Khénifra.
        let of_midelt = find(app, "midelt-association", "").await;
        assert_eq!(of_midelt, ["EPS-08-363-0002", "EPS-08-363-0005", "EPS-08-363-0008"].map(str::to_owned).into());
        let query = "{ establishments(first: 100, where: { kind: \"EPS\" }) { nodes { reference association { delegation { code } name(language: FR) } } } }";
        let data = app.data("khenifra-head", query).await;
        let house = data["establishments"]["nodes"].as_array().unwrap().iter().find(|node| node["reference"] == "EPS-05-301-0006").unwrap();
        assert_eq!(house["association"]["name"], "Association de Midelt (démonstration 1)", "whoever runs a house here is known here");
        assert_eq!(house["association"]["delegation"], Value::Null, "and the delegation of its seat is not");
    }

    async fn a_complex_contains_centres(app: &App) {
        let query = "{ establishments(first: 100, where: { kind: \"COMPLEX\" }) { nodes { reference contains { reference parent { reference } } } } }";
        let data = app.data("khenifra-officer", query).await;
        let complexes = data["establishments"]["nodes"].as_array().unwrap();
        let containing = |reference: &str| complexes.iter().find(|node| node["reference"] == reference).unwrap()["contains"].clone();
        let within = |reference: &str| json!({ "reference": reference, "parent": { "reference": "COMPLEX-05-301-0002" } });
        assert_eq!(containing("COMPLEX-05-301-0001"), json!([]));
        assert_eq!(containing("COMPLEX-05-301-0002"), json!([
            within("CEF-05-301-0001"), within("CEF-05-301-0002"), within("JE-05-301-0001"), within("JE-05-301-0002"),
        ]));
    }

    async fn a_licence_state_is_that_of_the_day_in_morocco(app: &App) {
        // Number 35 was licensed from 2023-01-15. On the evening before, UTC, it is already that day in Casablanca.
        let state = async || {
            let data = app.data("khenifra-head", "{ establishments(first: 100, where: { kind: \"EPS\" }) { nodes { reference licenceState } } }").await;
            let nodes = data["establishments"]["nodes"].as_array().unwrap().clone();
            let house = nodes.iter().find(|node| node["reference"] == "EPS-05-301-0035").unwrap();
            (house["licenceState"].clone(), find(app, "khenifra-head", "licenceState: LICENSED").await.len())
        };
        assert_eq!(state().await, (json!("LICENSED"), 36));
        let evening = chrono::DateTime::parse_from_rfc3339("2023-01-14T23:30:00Z").unwrap().timestamp();
        app.advance(evening - crate::harness::NOW);
        assert_eq!(state().await, (json!("LICENSED"), 36));
        app.advance(-3600);
        assert_eq!(state().await, (json!("IN_PROGRESS"), 34));
    }

    /// The page the issue names, at two sizes of the register.
    async fn a_page_of_fifty_costs_the_same_statements_however_many_rows_there_are(app: &App) {
        let token = app.token("khenifra-head").await;
        let cost = async |query: &str| {
            let before = app.statements();
            let answer = app.send(Some(&token), query, json!({})).await;
            assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
            app.statements() - before
        };
        let page = |first: u32| format!(
            "{{ establishments(first: {first}) {{ nodes {{ reference association {{ id }} delegation {{ id }} commune {{ id }} parent {{ id }} }} }} }}"
        );
        let report = "{ annualReport(budgetYear: 2021) { delegation { code } measures { computed declared { value } }
            grants { byProgramme { programme { code } lines { amount { amount } } total { money { amount } } } } projects { names { fr } } } }";
        let before = (cost(&page(1)).await, cost(&page(50)).await, cost(report).await);
        assert!(before.1 <= 6, "a page of fifty costs {} statements", before.1);
        assert!(before.2 <= 8, "the report costs {} statements", before.2);

        grow(app, 400).await;
        let data = app.data("khenifra-head", "{ establishments { totalCount } grantLines { totalCount } }").await;
        assert_eq!(data, json!({ "establishments": { "totalCount": 484 }, "grantLines": { "totalCount": 403 } }));
        assert_eq!((cost(&page(50)).await, cost(report).await), (before.1, before.2));
    }
}

/// Adds establishments and grant lines to Khénifra.
async fn grow(app: &App, count: u32) {
    use entity::declared_figure::Qualifier;
    use entity::{establishment, grant_line};
    let data = app
        .data("national-admin", "{ projects { nodes { delegation { id } commune { id } } } programmes { id } }")
        .await;
    let project = &data["projects"]["nodes"][0];
    let delegation = key_of(&project["delegation"]["id"]);
    let commune = key_of(&project["commune"]["id"]);
    let programme = key_of(&data["programmes"][0]["id"]);
    let establishments = (0..count).map(|number| establishment::Model {
        id: uuid::Uuid::now_v7().into(),
        delegation_id: delegation.into(),
        association_id: None,
        parent_id: None,
        commune_id: commune.into(),
        kind_code: "CEF".to_owned(),
        legal_category_code: None,
        reference: format!("TEST-{number}"),
        name_ar: Some("دار".to_owned()),
        name_fr: None,
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
    });
    let lines = (0..count).map(|number| grant_line::Model {
        id: uuid::Uuid::now_v7().into(),
        delegation_id: delegation.into(),
        association_id: None,
        programme_id: programme.into(),
        budget_year: 2021,
        year_inferred: false,
        amount_centimes: i64::from(number),
        amount_qualifier: Qualifier::Exact,
        beneficiary_ar: None,
        beneficiary_fr: None,
        source: "a test".to_owned(),
        demonstration: true,
        version: 1,
    });
    let mut bulk = app.pool.bulk(app.now()).await.unwrap();
    bulk.lay::<establishment::Entity>(establishments.collect()).await.unwrap();
    bulk.lay::<grant_line::Entity>(lines.collect()).await.unwrap();
    bulk.commit().await.unwrap();
}
