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

/// The last change of an import, and the one that takes it back, keep others waiting for so many of its longest parts at most.
const TIMES: u32 = 3;
/// What a wait is at least taken for.
const NOISE: Duration = Duration::from_millis(400);

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

/// Somebody who works in the same delegation meanwhile: changes one of its associations.
struct Other {
    association: Value,
    version: Value,
}

impl Other {
    /// Changes it again and again until something is so: how long the program worked while each change waited. On a clock it
    /// would be longer whenever the machine does other work, too. What PostgreSQL does is not in it; what SQLite does, is.
    async fn works_until(&mut self, asker: &Asker, is_so: impl AsyncFn() -> bool) -> Vec<Duration> {
        let mut waits = Vec::new();
        loop {
            let (before, _) = spent(asker.running.id());
            let name = format!("Association {}", self.version);
            let input = json!({ "id": self.association, "expectedVersion": self.version, "names": { "fr": name } });
            let changed = asker.change("associationUpdate", "association { version }", input).await;
            waits.push(spent(asker.running.id()).0.saturating_sub(before));
            self.version = changed["association"]["version"].clone();
            if is_so().await {
                return waits;
            }
        }
    }
}

async fn a_long_list_takes_little_memory(database: &[&str]) {
    let lines = std::env::var("LINES").map_or(LINES, |lines| lines.parse().unwrap());
    let dir = TempDir::new().unwrap();
    let running = Running::start(dir.path(), &[&["--demo", "--limit-budget", "100000000"], database].concat());
    let signed_in = running.sign_in("khenifra-head", &accounts(dir.path())["khenifra-head"]).await;
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
    let mut other = Other { association: association["id"].clone(), version: association["version"].clone() };
    let input = json!({ "id": id, "expectedVersion": read["version"] });
    let begun = Instant::now();
    asker.change("importApply", "import { id }", input).await;
    let import = async || {
        let query = "query ($id: ID!) { import(id: $id) { state fault version } }";
        let import = asker.ask(query, json!({ "id": id })).await["import"].clone();
        assert!(import["fault"].is_null(), "{import}");
        import
    };
    let mut waits = other.works_until(&asker, async || import().await["state"] == "APPLIED").await;
    let (_, all) = spent(asker.running.id());
    // The last wait is that during which all was shown.
    let shown = waits.pop().unwrap();
    waits.sort();
    let longest = waits.last().copied().unwrap_or_default();
    eprintln!(
        "{lines} lines: entered in {:?}; others waited {longest:?} at most for a part, {:?} in the middle, {shown:?} for the last change; {reading} kB while read, {all} kB in all",
        begun.elapsed(),
        waits.get(waits.len() / 2),
    );
    assert!(all < MOST_KILOBYTES, "{all} kB");
    assert!(shown < TIMES * longest.max(NOISE), "{shown:?} for the last change, {longest:?} for a part");
    let count = async || asker.ask(houses, Value::Null).await["establishments"]["totalCount"].as_u64().unwrap();
    let before = before.as_u64().unwrap();
    assert_eq!(count().await - before, lines as u64);

    let input = json!({ "id": id, "expectedVersion": import().await["version"], "reason": "Une autre liste" });
    let (begun, _) = spent(asker.running.id());
    asker.change("importUndo", "import { id }", input).await;
    let undone = spent(asker.running.id()).0.saturating_sub(begun);
    assert_eq!(count().await, before);
    // Its rows go in the background.
    let signed_in = asker.running.sign_in("national-admin", &accounts(dir.path())["national-admin"]).await;
    let admin = signed_in["data"]["signIn"]["accessToken"].as_str().unwrap();
    let query = json!({ "query": "{ jobs(first: 1, where: { kind: IMPORT_REMOVE, state: DONE }) { nodes { id } } }" });
    let are_gone = async || {
        let answer = asker.running.ask(Some(admin), query.clone()).await;
        !answer["data"]["jobs"]["nodes"].as_array().unwrap_or_else(|| panic!("{answer:#}")).is_empty()
    };
    let mut waits = other.works_until(&asker, are_gone).await;
    waits.sort();
    let (_, all) = spent(asker.running.id());
    eprintln!(
        "taken back in {undone:?}; others waited {:?} at most while its rows went; {all} kB in all",
        waits.last().unwrap()
    );
    assert!(undone < TIMES * longest.max(NOISE), "{undone:?} to take it back, {longest:?} for a part");
    assert!(waits.last().unwrap() < &(TIMES * longest.max(NOISE)), "{waits:?} while its rows went");
    assert!(all < MOST_KILOBYTES, "{all} kB");
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
