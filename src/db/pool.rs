//! Connecting.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use tokio::sync::Notify;

use super::ScopedDb;
use crate::auth::{SecretKeys, Viewer};
use crate::error::Error;

/// How long a SQLite connection waits for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// What a SQLite connection that writes keeps of its file: 16 MiB, in KiB with the sign that says so.
const CACHE: &str = "-16384";
/// How long the log beside a SQLite file grows before it is written into it, in pages of 4 KiB: a change that moves a house
/// with its returns writes hundreds, many of them those that the change before it wrote.
const LOG: &str = "4096";
/// A connection idle for longer than this is tried before it is used; a fresh one is trusted, which saves a round trip.
const TRUSTED_WHILE_IDLE: Duration = Duration::from_secs(30);

/// Connections that watch.
const WATCHERS: u32 = 1;

/// Where sea-orm-migration keeps what has been run.
const MIGRATIONS_TABLE: &str = "seaql_migrations";

/// The pools of one database. On SQLite, one connection writes and several read, so that a writer never keeps a reader
/// waiting; on PostgreSQL one pool does both.
#[derive(Clone)]
pub struct Pool {
    read: DatabaseConnection,
    write: DatabaseConnection,
    /// A connection of its own for what must be known within seconds, however busy the others are; its statements are not
    /// counted among those that requests cost.
    watch: DatabaseConnection,
    /// Seal what the journal says of persons; only a process that makes changes needs them.
    pub(super) keys: Option<SecretKeys>,
    statements: Arc<AtomicU64>,
    watched: Arc<AtomicU64>,
    /// Whether the log beside an embedded database has yet to be emptied.
    wipe: Arc<AtomicBool>,
    /// Tells when this process puts work into the queue.
    pub(super) jobs: Arc<Notify>,
}

/// Why a database cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address has a scheme that is neither.
    #[error("--database-url (TAAWUN_DATABASE_URL) starts with neither sqlite:// nor postgres://")]
    Scheme,
    /// The database refused.
    #[error("the database of --database-url (TAAWUN_DATABASE_URL) cannot be reached: {0}")]
    Unreachable(String),
    /// The file cannot be made.
    #[error("the database file {0}: {1}")]
    File(String, std::io::Error),
}

impl Pool {
    /// Connects to `sqlite://PATH` (made if absent) or `postgres://…`, with so many connections to read. PostgreSQL gives up
    /// a statement that takes longer than `patience`; SQLite, in process, has nothing that would.
    pub async fn connect(url: &str, connections: u32, patience: Option<Duration>) -> Result<Self, ConnectError> {
        let (statements, watched) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        // What the driver says of an address that it cannot read has the address in it, and so its password.
        let unreachable = |error: DbErr| {
            let text = error.to_string();
            ConnectError::Unreachable(if text.contains("://") { "the address cannot be read".to_owned() } else { text })
        };
        let (read, write, watch) = if let Some(path) = url.strip_prefix("sqlite://") {
            let path = path.split('?').next().unwrap_or_default();
            make_private(path).map_err(|error| ConnectError::File(path.to_owned(), error))?;
            let write = open(sqlite(path, false).max_connections(1), &statements).await.map_err(unreachable)?;
            let read = open(sqlite(path, true).max_connections(connections), &statements).await.map_err(unreachable)?;
            let watch = open(sqlite(path, false).max_connections(WATCHERS), &watched).await.map_err(unreachable)?;
            (read, write, watch)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let mut options = ConnectOptions::new(url);
            if let Some(patience) = patience {
                // A request's statements are short: other processes that help with one cost four times what they save.
                let settings = [("statement_timeout", patience.as_millis()), ("max_parallel_workers_per_gather", 0)];
                options.map_sqlx_postgres_opts(move |postgres| postgres.options(settings));
            }
            let pool = open(options.max_connections(connections), &statements).await.map_err(unreachable)?;
            let watch = open(options.max_connections(WATCHERS), &watched).await.map_err(unreachable)?;
            (pool.clone(), pool, watch)
        } else {
            return Err(ConnectError::Scheme);
        };
        Ok(Self { read, write, watch, keys: None, statements, watched, wipe: Arc::default(), jobs: Arc::default() })
    }

    /// The same, with the keys that changes need.
    #[must_use]
    pub fn with_keys(self, keys: SecretKeys) -> Self {
        Self { keys: Some(keys), ..self }
    }

    /// Something was overwritten that shall not stay on the disk.
    pub(super) fn wipe_is_due(&self) {
        self.wipe.store(self.is_embedded(), Ordering::Relaxed);
    }

    /// Leaves nothing on the disk of what was overwritten: on SQLite, older pages stay in the log beside the database
    /// until it is emptied, which waits while someone reads them; then the next change tries again. On PostgreSQL, it is
    /// the server's own housekeeping.
    pub(super) async fn wipe_if_due(&self) {
        if !self.wipe.swap(false, Ordering::Relaxed) {
            return;
        }
        let emptied = self.write.query_one_raw(self.statement("PRAGMA wal_checkpoint(TRUNCATE)".to_owned())).await;
        let busy = emptied.and_then(|row| row.map_or(Ok(0), |row| row.try_get_by_index::<i32>(0)));
        if busy.as_ref().ok() != Some(&0) {
            tracing::warn!(?busy, "the log beside the database could not be emptied; the next change tries again");
            self.wipe.store(true, Ordering::Relaxed);
        }
    }

    /// The database as `viewer` sees it.
    #[must_use]
    pub fn scoped_to(&self, viewer: Viewer) -> ScopedDb {
        ScopedDb::new(self.read.clone(), viewer)
    }

    /// Brings the tables up to date.
    pub async fn migrate(&self) -> Result<(), Error> {
        Ok(Migrator::up(&self.write, None).await?)
    }

    /// The schema changes that are still to be run, by name. Only reads, so that a role that may make no table can ask.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, Error> {
        let table = MIGRATIONS_TABLE;
        let there = if self.is_embedded() {
            format!("SELECT count(*) > 0 AS there FROM sqlite_master WHERE name = '{table}'")
        } else {
            format!("SELECT to_regclass('{table}') IS NOT NULL AS there")
        };
        let there = self.write.query_one_raw(self.statement(there)).await?;
        let mut run: Vec<String> = Vec::new();
        if there.map(|row| row.try_get("", "there")).transpose()? == Some(true) {
            let versions = self.write.query_all_raw(self.statement(format!("SELECT version FROM {table}"))).await?;
            run = versions.into_iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?;
        }
        let all = Migrator::migrations();
        Ok(all.iter().map(|migration| migration.name().to_owned()).filter(|name| !run.contains(name)).collect())
    }

    /// Lets a role of PostgreSQL do what the server does and no more: it owns no table, makes none, and adds to the
    /// journal without being able to change it.
    pub async fn grant_to(&self, role: &str) -> Result<(), Error> {
        let grants = format!(
            "GRANT USAGE ON SCHEMA public TO \"{role}\";
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"{role}\";
             REVOKE UPDATE, DELETE, TRUNCATE ON journal FROM \"{role}\";
             REVOKE UPDATE, DELETE, TRUNCATE ON security_event FROM \"{role}\";
             REVOKE UPDATE, DELETE, TRUNCATE ON release_table, release_basis FROM \"{role}\";
             REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {MIGRATIONS_TABLE} FROM \"{role}\";"
        );
        self.write.execute_unprepared(&grants).await?;
        Ok(())
    }

    fn statement(&self, sql: String) -> Statement {
        Statement::from_string(self.write.get_database_backend(), sql)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.read.ping().await?)
    }

    /// Whether this is a file of this machine, so that the server itself may bring it up to date.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.read.get_database_backend() == DbBackend::Sqlite
    }

    /// Closes the connections, once those in use are given back.
    pub async fn close(self) -> Result<(), Error> {
        self.read.close().await?;
        self.watch.close().await?;
        Ok(self.write.close().await?)
    }

    /// How many statements have been run since the start.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// How many statements watching has cost since the start: two every two seconds, one a second for work in the background,
    /// and whatever asks for more.
    #[must_use]
    pub fn watched(&self) -> u64 {
        self.watched.load(Ordering::Relaxed)
    }

    pub(super) fn reader(&self) -> &DatabaseConnection {
        &self.read
    }

    pub(super) fn watcher(&self) -> &DatabaseConnection {
        &self.watch
    }

    pub(super) fn writer(&self) -> &DatabaseConnection {
        &self.write
    }
}

async fn open(options: &ConnectOptions, statements: &Arc<AtomicU64>) -> Result<DatabaseConnection, DbErr> {
    let mut options = options.clone();
    options
        .sqlx_logging(false) // statements are counted and timed by us; sqlx would write each one into the log
        .test_before_acquire_if_idle_for(TRUSTED_WHILE_IDLE)
        .connect_timeout(Duration::from_secs(10))
        .acquire_timeout(Duration::from_secs(10));
    let mut connection = Database::connect(options).await?;
    let statements = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        statements.fetch_add(1, Ordering::Relaxed);
    });
    Ok(connection)
}

/// Makes the database file for its owner's eyes only; the files that SQLite puts beside it are made like it.
fn make_private(path: &str) -> std::io::Result<()> {
    match crate::auth::keys::private_file(std::path::Path::new(path)) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        Err(_) | Ok(_) => Ok(()),
    }
}

fn sqlite(path: &str, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite://{path}?mode=rwc"));
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .journal_mode(sea_orm::sqlx::sqlite::SqliteJournalMode::Wal)
            .synchronous(sea_orm::sqlx::sqlite::SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            // What is deleted or overwritten is overwritten on the disk.
            .pragma("secure_delete", "on")
            // What a statement keeps aside while it runs needs no file: nothing of it is to be left.
            .pragma("temp_store", "memory")
            .pragma("wal_autocheckpoint", LOG);
        if read_only { sqlite.pragma("query_only", "on") } else { sqlite.pragma("cache_size", CACHE) }
    });
    options
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pool({:?})", self.read.get_database_backend())
    }
}
