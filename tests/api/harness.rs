//! The test server: the real router on a real port, over a copy of the demonstration in a database of its own.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests make and drop whole databases")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use entity::credential::PasswordHash;
use entity::secret_key::KeyPurpose;
use entity::{account, credential, mandate, second_factor};
use reqwest::StatusCode;
use sea_orm::{ConnectionTrait, Database as SeaOrm, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};
use taawun::auth::single_sign_on::Settings;
use taawun::auth::{Gate, MasterKey, Passwords, SecretKeys, SingleSignOn};
use taawun::background::background;
use taawun::clock::Clock;
use taawun::config::Limits;
use taawun::db::Pool;
use taawun::job::{Background, Worker};
use taawun::mail::Mailer;
use taawun::press::{FONTS, Press};
use taawun::request::App as Shared;
use taawun::seed::demonstration;
use taawun::server::{self, Server};
use taawun::store::Store;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// The moment at which every test starts: 2026-11-24, ten o'clock in Casablanca or a little before.
pub(crate) const NOW: i64 = 1_795_510_800;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

/// Limits within which a test may ask as much as it likes.
pub(crate) fn plenty() -> Limits {
    Limits { budget: 1_000_000_000, cost: 1_000_000, ..Limits::default() }
}

/// A running server.
pub(crate) struct App {
    pub(crate) url: String,
    pub(crate) pool: Pool,
    database_url: String,
    pub(crate) master: MasterKey,
    server: Arc<Server>,
    accounts: BTreeMap<String, String>,
    systems: BTreeMap<String, String>,
    clock: Arc<AtomicI64>,
    client: reqwest::Client,
    /// Of logins that have asked: to look at every password costs more than most answers.
    tokens: Mutex<BTreeMap<String, String>>,
    pub(crate) store: Store,
    dir: TempDir,
}

/// What the server answered. The request's id, which is another each time, is taken out and looked at here.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

/// A mutation, and what is asked of its payload.
#[derive(Clone, Copy)]
pub(crate) struct Change {
    pub(crate) name: &'static str,
    fields: &'static str,
}

impl Change {
    pub(crate) const fn new(name: &'static str, fields: &'static str) -> Self {
        Self { name, fields }
    }

    /// Its input type is named after it.
    pub(crate) fn document(self) -> String {
        let Self { name, fields } = self;
        let type_name = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        format!("mutation ($input: {type_name}!) {{ {name}(input: $input) {{ {fields} }} }}")
    }
}

/// Code and place of each error of a payload.
pub(crate) fn codes(payload: &Value) -> Vec<(String, String)> {
    let errors = payload["errors"].as_array().unwrap();
    let path = |error: &Value| {
        error["path"].as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect::<Vec<_>>().join(".")
    };
    errors.iter().map(|error| (error["code"].as_str().unwrap().to_owned(), path(error))).collect()
}

pub(crate) fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

/// A demonstration that was laid once, to be copied.
struct Template {
    accounts: BTreeMap<String, String>,
    systems: BTreeMap<String, String>,
    dir: TempDir,
}

static SQLITE: OnceCell<Template> = OnceCell::const_new();
static POSTGRES: OnceCell<Template> = OnceCell::const_new();
static COPIES: AtomicU32 = AtomicU32::new(0);

impl Template {
    async fn lay(url: &str) -> Self {
        let dir = TempDir::new().unwrap();
        let url = url.replace("DIR", dir.path().to_str().unwrap());
        let pool = Pool::connect(&url, 2, None).await.unwrap();
        pool.migrate().await.unwrap();
        let clock = Clock::new(|| DateTime::from_timestamp(NOW, 0).unwrap());
        assert!(demonstration::lay(&pool, &clock).await.unwrap());
        let passwords = Passwords::new(2).unwrap();
        let accounts = demonstration::lay_accounts(&pool, &passwords, dir.path(), clock.now()).await.unwrap().passwords;
        let connection = connect(&url).await;
        for (login, password) in &accounts {
            let account = pool.credentials(login).await.unwrap().unwrap().account.id;
            let kept = credential::ActiveModel {
                account_id: Set(account),
                password_hash: Set(cheap_hash(password)),
                ..credential::ActiveModel::default()
            };
            credential::Entity::update(kept).exec(&connection).await.unwrap();
        }
        connection.close().await.unwrap();
        let systems = demonstration::lay_secrets(&pool, dir.path(), clock.now()).await.unwrap().secrets;
        let documents = dir.path().join("documents");
        std::fs::create_dir(&documents).unwrap();
        demonstration::lay_files(&Store::in_folder(&documents).unwrap()).await.unwrap();
        pool.close().await.unwrap();
        Self { accounts, systems, dir }
    }
}

/// A password as it is kept, at the least that argon2id takes: thousands are verified here, each for as long as its hash
/// says.
fn cheap_hash(password: &str) -> PasswordHash {
    let argon2id = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
    PasswordHash(argon2id.hash_password(password.as_bytes()).unwrap().to_string())
}

/// The address of a database of the throw-away PostgreSQL.
pub(crate) fn postgres_url(name: &str) -> String {
    let server = std::env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL names a throw-away PostgreSQL: run scripts/test, which starts one");
    format!("{server}/{name}")
}

/// A connection of the test's own.
pub(crate) async fn connect(url: &str) -> sea_orm::DatabaseConnection {
    SeaOrm::connect(url).await.unwrap()
}

/// Makes an empty database, or a copy of another one.
pub(crate) async fn create_postgres(template: Option<&str>) -> String {
    let name = format!("taawun_{}_{}", std::process::id(), COPIES.fetch_add(1, Ordering::Relaxed));
    let admin = connect(&postgres_url("postgres")).await;
    let template = template.map(|template| format!(" TEMPLATE {template}")).unwrap_or_default();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}{template}")).await.unwrap();
    admin.close().await.unwrap();
    name
}

/// The press, with the fonts of this machine, which are read once.
fn press() -> Press {
    static PRESS: LazyLock<Press> = LazyLock::new(|| Press::open(FONTS.as_ref()).unwrap_or_default());
    PRESS.clone()
}

/// The key of the codes on certificates, so that tests make them too.
pub(crate) const CERTIFICATE_KEY: [u8; 32] = [8; 32];

/// The password of accounts that tests lay.
pub(crate) const PASSWORD: &str = "a password of a test";

/// A mandate of a role without a slice, from always to always, of nobody yet.
pub(crate) fn plain_mandate(role: mandate::Role) -> mandate::Model {
    mandate::Model {
        id: Uuid::now_v7().into(),
        account_id: Uuid::nil().into(),
        role,
        regional_coordination_id: None,
        delegation_id: None,
        association_id: None,
        establishment_id: None,
        partner_id: None,
        valid_from: chrono::NaiveDate::default(),
        valid_to: None,
        ended_at: None,
        on_behalf_of_id: None,
        on_behalf_of_account_id: None,
        rights: None,
        demonstration: true,
        version: 1,
    }
}

impl App {
    /// A server over a fresh copy of the demonstration.
    pub(crate) async fn start(database: Database) -> Self {
        // Internal errors are answered without their cause; a test that fails by one should show it.
        let log = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_test_writer();
        let _ = log.try_init();
        let dir = TempDir::new().unwrap();
        let (url, template) = match database {
            Database::Sqlite => {
                let template = SQLITE.get_or_init(|| Template::lay("sqlite://DIR/taawun.db")).await;
                let file = dir.path().join("taawun.db");
                std::fs::copy(template.dir.path().join("taawun.db"), &file).unwrap();
                (format!("sqlite://{}", file.display()), template)
            }
            Database::Postgres => {
                static NAME: OnceCell<String> = OnceCell::const_new();
                let name = NAME.get_or_init(|| create_postgres(None)).await;
                let template = POSTGRES.get_or_init(|| async { Template::lay(&postgres_url(name)).await }).await;
                (postgres_url(&create_postgres(Some(name)).await), template)
            }
        };
        let (accounts, systems) = (template.accounts.clone(), template.systems.clone());
        let database_url = url.clone();
        let pool = Pool::connect(&url, 4, None).await.unwrap();
        let seconds = Arc::new(AtomicI64::new(NOW));
        let hands = Arc::clone(&seconds);
        let clock = Clock::new(move || DateTime::from_timestamp(hands.load(Ordering::Relaxed), 0).unwrap());
        // Always the same, so that cursors are too.
        let master = MasterKey::from_base64("dGhlIGtleSBvZiBhbGwgdGVzdHMsIG9mIDMyIGJ5dGU=", "a test").unwrap();
        let cursor = master.seal_key(KeyPurpose::Cursor, &[7; 32], clock.now()).unwrap();
        let certificate = master.seal_key(KeyPurpose::Certificate, &CERTIFICATE_KEY, clock.now()).unwrap();
        pool.add_secret_keys(|_| Ok(vec![cursor, certificate]), None).await.unwrap();
        let keys = SecretKeys::open(&pool, master.clone(), clock.now()).await.unwrap();
        let pool = pool.with_keys(keys.clone());
        let gate = Gate::open(pool.clone(), keys, Passwords::new(2).unwrap(), clock.clone()).await.unwrap();
        let documents = dir.path().join("documents");
        std::fs::create_dir(&documents).unwrap();
        for file in std::fs::read_dir(template.dir.path().join("documents")).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), documents.join(file.file_name())).unwrap();
        }
        let store = Store::in_folder(&documents).unwrap();
        let shared = Shared::new(pool.clone(), gate, clock).with_store(store.clone()).with_press(press());
        let server = Arc::new(Server::new(shared, plenty(), &[], false));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(server::serve(listener, Arc::clone(&server), std::future::pending()));
        Self {
            url,
            pool,
            database_url,
            master,
            server,
            accounts,
            systems,
            clock: seconds,
            client: reqwest::Client::new(),
            tokens: Mutex::default(),
            store,
            dir,
        }
    }

    /// Every login of the demonstration.
    pub(crate) fn logins(&self) -> Vec<String> {
        self.accounts.keys().cloned().collect()
    }

    /// The systems of partners in the demonstration: client id → secret.
    pub(crate) fn systems(&self) -> &BTreeMap<String, String> {
        &self.systems
    }

    /// Asks for an access token as a system of a partner: the status and the body.
    pub(crate) async fn ask_for_token(&self, client: &str, secret: &str) -> (StatusCode, Value) {
        let form = "grant_type=client_credentials";
        let request = self.client.post(format!("{}/oauth/token", self.url)).basic_auth(client, Some(secret));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
        let response = request.send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    pub(crate) fn password(&self, login: &str) -> String {
        self.accounts[login].clone()
    }

    /// Lets time pass, or turn back.
    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.clock.load(Ordering::Relaxed), 0).unwrap()
    }

    /// A connection of the test's own, past every door.
    pub(crate) async fn connection(&self) -> sea_orm::DatabaseConnection {
        connect(&self.database_url).await
    }

    /// Lays an account with mandates and the password of tests, kept by the national office.
    pub(crate) async fn lay_account(&self, login: &str, mut mandates: Vec<mandate::Model>) {
        let id = Uuid::now_v7().into();
        for mandate in &mut mandates {
            mandate.account_id = id;
        }
        let account = account::Model {
            id,
            login: login.to_owned(),
            name_ar: None,
            name_fr: Some(format!("Essai {login}")),
            email: None,
            delegation_id: None,
            association_id: None,
            deactivated_at: None,
            demonstration: true,
            version: 1,
        };
        let password_hash = cheap_hash(PASSWORD);
        let credential =
            credential::Model { account_id: id, password_hash, must_change: false, changed_at: self.now() };
        let mut bulk = self.pool.bulk(self.now()).await.unwrap();
        bulk.lay::<account::Entity>(vec![account]).await.unwrap();
        bulk.lay::<mandate::Entity>(mandates).await.unwrap();
        bulk.commit().await.unwrap();
        self.pool.keep_credentials(vec![credential]).await.unwrap();
    }

    /// Lays a second factor of an account, whose codes nobody knows.
    pub(crate) async fn lay_second_factor(&self, login: &str) {
        let account_id = self.pool.credentials(login).await.unwrap().unwrap().account.id;
        let factor = second_factor::Model {
            account_id,
            sealed: Vec::new(),
            confirmed_at: Some(self.now()),
            last_step: 0,
            recovery: String::new(),
        };
        let connection = self.connection().await;
        let factor = second_factor::Entity::insert(factor.into_active_model());
        factor.exec_without_returning(&connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// How many entries the journal has besides those of the seed; it must hold, the counters equal a recount, and folded
    /// names those of the rows.
    pub(crate) async fn journal(&self) -> u64 {
        let wrong = self.pool.rebuild_names(self.now()).await.unwrap();
        assert_eq!(
            wrong, 0,
            "names are folded as they are; a new table has its place in `all_names` of src/db/search.rs"
        );
        self.entries().await
    }

    /// The same, where a test has a table of its own: its names are in no list of those that are folded again.
    pub(crate) async fn entries(&self) -> u64 {
        let (entries, breaches) = self.pool.verify_journal().await.unwrap();
        assert_eq!(breaches, []);
        assert_eq!(taawun::statistics::differences(&self.pool).await.unwrap(), []);
        let seeded = "SELECT count(*) AS seeded FROM journal WHERE mutation = 'seed'";
        let connection = self.connection().await;
        let seeded = sea_orm::Statement::from_string(connection.get_database_backend(), seeded);
        let seeded: i64 = connection.query_one_raw(seeded).await.unwrap().unwrap().try_get("", "seeded").unwrap();
        connection.close().await.unwrap();
        entries - u64::try_from(seeded).unwrap()
    }

    /// The routes, to be called without a connection between.
    pub(crate) fn router(&self) -> axum::Router {
        server::router(Arc::clone(&self.server))
    }

    /// The same, within other limits, for pages of https://tableau.example.ma too.
    pub(crate) async fn router_within(&self, limits: Limits) -> axum::Router {
        server::router(self.server_within(limits).await)
    }

    /// A server within other limits, on a port of its own.
    pub(crate) async fn listen_within(&self, limits: Limits) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(server::serve(listener, self.server_within(limits).await, std::future::pending()));
        url
    }

    /// A server that answers everything by ordinary resolvers, on a port of its own.
    pub(crate) async fn listen_without_fast_lane(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Server::new(self.shared().await.with_fast_lane(false), plenty(), &[], false);
        tokio::spawn(server::serve(listener, Arc::new(server), std::future::pending()));
        url
    }

    /// Another gate over the same database, on a port of its own, as another process would be; it believes this machine
    /// about whom it speaks for.
    pub(crate) async fn listen_again(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Server::new(self.shared().await, plenty(), &[], false);
        let server = server.with_trusted_proxies(vec!["127.0.0.0/8".parse().unwrap()]);
        tokio::spawn(server::serve(listener, Arc::new(server), std::future::pending()));
        url
    }

    /// Another gate, with another store, on a port of its own.
    pub(crate) async fn listen_with_store(&self, store: Store) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Server::new(self.shared().await.with_store(store), plenty(), &[], false);
        tokio::spawn(server::serve(listener, Arc::new(server), std::future::pending()));
        url
    }

    /// The folder of the store.
    pub(crate) fn documents_dir(&self) -> PathBuf {
        self.dir.path().join("documents")
    }

    /// Another gate, at which heads and the national office have to show a second factor.
    pub(crate) async fn listen_requiring_second_factor(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut shared = self.shared().await;
        shared.gate = shared.gate.requiring_second_factor(true);
        let server = Server::new(shared, plenty(), &[], false);
        tokio::spawn(server::serve(listener, Arc::new(server), std::future::pending()));
        url
    }

    /// Another gate, which hands mail over to a mail server, with a page for one-time links or without.
    pub(crate) async fn listen_with_mail(&self, mailer: Mailer, page: Option<&str>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = self.shared().await.with_mailer(Some(mailer)).with_link_page(page.map(str::to_owned));
        let server = Server::new(shared, Limits::default(), &[], false);
        tokio::spawn(server::serve(listener, Arc::new(server), std::future::pending()));
        url
    }

    /// Another gate, at which people come in by an OpenID provider too.
    pub(crate) async fn listen_with_single_sign_on(&self, settings: Settings, second_factor: bool) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut shared = self.shared().await;
        let single_sign_on = SingleSignOn::new(settings).unwrap();
        shared.gate = shared.gate.with_single_sign_on(Some(single_sign_on)).requiring_second_factor(second_factor);
        let server = Server::new(shared, Limits::default(), &[], false);
        let server = server.with_trusted_proxies(vec!["127.0.0.0/8".parse().unwrap()]);
        tokio::spawn(server::serve(listener, Arc::new(server), std::future::pending()));
        url
    }

    /// What does jobs of this database, by the test's clock; it stops at once when told to.
    pub(crate) async fn worker(&self, background: Background) -> Worker {
        let shared = self.shared().await;
        Worker::new(self.pool.clone(), Arc::new(shared), background, Duration::ZERO)
    }

    /// The same, which hands mail over to a mail server that leads people to a portal, or to none.
    pub(crate) async fn worker_with_mail(&self, mailer: Mailer, portal: Option<&str>) -> Worker {
        let shared = self.shared().await.with_mailer(Some(mailer)).with_portal(portal.map(str::to_owned));
        Worker::new(self.pool.clone(), Arc::new(shared), background(), Duration::ZERO)
    }

    /// The same, of an installation that is reached by an address from everywhere.
    pub(crate) async fn worker_reached_at(&self, address: &str) -> Worker {
        let shared = self.shared().await.with_public_address(Some(address.to_owned()));
        Worker::new(self.pool.clone(), Arc::new(shared), background(), Duration::ZERO)
    }

    /// The same, without a font.
    pub(crate) async fn worker_without_fonts(&self) -> Worker {
        let shared = self.shared().await.with_press(Press::default());
        Worker::new(self.pool.clone(), Arc::new(shared), background(), Duration::ZERO)
    }

    async fn shared(&self) -> Shared {
        let clock = self.server.app().clock.clone();
        let keys = SecretKeys::open(&self.pool, self.master.clone(), clock.now()).await.unwrap();
        let gate = Gate::open(self.pool.clone(), keys, Passwords::new(1).unwrap(), clock.clone()).await;
        Shared::new(self.pool.clone(), gate.unwrap(), clock).with_store(self.store.clone()).with_press(press())
    }

    async fn server_within(&self, limits: Limits) -> Arc<Server> {
        let shared = self.shared().await;
        let origins = ["https://tableau.example.ma".parse().unwrap()];
        Arc::new(Server::new(shared, limits, &origins, false))
    }

    pub(crate) fn database_url(&self) -> &str {
        &self.database_url
    }

    pub(crate) fn is_postgres(&self) -> bool {
        !self.pool.is_embedded()
    }

    /// The keys of the server, as they are now.
    pub(crate) fn keys(&self) -> Arc<taawun::auth::keys::Opened> {
        self.server.app().gate.keys.now()
    }

    /// How many statements the database has run.
    pub(crate) fn statements(&self) -> u64 {
        self.pool.statements()
    }

    /// How many passwords have been hashed or verified.
    pub(crate) fn hashes(&self) -> u64 {
        self.server.app().gate.passwords.hashes()
    }

    /// Signs in and returns the whole payload.
    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Value {
        let query = "mutation ($input: SignInInput!) { signIn(input: $input) {
            accessToken accessTokenExpiresAt refreshToken viewer { login role rights slice { level id name } }
            errors { code message path } } }";
        let answer = self.send(None, query, json!({ "input": { "login": login, "password": password } })).await;
        answer.body["data"]["signIn"].clone()
    }

    /// An access token of a login of the demonstration.
    pub(crate) async fn token(&self, login: &str) -> String {
        let payload = self.sign_in(login, &self.password(login)).await;
        payload["accessToken"].as_str().unwrap_or_else(|| panic!("{login} signs in: {payload}")).to_owned()
    }

    /// Sends a query with a token, or anonymously.
    pub(crate) async fn send(&self, token: Option<&str>, query: &str, variables: Value) -> Answer {
        self.send_to(&self.url, token, query, variables).await
    }

    /// The same, to a server of its own.
    pub(crate) async fn send_to(&self, url: &str, token: Option<&str>, query: &str, variables: Value) -> Answer {
        let mut request = self.client.post(format!("{url}/graphql"));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        self.receive(request.json(&json!({ "query": query, "variables": variables }))).await
    }

    /// Sends a mutation.
    pub(crate) async fn try_change(&self, token: &str, change: Change, input: &Value) -> Answer {
        self.send(Some(token), &change.document(), json!({ "input": input })).await
    }

    /// Sends a mutation and returns its payload; there must be no error beside it.
    pub(crate) async fn change(&self, token: &str, change: Change, input: &Value) -> Value {
        let answer = self.try_change(token, change, input).await;
        assert!(answer.body.get("errors").is_none(), "{}: {:#}", change.name, answer.body);
        answer.body["data"][change.name].clone()
    }

    /// Sends a request that a test built by itself.
    pub(crate) async fn receive(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let status = response.status();
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let mut body: Value = response.json().await.unwrap();
        for error in body.get_mut("errors").and_then(Value::as_array_mut).into_iter().flatten() {
            let extensions = error["extensions"].as_object_mut().unwrap();
            assert_eq!(extensions.remove("requestId"), Some(json!(id)), "every error names its request");
        }
        // So does every executed request its cost; what it is has a test of its own.
        if let Some(extensions) = body.get_mut("extensions").and_then(Value::as_object_mut) {
            let cost = extensions.remove("cost").unwrap();
            assert!(cost["requested"].as_u64() <= cost["maximum"].as_u64(), "{cost}");
            if extensions.is_empty() {
                body.as_object_mut().unwrap().remove("extensions");
            }
        }
        Answer { status, body }
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// Sends a query as a login of the demonstration, and returns `data`; there must be no error.
    pub(crate) async fn data(&self, login: &str, query: &str) -> Value {
        let answer = self.ask(login, query).await;
        assert!(answer.body.get("errors").is_none(), "{login}: {query}: {:#}", answer.body);
        answer.body["data"].clone()
    }

    /// Sends a query as a login of the demonstration, and returns the code of its only error.
    pub(crate) async fn refusal(&self, login: &str, query: &str) -> String {
        self.ask(login, query).await.only_code()
    }

    /// Sends a query as a login of the demonstration, which signs in where its last token holds no more.
    async fn ask(&self, login: &str, query: &str) -> Answer {
        let known = self.tokens.lock().unwrap().get(login).cloned();
        if let Some(token) = known {
            let answer = self.send(Some(&token), query, json!({})).await;
            if answer.status != StatusCode::UNAUTHORIZED {
                return answer;
            }
        }
        let token = self.token(login).await;
        self.tokens.lock().unwrap().insert(login.to_owned(), token.clone());
        self.send(Some(&token), query, json!({})).await
    }
}

impl Answer {
    /// The code of the only error.
    pub(crate) fn only_code(&self) -> String {
        let errors = self.body["errors"].as_array().unwrap_or_else(|| panic!("an error: {:#}", self.body));
        assert_eq!(errors.len(), 1, "one error: {:#}", self.body);
        errors[0]["extensions"]["code"].as_str().unwrap().to_owned()
    }
}

/// The key of a row, out of its global id.
pub(crate) fn key_of(id: &Value) -> Uuid {
    let (_, key) = id.as_str().unwrap().split_once('_').unwrap();
    Uuid::from_slice(&URL_SAFE_NO_PAD.decode(key).unwrap()).unwrap()
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Makes of one body two tests: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident: &App) $body:block)*) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "not every body needs all of its file's imports")]
            use super::*;

            async fn body($app: &$crate::harness::App) $body

            #[tokio::test]
            async fn sqlite() {
                body(&$crate::harness::App::start($crate::harness::Database::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                body(&$crate::harness::App::start($crate::harness::Database::Postgres).await).await;
            }
        }
    )*};
}
pub(crate) use on_both;
