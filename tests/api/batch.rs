//! Batches: each part is done or refused by itself, all in one transaction.

use serde_json::{Value, json};

use crate::harness::{App, Change, codes, on_both, one};

const RESULTS: &str = "results { declaredFigure { id value version } errors { code message path } }";

fn figure(key: &str, measure: &str, value: i64) -> Value {
    json!({ "idempotencyKey": key, "measure": measure, "value": value, "asOf": "2026-09", "source": "A test" })
}

async fn record(app: &App, token: &str, figures: &[Value]) -> Vec<Value> {
    let payload =
        app.change(token, Change::new("declaredFiguresRecord", RESULTS), &json!({ "figures": figures })).await;
    payload["results"].as_array().unwrap().clone()
}

on_both! {
    async fn each_part_has_its_own_verdict(app: &App) {
        let head = app.token("khenifra-head").await;
        let mut only_tried = figure("only-tried", "CEF", 5);
        only_tried["validateOnly"] = json!(true);
        let mut future = figure("in-the-future", "CEF", 5);
        future["asOf"] = json!("2026-11");
        let sent = [
            figure("licensed-2026", "LICENSED_EPS", 34), figure("too-few-2026", "CEF", -1), only_tried, figure("short", "CEF", 1),
            future, figure("licensed-2026", "LICENSED_EPS", 34), figure("licensed-2026", "LICENSED_EPS", 35), figure("cef-of-2026", "CEF", 24),
        ];
        let results = record(app, &head, &sent).await;
        assert_eq!(results.len(), sent.len());
        let value = |index: usize| results[index]["declaredFigure"]["value"].clone();
        assert_eq!((value(0), value(7)), (json!(34), json!(24)));
        assert_eq!(codes(&results[1]), one("INVALID", "input.figures.1.value"));
        assert_eq!(results[2], json!({ "declaredFigure": null, "errors": [] }), "only tried");
        assert_eq!(codes(&results[3]), one("INVALID", "input.figures.3.idempotencyKey"));
        assert_eq!(codes(&results[4]), one("INVALID", "input.figures.4.asOf"));
        assert_eq!(results[5], results[0], "the same key in the same batch is the same figure");
        assert_eq!(codes(&results[6]), one("IDEMPOTENCY_KEY_REUSED", "input.figures.6.idempotencyKey"));
        assert_eq!(app.journal().await, 2);
        // The whole batch sent again changes nothing more.
        let again = record(app, &head, &sent).await;
        assert_eq!(again, results);
        assert_eq!(app.journal().await, 2);
        let figures = app.data("khenifra-head", "{ declaredFigures(first: 100) { totalCount } }").await;
        assert_eq!(figures["declaredFigures"]["totalCount"], 6 + 2, "six were there");
    }

    async fn many_batches_at_once_are_done_once_each(app: &App) {
        let [head, officer] = [app.token("khenifra-head").await, app.token("khenifra-officer").await];
        let batches: Vec<Vec<Value>> = (0..6).map(|batch| (0..20).map(|part| {
            let value = if part % 5 == 4 { -1 } else { part };
            figure(&format!("batch-{batch}-{part:04}"), "CEF", value)
        }).collect()).collect();
        // Each is sent twice at the same instant, by the same account: one of the two finds the other's keys.
        let sent = batches.iter().chain(&batches).enumerate().map(|(index, batch)| record(app, if index % 6 < 3 { &head } else { &officer }, batch));
        let answers = async_graphql::futures_util::future::join_all(sent).await;
        for (first, second) in answers.iter().zip(&answers[6..]) {
            assert_eq!(first, second);
            assert_eq!(first.iter().filter(|part| part["errors"] == json!([])).count(), 16);
        }
        assert_eq!(app.journal().await, 6 * 16);
    }

    async fn a_batch_has_a_length(app: &App) {
        let head = app.token("khenifra-head").await;
        let many: Vec<_> = (0..101).map(|number| figure(&format!("too-many-{number}"), "CEF", 1)).collect();
        let answer = app.try_change(&head, Change::new("declaredFiguresRecord", RESULTS), &json!({ "figures": many })).await;
        assert_eq!(answer.only_code(), "LIMIT_EXCEEDED");
        assert_eq!(record(app, &head, &many[..100]).await.len(), 100);
        assert_eq!(record(app, &head, &[]).await, Vec::<Value>::new());
        assert_eq!(app.journal().await, 100);
        let social = app.token("khenifra-social").await;
        let answer = app.try_change(&social, Change::new("declaredFiguresRecord", RESULTS), &json!({ "figures": &many[..1] })).await;
        assert_eq!(answer.only_code(), "FORBIDDEN");
    }
}
