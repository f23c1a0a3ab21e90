//! Counts the instructions that the server spends on a request, under callgrind, and compares them with what is written in
//! `budget.toml`. They are the server's own, in user space, on one worker; the database's are not among them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clap::Parser;
use taawun_bench::{WORKLOADS, Workload, sign_in};

/// Requests before it is counted: documents are remembered, statements prepared, tokens verified.
const WARM: usize = 30;
/// Requests that are counted.
const COUNTED: usize = 100;
/// What a figure may be above its budget, in hundredths.
const MARGIN: u64 = 10;

#[derive(Parser)]
struct Arguments {
    /// The program, compiled as it is measured
    #[arg(long)]
    program: PathBuf,
    #[arg(long)]
    data_dir: PathBuf,
    #[arg(long)]
    database_url: String,
    #[arg(long)]
    login: String,
    #[arg(long)]
    password: String,
    /// Name = instructions, a line each
    #[arg(long)]
    budget: PathBuf,
}

/// A server under callgrind.
struct Server {
    process: Child,
    url: String,
    counts: PathBuf,
}

impl Server {
    fn start(arguments: &Arguments, name: &str) -> Self {
        let counts = arguments.data_dir.join(format!("callgrind.{name}"));
        let output = arguments.data_dir.join(format!("serve.{name}"));
        let process = Command::new("valgrind")
            .args(["--quiet", "--tool=callgrind", "--instr-atstart=no"])
            .arg(format!("--callgrind-out-file={}", counts.display()))
            .arg(&arguments.program)
            .args([
                "--log",
                "warn",
                "serve",
                "--demo",
                "--no-jobs",
                "--listen",
                "127.0.0.1:0",
                "--database-connections",
                "2",
                "--limit-budget",
                "1000000000",
            ])
            .arg("--data-dir")
            .arg(&arguments.data_dir)
            .args(["--database-url", &arguments.database_url])
            .env("TOKIO_WORKER_THREADS", "1")
            .stdout(std::fs::File::create(&output).unwrap())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("valgrind starts");
        let started = Instant::now();
        let url = loop {
            let said = std::fs::read_to_string(&output).unwrap();
            let url = said.lines().find_map(|line| line.strip_prefix("Taawun listens on "));
            if let Some(url) = url.filter(|_| said.ends_with('\n')) {
                break url.to_owned();
            }
            assert!(started.elapsed() < Duration::from_secs(120), "the server does not start: {said}");
            std::thread::sleep(Duration::from_millis(100));
        };
        Self { process, url, counts }
    }

    fn control(&self, arguments: &[&str]) {
        let mut control = Command::new("callgrind_control");
        let done = control.args(arguments).arg(self.process.id().to_string()).stdout(Stdio::null()).status();
        assert!(done.expect("callgrind_control starts").success());
    }

    /// Ends it, and reads what was counted.
    fn instructions(mut self) -> u64 {
        let ended = Command::new("kill").arg(self.process.id().to_string()).status();
        assert!(ended.unwrap().success() && self.process.wait().unwrap().success());
        let counts = std::fs::read_to_string(&self.counts).unwrap();
        let total = counts.lines().find_map(|line| line.strip_prefix("totals: ")).expect("a total");
        total.trim().parse().unwrap()
    }
}

/// Also where something has failed.
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

async fn count(arguments: &Arguments, workload: &Workload) -> u64 {
    let server = Server::start(arguments, workload.name);
    let client = reqwest::Client::new();
    let (token, ids) = sign_in(&client, &server.url, &arguments.login, &arguments.password).await;
    let ask = async |number: usize| {
        let variables = workload.variables(&ids, number);
        let answer = workload.ask(&client, &server.url, &token, &variables).send().await.unwrap().text().await.unwrap();
        assert!(!answer.contains("\"errors\":[{"), "{answer}");
    };
    for number in 0..WARM {
        ask(number).await;
    }
    server.control(&["--zero"]);
    server.control(&["--instr=on"]);
    for number in 0..COUNTED {
        ask(WARM + number).await;
    }
    server.control(&["--instr=off"]);
    server.instructions() / COUNTED as u64
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let text = std::fs::read_to_string(&arguments.budget).unwrap();
    let budgets: BTreeMap<&str, u64> = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let (name, budget) = line.split_once('=').expect("name = instructions");
            (name.trim(), budget.trim().replace('_', "").parse().expect("a number"))
        })
        .collect();
    let mut above = Vec::new();
    println!("instructions of the server for a request:");
    for workload in &WORKLOADS {
        let (counted, budget) = (count(&arguments, workload).await, budgets[workload.name]);
        println!("  {:<4} {counted:>10} of {budget:>10}  {}", workload.name, workload.what);
        if counted * 100 > budget * (100 + MARGIN) {
            above.push(workload.name);
        }
        if counted * 100 < budget * (100 - MARGIN) {
            println!("       it has become cheaper: lower its line in {}", arguments.budget.display());
        }
    }
    assert!(above.is_empty(), "more than {MARGIN} % above the budget: {above:?}");
}
