//! The second question on SQLite: what Taawun's answer costs beside the same read through rusqlite in process, written by
//! hand. Taawun's is measured over HTTP; what an answer without any row costs there is told beside it.

use std::collections::HashMap;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Parser;
use rusqlite::{Connection, OpenFlags, Row, params};
use serde_json::{Value, json};
use taawun_bench::{WORKLOADS, sign_in, spent};
use uuid::Uuid;

const ROUNDS: usize = 5;
const REQUESTS: usize = 1500;

#[derive(Parser)]
struct Arguments {
    /// Where Taawun listens
    #[arg(long)]
    taawun: String,
    #[arg(long)]
    taawun_process: u32,
    /// Its SQLite database
    #[arg(long)]
    database: PathBuf,
    #[arg(long)]
    login: String,
    #[arg(long)]
    password: String,
}

fn global(name: &str, id: Uuid) -> String {
    format!("{name}_{}", URL_SAFE_NO_PAD.encode(id.as_bytes()))
}

fn text(row: &Row, at: usize) -> Option<String> {
    row.get(at).unwrap()
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct House {
    id: String,
    reference: Option<String>,
    names: Names,
    state: Option<String>,
    licence_state: Option<String>,
    association: Option<Association>,
}

#[derive(serde::Serialize)]
struct Names {
    ar: Option<String>,
    fr: Option<String>,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Association {
    id: String,
    names: Names,
    grant_lines: Nodes<Line>,
}

#[derive(serde::Serialize)]
struct Nodes<T> {
    nodes: Vec<T>,
}

#[derive(Clone, serde::Serialize)]
struct Line {
    id: String,
    amount: Amount,
}

#[derive(Clone, serde::Serialize)]
struct Amount {
    amount: String,
}

/// Fifty establishments with all that the second question asks of them, as JSON.
fn by_hand(database: &Connection, delegation: Uuid, today: &str) -> String {
    let mut houses = database
        .prepare_cached(
            "SELECT e.id, e.reference, e.name_ar, e.name_fr, e.state, a.id, a.name_ar, a.name_fr,
                    (SELECT l.state FROM licence_period l WHERE l.establishment_id = e.id AND l.starts_on <= ?2
                       AND (l.ends_on IS NULL OR l.ends_on >= ?2) ORDER BY l.starts_on LIMIT 1)
             FROM establishment e LEFT JOIN association a ON a.id = e.association_id
             WHERE e.delegation_id = ?1 ORDER BY e.reference, e.id LIMIT 50",
        )
        .unwrap();
    let mut associations = Vec::new();
    let houses = houses.query_map(params![delegation, today], |row| {
        let association: Option<Uuid> = row.get(5)?;
        associations.extend(association);
        Ok((
            House {
                id: global("Establishment", row.get(0)?),
                reference: text(row, 1),
                names: Names { ar: text(row, 2), fr: text(row, 3) },
                state: text(row, 4),
                licence_state: text(row, 8),
                association: None,
            },
            association.map(|id| (id, Names { ar: text(row, 6), fr: text(row, 7) })),
        ))
    });
    let houses: Vec<_> = houses.unwrap().map(Result::unwrap).collect();
    associations.sort_unstable();
    associations.dedup();
    let mut granted: HashMap<Uuid, Vec<Line>> = HashMap::new();
    let mut lines = database
        .prepare_cached(
            "SELECT id, amount_centimes FROM grant_line
             WHERE association_id = ?1 AND delegation_id = ?2 AND budget_year = 2021 ORDER BY id LIMIT 10",
        )
        .unwrap();
    for association in associations {
        let own = lines.query_map(params![association, delegation], |row| {
            let centimes: i64 = row.get(1)?;
            let amount = format!("{}.{:02}", centimes / 100, centimes % 100);
            Ok(Line { id: global("GrantLine", row.get(0)?), amount: Amount { amount } })
        });
        granted.insert(association, own.unwrap().map(Result::unwrap).collect());
    }
    let nodes = houses.into_iter().map(|(house, association)| House {
        association: association.map(|(id, names)| Association {
            id: global("Association", id),
            names,
            grant_lines: Nodes { nodes: granted.get(&id).cloned().unwrap_or_default() },
        }),
        ..house
    });
    serde_json::to_string(&json!({ "data": { "establishments": Nodes { nodes: nodes.collect() } } })).unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments = Arguments::parse();
    let client = reqwest::Client::new();
    let (token, ids) = sign_in(&client, &arguments.taawun, &arguments.login, &arguments.password).await;
    let question = WORKLOADS.iter().find(|workload| workload.name == "q2").unwrap();
    let database = Connection::open_with_flags(&arguments.database, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let house = Uuid::from_slice(&URL_SAFE_NO_PAD.decode(ids[0].split_once('_').unwrap().1).unwrap()).unwrap();
    let of = "SELECT delegation_id, date('now') FROM establishment WHERE id = ?1";
    let (delegation, today): (Uuid, String) =
        database.query_row(of, [house], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();

    let answer = question.ask(&client, &arguments.taawun, &token, &json!({})).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    let hand: Value = serde_json::from_str(&by_hand(&database, delegation, &today)).unwrap();
    assert_eq!(answer["data"], hand["data"], "they answer alike");

    let nothing = taawun_bench::Workload { name: "q0", what: "no row", query: "{ __typename }", peer: None };
    let mut measured: [Vec<f64>; 3] = Default::default();
    let each = |before: f64, process: u32| (spent(process) - before) / REQUESTS as f64 * 1e6;
    for _ in 0..ROUNDS {
        for (at, workload) in [question, &nothing].into_iter().enumerate() {
            let before = spent(arguments.taawun_process);
            for _ in 0..REQUESTS {
                let answer = workload.ask(&client, &arguments.taawun, &token, &json!({})).send().await.unwrap();
                assert!(answer.bytes().await.unwrap().len() > 10);
            }
            measured[at].push(each(before, arguments.taawun_process));
        }
        let before = spent(std::process::id());
        for _ in 0..REQUESTS {
            assert!(by_hand(&database, delegation, &today).len() > 10);
        }
        measured[2].push(each(before, std::process::id()));
    }
    let [answer, empty, hand] = measured.map(|mut all| {
        all.sort_by(f64::total_cmp);
        all[ROUNDS / 2]
    });
    println!(
        "q2 on SQLite, µs of processor time: {answer:.0} over HTTP, of which {empty:.0} for an answer without any row;"
    );
    println!(
        "  {hand:.0} through rusqlite by hand: {:.2} times, {:.2} over HTTP",
        (answer - empty) / hand,
        answer / hand
    );
}
