//! What the fast lane promises besides answering as resolvers do, which `visibility/ways.rs` asks.

use std::collections::BTreeSet;
use std::io::Read;

use entity::id::GrantLineId;
use entity::{association, grant_line};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{App, Change, on_both};

/// The text of an answer, as it came.
async fn text(app: &App, token: &str, query: &str) -> String {
    let request = app.client().post(format!("{}/graphql", app.url)).bearer_auth(token).json(&json!({ "query": query }));
    request.send().await.unwrap().text().await.unwrap()
}

fn texts(values: &Value) -> Vec<String> {
    values.as_array().unwrap().iter().map(|value| value["id"].as_str().unwrap().to_owned()).collect()
}

/// Lays grant lines: none for the first association, one for the next, and so on up to four; over three years.
#[expect(clippy::disallowed_methods, reason = "the rows are laid past the write door")]
pub(crate) async fn lay_grants(app: &App) {
    let connection = app.connection().await;
    let associations =
        association::Entity::find().order_by_asc(association::Column::Id).all(&connection).await.unwrap();
    let like = grant_line::Entity::find().one(&connection).await.unwrap().unwrap();
    connection.close().await.unwrap();
    let mut lines = Vec::new();
    for (at, association) in associations.iter().enumerate() {
        lines.extend((0..at % 5).map(|number| grant_line::Model {
            id: GrantLineId(Uuid::now_v7()),
            delegation_id: association.delegation_id,
            association_id: Some(association.id),
            budget_year: 2020 + i32::try_from(number % 3).unwrap(),
            ..like.clone()
        }));
    }
    let mut bulk = app.pool.bulk(app.now()).await.unwrap();
    bulk.lay::<grant_line::Entity>(lines).await.unwrap();
    bulk.commit().await.unwrap();
    taawun::statistics::rebuild(&app.pool, app.now()).await.unwrap();
}

on_both! {
    async fn questions_take_one_statement_and_one_for_all_that_belongs_to_the_rows(app: &App) {
        let token = app.token("khenifra-head").await;
        let house = app.data("khenifra-head", "{ establishments(first: 1) { nodes { id } } }").await["establishments"]["nodes"][0]["id"].clone();
        for (statements, query) in [
            (1, "query ($id: ID!) { establishment(id: $id) { id names { ar fr } licenceState kind { code parent { code } } commune { province { region { code } } }
                association { id delegation { code regionalCoordination { code } } } delegation { id code names { ar fr } } parent { reference } } }"),
            (1, "{ establishments(first: 100, where: { kind: \"EPS\" }) { edges { cursor node { id reference association { id } } } pageInfo { endCursor } } }"),
            (2, "{ establishments(first: 50) { nodes { reference licenceState association { id grantLines(where: { budgetYear: 2021 }, first: 10) {
                nodes { amount { amount } programme { code } delegation { code } } } } } } }"),
            (4, "query ($id: ID!) { establishment(id: $id) { audiences licencePeriods { state } contains { reference audiences } } }"),
            (2, "{ establishments(first: 2) { totalCount nodes { name } } }"),
        ] {
            let before = app.statements();
            let answer = app.send(Some(&token), query, json!({ "id": house })).await;
            assert!(answer.body.get("errors").is_none(), "{query}: {:#}", answer.body);
            assert_eq!(app.statements() - before, statements, "{query}");
        }
    }

    async fn an_answer_keeps_the_order_of_its_document(app: &App) {
        let token = app.token("khenifra-head").await;
        let query = "{ establishments(where: { search: \"EPS-05-301-0001\" }, first: 1) {
            totalCount nodes { delegation { code __typename } state r: reference ...More licencePeriods { __typename } reference } __typename } }
            fragment More on Establishment { capacity { __typename } ... { version } delegation { code id: version } }";
        let expected = "{\"data\":{\"establishments\":{\"totalCount\":1,\"nodes\":[{\"delegation\":{\"code\":\"EN-05-301\",\
            \"__typename\":\"Delegation\",\"id\":1},\"state\":\"OPEN\",\"r\":\"EPS-05-301-0001\",\
            \"capacity\":{\"__typename\":\"Capacity\"},\"version\":1,\"licencePeriods\":[";
        let answer = text(app, &token, query).await;
        assert!(answer.starts_with(expected), "{answer}");
        assert!(answer.contains("],\"reference\":\"EPS-05-301-0001\"}],\"__typename\":\"EstablishmentConnection\"}}"), "{answer}");
    }

    async fn a_long_answer_is_compressed_for_who_asks(app: &App) {
        let token = app.token("khenifra-head").await;
        let ask = async |query: &str, encoding: &str| {
            let request = app.client().post(format!("{}/graphql", app.url)).bearer_auth(&token);
            let answer = request.header("Accept-Encoding", encoding).json(&json!({ "query": query })).send().await.unwrap();
            let told = answer.headers().get("content-encoding").map(|value| value.to_str().unwrap().to_owned());
            (told, answer.bytes().await.unwrap())
        };
        let long = "{ establishments(first: 50) { nodes { id names { ar fr } } } }";
        let (told, plain) = ask(long, "identity").await;
        assert!(told.is_none() && plain.len() > 5000, "{told:?}, {} bytes", plain.len());
        let (told, packed) = ask(long, "gzip").await;
        assert_eq!(told.as_deref(), Some("gzip"));
        assert!(packed.len() * 2 < plain.len(), "{} of {} bytes", packed.len(), plain.len());
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
        assert_eq!(ask("{ __typename }", "gzip").await.0, None);
    }

    async fn what_people_write_stays_text(app: &App) {
        let token = app.token("khenifra-head").await;
        let query = "{ establishments(first: 1, where: { search: \"EPS-05-301-0001\" }) { nodes { id version name names { ar fr } } } }";
        let house = app.data("khenifra-head", query).await["establishments"]["nodes"][0].clone();
        let update = Change::new("establishmentUpdate", "establishment { version } errors { code }");
        let mut version = house["version"].as_i64().unwrap();
        for name in [
            "\"},{\"id\":\"Establishment_x\"},{\"x\":\"",
            "\\\" \\ \u{1}\u{1f}\u{7f} \t \r\n </script> \u{2028}\u{2029} \u{200f}دار\u{640}",
            "null", "true", "{}", "\u{1f3e0}\u{fffd}",
        ] {
            let input = json!({ "id": house["id"], "expectedVersion": version, "names": { "fr": name, "ar": name } });
            let changed = app.change(&token, update, &input).await;
            version = changed["establishment"]["version"].as_i64().unwrap_or_else(|| panic!("{name:?}: {changed}"));
            let read = app.data("khenifra-head", query).await["establishments"]["nodes"][0].clone();
            assert_eq!(read["names"], json!({ "ar": name.trim(), "fr": name.trim() }));
            assert_eq!(read["name"], name.trim());
        }
    }

    async fn a_remembered_document_is_judged_by_its_variables_each_time(app: &App) {
        let token = app.token("khenifra-head").await;
        let query = "query ($first: Int, $id: ID) { establishments(first: $first, where: { association: $id }) { nodes { id } } }";
        let new = app.listen_without_fast_lane().await;
        for _ in 0..3 {
            let answer = app.send(Some(&token), query, json!({ "first": 1 })).await;
            assert_eq!(answer.body["data"]["establishments"]["nodes"].as_array().unwrap().len(), 1);
        }
        assert_eq!(app.send(Some(&token), query, json!({ "first": 1_000_000 })).await.only_code(), "LIMIT_EXCEEDED");
        for (first, id) in [(json!(-1), Value::Null), (json!("one"), Value::Null), (json!(1.5), Value::Null), (json!(4_294_967_297_i64), Value::Null),
            (json!([1]), Value::Null), (json!(1), json!({})), (json!(1), json!(7)), (json!(1), json!("no id"))] {
            let variables = json!({ "first": first, "id": id });
            // As by a server that sees it for the first time.
            let answer = app.send(Some(&token), query, variables.clone()).await;
            let fresh = app.send_to(&new, Some(&token), &format!("{query} # {first} {id}"), variables.clone()).await;
            assert_eq!((answer.status, &answer.body), (fresh.status, &fresh.body), "{variables}");
            let code = if first.as_i64().is_some_and(|first| first > 100) { "LIMIT_EXCEEDED" } else { "BAD_USER_INPUT" };
            assert_eq!(answer.only_code(), code, "{variables}");
        }
    }

    async fn parts_of_a_page_that_ask_for_the_same_get_it_all(app: &App) {
        let whole = app.data("khenifra-head", "{ establishments(first: 2) { nodes { id name } } associations(first: 2) { nodes { grantLines(first: 1) { nodes { id budgetYear } } } } }").await;
        for query in [
            "{ ...A ...B associations(first: 2) { nodes { grantLines(first: 1) { nodes { id } } grantLines(first: 1) { nodes { budgetYear } } } } }",
            // Where resolvers answer what is around.
            "{ ...A ...B associations(first: 2) { nodes { grantLines(first: 1) { nodes { id } } } } associations(first: 2) { nodes { bureau { mandateExpired } grantLines(first: 1) { nodes { budgetYear } } } } }",
            "{ ...B ...A associations(first: 2) { nodes { grantLines(first: 1) { nodes { id } } bureau { mandateExpired } grantLines(first: 1) { nodes { budgetYear } } } } }",
        ] {
            let query = format!("{query} fragment A on Query {{ establishments(first: 2) {{ nodes {{ id }} }} }} fragment B on Query {{ establishments(first: 2) {{ nodes {{ name }} }} }}");
            for _ in 0..5 {
                let mut data = app.data("khenifra-head", &query).await;
                for node in data["associations"]["nodes"].as_array_mut().unwrap() {
                    node.as_object_mut().unwrap().remove("bureau");
                }
                assert_eq!(data, whole, "{query}");
            }
        }
    }

    async fn a_mistake_is_told_also_when_it_was_not_seen_at_first(app: &App) {
        let query = "query ($e: String) { establishments(first: 1, where: { search: $e, delegatoin: \"lit\" }) { totalCount } }";
        for login in ["khenifra-head", "midelt-head"] {
            let token = app.token(login).await;
            for (variables, refused) in [(json!({ "e": "dar" }), true), (json!({}), false), (json!({ "e": "dar" }), true)] {
                let answer = app.send(Some(&token), query, variables.clone()).await;
                assert_eq!(answer.body.get("errors").is_some(), refused, "{login} {variables}: {:#}", answer.body);
            }
        }
        let two = "query A { regions { code } } query B($e: String) { establishments(first: 1, where: { search: $e, delegatoin: $e }) { totalCount } }";
        let token = app.token("khenifra-head").await;
        for (name, refused) in [("A", false), ("B", true), ("A", false), ("B", true)] {
            let body = json!({ "query": two, "operationName": name, "variables": { "e": "dar" } });
            let answer = app.receive(app.client().post(format!("{}/graphql", app.url)).bearer_auth(&token).json(&body)).await;
            assert_eq!(answer.body.get("errors").is_some(), refused, "{name}: {:#}", answer.body);
        }
    }

    async fn what_points_far_is_answered_by_more_than_one_statement(app: &App) {
        // More tables than one statement joins, and than SQLite could.
        let house = |parent: &str| format!("kind {{ code parent {{ code }} }} legalCategory {{ code }} commune {{ province {{ region {{ code }} }} cercle {{ code }} }}
            delegation {{ regionalCoordination {{ code }} }} association {{ commune {{ province {{ code }} }} delegation {{ code }} }} {parent}");
        let deep = (0..6).fold(String::new(), |within, _| house(&format!("parent {{ code: reference {within} }}")));
        let query = format!("{{ establishments(first: 5) {{ nodes {{ {deep} }} }} }}");
        let token = app.token("khenifra-head").await;
        let lane = app.send(Some(&token), &query, json!({})).await;
        let resolvers = app.send_to(&app.listen_without_fast_lane().await, Some(&token), &query, json!({})).await;
        assert!(lane.body["data"]["establishments"]["nodes"][4]["commune"]["province"]["region"]["code"].is_string(), "{:#}", lane.body);
        assert_eq!(lane.body, resolvers.body);
    }

    async fn viewers_who_take_turns_see_each_their_own(app: &App) {
        let query = "{ establishments(first: 20) { totalCount nodes { reference delegation { code } association { delegation { code } } licencePeriods { id } } } }";
        let mut tokens = Vec::new();
        for (login, mark) in [("khenifra-head", "-05-301-"), ("midelt-head", "-08-363-")] {
            let token = app.token(login).await;
            let answer = app.send(Some(&token), query, json!({})).await;
            let nodes = answer.body["data"]["establishments"]["nodes"].as_array().unwrap();
            assert!(!nodes.is_empty() && nodes.iter().all(|node| node["reference"].as_str().unwrap().contains(mark)), "{login}: {nodes:?}");
            tokens.push((token, answer.body));
        }
        let count = std::env::var("TURNS").map_or(300, |count| count.parse().unwrap());
        let turns = (0..8).map(|worker| {
            let tokens = &tokens;
            async move {
                for turn in 0..count / 8 {
                    let (token, expected) = &tokens[(turn + worker) % 2];
                    assert_eq!(&app.send(Some(token), query, json!({})).await.body, expected);
                }
            }
        });
        async_graphql::futures_util::future::join_all(turns).await;
    }

    async fn pages_in_a_page_are_those_of_the_whole_list(app: &App) {
        lay_grants(app).await;
        let token = app.token("national-finance").await;
        let all = app.data("national-finance", "{ associations(first: 50) { nodes { id grantLines(first: 50) { totalCount nodes { id } } } }
            grantLines(first: 100) { nodes { id budgetYear association { id } } } }").await;
        let lines = all["grantLines"]["nodes"].as_array().unwrap();
        let mut many = 0;
        let mut years = BTreeSet::new();
        for association in all["associations"]["nodes"].as_array().unwrap() {
            let own: Vec<_> = lines.iter().filter(|line| line["association"]["id"] == association["id"]).cloned().collect();
            years.extend(own.iter().map(|line| line["budgetYear"].as_i64().unwrap()));
            let own = texts(&json!(own));
            many += usize::from(own.len() > 1);
            assert_eq!(texts(&association["grantLines"]["nodes"]), own, "{association}");
            assert_eq!(association["grantLines"]["totalCount"], own.len());
        }
        assert!(many > 0 && years.len() > 1, "there are associations with several lines: {many}, {years:?}");
        // Row by row, from both ends, each page beside those of all other associations.
        for (size, mark, more, at) in [("first", "after", "hasNextPage", "endCursor"), ("last", "before", "hasPreviousPage", "startCursor")] {
            let before = app.statements();
            let query = format!("query ($mark: String) {{ associations(first: 50) {{ nodes {{ id grantLines({size}: 1, {mark}: $mark) {{
                totalCount nodes {{ id }} edges {{ cursor node {{ id }} }} pageInfo {{ {more} {at} }} }} }} }} }}");
            let page = app.send(Some(&token), &query, json!({})).await.body;
            assert_eq!(app.statements() - before, 3, "the associations, their lines, their totals");
            for (row, association) in all["associations"]["nodes"].as_array().unwrap().iter().enumerate() {
                let mut own = texts(&association["grantLines"]["nodes"]);
                if size == "last" { own.reverse() }
                let mut shown = page["data"]["associations"]["nodes"][row]["grantLines"].clone();
                for (index, id) in own.iter().enumerate() {
                    assert_eq!(texts(&shown["nodes"]), std::slice::from_ref(id));
                    assert_eq!(shown["totalCount"], own.len());
                    assert_eq!(shown["edges"][0]["cursor"], shown["pageInfo"][at]);
                    assert_eq!(shown["pageInfo"][more], index + 1 < own.len());
                    let next = app.send(Some(&token), &query, json!({ "mark": shown["pageInfo"][at] })).await.body;
                    shown = next["data"]["associations"]["nodes"][row]["grantLines"].clone();
                }
                assert_eq!((&shown["nodes"], &shown["pageInfo"][more]), (&json!([]), &json!(false)));
            }
        }
    }
}
