//! Pages of lists: complete, in order, forwards and backwards, with cursors that hold for one list in one order.

use serde_json::{Value, json};

use crate::harness::{App, on_both};

/// A page of establishments: their references, and what is said of the page.
async fn page(app: &App, token: &str, arguments: &str) -> (Vec<String>, Value) {
    let query = format!(
        "{{ establishments({arguments}) {{ edges {{ cursor node {{ reference }} }} nodes {{ reference }}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let answer = app.send(Some(token), &query, json!({})).await;
    let list = &answer.body["data"]["establishments"];
    let references = |nodes: Vec<&Value>| -> Vec<String> {
        nodes
            .into_iter()
            .map(|node| node["reference"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned())
            .collect()
    };
    let edges = list["edges"].as_array().unwrap_or_else(|| panic!("{arguments}: {:#}", answer.body));
    let of_edges = references(edges.iter().map(|edge| &edge["node"]).collect());
    assert_eq!(of_edges, references(list["nodes"].as_array().unwrap().iter().collect()));
    let cursors = |edge: Option<&Value>| edge.map_or(Value::Null, |edge| edge["cursor"].clone());
    assert_eq!(list["pageInfo"]["startCursor"], cursors(edges.first()));
    assert_eq!(list["pageInfo"]["endCursor"], cursors(edges.last()));
    (of_edges, list["pageInfo"].clone())
}

/// The references in Khénifra, made by hand: 39 + 24 + 13 + 4 + 2 + 1 + 1.
fn references() -> Vec<String> {
    let mut references = Vec::new();
    for (kind, count) in
        [("CEF", 24), ("COAPH", 1), ("COMPLEX", 4), ("CPSH", 1), ("CSP", 1), ("EMF", 1), ("EPS", 39), ("JE", 13)]
    {
        references.extend((1..=count).map(|number| format!("{kind}-05-301-{number:04}")));
    }
    assert_eq!(references.len(), 84);
    references
}

on_both! {
    async fn every_page_size_gives_the_whole_list_in_order_both_ways(app: &App) {
        let token = app.token("khenifra-head").await;
        let all = references();
        for direction in ["ASC", "DESC"] {
            let mut expected = all.clone();
            if direction == "DESC" {
                expected.reverse();
            }
            let order = format!("orderBy: {{ field: REFERENCE, direction: {direction} }}");
            for size in [1, 7, 20, 83, 84, 100] {
                let (mut forwards, mut after) = (Vec::new(), String::new());
                loop {
                    let (mut references, info) = page(app, &token, &format!("first: {size}, {order}{after}")).await;
                    assert_eq!(info["hasPreviousPage"], json!(!after.is_empty()));
                    forwards.append(&mut references);
                    if info["hasNextPage"] == json!(false) {
                        break;
                    }
                    after = format!(", after: {}", info["endCursor"]);
                }
                assert_eq!(forwards, expected, "first: {size}, {direction}");

                let (mut backwards, mut before) = (Vec::new(), String::new());
                loop {
                    let (mut references, info) = page(app, &token, &format!("last: {size}, {order}{before}")).await;
                    assert_eq!(info["hasNextPage"], json!(!before.is_empty()));
                    references.append(&mut backwards);
                    backwards = references;
                    if info["hasPreviousPage"] == json!(false) {
                        break;
                    }
                    before = format!(", before: {}", info["startCursor"]);
                }
                assert_eq!(backwards, expected, "last: {size}, {direction}");
            }
        }
    }

    async fn a_page_has_twenty_rows_unless_asked_otherwise_and_a_hundred_at_most(app: &App) {
        let token = app.token("khenifra-head").await;
        assert_eq!(page(app, &token, "after: null").await.0, references()[..20]);
        assert_eq!(page(app, &token, "first: 0").await.0, Vec::<String>::new());
        for wrong in ["first: 101", "last: 101", "first: -1", "last: -1", "first: 1, last: 1", "first: 1, before: \"x\"", "last: 1, after: \"x\"", "before: \"x\""] {
            assert_eq!(app.refusal("khenifra-head", &format!("{{ establishments({wrong}) {{ totalCount }} }}")).await, "BAD_USER_INPUT", "{wrong}");
        }
    }

    async fn a_cursor_holds_for_its_own_list_and_order_and_cannot_be_altered(app: &App) {
        let token = app.token("khenifra-head").await;
        let (_, info) = page(app, &token, "first: 3").await;
        let cursor = info["endCursor"].as_str().unwrap();
        let refused = async |arguments: &str, list: &str| {
            let query = format!("{{ {list}({arguments}) {{ nodes {{ id }} }} }}");
            let answer = app.send(Some(&token), &query, json!({})).await;
            assert_eq!(answer.only_code(), "BAD_USER_INPUT", "{arguments}");
            assert!(answer.body["errors"][0]["message"].as_str().unwrap().contains("cursor"), "{:#}", answer.body);
        };
        refused(&format!("after: \"{cursor}\", orderBy: {{ field: REFERENCE, direction: DESC }}"), "establishments").await;
        refused(&format!("after: \"{cursor}\", orderBy: {{ field: CREATED }}"), "establishments").await;
        refused(&format!("after: \"{cursor}\""), "associations").await;
        refused("after: \"\"", "establishments").await;
        refused("after: \"RVBTLTA1LTMwMS0wMDAx\"", "establishments").await;
        let last = if cursor.ends_with('A') { "B" } else { "A" };
        let altered = format!("{}{last}", &cursor[..cursor.len() - 1]);
        refused(&format!("after: \"{altered}\""), "establishments").await;
        let first = if cursor.starts_with('A') { "B" } else { "A" };
        refused(&format!("after: \"{first}{}\"", &cursor[1..]), "establishments").await;
    }

    async fn the_total_is_counted_only_when_it_is_asked_for(app: &App) {
        let token = app.token("khenifra-head").await;
        let mut spent = Vec::new();
        for fields in ["nodes { id }", "totalCount nodes { id }"] {
            let before = app.statements();
            let answer = app.send(Some(&token), &format!("{{ establishments(first: 1) {{ {fields} }} }}"), json!({})).await;
            assert!(answer.body.get("errors").is_none());
            spent.push(app.statements() - before);
            if fields.starts_with("total") {
                assert_eq!(answer.body["data"]["establishments"]["totalCount"], 84);
            }
        }
        assert_eq!(spent, [1, 2]);
    }
}
