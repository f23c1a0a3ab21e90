//! Sessions: refreshed, switched, ended; and that what is ended is ended everywhere, within seconds.

use std::time::{Duration, Instant};

use entity::mandate::{self, Role};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{App, Change, PASSWORD, codes, on_both, one, plain_mandate};
use crate::program::{Running, accounts};

const TOKENS: &str =
    "accessToken refreshToken accessTokenExpiresAt viewer { role slice { name } } errors { code message path }";
const ENDED: &str = "{ sessionsEnd(input: { keepCurrent: true }) { ended } }";

async fn refresh(app: &App, token: &str) -> Value {
    let query = format!("mutation ($input: SessionRefreshInput!) {{ sessionRefresh(input: $input) {{ {TOKENS} }} }}");
    let answer = app.send(None, &query, json!({ "input": { "refreshToken": token } })).await;
    answer.body["data"]["sessionRefresh"].clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}"))
}

/// Whether a token is good at an address.
pub(crate) async fn holds(app: &App, url: &str, token: &str) -> bool {
    let answer = app.send_to(url, Some(token), "{ viewer { login } }", json!({})).await;
    if answer.status == StatusCode::OK {
        return true;
    }
    assert_eq!((answer.status, answer.only_code().as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"));
    false
}

/// How long another process goes on believing a token that was revoked; five seconds at most.
pub(crate) async fn believed_elsewhere(app: &App, url: &str, token: &str) -> Duration {
    let since = Instant::now();
    while holds(app, url, token).await {
        assert!(since.elapsed() < Duration::from_secs(5), "it is believed for longer than five seconds");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    since.elapsed()
}

/// What the security log has of an account, the latest first.
pub(crate) async fn events(app: &App, login: &str) -> Vec<String> {
    let query = format!("{{ accounts(where: {{ login: \"{login}\" }}) {{ nodes {{ id }} }} }}");
    let id = app.data("auditor", &query).await["accounts"]["nodes"][0]["id"].clone();
    let query = format!("{{ securityEvents(first: 100, where: {{ account: {id} }}) {{ nodes {{ kind }} }} }}");
    let events = app.data("auditor", &query).await;
    events["securityEvents"]["nodes"].as_array().unwrap().iter().map(|event| text(&event["kind"]).to_owned()).collect()
}

on_both! {
    async fn a_refresh_token_is_good_once(app: &App) {
        let first = app.sign_in("khenifra-head", &app.password("khenifra-head")).await;
        app.advance(600);
        let second = refresh(app, text(&first["refreshToken"])).await;
        assert_eq!(second["errors"], json!([]));
        assert_eq!(second["viewer"], json!({ "role": "DELEGATION_HEAD", "slice": { "name": "Délégation provinciale de Khénifra" } }));
        // Ten minutes after ten o'clock, and a quarter of an hour.
        assert_eq!(second["accessTokenExpiresAt"], "2026-11-24T09:25:00+00:00");
        assert_ne!(first["refreshToken"], second["refreshToken"]);
        assert!(holds(app, &app.url, text(&first["accessToken"])).await, "the access token lives as long as it said");
        assert!(holds(app, &app.url, text(&second["accessToken"])).await);

        // The first one again: one of the two who have it is not who it was given to, and nobody knows which.
        let again = refresh(app, text(&first["refreshToken"])).await;
        assert_eq!(codes(&again), one("SESSION_ENDED", "input.refreshToken"));
        assert_eq!(again["accessToken"], Value::Null);
        assert_eq!(codes(&refresh(app, text(&second["refreshToken"])).await), one("SESSION_ENDED", "input.refreshToken"));
        for token in [&first["accessToken"], &second["accessToken"]] {
            assert!(!holds(app, &app.url, text(token)).await, "the whole session is ended");
        }
        assert_eq!(events(app, "khenifra-head").await[..2], ["REFRESH_TOKEN_REUSED", "SIGNED_IN"]);
    }

    async fn what_is_no_refresh_token_ends_nothing(app: &App) {
        let signed_in = app.sign_in("khenifra-head", &app.password("khenifra-head")).await;
        let token = text(&signed_in["refreshToken"]);
        let other = app.sign_in("midelt-head", &app.password("midelt-head")).await;
        let (half, rest) = token.split_at(60);
        let changed = format!("{half}{}{}", if rest.starts_with('A') { 'B' } else { 'A' }, &rest[1..]);
        let exchanged = format!("{half}{}", &text(&other["refreshToken"])[60..]);
        for forged in ["x", "AAAA", half, &changed, &exchanged, text(&signed_in["accessToken"]).split('.').next().unwrap()] {
            assert_eq!(codes(&refresh(app, forged).await), one("SESSION_ENDED", "input.refreshToken"), "{forged}");
        }
        assert_eq!(codes(&refresh(app, " ").await), one("BLANK", "input.refreshToken"));
        assert_eq!(refresh(app, token).await["errors"], json!([]), "the session stands");
    }

    async fn of_two_refreshes_side_by_side_one_is_a_second_use(app: &App) {
        let signed_in = app.sign_in("khenifra-head", &app.password("khenifra-head")).await;
        let token = text(&signed_in["refreshToken"]);
        let answers = twice(app, token).await;
        let good = answers.iter().filter(|answer| answer["errors"] == json!([])).count();
        assert!(good <= 1, "{answers:?}");
        for answer in answers {
            if let Some(token) = answer["accessToken"].as_str() {
                assert!(!holds(app, &app.url, token).await, "the session is ended");
            }
        }
    }

    async fn a_session_lasts_thirty_days(app: &App) {
        let mut token = app.sign_in("khenifra-head", &app.password("khenifra-head")).await["refreshToken"].clone();
        for _ in 0..29 {
            app.advance(24 * 60 * 60);
            let next = refresh(app, text(&token)).await;
            assert_eq!(next["errors"], json!([]));
            token = next["refreshToken"].clone();
        }
        app.advance(24 * 60 * 60);
        assert_eq!(codes(&refresh(app, text(&token)).await), one("SESSION_ENDED", "input.refreshToken"));
    }

    async fn sessions_are_listed_and_ended_one_by_one_or_all(app: &App) {
        let elsewhere = app.listen_again().await;
        let sign_in = async |device: &str| {
            let query = "mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }";
            let input = json!({ "login": "khenifra-head", "password": app.password("khenifra-head") });
            let request = app.client().post(format!("{}/graphql", app.url)).header("user-agent", device);
            let body = json!({ "query": query, "variables": { "input": input } });
            app.advance(1);
            text(&app.receive(request.json(&body)).await.body["data"]["signIn"]["accessToken"]).to_owned()
        };
        let tokens = [sign_in("A telephone").await, sign_in("A desk").await, sign_in(&"x".repeat(300)).await];
        let list = "{ sessions { id device current createdAt expiresAt } }";
        let listed = app.send(Some(&tokens[1]), list, json!({})).await.body["data"]["sessions"].clone();
        let shown: Vec<_> = listed.as_array().unwrap().iter().map(|one| (text(&one["device"]).to_owned(), one["current"] == true)).collect();
        assert_eq!(shown, [("x".repeat(200), false), ("A desk".to_owned(), true), ("A telephone".to_owned(), false)]);
        assert_eq!(listed[2]["expiresAt"], "2026-12-24T09:00:01+00:00", "thirty days after ten o'clock and a second");

        // Another's session is not there; one's own is ended, here and elsewhere.
        let end = Change::new("sessionEnd", "id errors { code path }");
        let other = app.token("midelt-head").await;
        assert_eq!(codes(&app.change(&other, end, &json!({ "id": listed[2]["id"] })).await), one("NOT_FOUND", "input.id"));
        assert!(holds(app, &elsewhere, &tokens[0]).await);
        let ended = app.change(&tokens[1], end, &json!({ "id": listed[2]["id"] })).await;
        assert_eq!(ended, json!({ "id": listed[2]["id"], "errors": [] }));
        assert!(!holds(app, &app.url, &tokens[0]).await, "this process knows at once");
        println!("another process knew after {:?}", believed_elsewhere(app, &elsewhere, &tokens[0]).await);

        // All but this one; then this one, by signing out.
        assert_eq!(app.send(Some(&tokens[1]), &format!("mutation {ENDED}"), json!({})).await.body["data"]["sessionsEnd"]["ended"], 1);
        believed_elsewhere(app, &elsewhere, &tokens[2]).await;
        assert!(holds(app, &app.url, &tokens[1]).await);
        app.change(&tokens[1], end, &json!({})).await;
        assert!(!holds(app, &app.url, &tokens[1]).await);
        assert!(holds(app, &app.url, &other).await, "nobody else is signed out");
        assert_eq!(events(app, "khenifra-head").await, ["SESSIONS_ENDED", "SESSIONS_ENDED", "SESSIONS_ENDED", "SIGNED_IN", "SIGNED_IN", "SIGNED_IN"]);
    }

    async fn a_token_speaks_for_one_mandate_and_is_switched_to_another(app: &App) {
        let delegations = app.data("national-admin", "{ delegations { nodes { id code } } }").await["delegations"]["nodes"].clone();
        let of = |code: &str| {
            let found = delegations.as_array().unwrap().iter().find(|one| one["code"] == code).unwrap();
            mandate::Model { delegation_id: Some(crate::harness::key_of(&found["id"]).into()), ..plain_mandate(Role::DelegationHead) }
        };
        app.lay_account("interim", vec![of("EN-05-301"), of("EN-08-363")]).await;
        let signed_in = app.sign_in("interim", PASSWORD).await;
        let count = async |token: &str| {
            app.send(Some(token), "{ establishments(first: 1) { totalCount } }", json!({})).await.body["data"]["establishments"]["totalCount"].clone()
        };
        let first = text(&signed_in["accessToken"]);
        assert_eq!(count(first).await, 84, "the houses of Khénifra");
        let mandates = "{ viewer { mandates { id role current validFrom validTo slice { name } } } }";
        let mandates = app.send(Some(first), mandates, json!({})).await.body["data"]["viewer"]["mandates"].clone();
        assert_eq!((mandates[0]["current"].clone(), mandates[1]["current"].clone()), (json!(true), json!(false)));
        assert_eq!(mandates[1]["slice"]["name"], "Délégation provinciale de Midelt");

        let switch = Change::new("mandateSwitch", TOKENS);
        let switched = app.change(first, switch, &json!({ "mandate": mandates[1]["id"] })).await;
        assert_eq!(switched["refreshToken"], Value::Null);
        assert_eq!(count(text(&switched["accessToken"])).await, 8, "the houses of Midelt, and never of both");
        assert_eq!(count(first).await, 84);
        let refreshed = refresh(app, text(&signed_in["refreshToken"])).await;
        assert_eq!(count(text(&refreshed["accessToken"])).await, 8, "a refresh keeps to it");

        // A mandate of somebody else is none of theirs.
        let others = app.send(Some(&app.token("midelt-head").await), "{ viewer { mandates { id } } }", json!({})).await;
        let id = &others.body["data"]["viewer"]["mandates"][0]["id"];
        assert_eq!(codes(&app.change(first, switch, &json!({ "mandate": id })).await), one("NOT_FOUND", "input.mandate"));
        assert_eq!(codes(&app.change(first, switch, &json!({ "mandate": "nonsense" })).await), one("INVALID", "input.mandate"));

        // One is taken back: its tokens are refused everywhere, the other's are not, and a refresh falls back to it.
        let elsewhere = app.listen_again().await;
        let end = Change::new("mandateEnd", "mandate { endedAt } errors { code path }");
        let ended = app.change(&app.token("national-admin").await, end, &json!({ "id": mandates[1]["id"], "expectedVersion": 1 })).await;
        assert_eq!(ended["mandate"]["endedAt"], "2026-11-24T09:00:00+00:00");
        assert!(!holds(app, &app.url, text(&switched["accessToken"])).await);
        believed_elsewhere(app, &elsewhere, text(&switched["accessToken"])).await;
        assert!(holds(app, &elsewhere, first).await);
        let refreshed = refresh(app, text(&refreshed["refreshToken"])).await;
        assert_eq!(refreshed["viewer"]["slice"]["name"], "Délégation provinciale de Khénifra");
    }

    async fn a_token_ends_with_the_last_day_of_its_mandate(app: &App) {
        let last = plain_mandate(Role::NationalAuditor);
        app.lay_account("leaving", vec![mandate::Model { valid_to: Some("2026-11-24".parse().unwrap()), ..last }]).await;
        // From ten o'clock in Casablanca to ten minutes before midnight.
        app.advance(13 * 60 * 60 + 50 * 60);
        let signed_in = app.sign_in("leaving", PASSWORD).await;
        assert_eq!(signed_in["accessTokenExpiresAt"], "2026-11-24T23:00:00+00:00");
        app.advance(10 * 60 - 1);
        assert!(holds(app, &app.url, text(&signed_in["accessToken"])).await);
        app.advance(1 + 5);
        assert!(!holds(app, &app.url, text(&signed_in["accessToken"])).await);
        assert_eq!(codes(&refresh(app, text(&signed_in["refreshToken"])).await), one("NO_MANDATE", "input.refreshToken"));
    }

    /// One more than twenty ends the one that was used longest ago.
    async fn an_account_has_twenty_sessions_at_most(app: &App) {
        let mut tokens = Vec::new();
        for _ in 0..22 {
            app.advance(1);
            tokens.push(app.token("khenifra-head").await);
        }
        let listed = app.send(tokens.last().map(String::as_str), "{ sessions { id } }", json!({})).await;
        assert_eq!(listed.body["data"]["sessions"].as_array().unwrap().len(), 20);
        let elsewhere = app.listen_again().await;
        assert!(!holds(app, &elsewhere, &tokens[1]).await, "two are ended");
        assert!(holds(app, &elsewhere, &tokens[2]).await);
    }

    async fn what_ended_long_ago_is_taken_out(app: &App) {
        let (ended, kept) = (app.token("khenifra-head").await, app.token("midelt-head").await);
        app.change(&ended, Change::new("sessionEnd", "id"), &json!({})).await;
        assert_eq!(app.sign_in("nobody", "a guess").await["accessToken"], Value::Null);
        app.advance(29 * 24 * 60 * 60);
        assert_eq!(app.pool.sweep(app.now()).await.unwrap(), 0);
        app.advance(2 * 24 * 60 * 60);
        // Of a success, what the address on the login had filled is forgotten, and the others emptied.
        let taken_out = app.pool.sweep(app.now()).await.unwrap();
        assert_eq!(taken_out, 1 + 1 + 3 + 1, "the session that was ended; throttles of the address, of three logins, of one by the address");
        assert_eq!(app.pool.sweep(app.now()).await.unwrap(), 0);
        drop(kept);
    }

    /// The list of what was revoked cannot be read any more: nobody is believed, and everyone is told to come again.
    async fn a_process_that_cannot_know_refuses(app: &App) {
        let token = app.token("khenifra-head").await;
        assert!(holds(app, &app.url, &token).await);
        app.pool.clone().close().await.unwrap();
        let since = Instant::now();
        loop {
            let answer = app.send(Some(&token), "{ viewer { login } }", json!({})).await;
            if answer.status == StatusCode::SERVICE_UNAVAILABLE {
                assert_eq!(answer.only_code(), "UNAVAILABLE");
                break;
            }
            assert!(since.elapsed() < Duration::from_secs(7), "a list older than five seconds is believed");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Two refreshes of one token at the same time.
async fn twice(app: &App, token: &str) -> Vec<Value> {
    let (one, other) = tokio::join!(refresh(app, token), refresh(app, token));
    vec![one, other]
}

/// Two processes on one database; one of them is stopped, as a machine that hangs, while a session is ended at the other.
async fn paused(database: &[&str]) {
    let dir = tempfile::TempDir::new().unwrap();
    let arguments = [&["--demo"], database].concat();
    let (one, other) = (Running::start(dir.path(), &arguments), Running::start(dir.path(), &arguments));
    let signed_in = one.sign_in("khenifra-head", &accounts(dir.path())["khenifra-head"]).await;
    let token = text(&signed_in["data"]["signIn"]["accessToken"]).to_owned();
    let viewer = json!({ "query": "{ viewer { login } }" });
    assert_eq!(other.ask(Some(&token), viewer.clone()).await["data"]["viewer"]["login"], "khenifra-head");
    let signal = |name: &str| {
        let id = other.id().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    };
    signal("-STOP");
    let ended = one.ask(Some(&token), json!({ "query": "mutation { sessionEnd(input: {}) { id } }" })).await;
    assert!(ended["data"]["sessionEnd"]["id"].is_string(), "{ended}");
    let seconds = std::env::var("PAUSE").map_or(6, |seconds| seconds.parse().unwrap());
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    // Asked while it hangs, and answered the moment it goes on.
    let waiting = async { other.ask(Some(&token), viewer.clone()).await };
    let wake = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        signal("-CONT");
    };
    let (answer, ()) = tokio::join!(waiting, wake);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
    one.stop();
    other.stop();
}

#[tokio::test]
async fn a_process_that_was_paused_believes_nothing_old_on_sqlite() {
    paused(&[]).await;
}

#[tokio::test]
async fn a_process_that_was_paused_believes_nothing_old_on_postgres() {
    let url = crate::harness::postgres_url(&crate::harness::create_postgres(None).await);
    paused(&["--database-url", &url]).await;
}
