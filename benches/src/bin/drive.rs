//! Asks Taawun and the limit the same questions in turn, compares their answers, then times them: requests a second, the
//! processor's time per request of each server and of the database, and how long an answer takes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Parser;
use serde_json::{Value, json};
use taawun_bench::{WORKLOADS, Workload, sign_in, spent};
use uuid::Uuid;

#[derive(Parser)]
struct Arguments {
    /// Where Taawun listens
    #[arg(long)]
    taawun: String,
    #[arg(long)]
    taawun_process: u32,
    /// Where the limit listens
    #[arg(long)]
    limit: String,
    #[arg(long)]
    limit_process: u32,
    /// PostgreSQL's first process
    #[arg(long)]
    postgres_process: u32,
    /// Where PostGraphile listens
    #[arg(long, requires = "peer_process")]
    peer: Option<String>,
    #[arg(long)]
    peer_process: Option<u32>,
    #[arg(long)]
    login: String,
    #[arg(long)]
    password: String,
    /// Of the national administrator, who may enter houses everywhere
    #[arg(long)]
    admin_password: String,
    /// Requests under way at the same time
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Seconds of each measurement
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Limit,
    Taawun,
    Peer,
}

/// A server, and what each workload sends it.
struct Side {
    name: &'static str,
    process: u32,
    url: String,
    kind: Kind,
}

impl Side {
    fn request(&self, drive: &Drive, workload: &Workload, variables: &Value) -> reqwest::RequestBuilder {
        match self.kind {
            Kind::Limit => {
                let url = format!("{}/{}", self.url, workload.name);
                drive.client.post(url).bearer_auth(&drive.token).json(variables)
            }
            Kind::Taawun => workload.ask(&drive.client, &self.url, &drive.token, variables),
            Kind::Peer => {
                let key = |id: &str| Uuid::from_slice(&URL_SAFE_NO_PAD.decode(id.split_once('_').unwrap().1).unwrap());
                let variables = variables["id"].as_str().map(|id| json!({ "id": key(id).unwrap() }));
                let body = json!({ "query": workload.peer, "variables": variables });
                drive.client.post(format!("{}/graphql", self.url)).bearer_auth(&drive.token).json(&body)
            }
        }
    }
}

/// The most memory that a process has had, in megabytes.
fn peak(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1000.0
}

#[derive(Clone, Copy, Default)]
struct Measured {
    requests: f64,
    server: f64,
    database: f64,
    p50: f64,
    p99: f64,
}

struct Drive {
    arguments: Arguments,
    client: reqwest::Client,
    token: String,
    ids: Vec<String>,
}

impl Drive {
    /// Requests for so long.
    async fn run(self: &Arc<Self>, side: &Arc<Side>, workload: &'static Workload, time: Duration) -> Vec<Duration> {
        self.run_at(self.arguments.connections, side, workload, time).await
    }

    async fn run_at(
        self: &Arc<Self>,
        connections: usize,
        side: &Arc<Side>,
        workload: &'static Workload,
        time: Duration,
    ) -> Vec<Duration> {
        let until = Instant::now() + time;
        let workers = (0..connections).map(|worker| {
            let (drive, side) = (Arc::clone(self), Arc::clone(side));
            tokio::spawn(async move {
                let mut took = Vec::new();
                let mut number = worker * 7919;
                while Instant::now() < until {
                    number += 1;
                    let variables = workload.variables(&drive.ids, number);
                    let started = Instant::now();
                    let answer = side.request(&drive, workload, &variables).send().await.unwrap();
                    assert!(answer.status().is_success(), "{}: {}", side.name, answer.status());
                    answer.bytes().await.unwrap();
                    took.push(started.elapsed());
                }
                took
            })
        });
        let mut all = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            all.extend(worker.await.unwrap());
        }
        all
    }

    async fn measure(self: &Arc<Self>, side: &Arc<Side>, workload: &'static Workload) -> Measured {
        self.run(side, workload, Duration::from_millis(700)).await;
        let before = (spent(side.process), spent(self.arguments.postgres_process), Instant::now());
        let mut took = self.run(side, workload, Duration::from_secs(self.arguments.seconds)).await;
        let after = (spent(side.process), spent(self.arguments.postgres_process), Instant::now());
        took.sort();
        let count = took.len() as f64;
        let at = |share: f64| took[((count * share) as usize).min(took.len() - 1)].as_secs_f64() * 1000.0;
        Measured {
            requests: count / (after.2 - before.2).as_secs_f64(),
            server: (after.0 - before.0) / count * 1e6,
            database: (after.1 - before.1) / count * 1e6,
            p50: at(0.5),
            p99: at(0.99),
        }
    }

    /// Enters houses into so many delegations in turn; changes of one delegation wait for each other.
    async fn enter_houses(self: &Arc<Self>, taawun: &Side, admin: &str, streams: usize) {
        let ask = async |body: Value| -> Value {
            let request = self.client.post(format!("{}/graphql", taawun.url)).bearer_auth(admin).json(&body);
            request.send().await.unwrap().json().await.unwrap()
        };
        let found = ask(json!({ "query": "{ delegations(first: 75) { nodes { id province { id } } } }" })).await;
        let mut places = Vec::new();
        for delegation in found["data"]["delegations"]["nodes"].as_array().unwrap().iter().take(streams) {
            let query = "query ($id: ID!) { communes(first: 1, where: { province: $id }) { nodes { id } } }";
            let found = ask(json!({ "query": query, "variables": { "id": delegation["province"]["id"] } })).await;
            places.push((delegation["id"].clone(), found["data"]["communes"]["nodes"][0]["id"].clone()));
        }
        let places = &places;
        let until = Instant::now() + Duration::from_secs(self.arguments.seconds);
        let before = spent(taawun.process);
        let entered = together(self.arguments.connections, async |worker: usize| {
            let mut entered = 0;
            while Instant::now() < until {
                let (delegation, commune) = &places[(worker + entered * self.arguments.connections) % places.len()];
                let query = "mutation ($input: EstablishmentCreateInput!) { establishmentCreate(input: $input) {
                    establishment { reference } errors { code } } }";
                let input = json!({ "idempotencyKey": Uuid::now_v7().to_string(), "delegation": delegation, "commune": commune,
                    "kind": "CEF", "names": { "fr": "Maison" } });
                let answer = ask(json!({ "query": query, "variables": { "input": input } })).await;
                let house = &answer["data"]["establishmentCreate"]["establishment"]["reference"];
                assert!(house.is_string(), "{answer}");
                entered += 1;
            }
            entered
        });
        let entered = entered.await as f64;
        println!(
            "  {:<2} delegations: {:.0} a second, {:.0} µs of the server each",
            places.len(),
            entered / self.arguments.seconds as f64,
            (spent(taawun.process) - before) / entered * 1e6
        );
    }

    /// What is answered, without what only GraphQL has.
    async fn answer(&self, side: &Side, workload: &Workload, number: usize) -> Value {
        let variables = workload.variables(&self.ids, number);
        let answer = side.request(self, workload, &variables).send().await.unwrap();
        let body: Value = answer.json().await.unwrap();
        assert!(body.get("errors").is_none(), "{}: {body:#}", side.name);
        body["data"].clone()
    }
}

/// So many at the same time; what they come to together.
async fn together(count: usize, each: impl AsyncFn(usize) -> usize) -> usize {
    futures_util::future::join_all((0..count).map(|worker| each(worker))).await.into_iter().sum()
}

fn median(mut measured: Vec<Measured>, of: fn(&Measured) -> f64) -> f64 {
    measured.sort_by(|one, other| of(one).total_cmp(&of(other)));
    of(&measured[measured.len() / 2])
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let client = reqwest::Client::new();
    let (token, ids) = sign_in(&client, &arguments.taawun, &arguments.login, &arguments.password).await;
    let side = |name, process, url: &str, kind| Arc::new(Side { name, process, url: url.to_owned(), kind });
    let sides = [
        side("limit", arguments.limit_process, &arguments.limit, Kind::Limit),
        side("taawun", arguments.taawun_process, &arguments.taawun, Kind::Taawun),
    ];
    let peer = arguments.peer.as_ref().zip(arguments.peer_process);
    let peer = peer.map(|(url, process)| side("peer", process, url, Kind::Peer));
    let drive = Arc::new(Drive { arguments, client, token, ids });

    for workload in &WORKLOADS {
        for number in 0..drive.ids.len() {
            let [limit, taawun] =
                [drive.answer(&sides[0], workload, number).await, drive.answer(&sides[1], workload, number).await];
            assert_eq!(limit, taawun, "{}: they answer alike", workload.name);
        }
    }
    println!(
        "{:<8} {:>10} {:>12} {:>12} {:>9} {:>9}",
        "", "requests/s", "server µs", "database µs", "p50 ms", "p99 ms"
    );
    for workload in &WORKLOADS {
        let bytes = drive.answer(&sides[1], workload, 0).await.to_string().len();
        println!("{}: {}; {bytes} bytes", workload.name, workload.what);
        let mut rounds: [Vec<Measured>; 3] = Default::default();
        let peer = peer.as_ref().filter(|_| workload.peer.is_some());
        if let Some(peer) = peer {
            let answer = drive.answer(peer, workload, 0).await;
            assert!(answer.to_string().len() > 200, "the peer answers: {answer}");
        }
        for _ in 0..drive.arguments.rounds {
            for (side, measured) in sides.iter().chain(peer).zip(&mut rounds) {
                measured.push(drive.measure(side, workload).await);
            }
        }
        let mut servers = Vec::new();
        for (side, measured) in sides.iter().chain(peer).zip(&rounds) {
            let of = |of| median(measured.clone(), of);
            println!(
                "  {:<6} {:>10.0} {:>12.0} {:>12.0} {:>9.2} {:>9.2}",
                side.name,
                of(|one| one.requests),
                of(|one| one.server),
                of(|one| one.database),
                of(|one| one.p50),
                of(|one| one.p99)
            );
            servers.push((of(|one| one.server), of(|one| one.server + one.database), of(|one| one.requests)));
        }
        println!(
            "  server {:.2} times the limit, with the database {:.2}",
            servers[1].0 / servers[0].0,
            servers[1].1 / servers[0].1
        );
        if let Some(peer) = servers.get(2) {
            println!("  {:.1} times as many requests as PostGraphile", servers[1].2 / peer.2);
        }
    }
    println!("a house entered, {} at the same time:", drive.arguments.connections);
    let (admin, _) = sign_in(&drive.client, &sides[1].url, "national-admin", &drive.arguments.admin_password).await;
    for streams in [1, 75] {
        drive.enter_houses(&sides[1], &admin, streams).await;
    }
    let most = 256;
    for workload in WORKLOADS.iter().filter(|workload| workload.name.starts_with('q')) {
        drive.run_at(most, &sides[1], workload, Duration::from_secs(2)).await;
    }
    println!(
        "memory: at most {:.0} MB, {most} connections asking at the same time",
        peak(drive.arguments.taawun_process)
    );
}
