//! The national dashboard: the processor's time that PostgreSQL spends on one, beside the same figures by one hand-written
//! statement over the counters, and by one over the records themselves. All three have to say the same; people served are
//! told beside the houses that have reported, since without any nothing is known.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, Row};
use taawun_bench::{sign_in, spent};

const OPERATION: &str = include_str!("../../../docs/operations/NationalDashboard.graphql");
const ROUNDS: usize = 3;
const TIME: Duration = Duration::from_secs(3);

/// As of June 2026; granted in 2025.
const COUNTERS: &str = "SELECT 'network', r.code, coalesce(k.parent_code, c.part_1), c.part_2, sum(c.value)::bigint
    FROM (SELECT delegation_id, part_1, part_2, value FROM closing_balance WHERE measure = 'ESTABLISHMENTS'
        AND cube = 'KIND_LICENCE' AND boundaries = 'CURRENT' AND month = 202512
      UNION ALL SELECT delegation_id, part_1, part_2, value FROM counter WHERE measure = 'ESTABLISHMENTS'
        AND cube = 'KIND_LICENCE' AND level = 'DELEGATION' AND boundaries = 'CURRENT' AND month > 202512 AND month <= 202606) c
    JOIN delegation d ON d.id = c.delegation_id JOIN province p ON p.id = d.province_id JOIN region r ON r.id = p.region_id
    LEFT JOIN establishment_kind k ON k.code = c.part_1 GROUP BY 2, 3, 4
    UNION ALL SELECT 'granted', r.code, '', '', sum(c.value)::bigint FROM counter c
    JOIN delegation d ON d.id = c.delegation_id JOIN province p ON p.id = d.province_id JOIN region r ON r.id = p.region_id
    WHERE measure = 'GRANTS_AWARDED' AND cube = 'PROGRAMME' AND level = 'DELEGATION' AND boundaries = 'CURRENT'
        AND month BETWEEN 202501 AND 202512 GROUP BY 2
    UNION ALL SELECT 'served', r.code, '', '', sum(c.value)::bigint
    FROM (SELECT delegation_id, value FROM closing_balance WHERE measure = 'PEOPLE_SERVED'
        AND cube = 'KIND_SEX' AND boundaries = 'CURRENT' AND month = 202512
      UNION ALL SELECT delegation_id, value FROM counter WHERE measure = 'PEOPLE_SERVED'
        AND cube = 'KIND_SEX' AND level = 'DELEGATION' AND boundaries = 'CURRENT' AND month > 202512 AND month <= 202606) c
    JOIN delegation d ON d.id = c.delegation_id JOIN province p ON p.id = d.province_id JOIN region r ON r.id = p.region_id
    GROUP BY 2
    UNION ALL SELECT 'reporting', r.code, '', '', sum(c.value)::bigint
    FROM (SELECT delegation_id, value FROM closing_balance WHERE measure = 'RETURNS'
        AND cube = 'KIND' AND boundaries = 'CURRENT' AND month = 202512
      UNION ALL SELECT delegation_id, value FROM counter WHERE measure = 'RETURNS'
        AND cube = 'KIND' AND level = 'DELEGATION' AND boundaries = 'CURRENT' AND month > 202512 AND month <= 202606) c
    JOIN delegation d ON d.id = c.delegation_id JOIN province p ON p.id = d.province_id JOIN region r ON r.id = p.region_id
    GROUP BY 2";
const RECORDS: &str = "SELECT 'network', r.code, coalesce(k.parent_code, e.kind_code), coalesce(l.state, ''), count(*)
    FROM establishment e JOIN delegation d ON d.id = e.delegation_id
    JOIN province p ON p.id = d.province_id JOIN region r ON r.id = p.region_id
    JOIN establishment_kind k ON k.code = e.kind_code
    LEFT JOIN licence_period l ON l.establishment_id = e.id AND l.starts_on <= DATE '2026-06-30'
        AND (l.ends_on IS NULL OR l.ends_on >= DATE '2026-06-30')
    WHERE e.state <> 'PLANNED' AND (e.opened_on IS NULL OR e.opened_on <= DATE '2026-06-30')
        AND (e.closed_on IS NULL OR e.closed_on >= DATE '2026-06-30') GROUP BY 2, 3, 4
    UNION ALL SELECT 'granted', r.code, '', '', sum(g.amount_centimes)::bigint FROM grant_line g
    JOIN delegation d ON d.id = g.delegation_id JOIN province p ON p.id = d.province_id JOIN region r ON r.id = p.region_id
    WHERE g.budget_year = 2025 GROUP BY 2
    UNION ALL SELECT 'served', r.code, '', '', sum(s.head_count)::bigint FROM season_return s
    JOIN delegation d ON d.id = s.delegation_id JOIN province p ON p.id = d.province_id JOIN region r ON r.id = p.region_id
    WHERE s.state = 'VALIDATED' AND s.period_first <= 202606 AND s.period_last >= 202606 GROUP BY 2
    UNION ALL SELECT 'reporting', r.code, '', '', count(*) FROM season_return s
    JOIN delegation d ON d.id = s.delegation_id JOIN province p ON p.id = d.province_id JOIN region r ON r.id = p.region_id
    WHERE s.state = 'VALIDATED' AND s.period_first <= 202606 AND s.period_last >= 202606 GROUP BY 2";

#[derive(Parser)]
struct Arguments {
    /// Where Taawun listens
    #[arg(long)]
    taawun: String,
    /// PostgreSQL's first process
    #[arg(long)]
    postgres_process: u32,
    #[arg(long)]
    database_url: String,
    #[arg(long)]
    login: String,
    #[arg(long)]
    password: String,
}

/// What is said: part, region, kind and state of the licence, and how many.
type Figures = BTreeMap<[String; 4], i64>;

struct Bench {
    arguments: Arguments,
    client: reqwest::Client,
    token: String,
    pool: PgPool,
}

impl Bench {
    async fn ask(&self) -> Value {
        let variables = json!({ "asOf": "2026-06", "budgetYear": "2025-12", "seasonOf": "2026-06" });
        let body = json!({ "query": OPERATION, "variables": variables });
        let url = format!("{}/graphql", self.arguments.taawun);
        let answer = self.client.post(url).bearer_auth(&self.token).json(&body).send().await.unwrap();
        answer.json().await.unwrap()
    }

    async fn taawun(&self) -> Figures {
        let answer = self.ask().await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        let mut figures = Figures::new();
        for part in ["network", "granted", "served"] {
            for row in answer["data"][part]["rows"].as_array().unwrap() {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let group = [
                    part.to_owned(),
                    text(&row["region"]["code"]),
                    text(&row["kind"]["code"]),
                    text(&row["licenceState"]),
                ];
                let figure = &row["figures"][0];
                let money = || figure["money"]["amount"].as_str().unwrap().replace('.', "").parse().unwrap();
                figures.insert(group, figure["count"].as_i64().unwrap_or_else(money));
                if let Some(houses) = row["figures"].get(1) {
                    let region = text(&row["region"]["code"]);
                    figures.insert(
                        ["reporting".to_owned(), region, String::new(), String::new()],
                        houses["count"].as_i64().unwrap(),
                    );
                }
            }
        }
        figures
    }

    async fn by_hand(&self, statement: &'static str) -> Figures {
        let rows = sqlx::query(statement).fetch_all(&self.pool).await.unwrap();
        let group = |row: &sqlx::postgres::PgRow| [0, 1, 2, 3].map(|at| row.get::<String, _>(at));
        rows.iter().map(|row| (group(row), row.get(4))).filter(|(_, value)| *value != 0).collect()
    }

    /// Microseconds of PostgreSQL's processor time each time.
    async fn spent(&self, each: impl AsyncFn()) -> f64 {
        for _ in 0..8 {
            each().await;
        }
        let (before, started, mut times) = (spent(self.arguments.postgres_process), Instant::now(), 0);
        while started.elapsed() < TIME {
            each().await;
            times += 1;
        }
        (spent(self.arguments.postgres_process) - before) * 1e6 / f64::from(times)
    }
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments = Arguments::parse();
    let client = reqwest::Client::new();
    let (token, _) = sign_in(&client, &arguments.taawun, &arguments.login, &arguments.password).await;
    // As Taawun's own connections: processes that help cost several times what they save.
    let options: PgConnectOptions = arguments.database_url.parse().unwrap();
    let options = options.options([("max_parallel_workers_per_gather", "0")]);
    let pool = PgPoolOptions::new().max_connections(1).test_before_acquire(false).connect_with(options).await.unwrap();
    let bench = Bench { arguments, client, token, pool };

    let figures = bench.taawun().await;
    assert!(figures.len() > 60, "{figures:?}");
    assert_eq!(figures, bench.by_hand(COUNTERS).await, "the counters say the same");
    assert_eq!(figures, bench.by_hand(RECORDS).await, "the records say the same");
    let mut rounds: [Vec<f64>; 3] = Default::default();
    for _ in 0..ROUNDS {
        rounds[0].push(bench.spent(async || drop(bench.ask().await)).await);
        rounds[1].push(bench.spent(async || drop(bench.by_hand(COUNTERS).await)).await);
        rounds[2].push(bench.spent(async || drop(bench.by_hand(RECORDS).await)).await);
    }
    let [taawun, counters, records] = rounds.map(median);
    println!(
        "µs of the database: {taawun:.0} Taawun, {counters:.0} by hand over the counters, {records:.0} over the records"
    );
    println!(
        "  {:.2} times by hand over the counters, {:.1} times less than over the records",
        taawun / counters,
        records / taawun
    );
}
