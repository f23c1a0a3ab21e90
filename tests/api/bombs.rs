//! Small requests that ask for very much are refused for almost nothing: what each costs the running program is read from
//! the system.

use std::fmt::Write;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Running, accounts};

/// Most that a refusal may cost, the token and the connection included; unoptimised, five times as much.
const MOST_TIME: Duration = Duration::from_millis(if cfg!(debug_assertions) { 50 } else { 10 });
const MOST_KILOBYTES: u64 = 10 * 1024;
/// How often each is sent.
const TIMES: u32 = 20;

/// So many fragments, each of which spreads the next one twice.
fn doubling(count: usize, spread: &str) -> String {
    let mut document = String::from("query { ...f0 }");
    for number in 0..count {
        let next = spread.replace("NEXT", &format!("f{}", number + 1));
        write!(document, " fragment f{number} on Query {{ {next} {next} }}").unwrap();
    }
    write!(document, " fragment f{count} on Query {{ __typename }}").unwrap();
    document
}

fn nested(open: &str, close: &str, depth: usize) -> String {
    format!("{}{}", open.repeat(depth), close.repeat(depth))
}

/// Name, query, variables.
fn bombs() -> Vec<(&'static str, String, Value)> {
    let aliases = |count: usize| (0..count).fold(String::new(), |all, number| format!("{all} a{number}: __typename"));
    let variable = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }".to_owned();
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    vec![
        ("thirty fragments, each spread twice", doubling(30, "...NEXT"), Value::Null),
        ("the same, each spread under directives", doubling(30, "...NEXT @include(if: true) @skip(if: false)"), Value::Null),
        ("the same within inline fragments", doubling(30, "... on Query { ... { ...NEXT } }"), Value::Null),
        ("three hundred of them", doubling(300, "...NEXT"), Value::Null),
        ("inline fragments, 5,000 deep", format!("{{ {} }}", nested("... {", "}", 5000)), Value::Null),
        ("ten thousand aliases", format!("{{ {} }}", aliases(10_000)), Value::Null),
        ("five thousand directives", format!("{{ __typename {} }}", "@include(if: true) ".repeat(5000)), Value::Null),
        ("lists, 10,000 deep", format!("{{ nodes(ids: {}) {{ id }} }}", nested("[", "]", 10_000)), Value::Null),
        ("objects, 10,000 deep", format!("{{ establishments(where: {} 1 {}) {{ totalCount }} }}", "{ a: ".repeat(10_000), "}".repeat(10_000)), Value::Null),
        ("an object of 10,000 fields", format!("{{ establishments(where: {{ {} }}) {{ totalCount }} }}", "a: 1 ".repeat(10_000)), Value::Null),
        (
            "twenty pages of a hundred rows",
            format!("{{ {} }}", (0..20).fold(String::new(), |all, number| {
                format!("{all} a{number}: establishments(first: 100) {{ nodes {{ id reference state version openedOn closedOn }} }}")
            })),
            Value::Null,
        ),
        (
            "twenty searches of twelve words",
            format!("{{ {} }}", (0..20).fold(String::new(), |all, number| {
                format!("{all} a{number}: establishments(where: {{ search: \"d d d d d d d d d d d d\" }}) {{ totalCount }}")
            })),
            Value::Null,
        ),
        ("a list of 2,000 ids", variable.clone(), json!({ "ids": vec!["x"; 2000] })),
        ("a variable of lists, 100 deep", variable.clone(), json!({ "ids": deep })),
        ("a hundred operations", (0..100).fold(doubling(30, "...NEXT"), |all, number| format!("{all} query q{number} {{ ...f0 }}")), Value::Null),
    ]
}

/// The processor's time of a program, to a hundredth of a second (proc(5), "stat", fields 14 and 15), which does not run
/// while the machine does other work; and the most memory at once in kilobytes.
pub(crate) fn spent(id: u32) -> (Duration, u64) {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap(); // the second field is the last in brackets
    let hundredths: u64 = fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    (Duration::from_millis(10 * hundredths), most.trim().trim_end_matches(" kB").parse().unwrap())
}

#[tokio::test]
async fn are_refused_for_almost_nothing() {
    let dir = TempDir::new().unwrap();
    let running = Running::start(dir.path(), &["--demo"]);
    let signed_in = running.sign_in("auditor", &accounts(dir.path())["auditor"]).await;
    let token = signed_in["data"]["signIn"]["accessToken"].as_str().unwrap();
    // What is only met once is met here, by every thread: the allocator keeps memory for each.
    running.ask(Some(token), json!({ "query": "{ establishments(first: 100) { totalCount nodes { id } } }" })).await;
    let (plain, hundred) = (json!({ "query": "{ nothing }" }), vec!["Commune_AZAAAAAAcACAAAAAAAAAAA"; 100]);
    let known = json!({ "query": "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", "variables": { "ids": hundred } });
    for _ in 0..20 {
        tokio::join!(
            running.ask(Some(token), known.clone()),
            running.ask(Some(token), plain.clone()),
            running.ask(Some(token), known.clone()),
            running.ask(Some(token), plain.clone())
        );
    }

    let mut told = Vec::new();
    for (name, query, variables) in bombs() {
        let body = json!({ "query": query, "variables": variables });
        let refused = async || {
            let answer = running.ask(Some(token), body.clone()).await;
            let code =
                answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("{name}: {answer:#}"));
            assert!(["LIMIT_EXCEEDED", "BAD_USER_INPUT"].contains(&code), "{name}: {answer:#}");
            assert!(answer["data"].is_null(), "{name}: {answer:#}");
        };
        // The most memory at once is counted from here, for the first; what it left to the allocator serves the others.
        std::fs::write(format!("/proc/{}/clear_refs", running.id()), "5").unwrap();
        let (before, memory) = spent(running.id());
        refused().await;
        let (_, most) = spent(running.id());
        for _ in 1..TIMES {
            refused().await;
        }
        let (after, _) = spent(running.id());
        told.push((name, after.saturating_sub(before) / TIMES, most.saturating_sub(memory)));
    }
    for (name, time, kilobytes) in &told {
        eprintln!("{time:>9.1?} {kilobytes:>7} kB  {name}");
    }
    for (name, time, kilobytes) in told {
        assert!(time < MOST_TIME && kilobytes < MOST_KILOBYTES, "{name}: {time:?}, {kilobytes} kB");
    }
    assert_eq!(running.ask(None, json!({ "query": "{ __typename }" })).await["data"]["__typename"], "Query");
    running.stop();
}
