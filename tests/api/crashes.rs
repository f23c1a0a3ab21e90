//! The process is killed in the middle of writes: whatever was acknowledged is there once, and nothing is half done.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{create_postgres, postgres_url};
use crate::program::{Running, accounts, run};

const WRITERS: usize = 4;

/// Enters a centre under a key; its id, or `None` where no answer came.
async fn create(client: &reqwest::Client, url: &str, token: &str, commune: &Value, key: &str) -> Option<String> {
    let query = "mutation ($input: EstablishmentCreateInput!) {
        establishmentCreate(input: $input) { establishment { id } errors { code message } } }";
    let input = json!({ "idempotencyKey": key, "kind": "CEF", "names": { "fr": key }, "commune": commune });
    let body = json!({ "query": query, "variables": { "input": input } });
    let answer = client.post(format!("{url}/graphql")).bearer_auth(token).json(&body).send().await.ok()?;
    let answer: Value = answer.json().await.ok()?;
    let code = &answer["errors"][0]["extensions"]["code"];
    if *code == "OUTCOME_UNKNOWN" {
        return None;
    }
    let payload = &answer["data"]["establishmentCreate"];
    assert_eq!(payload["errors"], json!([]), "{answer:#}");
    Some(payload["establishment"]["id"].as_str().unwrap().to_owned())
}

async fn killed_in_the_middle(database: &[&str]) {
    let kills: usize = std::env::var("KILLS").map_or(5, |kills| kills.parse().unwrap());
    let dir = TempDir::new().unwrap();
    let arguments = [&["--demo"], database].concat();
    let client = reqwest::Client::new();
    // What was sent: key → the id that was acknowledged, if it was.
    let mut sent: BTreeMap<String, Option<String>> = BTreeMap::new();
    for round in 0..=kills {
        let running = Running::start(dir.path(), &arguments);
        let signed_in = running.sign_in("khenifra-officer", &accounts(dir.path())["khenifra-officer"]).await;
        let token = signed_in["data"]["signIn"]["accessToken"].as_str().unwrap().to_owned();
        let communes = running.ask(Some(&token), json!({ "query": "{ projects { nodes { commune { id } } } }" })).await;
        let commune = communes["data"]["projects"]["nodes"][0]["commune"]["id"].clone();
        // What went unanswered is sent again; so are the last that were answered, and get the same answer.
        let again: Vec<_> = sent
            .iter()
            .filter(|(_, id)| id.is_none())
            .chain(sent.iter().rev().take(5))
            .map(|(key, _)| key.clone())
            .collect();
        for key in again {
            let id = create(&client, &running.url, &token, &commune, &key).await.expect("nobody kills it now");
            let before = sent.insert(key.clone(), Some(id.clone())).unwrap();
            assert!(before.is_none_or(|before| before == id), "{key} was acknowledged as another house");
        }
        if round == kills {
            let total = running.ask(Some(&token), json!({ "query": "{ establishments { totalCount } }" })).await;
            assert_eq!(total["data"]["establishments"]["totalCount"], json!(84 + sent.len()), "each key is one house");
            running.stop();
            break;
        }
        let writers = (0..WRITERS).map(|writer| {
            let (client, url, token, commune) = (client.clone(), running.url.clone(), token.clone(), commune.clone());
            tokio::spawn(async move {
                let mut written = Vec::new();
                for number in 0.. {
                    let key = format!("round-{round:03}-writer-{writer}-{number:05}");
                    let id = create(&client, &url, &token, &commune, &key).await;
                    written.push((key, id));
                    if written.last().is_some_and(|(_, id)| id.is_none()) {
                        break;
                    }
                }
                written
            })
        });
        let writers: Vec<_> = writers.collect();
        tokio::time::sleep(Duration::from_millis(150 + 37 * (round as u64 % 7))).await;
        running.kill();
        for writer in writers {
            sent.extend(writer.await.unwrap());
        }
    }
    assert!(sent.len() > kills * WRITERS, "some were acknowledged in most rounds: {}", sent.len());
    let counted = run(dir.path(), &[&["counters", "verify"], database].concat());
    assert!(counted.status.success(), "{counted:?}");
    let verified = run(dir.path(), &[&["journal", "verify"], database].concat());
    let said = String::from_utf8(verified.stdout).unwrap();
    // Reference data, demonstration, two releases, a list that waits and its accounts were laid first.
    assert_eq!((verified.status.success(), said), (true, format!("The journal holds: {} entries.\n", 6 + sent.len())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_sqlite() {
    killed_in_the_middle(&[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_postgres() {
    let url = postgres_url(&create_postgres(None).await);
    killed_in_the_middle(&["--database-url", &url]).await;
}
