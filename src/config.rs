//! Configuration: flags, `TAAWUN_…` variables and a file of the same names; the first of these that says something wins.

mod documents;
mod fonts;
mod limits;
mod mail;
mod place;
mod reading;
mod single_sign_on;

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::http::HeaderValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use entity::secret_key::KeyPurpose;

use ipnet::IpNet;
use url::Url;
use uuid::Uuid;

use crate::auth::single_sign_on::is_page;

pub use documents::DocumentStore;
pub use fonts::Fonts;
pub use limits::Limits;
pub use mail::MailServer;
pub use place::{Database, MasterKeySource};
pub use single_sign_on::Oidc;

/// The GraphQL API of Entraide Nationale.
#[derive(Debug, Parser)]
#[command(name = "taawun", version, about, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// A file of TAAWUN_… variables, one a line; variables and flags win over it [default: taawun.env, if it is there]
    #[arg(long, env = "TAAWUN_CONFIG", global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// What is logged, as tracing's filter says it: `info`, `taawun=debug`
    #[arg(
        long,
        env = "TAAWUN_LOG",
        global = true,
        default_value = "info,sea_orm_migration=warn",
        value_name = "FILTER"
    )]
    pub log: String,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the server
    Serve(Box<Serve>),
    /// Do what waits to be done in the background, without serving
    Work(Box<Work>),
    /// Bring the tables of the database up to date
    Migrate(Migrate),
    /// Lay the reference data, and with --demo the demonstration; what is there is left as it is
    Seed(Seed),
    /// Take in a list from a file
    #[command(subcommand)]
    Import(Import),
    /// Look after accounts
    #[command(subcommand)]
    Account(Account),
    /// Look after the keys that sign and seal
    #[command(subcommand)]
    Keys(Keys),
    /// Look after the journal of changes
    #[command(subcommand)]
    Journal(Journal),
    /// Look after the counters
    #[command(subcommand)]
    Counters(Counters),
    /// Look after the names by which rows are found
    #[command(subcommand)]
    Search(Search),
    /// Look after the files of documents
    #[command(subcommand)]
    Documents(Documents),
    /// Publish the release of the last month that has ended, unless it is there: to be run by a timer, once a day or so
    Release(PublishRelease),
    /// Print the GraphQL schema
    Schema(ShownSchema),
}

/// How to work in the background.
#[derive(Args, Debug)]
pub struct Work {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// The master key.
    #[command(flatten)]
    pub master_key: MasterKeySource,

    /// How mail is sent.
    #[command(flatten)]
    pub mail_server: MailServer,

    /// Where the files of documents are.
    #[command(flatten)]
    pub documents: DocumentStore,

    /// In which fonts papers are printed.
    #[command(flatten)]
    pub fonts: Fonts,

    /// Where people use what is built on this API, such as https://portal.example.ma: mail leads there
    #[arg(long, env = "TAAWUN_PORTAL", value_parser = page, value_name = "URL")]
    pub portal: Option<String>,

    /// Where this API is reached from everywhere, such as https://api.example.ma: certificates say that they are verified there
    #[arg(long, env = "TAAWUN_PUBLIC_ADDRESS", value_parser = page, value_name = "URL")]
    pub public_address: Option<String>,

    /// Seconds that jobs in the background are let run when the process is told to stop; then another one does them
    #[arg(long, env = "TAAWUN_JOBS_GRACE_SECONDS", default_value_t = 10, value_name = "SECONDS")]
    pub jobs_grace_seconds: u64,

    /// Do what is due now, and end
    #[arg(long)]
    pub once: bool,
}

/// From where to publish.
#[derive(Args, Debug)]
pub struct PublishRelease {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// The master key.
    #[command(flatten)]
    pub master_key: MasterKeySource,
}

/// Which schema to print.
#[derive(Args, Debug)]
pub struct ShownSchema {
    /// The whole one, or what the systems of partners may ask for
    #[arg(long, value_enum, default_value_t = Contract::Full)]
    pub contract: Contract,
}

/// A contract with those who write programs for this API.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Contract {
    /// The whole schema
    Full,
    /// What the systems of partners may ask for
    Partners,
    /// The public register
    Register,
}

/// How to bring the tables up to date.
#[derive(Args, Debug)]
pub struct Migrate {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// The PostgreSQL role that the server connects as: it is let read and write, add to the journal and not change it
    #[arg(long, env = "TAAWUN_GRANT_TO", value_parser = role_name, value_name = "ROLE")]
    pub grant_to: Option<String>,
}

/// What to take in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Take in territorial units from a CSV file: level, code, kind, name_ar, name_fr, valid_from, valid_to. Units are known
    /// by their codes: those that are there say afterwards what the file says
    Territories(Territories),
    /// Take in a list of associations and establishments from a workbook (XLSX) or text (CSV), with Arabic or French headings:
    /// each line is judged, and with --apply what is right is entered, wholly or not at all
    Register(Register),
}

/// How to take in a list.
#[derive(Args, Debug)]
pub struct Register {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// The master key.
    #[command(flatten)]
    pub master_key: MasterKeySource,

    /// The delegation whose list it is, by its code, such as EN-05-301 [default: each line names its own]
    #[arg(long, value_name = "CODE")]
    pub delegation: Option<String>,

    /// Enter what is right
    #[arg(long)]
    pub apply: bool,

    /// Enter the others where some lines are wrong
    #[arg(long, requires = "apply")]
    pub leave_out_wrong: bool,

    /// The language of what there is to say: ar, fr or en
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub language: String,

    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// How to take in territorial units.
#[derive(Args, Debug)]
pub struct Territories {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// The master key.
    #[command(flatten)]
    pub master_key: MasterKeySource,

    /// Where the list comes from, for the journal [default: the file's name]
    #[arg(long, value_name = "TEXT")]
    pub source: Option<String>,

    /// The file
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Make the account of a national administrator, who invites the others, and print the token by which its password is set
    InviteAdmin(InviteAdmin),
}

/// Whose account to make.
#[derive(Args, Debug)]
pub struct InviteAdmin {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// The master key.
    #[command(flatten)]
    pub master_key: MasterKeySource,

    /// The person's name in Arabic
    #[arg(long, value_name = "NAME", required_unless_present = "name_fr")]
    pub name_ar: Option<String>,

    /// The person's name in French
    #[arg(long, value_name = "NAME")]
    pub name_fr: Option<String>,

    /// The name to be given at sign-in
    #[arg(value_name = "LOGIN")]
    pub login: String,
}

/// What to do with the keys of the installation.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Show them, without what is secret of them
    List(KeyStore),
    /// Make a new one, which signs or seals from now on; those before still verify and open
    Rotate(RotateKey),
    /// Retire one: what it signed and sealed is refused within seconds
    Retire(RetireKey),
    /// Seal all of them under another master key, with which every process is started again
    Rewrap(RewrapKeys),
}

/// Where the keys are.
#[derive(Args, Debug)]
pub struct KeyStore {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// The master key.
    #[command(flatten)]
    pub master_key: MasterKeySource,
}

/// Which key to make anew.
#[derive(Args, Debug)]
pub struct RotateKey {
    /// Where the keys are.
    #[command(flatten)]
    pub store: KeyStore,

    /// What it is for
    #[arg(long, value_enum, default_value_t = RotatedKey::Signing)]
    pub purpose: RotatedKey,
}

/// What a key that is made anew is for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RotatedKey {
    /// Signs access tokens, which live for a quarter of an hour
    Signing,
    /// Seals cursors of pages and positions in streams
    Cursor,
    /// Seals refresh tokens, which live for thirty days
    Link,
    /// Seals the keys of persons
    Field,
    /// Seals the codes on licence certificates; those before verify for ever, and are not retired
    Certificate,
}

impl From<RotatedKey> for KeyPurpose {
    fn from(key: RotatedKey) -> Self {
        match key {
            RotatedKey::Signing => Self::Signing,
            RotatedKey::Cursor => Self::Cursor,
            RotatedKey::Link => Self::Link,
            RotatedKey::Field => Self::Field,
            RotatedKey::Certificate => Self::Certificate,
        }
    }
}

/// Which key to retire.
#[derive(Args, Debug)]
pub struct RetireKey {
    /// Where the keys are.
    #[command(flatten)]
    pub store: KeyStore,

    /// The key, as `taawun keys list` names it
    #[arg(value_name = "ID")]
    pub id: Uuid,
}

/// Under which master key to seal.
#[derive(Args, Debug)]
pub struct RewrapKeys {
    /// Where the keys are.
    #[command(flatten)]
    pub store: KeyStore,

    /// A file with the master key in the place of the one before, made if absent
    #[arg(long, value_name = "FILE")]
    pub new_master_key_file: PathBuf,
}

/// What to do with the journal.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Read all of it and say where it does not hold: an entry altered, missing or not in its place
    Verify(Database),
}

/// What to do with the names by which rows are found.
#[derive(Debug, Subcommand)]
pub enum Search {
    /// Fold all names again, as a new version may ask for
    Rebuild(Database),
}

/// What to do with the files of documents.
#[derive(Debug, Subcommand)]
pub enum Documents {
    /// Take out uploads that never became documents, and files that nothing refers to, a day after they were begun; a server
    /// does so by itself, every hour
    Sweep(SweepDocuments),
}

/// Where to sweep.
#[derive(Args, Debug)]
pub struct SweepDocuments {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// Where the files are.
    #[command(flatten)]
    pub store: DocumentStore,
}

/// What to do with the counters.
#[derive(Debug, Subcommand)]
pub enum Counters {
    /// Count everything again and say where the counters differ
    Verify(Database),
    /// Set the counters right, by corrections that are known from now on
    Rebuild(Database),
}

/// How to serve.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Serve {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// The address to listen on; port 0 takes a free one. The address taken is printed on one line
    #[arg(long, env = "TAAWUN_LISTEN", default_value = "127.0.0.1:8000", value_name = "ADDRESS")]
    pub listen: SocketAddr,

    /// Load the demonstration data and its accounts; refused on a database that holds anything else. Implies --development
    #[arg(long, env = "TAAWUN_DEMO")]
    pub demo: bool,

    /// Serve the GraphiQL page, and the schema to whoever asks for it
    #[arg(long, env = "TAAWUN_DEVELOPMENT")]
    pub development: bool,

    /// Where measures are served for Prometheus, at /metrics; an address of its own, since they are not for everyone
    #[arg(long, env = "TAAWUN_METRICS_LISTEN", value_name = "ADDRESS")]
    pub metrics_listen: Option<SocketAddr>,

    /// A web page's origin, such as https://tableau.example.ma, that may ask in a browser; several are parted by commas
    #[arg(long = "cors-origin", env = "TAAWUN_CORS_ORIGINS", value_delimiter = ',', value_parser = origin, value_name = "ORIGIN")]
    pub cors_origins: Vec<HeaderValue>,

    /// A network of proxies that are believed about whom they speak for (`X-Forwarded-For`), such as 10.0.0.0/8; several are
    /// parted by commas
    #[arg(long = "trusted-proxy", env = "TAAWUN_TRUSTED_PROXIES", value_delimiter = ',', value_name = "NETWORK")]
    pub trusted_proxies: Vec<IpNet>,

    /// A folder of documents, NAME.graphql each; no others are answered
    #[arg(long, env = "TAAWUN_TRUSTED_DOCUMENTS", value_name = "DIR")]
    pub trusted_documents: Option<PathBuf>,

    /// Let heads and the national office in without a second factor; with --demo nobody needs one
    #[arg(long, env = "TAAWUN_SECOND_FACTOR_OPTIONAL")]
    pub second_factor_optional: bool,

    /// The page that takes the token of a one-time link behind `#`, such as https://portal.example.ma/password
    #[arg(long, env = "TAAWUN_LINK_PAGE", value_parser = page, value_name = "URL")]
    pub link_page: Option<String>,

    /// How mail is sent.
    #[command(flatten)]
    pub mail_server: MailServer,

    /// Where the files of documents are.
    #[command(flatten)]
    pub documents: DocumentStore,

    /// In which fonts papers are printed.
    #[command(flatten)]
    pub fonts: Fonts,

    /// Where people use what is built on this API, such as https://portal.example.ma: mail leads there
    #[arg(long, env = "TAAWUN_PORTAL", value_parser = page, value_name = "URL")]
    pub portal: Option<String>,

    /// Where this API is reached from everywhere, such as https://api.example.ma: certificates say that they are verified there
    #[arg(long, env = "TAAWUN_PUBLIC_ADDRESS", value_parser = page, value_name = "URL")]
    pub public_address: Option<String>,

    /// Leave what waits to be done in the background to other processes: `taawun work`, or servers without this
    #[arg(long, env = "TAAWUN_NO_JOBS")]
    pub no_jobs: bool,

    /// Seconds that jobs in the background are let run when the process is told to stop; then another one does them
    #[arg(long, env = "TAAWUN_JOBS_GRACE_SECONDS", default_value_t = 10, value_name = "SECONDS")]
    pub jobs_grace_seconds: u64,

    /// Answer everything by ordinary resolvers, as when a fault of the fast lane is suspected; slower, and alike
    #[arg(long, env = "TAAWUN_NO_FAST_LANE")]
    pub no_fast_lane: bool,

    /// Write the log as JSON, one object a line
    #[arg(long, env = "TAAWUN_LOG_JSON")]
    pub log_json: bool,

    /// Passwords hashed at the same time, 19 MiB each [default: one per core]
    #[arg(long, env = "TAAWUN_PASSWORD_HASHES", value_parser = clap::value_parser!(u16).range(1..=256), value_name = "COUNT")]
    pub password_hashes: Option<u16>,

    /// By which provider staff may come in.
    #[command(flatten)]
    pub oidc: Oidc,

    /// What a request may ask for.
    #[command(flatten)]
    pub limits: Limits,

    /// The master key.
    #[command(flatten)]
    pub master_key: MasterKeySource,
}

/// What to lay.
#[derive(Args, Debug)]
pub struct Seed {
    /// Where the data is.
    #[command(flatten)]
    pub database: Database,

    /// Where the files of documents are.
    #[command(flatten)]
    pub documents: DocumentStore,

    /// Lay the demonstration data too; refused on a database that holds anything else
    #[arg(long, env = "TAAWUN_DEMO")]
    pub demo: bool,

    /// Lay the demonstration and beside it a made-up country of the expected size, to measure with
    #[arg(long, env = "TAAWUN_NATIONAL")]
    pub national: bool,

    /// So many times the associations, establishments, licences and grants of the made-up country
    #[arg(long, env = "TAAWUN_SCALE", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10), value_name = "TIMES", requires = "national")]
    pub scale: u32,
}

/// Scheme, host and, where it is not the usual one, port; no path, no `*`.
fn origin(text: &str) -> Result<HeaderValue, String> {
    let form = "an origin is a scheme, a host and perhaps a port: https://tableau.example.ma, http://localhost:3000";
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(form)?;
    if host.is_empty() || host.contains(['/', '*', '@', '?', '#', ' ']) {
        return Err(form.to_owned());
    }
    text.parse().map_err(|_| form.to_owned())
}

fn role_name(name: &str) -> Result<String, &'static str> {
    let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if plain && !name.is_empty() { Ok(name.to_owned()) } else { Err("a role's name has a to z, 0 to 9 and _") }
}

/// A page to which people are sent: https, but on this machine, and without `#`, behind which the token goes.
fn page(text: &str) -> Result<String, String> {
    let url = Url::parse(text).map_err(|error| format!("{error}; such as https://portal.example.ma/password"))?;
    if !is_page(&url) {
        return Err("a page must be https, but on this machine, and without #".to_owned());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_sent_to_a_page_by_https_or_on_this_machine() {
        for good in ["https://portal.example.ma/password", "http://localhost:3000/password", "http://127.0.0.1/"] {
            assert!(page(good).is_ok(), "{good}");
        }
        for wrong in ["portal", "http://portal.example.ma/password", "https://portal.example.ma/#x", "ftp://localhost/"]
        {
            assert!(page(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn limits_are_by_default_what_the_help_says() {
        let Command::Serve(serve) = Cli::parse_from(["taawun", "serve"]).command else { panic!("it serves") };
        assert_eq!(format!("{:?}", serve.limits), format!("{:?}", Limits::default()));
    }
}
