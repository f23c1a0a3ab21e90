//! Guessing passwords: how often it may be tried, by whom, and that it keeps nobody out.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{App, on_both};

/// What came of an attempt: the code, and after how many seconds another one may come.
async fn attempt(app: &App, url: &str, address: &str, login: &str, password: &str) -> (String, Option<u64>) {
    let query = "mutation ($input: SignInInput!) { signIn(input: $input) { accessToken errors { code } } }";
    let body = json!({ "query": query, "variables": { "input": { "login": login, "password": password } } });
    let request = app.client().post(format!("{url}/graphql")).header("x-forwarded-for", address).json(&body);
    let response = request.send().await.unwrap();
    let (status, wait) = (response.status(), response.headers().get("retry-after").cloned());
    let body: Value = response.json().await.unwrap();
    let payload = &body["data"]["signIn"];
    let code = payload["errors"][0]["code"].as_str().or(body["errors"][0]["extensions"]["code"].as_str());
    let wait = wait.map(|wait| wait.to_str().unwrap().parse().unwrap());
    assert_eq!(
        (status == StatusCode::TOO_MANY_REQUESTS, code == Some("RATE_LIMITED")),
        (wait.is_some(), wait.is_some())
    );
    assert_eq!(code.is_none(), payload["accessToken"].is_string(), "{body}");
    (code.unwrap_or("SIGNED_IN").to_owned(), wait)
}

fn refused() -> (String, Option<u64>) {
    ("INVALID_CREDENTIALS".to_owned(), None)
}

fn signed_in() -> (String, Option<u64>) {
    ("SIGNED_IN".to_owned(), None)
}

on_both! {
    async fn an_address_tries_a_login_ten_times_and_then_every_twenty_seconds(app: &App) {
        let (url, elsewhere) = (app.listen_again().await, app.listen_again().await);
        let password = app.password("khenifra-head");
        let before = app.hashes();
        for _ in 0..10 {
            assert_eq!(attempt(app, &url, "192.0.2.1", "khenifra-head", "a guess").await, refused());
        }
        let limited = ("RATE_LIMITED".to_owned(), Some(20));
        assert_eq!(attempt(app, &url, "192.0.2.1", "khenifra-head", "a guess").await, limited);
        let statements = app.statements();
        assert_eq!(attempt(app, &url, "192.0.2.1", "Khenifra-Head ", &password).await, limited, "the right one too");
        assert_eq!(app.statements() - statements, 3, "three are read, nothing is hashed, nothing is written");
        assert_eq!(app.hashes(), before, "other gates hash for themselves");
        // Another process knows it too, and so does one that starts afterwards.
        assert_eq!(attempt(app, &elsewhere, "192.0.2.1", "khenifra-head", "a guess").await, limited);
        assert_eq!(attempt(app, &app.listen_again().await, "192.0.2.1", "khenifra-head", "a guess").await, limited);
        // A login that is nobody's is limited alike.
        for _ in 0..10 {
            assert_eq!(attempt(app, &url, "192.0.2.1", "nobody", "a guess").await, refused());
        }
        assert_eq!(attempt(app, &url, "192.0.2.1", "nobody", "a guess").await, limited);
        // From elsewhere, and on another login, nobody is kept out.
        assert_eq!(attempt(app, &url, "192.0.2.2", "khenifra-head", &password).await, signed_in());
        assert_eq!(attempt(app, &url, "192.0.2.1", "auditor", &app.password("auditor")).await, signed_in());
        app.advance(19);
        assert_eq!(attempt(app, &url, "192.0.2.1", "khenifra-head", &password).await, ("RATE_LIMITED".to_owned(), Some(1)));
        app.advance(1);
        assert_eq!(attempt(app, &url, "192.0.2.1", "khenifra-head", &password).await, signed_in());
        for _ in 0..10 {
            assert_eq!(attempt(app, &url, "192.0.2.1", "khenifra-head", "a guess").await, refused(), "a success forgives");
        }
    }

    async fn an_address_tries_sixty_logins_and_then_one_every_two_seconds(app: &App) {
        let url = app.listen_again().await;
        for number in 0..60 {
            // Of one network of version 6, whichever its address.
            let address = format!("2001:db8:1:2:{number:x}::1");
            assert_eq!(attempt(app, &url, &address, &format!("nobody-{number}"), "a guess").await, refused(), "{number}");
        }
        assert_eq!(attempt(app, &url, "2001:db8:1:2::1", "nobody", "a guess").await, ("RATE_LIMITED".to_owned(), Some(2)));
        assert_eq!(attempt(app, &url, "2001:db8:1:3::1", "nobody", "a guess").await, refused());
        // An office that signs in rightly is not slowed down by its number.
        for _ in 0..70 {
            assert_eq!(attempt(app, &url, "192.0.2.1", "auditor", &app.password("auditor")).await, signed_in());
        }
    }

    async fn many_at_the_same_time_are_let_through_as_one_after_the_other(app: &App) {
        let url = app.listen_again().await;
        let all = (0..40).map(|_| attempt(app, &url, "192.0.2.1", "khenifra-head", "a guess"));
        let all = async_graphql::futures_util::future::join_all(all).await;
        let tried = all.iter().filter(|(code, _)| code == "INVALID_CREDENTIALS").count();
        assert_eq!(tried, 10, "{all:?}");
    }

    /// Strangers try one login from everywhere.
    async fn ten_thousand_wrong_attempts_leave_a_good_user_able_to_sign_in(app: &App) {
        let url = app.listen_again().await;
        let password = app.password("khenifra-head");
        assert_eq!(attempt(app, &url, "198.51.100.7", "khenifra-head", &password).await, signed_in());
        let attempts: u32 = std::env::var("ATTEMPTS").map_or(10_000, |attempts| attempts.parse().unwrap());
        let (mut tried, mut limited) = (0, 0);
        for some in (0..attempts).collect::<Vec<_>>().chunks(200) {
            let some = some.iter().map(|number| {
                let address = format!("10.{}.{}.{}", number >> 16, (number >> 8) & 255, number & 255);
                let url = &url;
                async move { attempt(app, url, &address, "khenifra-head", "a guess").await }
            });
            for (code, wait) in async_graphql::futures_util::future::join_all(some).await {
                match code.as_str() {
                    "INVALID_CREDENTIALS" => tried += 1,
                    "RATE_LIMITED" => {
                        limited += 1;
                        assert!(wait.is_some_and(|wait| wait <= 5));
                    }
                    other => panic!("{other}"),
                }
            }
        }
        assert_eq!((tried, limited), (100, attempts - 100), "a hundred are hashed, and the others refused before");
        // From where they signed in before, at once; from anywhere, as soon as one attempt is forgotten.
        assert_eq!(attempt(app, &url, "198.51.100.7", "khenifra-head", &password).await, signed_in());
        assert_eq!(attempt(app, &url, "203.0.113.9", "khenifra-head", &password).await, ("RATE_LIMITED".to_owned(), Some(5)));
        app.advance(5);
        assert_eq!(attempt(app, &url, "203.0.113.9", "khenifra-head", &password).await, signed_in());
        // Everyone else signs in meanwhile.
        assert_eq!(attempt(app, &url, "10.0.0.1", "auditor", &app.password("auditor")).await, signed_in());
    }
}
