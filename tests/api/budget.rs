//! Budgets: what an account, a partner's system and the anonymous of an address may ask for in a minute, on all processes together.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};
use taawun::config::Limits;
use uuid::Uuid;

use crate::harness::{App, on_both};

/// 1 for the page, 1 for its total, and of each of 100 rows 1 for the row and 1 for its code.
const COMMUNES: &str = "{ communes(first: 100) { totalCount nodes { code } } }";
const COST: u64 = 2 + 100 * 2;
const MINE: &str = "{ rateLimit { limit remaining resetAt cost } }";

/// Asks at an address: the status, after how many seconds there is room again, the body.
async fn ask(app: &App, url: &str, token: Option<&str>, query: &str) -> (StatusCode, Option<u64>, Value) {
    let mut request = app.client().post(format!("{url}/graphql")).json(&json!({ "query": query }));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let response = request.send().await.unwrap();
    let wait = response.headers().get("retry-after").map(|value| value.to_str().unwrap().parse().unwrap());
    (response.status(), wait, response.json().await.unwrap())
}

on_both! {
    async fn a_budget_is_spent_by_cost_and_comes_back_with_time(app: &App) {
        let limit = 1000;
        let url = app.listen_within(Limits { budget: limit, ..Limits::default() }).await;
        let (head, officer) = (app.token("khenifra-head").await, app.token("khenifra-officer").await);
        let started = Instant::now();
        for _ in 0..4 {
            let (status, wait, body) = ask(app, &url, Some(&head), COMMUNES).await;
            assert_eq!((status, wait, body["extensions"]["cost"]["requested"].as_u64()), (StatusCode::OK, None, Some(COST)));
        }
        let (_, _, body) = ask(app, &url, Some(&head), MINE).await;
        let mine = &body["data"]["rateLimit"];
        // 4 times 202 and 5 for this, of 1000; a second gives back 16 or 17.
        let back = started.elapsed().as_secs() * 17 + 17;
        assert_eq!((&mine["limit"], &mine["cost"]), (&json!(1000), &json!(5)));
        let left = 1000 - 4 * COST - 5;
        assert!((left..=left + back).contains(&mine["remaining"].as_u64().unwrap()), "{mine}");
        // 813 are given back in 48.78 seconds.
        let reset = chrono::DateTime::parse_from_rfc3339(mine["resetAt"].as_str().unwrap()).unwrap();
        let after = (reset.timestamp() - app.now().timestamp()).unsigned_abs();
        assert!((40..=49).contains(&after), "{mine}, {after}");
        // The fifth is one too many; nothing of it is done.
        let before = app.statements();
        let (status, wait, body) = ask(app, &url, Some(&head), COMMUNES).await;
        assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("RATE_LIMITED")));
        assert!(body.get("data").is_none() && app.statements() == before);
        let wait = wait.unwrap();
        assert!((1..=2).contains(&wait), "187 are left and 202 needed: a second, not {wait}");
        // On another device it is the same account; another account has its own.
        let again = app.token("khenifra-head").await;
        assert_eq!(ask(app, &url, Some(&again), COMMUNES).await.0, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(ask(app, &url, Some(&officer), COMMUNES).await.0, StatusCode::OK);
        assert_eq!(ask(app, &url, Some(&head), MINE).await.0, StatusCode::OK, "what costs little is still answered");
        tokio::time::sleep(Duration::from_secs(wait + 1)).await;
        assert_eq!(ask(app, &url, Some(&head), COMMUNES).await.0, StatusCode::OK);
        // What would cost more than a whole budget costs the whole of it.
        let url = app.listen_within(Limits { budget: 100, ..Limits::default() }).await;
        assert_eq!(ask(app, &url, Some(&head), COMMUNES).await.0, StatusCode::OK);
        assert_eq!(ask(app, &url, Some(&head), MINE).await.0, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn a_system_and_the_anonymous_have_budgets_of_their_own(app: &App) {
        let url = app.listen_within(Limits { budget: 300, ..Limits::default() }).await;
        let (mut tokens, mut refused) = (Vec::new(), None);
        for (client, secret) in app.systems().iter().take(2) {
            let (_, body) = app.ask_for_token(client, secret).await;
            tokens.extend(body["access_token"].as_str().map(str::to_owned));
        }
        assert_eq!(ask(app, &url, Some(&tokens[0]), COMMUNES).await.0, StatusCode::OK);
        assert_eq!(ask(app, &url, Some(&tokens[0]), COMMUNES).await.0, StatusCode::TOO_MANY_REQUESTS);
        // The anonymous ask from one address here.
        for asked in 0..400 {
            let (status, wait, body) = ask(app, &url, None, "{ __typename }").await;
            if status == StatusCode::TOO_MANY_REQUESTS {
                assert_eq!(body["errors"][0]["extensions"]["code"], "RATE_LIMITED");
                refused = Some((asked, wait));
                break;
            }
        }
        let (asked, wait) = refused.expect("300 and what comes back meanwhile");
        assert!(asked >= 300 && wait == Some(1), "{asked} {wait:?}");
        assert_eq!(ask(app, &url, Some(&app.token("khenifra-head").await), MINE).await.0, StatusCode::OK);
        // A request for a token costs a hundred of a budget of its own.
        let mut statuses = Vec::new();
        for _ in 0..4 {
            let request = app.client().post(format!("{url}/oauth/token")).header("content-type", "application/x-www-form-urlencoded");
            let answer = request.body("grant_type=client_credentials").send().await.unwrap();
            assert_eq!(answer.headers().contains_key("retry-after"), answer.status() == StatusCode::TOO_MANY_REQUESTS);
            statuses.push(answer.status().as_u16());
        }
        assert_eq!(statuses, [401, 401, 401, 429]);
    }

    async fn the_share_of_a_process_follows_how_many_live(app: &App) {
        let remaining = async || {
            let mine = app.send(Some(&app.token("khenifra-head").await), MINE, json!({})).await.body["data"]["rateLimit"].clone();
            mine["remaining"].as_u64().unwrap()
        };
        let whole = 1_000_000_000_u64;
        let about = |share: u64, left: u64| left <= share && left + 1000 > share;
        assert!(about(whole, remaining().await), "alone");
        // Three others say that they live.
        for _ in 0..3 {
            app.pool.beat(Uuid::now_v7().into()).await.unwrap();
        }
        let until = async |share: u64| {
            let since = Instant::now();
            while !about(share, remaining().await) {
                assert!(since.elapsed() < Duration::from_secs(15), "its share is not {share} after a quarter of a minute");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        until(whole / 4).await;
        // They say nothing any more, for longer than twenty seconds.
        tokio::time::sleep(Duration::from_secs(16)).await;
        until(whole).await;
    }
}
