//! The program itself, started as an operator starts it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::JoinHandle;

use serde_json::{Value, json};

pub(crate) fn taawun(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taawun"));
    command.current_dir(dir).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(dir: &Path, arguments: &[&str]) -> Output {
    taawun(dir).args(arguments).output().unwrap()
}

pub(crate) fn error_of(output: &Output) -> String {
    assert!(!output.status.success(), "it fails");
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A running server.
pub(crate) struct Running {
    child: Child,
    pub(crate) url: String,
    pub(crate) said: String,
    log: JoinHandle<String>,
}

impl Running {
    pub(crate) fn start(dir: &Path, arguments: &[&str]) -> Self {
        Self::of(taawun(dir).args(["serve", "--listen", "127.0.0.1:0"]).args(arguments))
    }

    pub(crate) fn of(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut errors = child.stderr.take().unwrap();
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            errors.read_to_string(&mut log).unwrap();
            log
        });
        let mut said = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = loop {
            let Some(line) = lines.next() else { panic!("it does not start: {said}{}", log.join().unwrap()) };
            let line = line.unwrap();
            said.push_str(&line);
            said.push('\n');
            if let Some(url) = line.strip_prefix("Taawun listens on ") {
                break url.to_owned();
            }
        };
        Self { child, url, said, log }
    }

    /// Sends a form to the token endpoint.
    pub(crate) async fn ask_for_token(&self, form: &str) -> Value {
        let request = reqwest::Client::new().post(format!("{}/oauth/token", self.url));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
        request.send().await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn ask(&self, token: Option<&str>, body: Value) -> Value {
        let mut request = reqwest::Client::new().post(format!("{}/graphql", self.url)).json(&body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        request.send().await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Value {
        let query =
            "mutation ($input: SignInInput!) { signIn(input: $input) { accessToken refreshToken errors { code } } }";
        self.ask(None, json!({ "query": query, "variables": { "input": { "login": login, "password": password } } }))
            .await
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once, as a failing machine would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to stop, and returns its log once it has.
    pub(crate) fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "it ends well when told to stop");
        self.log.join().unwrap()
    }
}

pub(crate) fn accounts(dir: &Path) -> BTreeMap<String, String> {
    serde_json::from_str(&std::fs::read_to_string(dir.join("data/demo-accounts.json")).unwrap()).unwrap()
}

pub(crate) fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
