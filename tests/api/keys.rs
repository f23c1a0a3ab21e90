//! The keys of the installation: made anew, retired, sealed under another master key, while processes run; and shown to
//! those who verify tokens.

use std::path::Path;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{create_postgres, postgres_url};
use crate::program::{Running, accounts, error_of, run};

/// Identifier, purpose and state of each key, as the command shows them.
fn listed(dir: &Path, database: &[&str]) -> Vec<(String, String, String)> {
    let output = run(dir, &[&["keys", "list"], database].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let line = |line: &str| {
        let mut parts = line.split("  ").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
        (parts.next().unwrap(), parts.next().unwrap(), parts.nth(1).unwrap())
    };
    text.lines().map(line).collect()
}

fn newest(dir: &Path, database: &[&str], purpose: &str) -> String {
    let keys = listed(dir, database);
    keys.into_iter().find(|(_, of, state)| of == purpose && state == "signs and seals").unwrap().0
}

fn done(dir: &Path, arguments: &[&str], database: &[&str]) {
    let output = run(dir, &[arguments, database].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

async fn published(running: &Running) -> Vec<Value> {
    let keys = reqwest::get(format!("{}/.well-known/jwks.json", running.url)).await.unwrap();
    assert_eq!(keys.headers()["cache-control"], "public, max-age=300");
    let keys: Value = keys.json().await.unwrap();
    keys["keys"].as_array().unwrap().clone()
}

/// Verifies a token as anyone can who reads the published keys; by another library than the server's.
fn verifies(token: &str, keys: &[Value]) -> bool {
    let parts: Vec<_> = token.split('.').collect();
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let header: Value = serde_json::from_slice(&bytes(parts[0])).unwrap();
    let Some(key) = keys.iter().find(|key| key["kid"] == header["kid"]) else { return false };
    assert_eq!(
        (&key["kty"], &key["crv"], &key["alg"], &key["use"]),
        (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"), &json!("sig"))
    );
    let key = VerifyingKey::from_bytes(&bytes(key["x"].as_str().unwrap()).try_into().unwrap()).unwrap();
    let signature = Signature::from_slice(&bytes(parts[2])).unwrap();
    key.verify(format!("{}.{}", parts[0], parts[1]).as_bytes(), &signature).is_ok()
}

async fn is_believed(running: &Running, token: &str) -> bool {
    let answer = running.ask(Some(token), json!({ "query": "{ viewer { login } }" })).await;
    answer["data"]["viewer"]["login"] == "khenifra-head"
}

async fn within_five_seconds(mut is_so: impl AsyncFnMut() -> bool) {
    let since = Instant::now();
    while !is_so().await {
        assert!(since.elapsed() < Duration::from_secs(5), "it takes longer than five seconds");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[expect(clippy::too_many_lines, reason = "one life, from one key to the next")]
async fn life_of_keys(database: &[&str]) {
    let dir = TempDir::new().unwrap();
    let arguments = [&["--demo"], database].concat();
    let running = Running::start(dir.path(), &arguments);
    let password = accounts(dir.path())["khenifra-head"].clone();
    let sign_in = async || running.sign_in("khenifra-head", &password).await["data"]["signIn"].clone();
    let token = |signed_in: &Value| signed_in["accessToken"].as_str().unwrap().to_owned();
    let refresh = async |signed_in: &Value| {
        let query = "mutation ($input: SessionRefreshInput!) { sessionRefresh(input: $input) { accessToken refreshToken errors { code } } }";
        let input = json!({ "refreshToken": signed_in["refreshToken"] });
        running.ask(None, json!({ "query": query, "variables": { "input": input } })).await["data"]["sessionRefresh"]
            .clone()
    };
    let next_page = async |token: &str, cursor: &Value| {
        let query = format!("{{ communes(first: 1, after: {cursor}) {{ pageInfo {{ endCursor }} }} }}");
        running.ask(Some(token), json!({ "query": query })).await
    };
    let before = sign_in().await;
    let cursor = running
        .ask(Some(&token(&before)), json!({ "query": "{ communes(first: 1) { pageInfo { endCursor } } }" }))
        .await["data"]["communes"]["pageInfo"]["endCursor"]
        .clone();
    let keys = published(&running).await;
    assert_eq!(keys.len(), 1);
    assert!(verifies(&token(&before), &keys));
    let old: Vec<_> =
        ["SIGNING", "LINK", "CURSOR"].iter().map(|purpose| newest(dir.path(), database, purpose)).collect();

    // New keys, while the process runs: what is old still holds, what is new is of the new ones.
    for purpose in ["signing", "link", "cursor", "field", "certificate"] {
        done(dir.path(), &["keys", "rotate", "--purpose", purpose], database);
    }
    within_five_seconds(async || published(&running).await.len() == 2).await;
    let after = sign_in().await;
    let keys = published(&running).await;
    assert_eq!(keys[0]["kid"], json!(newest(dir.path(), database, "SIGNING")), "the newest first");
    assert!(verifies(&token(&after), &keys[..1]) && verifies(&token(&before), &keys[1..]));
    assert!(is_believed(&running, &token(&before)).await && is_believed(&running, &token(&after)).await);
    assert_eq!(refresh(&before).await["errors"], json!([]));
    assert!(next_page(&token(&after), &cursor).await.get("errors").is_none());

    // Retired, they hold no more; the newest of a purpose, and what is compared later, cannot be.
    let other = sign_in().await;
    let early = error_of(&run(dir.path(), &[&["keys", "retire", &old[0]], database].concat()));
    assert!(early.contains("ten seconds"), "{early}");
    tokio::time::sleep(Duration::from_secs(10)).await;
    done(dir.path(), &["keys", "retire", &old[0]], database);
    within_five_seconds(async || !is_believed(&running, &token(&before)).await).await;
    within_five_seconds(async || published(&running).await.len() == 1).await;
    assert!(is_believed(&running, &token(&after)).await, "those of the new key are believed");
    done(dir.path(), &["keys", "retire", &old[1]], database);
    done(dir.path(), &["keys", "retire", &old[2]], database);
    within_five_seconds(async || {
        next_page(&token(&after), &cursor).await["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    })
    .await;
    assert_eq!(refresh(&other).await["errors"], json!([]), "sealed by the new key");
    for (id, said) in [
        (newest(dir.path(), database, "SIGNING"), "rotate --purpose signing"),
        (newest(dir.path(), database, "DIGEST"), "stays"),
        (newest(dir.path(), database, "CERTIFICATE"), "people hold"),
        (old[0].clone(), "keys list"),
    ] {
        let error = error_of(&run(dir.path(), &[&["keys", "retire", &id], database].concat()));
        assert!(error.contains(said), "{error}");
    }

    // A key of a person that was sealed under a key that is retired is sealed anew before.
    let invite = "mutation ($input: AccountInviteInput!) { accountInvite(input: $input) { account { id version } errors { code } } }";
    let slice = running.ask(Some(&token(&after)), json!({ "query": "{ viewer { slice { id } } }" })).await["data"]["viewer"]["slice"]["id"].clone();
    let input = json!({ "idempotencyKey": "before-the-key-is-retired", "login": "zineb", "names": { "fr": "Zineb" }, "mandate": { "role": "SOCIAL_WORKER", "slice": slice } });
    let invited = running.ask(Some(&token(&after)), json!({ "query": invite, "variables": { "input": input } })).await
        ["data"]["accountInvite"]["account"]
        .clone();
    let field = newest(dir.path(), database, "FIELD");
    done(dir.path(), &["keys", "rotate", "--purpose", "field"], database);
    tokio::time::sleep(Duration::from_secs(10)).await;
    done(dir.path(), &["keys", "retire", &field], database);

    // Another master key: the process goes on until it is started again, which it must be with the new one.
    done(dir.path(), &["keys", "rewrap", "--new-master-key-file", "other.key"], database);
    assert!(is_believed(&running, &token(&after)).await);
    running.stop();
    let refused = error_of(&run(dir.path(), &[&["serve", "--listen", "127.0.0.1:0"], arguments.as_slice()].concat()));
    assert!(refused.contains("sealed under another master key"), "{refused}");
    let again = [arguments.as_slice(), &["--master-key-file", "other.key"]].concat();
    let running = Running::start(dir.path(), &again);
    assert!(is_believed(&running, &token(&after)).await, "tokens outlive the start and the master key");
    let update = "mutation ($input: AccountUpdateInput!) { accountUpdate(input: $input) { account { version } errors { code } } }";
    let input = json!({ "id": invited["id"], "expectedVersion": 1, "email": "zineb@example.ma" });
    let updated = running.ask(Some(&token(&after)), json!({ "query": update, "variables": { "input": input } })).await;
    assert_eq!(updated["data"]["accountUpdate"]["account"]["version"], 2, "the person's key opens: {updated}");
    let passwords = accounts(dir.path());
    let auditor = running.sign_in("auditor", &passwords["auditor"]).await["data"]["signIn"]["accessToken"].clone();
    let events = "{ securityEvents(first: 100, where: { kinds: [KEY_ROTATED, KEY_RETIRED, KEYS_REWRAPPED] }) { nodes { kind address by { id } } } }";
    let events =
        running.ask(auditor.as_str(), json!({ "query": events })).await["data"]["securityEvents"]["nodes"].clone();
    let kinds: Vec<_> = events.as_array().unwrap().iter().rev().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "KEY_ROTATED",
            "KEY_ROTATED",
            "KEY_ROTATED",
            "KEY_ROTATED",
            "KEY_ROTATED",
            "KEY_RETIRED",
            "KEY_RETIRED",
            "KEY_RETIRED",
            "KEY_ROTATED",
            "KEY_RETIRED",
            "KEYS_REWRAPPED",
        ]
    );
    running.stop();
}

#[tokio::test]
async fn keys_come_and_go_while_the_server_runs_on_sqlite() {
    life_of_keys(&[]).await;
}

#[tokio::test]
async fn keys_come_and_go_while_the_server_runs_on_postgres() {
    let url = postgres_url(&create_postgres(None).await);
    life_of_keys(&["--database-url", &url]).await;
}

/// The first administrator of an installation, without a database console.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the program that is started reads the machine's clock")]
async fn the_first_administrator_is_invited_on_the_command_line() {
    let dir = TempDir::new().unwrap();
    let invite = ["account", "invite-admin", "Amina.Essai", "--name-fr", "Amina Essai"];
    // The file is made, and brought up to date, as the server would.
    let invited = run(dir.path(), &invite);
    assert!(invited.status.success(), "{}", String::from_utf8_lossy(&invited.stderr));
    let link = String::from_utf8(invited.stdout).unwrap().lines().last().unwrap().to_owned();
    let error = error_of(&run(dir.path(), &invite));
    assert!(error.contains("belongs to another account"), "{error}");

    let running = Running::start(dir.path(), &[]);
    let set = "mutation ($input: PasswordSetInput!) { passwordSet(input: $input) { login errors { code } } }";
    let input = json!({ "token": link, "password": "houses stand where rivers meet" });
    let answer = running.ask(None, json!({ "query": set, "variables": { "input": input } })).await;
    assert_eq!(answer["data"]["passwordSet"], json!({ "login": "amina.essai", "errors": [] }));
    // On anything real, the national office shows a second factor.
    let password = "houses stand where rivers meet";
    let refused = running.sign_in("amina.essai", password).await;
    assert_eq!(refused["data"]["signIn"]["errors"], json!([{ "code": "SECOND_FACTOR_MISSING" }]));
    let offer = format!(
        "mutation {{ secondFactorOffer(input: {{ login: \"amina.essai\", password: \"{password}\" }}) {{ secret }} }}"
    );
    let offered = running.ask(None, json!({ "query": offer })).await["data"]["secondFactorOffer"]["secret"].clone();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let code = |ahead: u64| crate::second_factor::code(offered.as_str().unwrap(), i64::try_from(now + ahead).unwrap());
    let confirm = format!(
        "mutation {{ secondFactorConfirm(input: {{ login: \"amina.essai\", password: \"{password}\", code: \"{}\" }}) {{ recoveryCodes errors {{ code }} }} }}",
        code(0)
    );
    let confirmed = running.ask(None, json!({ "query": confirm })).await;
    assert_eq!(confirmed["data"]["secondFactorConfirm"]["errors"], json!([]));
    let sign_in = format!(
        "mutation {{ signIn(input: {{ login: \"amina.essai\", password: \"{password}\", code: \"{}\" }}) {{ accessToken errors {{ code }} }} }}",
        code(30)
    );
    let signed_in = running.ask(None, json!({ "query": sign_in })).await;
    let token = signed_in["data"]["signIn"]["accessToken"].as_str();
    let viewer = running.ask(token, json!({ "query": "{ viewer { role } }" })).await;
    assert_eq!(viewer["data"]["viewer"]["role"], "NATIONAL_ADMIN");
    running.stop();
    done(dir.path(), &["journal", "verify"], &[]);
}
