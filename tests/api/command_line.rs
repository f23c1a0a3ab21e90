//! The program itself, as an operator runs it.

use std::time::Duration;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{connect, create_postgres, postgres_url, root};
use crate::persons::{contains, everything};
use crate::program::{Running, accounts, error_of, mode, run, taawun};

async fn the_report_is_read(running: &Running, password: &str) {
    let signed_in = running.sign_in("khenifra-head", password).await;
    let token = signed_in["data"]["signIn"]["accessToken"].as_str().unwrap();
    let query = "{ annualReport(budgetYear: 2021) { measures { computed } grants { total { money { amount } } } } }";
    let report = running.ask(Some(token), json!({ "query": query })).await;
    let counts: Vec<_> = report["data"]["annualReport"]["measures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|measure| measure["computed"].as_i64().unwrap())
        .collect();
    assert_eq!(counts, [34, 5, 24, 13, 4, 2]);
    assert_eq!(report["data"]["annualReport"]["grants"]["total"]["money"]["amount"], "4628411.00");
}

#[tokio::test]
async fn one_command_starts_the_demonstration_and_a_restart_keeps_it() {
    let dir = TempDir::new().unwrap();
    let running = Running::start(dir.path(), &["--demo"]);
    let first = accounts(dir.path());
    assert_eq!(first.len(), 17);
    for (login, password) in &first {
        assert_eq!(password.len(), 20);
        assert!(running.said.contains(&format!("{login:<22} {password}")), "{login} is printed");
    }
    assert_eq!(mode(&dir.path().join("data/demo-accounts.json")), 0o600);
    assert_eq!(mode(&dir.path().join("data/master.key")), 0o600);
    assert_eq!(mode(&dir.path().join("data")), 0o700);
    for file in ["taawun.db", "taawun.db-wal", "taawun.db-shm"] {
        assert_eq!(mode(&dir.path().join("data").join(file)), 0o600, "{file}");
    }
    the_report_is_read(&running, &first["khenifra-head"]).await;
    let page = reqwest::get(&running.url).await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("AnnualReport"), "the page offers the documented operations");
    for path in ["healthz", "readyz"] {
        assert_eq!(reqwest::get(format!("{}/{path}", running.url)).await.unwrap().status(), 200);
    }
    // What is done every day is done by it, and then by nobody else.
    let signed_in = running.sign_in("national-admin", &first["national-admin"]).await;
    let admin = signed_in["data"]["signIn"]["accessToken"].as_str().unwrap().to_owned();
    let jobs = json!({ "query": "{ jobs(where: { state: DONE }) { totalCount } }" });
    while running.ask(Some(&admin), jobs.clone()).await["data"]["jobs"]["totalCount"] != 4 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    running.stop();
    let worked = run(dir.path(), &["work", "--once"]);
    let said = String::from_utf8(worked.stdout).unwrap();
    assert!(worked.status.success() && said.ends_with(" jobs were begun.\n"), "{said}");

    let running = Running::start(dir.path(), &["--demo"]);
    assert_eq!(accounts(dir.path()), first, "the passwords of the first start still hold");
    the_report_is_read(&running, &first["khenifra-head"]).await;
    running.stop();

    std::fs::remove_file(dir.path().join("data/demo-accounts.json")).unwrap();
    let running = Running::start(dir.path(), &["--demo"]);
    let anew = accounts(dir.path());
    assert_ne!(anew["khenifra-head"], first["khenifra-head"], "forgotten passwords are made anew");
    the_report_is_read(&running, &anew["khenifra-head"]).await;
    let old = running.sign_in("khenifra-head", &first["khenifra-head"]).await;
    assert_eq!(old["data"]["signIn"]["errors"], json!([{ "code": "INVALID_CREDENTIALS" }]));
    running.stop();
}

#[tokio::test]
async fn the_demonstration_starts_on_postgresql_by_the_same_command() {
    let dir = TempDir::new().unwrap();
    let url = postgres_url(&create_postgres(None).await);
    let running = Running::start(dir.path(), &["--demo", "--database-url", &url]);
    the_report_is_read(&running, &accounts(dir.path())["khenifra-head"]).await;
    running.stop();
}

#[tokio::test]
async fn the_demonstration_is_refused_where_anything_else_is_and_the_other_way_round() {
    for url in ["sqlite://any.db".to_owned(), postgres_url(&create_postgres(None).await)] {
        let dir = TempDir::new().unwrap();
        assert!(run(dir.path(), &["migrate", "--database-url", &url]).status.success());
        let running = Running::start(dir.path(), &["--database-url", &url]);
        assert_eq!(reqwest::get(&running.url).await.unwrap().status(), 404, "no GraphiQL outside development");
        running.stop();
        for command in ["serve", "seed"] {
            let refused = run(dir.path(), &[command, "--demo", "--database-url", &url]);
            assert!(error_of(&refused).contains("--demo is refused"), "{refused:?}");
        }
        assert!(!dir.path().join("data/demo-accounts.json").exists());
    }
    let dir = TempDir::new().unwrap();
    Running::start(dir.path(), &["--demo"]).stop();
    assert!(error_of(&run(dir.path(), &["serve"])).contains("holds demonstration data"));
}

/// With the documented operations trusted, they are answered, by their hash from the first moment too, and nothing else is.
#[tokio::test]
async fn only_trusted_documents_are_answered() {
    use sha2::{Digest, Sha256};
    let dir = TempDir::new().unwrap();
    let folder = root().join("docs/operations");
    let running = Running::start(dir.path(), &["--demo", "--trusted-documents", folder.to_str().unwrap()]);
    let documents = |name: &str| std::fs::read_to_string(folder.join(format!("{name}.graphql"))).unwrap();
    let password = accounts(dir.path())["khenifra-head"].clone();
    let input = json!({ "login": "khenifra-head", "password": password });
    let signed_in = running.ask(None, json!({ "query": documents("SignIn"), "variables": { "input": input } })).await;
    let token = signed_in["data"]["signIn"]["accessToken"].as_str().unwrap_or_else(|| panic!("{signed_in:#}"));
    let hash = Sha256::digest(documents("Viewer")).iter().fold(String::new(), |all, byte| format!("{all}{byte:02x}"));
    let by_hash = json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } });
    for asked in [json!({ "query": documents("Viewer") }), by_hash] {
        let viewer = running.ask(Some(token), asked).await;
        assert_eq!(viewer["data"]["viewer"]["login"], "khenifra-head", "{viewer:#}");
    }
    for other in ["{ viewer { login } }", "{ __typename }", &format!("{} ", documents("Viewer"))] {
        let refused = running.ask(Some(token), json!({ "query": other })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{other}");
        assert!(refused["errors"][0]["message"].as_str().unwrap().starts_with("Only trusted documents"), "{refused:#}");
    }
    running.stop();
    let empty = TempDir::new().unwrap();
    std::fs::write(empty.path().join("Broken.graphql"), "{ a").unwrap();
    let refused = run(dir.path(), &["serve", "--demo", "--trusted-documents", empty.path().to_str().unwrap()]);
    let told = error_of(&refused);
    assert!(told.contains("TAAWUN_TRUSTED_DOCUMENTS") && told.contains("Broken.graphql"), "{told}");
}

/// A statement does not outlive its request: the database gives it up too.
#[tokio::test]
async fn a_statement_is_given_up_at_the_deadline() {
    let dir = TempDir::new().unwrap();
    let url = postgres_url(&create_postgres(None).await);
    let running = Running::start(dir.path(), &["--demo", "--database-url", &url, "--limit-deadline-seconds", "1"]);
    let head = running.sign_in("khenifra-head", &accounts(dir.path())["khenifra-head"]).await;
    let token = head["data"]["signIn"]["accessToken"].as_str().unwrap();
    let other = connect(&url).await;
    let lock = sea_orm::TransactionTrait::begin(&other).await.unwrap();
    lock.execute_unprepared("LOCK TABLE establishment IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let answer = running.ask(Some(token), json!({ "query": "{ establishments { totalCount } }" })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED", "{answer:#}");
    // The one who holds the lock still does, and nobody waits for it any more.
    let waiting = "SELECT count(*) AS waiting FROM pg_locks WHERE NOT granted AND relation = 'establishment'::regclass";
    let mut left = -1;
    for _ in 0..20 {
        let row = other.query_one_raw(Statement::from_string(other.get_database_backend(), waiting)).await.unwrap();
        left = row.unwrap().try_get::<i64>("", "waiting").unwrap();
        if left == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(left, 0, "the statement was given up");
    lock.rollback().await.unwrap();
    let answer = running.ask(Some(token), json!({ "query": "{ establishments { totalCount } }" })).await;
    assert_eq!(answer["data"]["establishments"]["totalCount"], 84, "the connection serves others");
    running.stop();
}

/// The server runs as a role that owns nothing, makes no table and cannot change the journal.
#[tokio::test]
async fn the_server_needs_no_right_to_change_the_journal_or_the_tables() {
    let dir = TempDir::new().unwrap();
    let name = create_postgres(None).await;
    let owner = postgres_url(&name);
    let role = format!("server_of_{name}");
    let admin = connect(&owner).await;
    admin.execute_unprepared(&format!("CREATE ROLE {role} LOGIN")).await.unwrap();
    assert!(run(dir.path(), &["migrate", "--database-url", &owner, "--grant-to", &role]).status.success());
    let (_, place) = owner.split_once('@').unwrap();
    let own = format!("postgres://{role}@{place}");

    let running = Running::start(dir.path(), &["--demo", "--database-url", &own]);
    let head = running.sign_in("khenifra-head", &accounts(dir.path())["khenifra-head"]).await;
    let token = head["data"]["signIn"]["accessToken"].as_str().unwrap();
    let record = "mutation { declaredFigureRecord(input: { idempotencyKey: \"as-the-role\", measure: CEF, value: 1, asOf: \"2026-01\", source: \"a test\" }) { errors { message } } }";
    let recorded = running.ask(Some(token), json!({ "query": record })).await;
    assert_eq!(recorded["data"]["declaredFigureRecord"]["errors"], json!([]), "{recorded:#}");
    running.stop();

    let server = connect(&own).await;
    for forbidden in [
        "UPDATE journal SET changes = ''",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "DROP TABLE journal",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "CREATE TABLE mine (x int)",
        "DELETE FROM seaql_migrations",
    ] {
        let refused = server.execute_unprepared(forbidden).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied") || refused.contains("must be owner"), "{forbidden}: {refused}");
    }
    assert!(error_of(&run(dir.path(), &["migrate", "--grant-to", "a\"; DROP"])).contains("--grant-to"));
    assert!(error_of(&run(dir.path(), &["migrate", "--grant-to", "anyone"])).contains("SQLite has no roles"));
}

/// A timer runs it every day; once a month it does something.
#[tokio::test]
async fn a_command_publishes_the_last_month_that_has_ended_once() {
    for url in ["sqlite://any.db".to_owned(), postgres_url(&create_postgres(None).await)] {
        let dir = TempDir::new().unwrap();
        let release = || run(dir.path(), &["release", "--database-url", &url]);
        assert!(error_of(&release()).contains("run `taawun migrate` first"));
        assert!(run(dir.path(), &["seed", "--database-url", &url]).status.success());
        for said in ["is published.", "is there."] {
            let told = release();
            assert!(told.status.success(), "{told:?}");
            let told = String::from_utf8(told.stdout).unwrap();
            assert!(told.starts_with("The release of 2") && told.trim_end().ends_with(said), "{told}");
        }
        let running = Running::start(dir.path(), &["--database-url", &url]);
        let listed: Value = reqwest::get(format!("{}/releases", running.url)).await.unwrap().json().await.unwrap();
        assert_eq!(listed["releases"].as_array().unwrap().len(), 1, "{listed}");
        let file = listed["releases"][0]["files"]["json"].as_str().unwrap();
        let file: Value = reqwest::get(format!("{}{file}", running.url)).await.unwrap().json().await.unwrap();
        let cells = file["tables"][0]["cells"].as_array().unwrap();
        assert!(
            !cells.is_empty() && cells.iter().all(|cell| cell["value"] == 0),
            "nothing is entered yet, and zeros are shown"
        );
        running.stop();
    }
}

#[tokio::test]
async fn a_database_that_is_not_up_to_date_says_which_command_helps() {
    let dir = TempDir::new().unwrap();
    let url = postgres_url(&create_postgres(None).await);
    assert!(error_of(&run(dir.path(), &["serve", "--database-url", &url])).contains("run `taawun migrate` first"));
    for _ in 0..2 {
        assert!(run(dir.path(), &["migrate", "--database-url", &url]).status.success());
        assert!(run(dir.path(), &["seed", "--database-url", &url]).status.success(), "what is there is left as it is");
    }
}

#[test]
fn a_wrong_value_names_itself_wherever_it_comes_from() {
    let dir = TempDir::new().unwrap();
    let error = error_of(&run(dir.path(), &["serve", "--listen", "nowhere"]));
    assert!(error.contains("'nowhere'") && error.contains("--listen"), "{error}");
    let error = error_of(&taawun(dir.path()).arg("serve").env("TAAWUN_LISTEN", "nowhere").output().unwrap());
    assert!(error.contains("'nowhere'") && error.contains("comes from TAAWUN_LISTEN"), "{error}");
    std::fs::write(dir.path().join("settings"), "TAAWUN_DATABASE_CONNECTIONS=none\n").unwrap();
    let error = error_of(&run(dir.path(), &["--config", "settings", "serve"]));
    assert!(error.contains("'none'") && error.contains("comes from TAAWUN_DATABASE_CONNECTIONS"), "{error}");
    let error = error_of(&taawun(dir.path()).arg("serve").env("TAAWUN_LISTN", "127.0.0.1:0").output().unwrap());
    assert!(error.contains("TAAWUN_LISTN"), "a misspelt variable is told: {error}");
    let error = error_of(&run(dir.path(), &["--config", "not-there", "serve"]));
    assert!(error.contains("not-there"), "{error}");
    let error = error_of(&run(dir.path(), &["serve", "--database-url", "mysql://x"]));
    assert!(error.contains("--database-url") && error.contains("sqlite://"), "{error}");
    // An address may hold a password, and so may a line of the file.
    for url in ["postgre://u:S3cret@h/db", "postgres://u:S3cr#et@h/db", "postgres://u:S3cret@h:port/db"] {
        let error = error_of(&taawun(dir.path()).arg("serve").env("TAAWUN_DATABASE_URL", url).output().unwrap());
        assert!(error.contains("TAAWUN_DATABASE_URL") && !error.contains("S3cr"), "{error}");
    }
    std::fs::write(dir.path().join("broken"), "TAAWUN_MASTER_KEY='S3cret\n").unwrap();
    let error = error_of(&run(dir.path(), &["--config", "broken", "serve"]));
    assert!(error.contains("broken") && !error.contains("S3cret"), "{error}");
    let error = error_of(&run(dir.path(), &["serve", "--master-key", "short"]));
    assert!(error.contains("--master-key") && !error.contains("short"), "a key is not repeated: {error}");
    let error = error_of(&run(dir.path(), &["serve", "--log", "a=b=c"]));
    assert!(error.contains("--log"), "{error}");
}

#[test]
fn a_flag_wins_over_a_variable_and_a_variable_over_the_file() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("taawun.env"), "TAAWUN_DATA_DIR=of-the-file\n").unwrap();
    assert!(run(dir.path(), &["migrate"]).status.success());
    assert!(dir.path().join("of-the-file/taawun.db").exists());
    assert!(taawun(dir.path()).arg("migrate").env("TAAWUN_DATA_DIR", "of-the-variable").status().unwrap().success());
    assert!(dir.path().join("of-the-variable/taawun.db").exists());
    let both =
        taawun(dir.path()).args(["migrate", "--data-dir", "of-the-flag"]).env("TAAWUN_DATA_DIR", "not-this").status();
    assert!(both.unwrap().success());
    assert!(dir.path().join("of-the-flag/taawun.db").exists() && !dir.path().join("not-this").exists());
}

#[test]
fn the_schema_is_printed() {
    let printed = run(&root(), &["schema"]);
    assert!(printed.status.success());
    assert_eq!(
        String::from_utf8(printed.stdout).unwrap(),
        std::fs::read_to_string(root().join("schema.graphql")).unwrap()
    );
}

/// Secrets are planted by every door that takes one, while everything that can be logged is.
#[tokio::test]
async fn no_secret_is_in_the_log() {
    for url in ["sqlite://any.db".to_owned(), postgres_url(&create_postgres(None).await)] {
        let dir = TempDir::new().unwrap();
        let master = "cGxhbnRlZC1tYXN0ZXIta2V5LTEyMzQ1Njc4OTAxMjM=";
        let mut command = taawun(dir.path());
        command
            .args(["--log", "trace", "serve", "--demo", "--listen", "127.0.0.1:0", "--database-url", &url])
            .env("TAAWUN_MASTER_KEY", master);
        let running = Running::of(&mut command);
        let passwords = accounts(dir.path());
        let mut secrets: Vec<String> = passwords.values().cloned().collect();
        secrets.push(master.to_owned());

        let signed_in = running.sign_in("khenifra-head", &passwords["khenifra-head"]).await;
        for token in ["accessToken", "refreshToken"] {
            secrets.push(signed_in["data"]["signIn"][token].as_str().unwrap().to_owned());
        }
        let token = secrets[secrets.len() - 2].clone();
        secrets.push(token.rsplit_once('.').unwrap().1.to_owned());
        running.sign_in("khenifra-head", "planted-wrong-password").await;
        // A link, the password that it sets, and the tokens that follow.
        let found = json!({ "query": "{ accounts(where: { login: \"khenifra-social\" }) { nodes { id } } }" });
        let found = running.ask(Some(&token), found).await["data"]["accounts"]["nodes"][0]["id"].clone();
        let send = async |token: Option<&str>, name: &str, fields: &str, input: Value| {
            let query = format!(
                "mutation ($input: {}{}Input!) {{ {name}(input: $input) {{ {fields} }} }}",
                name[..1].to_uppercase(),
                &name[1..]
            );
            running.ask(token, json!({ "query": query, "variables": { "input": input } })).await["data"][name].clone()
        };
        let reset =
            send(Some(&token), "accountReset", "link { token }", json!({ "id": found, "expectedVersion": 1 })).await;
        let link = reset["link"]["token"].as_str().unwrap().to_owned();
        let planted = "planted houses where rivers meet";
        let set =
            send(None, "passwordSet", "login errors { code }", json!({ "token": link, "password": planted })).await;
        assert_eq!(set["login"], "khenifra-social");
        let other = json!({ "login": "khenifra-social", "currentPassword": planted, "password": "planted rivers where houses meet" });
        assert_eq!(send(None, "passwordChange", "login", other).await["login"], "khenifra-social");
        let refreshed = json!({ "refreshToken": secrets[secrets.len() - 2] });
        let refreshed = send(None, "sessionRefresh", "accessToken refreshToken", refreshed).await;
        let tokens = ["accessToken", "refreshToken"].map(|name| refreshed[name].as_str().unwrap().to_owned());
        secrets.extend(tokens);
        secrets.extend([link, planted.to_owned(), "planted rivers where houses meet".to_owned()]);
        // A system of a partner: its secret, in both places where it may be shown, a wrong one, and its token.
        let systems = std::fs::read_to_string(dir.path().join("data/demo-clients.json")).unwrap();
        let systems: std::collections::BTreeMap<String, String> = serde_json::from_str(&systems).unwrap();
        for (client, secret) in &systems {
            secrets.push(secret.clone());
            let form = format!("grant_type=client_credentials&client_id={client}&client_secret={secret}");
            for token in [running.ask_for_token(&form).await, running.ask_for_token(&format!("{form}planted")).await] {
                secrets.extend(token["access_token"].as_str().map(str::to_owned));
            }
        }
        running.sign_in("planted-password-as-login", "x").await;
        running.ask(Some("planted-token"), json!({ "query": "{ viewer { login } }" })).await;
        running.ask(Some(&token), json!({ "query": "{ viewer { login } planted_field }" })).await;
        running.ask(None, json!({ "query": "mutation { signIn(input: { login: \"a\", password: \"planted-in-the-document\" }) { accessToken } }" })).await;
        running.ask(None, json!({ "query": "{ __typename }", "operationName": "planted operation name" })).await;
        running.ask(None, json!({ "query": "query { node(id: \"planted-id\") { id } }", "variables": { "x": "planted-variable" } })).await;
        secrets.extend(
            [
                "planted-wrong-password",
                "planted-password-as-login",
                "planted-token",
                "planted-in-the-document",
                "planted operation name",
                "planted-variable",
                "$argon2id$",
            ]
            .map(str::to_owned),
        );

        let log = running.stop();
        // Nor are they in the database, in any table, the journal included. What was given as a login is in no log either.
        let kept = everything(&url.replace("any.db", &dir.path().join("any.db").display().to_string()));
        assert!(contains(&kept, "khenifra-social"), "what is kept was read");
        for secret in secrets.iter().filter(|secret| *secret != "$argon2id$") {
            assert!(!contains(&kept, secret), "{secret} is in the database");
        }
        assert!(log.contains("answered") && log.contains("refused"), "the log is on: {} bytes", log.len());
        for secret in secrets {
            assert!(
                !log.contains(&secret),
                "{secret} is in the log, near {:?}",
                log.find(&secret).map(|at| &log[at.saturating_sub(200)..at + 40])
            );
        }
    }
}

/// Measures are served apart from what everyone reaches, by the names of documented operations, and by no other name.
#[tokio::test]
async fn what_is_measured_is_served_apart() {
    let dir = TempDir::new().unwrap();
    let running = Running::start(dir.path(), &["--demo", "--metrics-listen", "127.0.0.1:0"]);
    let url = running.said.lines().find_map(|line| line.strip_prefix("Measures are at ")).unwrap().to_owned();
    let signed_in = running.sign_in("khenifra-officer", &accounts(dir.path())["khenifra-officer"]).await;
    let token = signed_in["data"]["signIn"]["accessToken"].as_str().unwrap();
    for (name, query) in [
        ("Delegations", "query Delegations { delegations { totalCount } }"),
        ("Zineb_0612345678", "query Zineb_0612345678 { communes { totalCount } }"),
        ("Journal", "query Journal { journal { totalCount } }"),
    ] {
        running.ask(Some(token), json!({ "query": query, "operationName": name })).await;
    }
    let create = "mutation { establishmentCreate(input: { idempotencyKey: \"measured-once\", kind: \"CEF\", names: {}, commune: \"x\" }) { errors { code } } }";
    running.ask(Some(token), json!({ "query": create })).await;
    let measures = reqwest::get(&url).await.unwrap().text().await.unwrap();
    let value = |line: &str| measures.lines().find_map(|found| found.strip_prefix(line)?.trim().parse::<f64>().ok());
    assert_eq!(
        value("taawun_request_seconds_count{operation=\"Delegations\",outcome=\"OK\"}"),
        Some(1.0),
        "{measures}"
    );
    assert_eq!(value("taawun_request_seconds_count{operation=\"Journal\",outcome=\"FORBIDDEN\"}"), Some(1.0));
    assert_eq!(value("taawun_changes_total{mutation=\"establishmentCreate\",outcome=\"refused\"}"), Some(1.0));
    assert!(!measures.contains("Zineb"), "a client's own names are not kept");
    assert_eq!(reqwest::get(format!("{}/metrics", running.url)).await.unwrap().status(), 404);
    running.stop();
}
