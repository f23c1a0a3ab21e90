//! A long list through the running program: what it costs in memory, and how long others wait meanwhile.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bombs::spent;
use crate::harness::{create_postgres, postgres_url};
use crate::imports::{line, workbook};
use crate::program::{Running, accounts};

/// Lines of the list; `LINES` says otherwise.
const LINES: usize = 2600;
/// The most memory of the program at once: 300 MB.
const MOST_KILOBYTES: u64 = 300_000;

/// The running program, and the one who asks.
struct Asker {
    running: Running,
    token: String,
}

impl Asker {
    async fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.running.ask(Some(&self.token), json!({ "query": query, "variables": variables })).await;
        assert!(answer["errors"].is_null(), "{answer:#}");
        answer["data"].clone()
    }

    async fn change(&self, name: &str, fields: &str, input: Value) -> Value {
        let upper = name[..1].to_uppercase() + &name[1..];
        let query =
            format!("mutation ($input: {upper}Input!) {{ {name}(input: $input) {{ {fields} errors {{ message }} }} }}");
        let payload = self.ask(&query, json!({ "input": input })).await[name].clone();
        assert_eq!(payload["errors"], json!([]));
        payload
    }

    /// The import, once it is in a state.
    async fn until(&self, id: &Value, state: &str) -> Value {
        let begun = Instant::now();
        loop {
            let query = "query ($id: ID!) { import(id: $id) { id state fault version } }";
            let import = self.ask(query, json!({ "id": id })).await["import"].clone();
            if import["state"] == state {
                return import;
            }
            assert!(import["fault"].is_null() && begun.elapsed() < Duration::from_secs(500), "{import}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn a_long_list_takes_little_memory(database: &[&str]) {
    let lines = std::env::var("LINES").map_or(LINES, |lines| lines.parse().unwrap());
    let dir = TempDir::new().unwrap();
    let running = Running::start(dir.path(), &[&["--demo", "--limit-budget", "100000000"], database].concat());
    let signed_in = running.sign_in("khenifra-officer", &accounts(dir.path())["khenifra-officer"]).await;
    let token = signed_in["data"]["signIn"]["accessToken"].as_str().unwrap().to_owned();
    let asker = Asker { running, token };

    let houses = "{ establishments { totalCount } }";
    let before = asker.ask(houses, Value::Null).await["establishments"]["totalCount"].clone();
    let centres = (1..=lines).map(|number| line(&["CEF", &format!("Centre {number}"), "Khénifra", "=40"]));
    let sheet = [line(&["Type", "Nom", "Commune", "Capacité"])].into_iter().chain(centres).collect();
    let bytes = workbook(&[("Feuil1", sheet)]);
    let input = json!({ "idempotencyKey": "une-longue-liste", "fileName": "longue.xlsx", "size": bytes.len() });
    let announced = asker.change("importUploadCreate", "upload { id url }", input).await;
    let url = format!("{}{}", asker.running.url, announced["upload"]["url"].as_str().unwrap());
    assert_eq!(reqwest::Client::new().put(url).body(bytes).send().await.unwrap().status(), 201);
    let input = json!({ "idempotencyKey": "une-longue-liste", "upload": announced["upload"]["id"] });
    let created = asker.change("importCreate", "import { id }", input).await;
    let id = &created["import"]["id"];
    let read = asker.until(id, "READ").await;
    let (_, reading) = spent(asker.running.id());

    let found = asker.ask("{ associations(first: 1) { nodes { id version } } }", Value::Null).await;
    let association = &found["associations"]["nodes"][0];
    let input = json!({ "id": id, "expectedVersion": read["version"] });
    let begun = Instant::now();
    asker.change("importApply", "import { id }", input).await;
    // Somebody else works in the same delegation.
    let (mut version, mut waits) = (association["version"].clone(), Vec::new());
    loop {
        let waiting_since = Instant::now();
        let input = json!({ "id": association["id"], "expectedVersion": version, "names": { "fr": format!("Association {version}") } });
        version =
            asker.change("associationUpdate", "association { version }", input).await["association"]["version"].clone();
        waits.push(waiting_since.elapsed());
        let state =
            asker.ask("query ($id: ID!) { import(id: $id) { state fault } }", json!({ "id": id })).await["import"]
                .clone();
        assert!(state["fault"].is_null(), "{state}");
        if state["state"] == "APPLIED" {
            break;
        }
    }
    let (_, all) = spent(asker.running.id());
    waits.sort();
    eprintln!(
        "{lines} lines: entered in {:?}; others waited {:?} at most, {:?} in the middle; {reading} kB while read, {all} kB in all",
        begun.elapsed(),
        waits.last().unwrap(),
        waits[waits.len() / 2],
    );
    assert!(all < MOST_KILOBYTES, "{all} kB");
    let after = asker.ask(houses, Value::Null).await["establishments"]["totalCount"].as_u64().unwrap();
    assert_eq!(after - before.as_u64().unwrap(), lines as u64);
    asker.running.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_takes_little_memory_sqlite() {
    a_long_list_takes_little_memory(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_takes_little_memory_postgres() {
    let url = postgres_url(&create_postgres(None).await);
    a_long_list_takes_little_memory(&["--database-url", &url]).await;
}
