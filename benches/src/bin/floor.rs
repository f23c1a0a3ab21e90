//! The floor: what a driver costs for the same statement and the same fifty rows, read column by column as text and keys:
//! tokio-postgres against the raw values of sqlx. Processor time of this process, in turn.

use std::hint::black_box;

use sqlx::{Row, ValueRef};
use tokio_postgres::NoTls;
use uuid::Uuid;

const STATEMENT: &str = "SELECT e.id, e.reference, e.name_ar, e.name_fr, e.state, a.id, a.name_ar, a.name_fr
    FROM establishment e LEFT JOIN association a ON a.id = e.association_id
    WHERE e.delegation_id = $1 ORDER BY e.reference, e.id LIMIT 50";
const TIMES: u32 = 3000;

/// Microseconds of processor time of this process.
fn spent() -> u64 {
    let mut nanoseconds = 0;
    for task in std::fs::read_dir("/proc/self/task").unwrap() {
        let schedule = std::fs::read_to_string(task.unwrap().path().join("schedstat")).unwrap_or_default();
        nanoseconds += schedule.split(' ').next().and_then(|spent| spent.parse::<u64>().ok()).unwrap_or_default();
    }
    nanoseconds / 1000
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let url = std::env::args().nth(1).expect("the address of the database");
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let statement = client.prepare(STATEMENT).await.unwrap();
    let pool =
        sqlx::postgres::PgPoolOptions::new().max_connections(1).test_before_acquire(false).connect(&url).await.unwrap();
    let delegation: Uuid =
        client.query_one("SELECT id FROM delegation WHERE code = 'EN-05-301'", &[]).await.unwrap().get(0);

    println!("µs of processor time for a query of fifty rows:");
    println!("{:>16} {:>16} {:>16}", "tokio-postgres", "sqlx, typed", "sqlx, raw");
    for _ in 0..5 {
        let mut told = Vec::new();
        let before = spent();
        for _ in 0..TIMES {
            for row in client.query(&statement, &[&delegation]).await.unwrap() {
                black_box((row.get::<_, Uuid>(0), row.get::<_, Option<Uuid>>(5)));
                for column in [1, 2, 3, 4, 6, 7] {
                    black_box(row.get::<_, Option<&str>>(column));
                }
            }
        }
        told.push(spent() - before);
        let before = spent();
        for _ in 0..TIMES {
            for row in sqlx::query(STATEMENT).bind(delegation).fetch_all(&pool).await.unwrap() {
                black_box((row.get::<Uuid, _>(0), row.get::<Option<Uuid>, _>(5)));
                for column in [1, 2, 3, 4, 6, 7] {
                    black_box(row.get::<Option<&str>, _>(column));
                }
            }
        }
        told.push(spent() - before);
        let before = spent();
        for _ in 0..TIMES {
            for row in sqlx::query(STATEMENT).bind(delegation).fetch_all(&pool).await.unwrap() {
                for column in 0..8 {
                    let value = row.try_get_raw(column).unwrap();
                    black_box((!value.is_null()).then(|| value.as_bytes().unwrap()));
                }
            }
        }
        told.push(spent() - before);
        let each: Vec<_> = told.iter().map(|spent| spent / u64::from(TIMES)).collect();
        println!("{:>16} {:>16} {:>16}", each[0], each[1], each[2]);
    }
}
