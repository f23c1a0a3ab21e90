//! The subcommands.

mod account;
mod documents;
mod import;
mod keys;
mod register;
mod release;
mod serve;
mod work;

use std::fs::DirBuilder;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use entity::counter::Level;
use entity::installation::Purpose;
use indicatif::{ProgressBar, ProgressStyle};
use sea_orm::ActiveEnum;

use crate::clock::Clock;
use crate::config::{Account, Cli, Command, Contract, Counters, Database, Import, Journal, Migrate, Search, Seed};
use crate::db::Pool;
use crate::seed::demonstration::national;
use crate::statistics::Kept;
use crate::store::Store;
use crate::{config, contract, register as public_register, schema, seed, statistics, telemetry};

/// Does what the command line says.
pub fn run(cli: Cli) -> Result<()> {
    let json = matches!(&cli.command, Command::Serve(serve) if serve.log_json);
    telemetry::start(&cli.log, json).with_context(|| format!("--log (TAAWUN_LOG) {:?}", cli.log))?;
    match cli.command {
        Command::Schema(shown) => {
            match shown.contract {
                Contract::Full => print!("{}", schema::sdl()),
                Contract::Partners => print!("{}", contract::sdl()),
                Contract::Register => print!("{}", public_register::sdl()),
            }
            Ok(())
        }
        Command::Serve(serve) => runtime()?.block_on(serve::run(*serve)),
        Command::Work(arguments) => runtime()?.block_on(work::run(*arguments)),
        Command::Migrate(arguments) => runtime()?.block_on(migrate(&arguments)),
        Command::Seed(seed) => runtime()?.block_on(lay(&seed)),
        Command::Import(Import::Territories(arguments)) => runtime()?.block_on(import::territories(&arguments)),
        Command::Import(Import::Register(arguments)) => runtime()?.block_on(register::take_in(&arguments)),
        Command::Account(Account::InviteAdmin(arguments)) => runtime()?.block_on(account::invite_admin(&arguments)),
        Command::Keys(config::Keys::List(store)) => runtime()?.block_on(keys::list(&store)),
        Command::Keys(config::Keys::Rotate(arguments)) => runtime()?.block_on(keys::rotate(&arguments)),
        Command::Keys(config::Keys::Retire(arguments)) => runtime()?.block_on(keys::retire(&arguments)),
        Command::Keys(config::Keys::Rewrap(arguments)) => runtime()?.block_on(keys::rewrap(&arguments)),
        Command::Documents(config::Documents::Sweep(arguments)) => runtime()?.block_on(documents::sweep(&arguments)),
        Command::Release(arguments) => runtime()?.block_on(release::publish(&arguments)),
        Command::Counters(Counters::Verify(database)) => runtime()?.block_on(verify_counters(&database)),
        Command::Search(Search::Rebuild(database)) => runtime()?.block_on(rebuild_names(&database)),
        Command::Counters(Counters::Rebuild(database)) => runtime()?.block_on(rebuild_counters(&database)),
        Command::Journal(Journal::Verify(database)) => runtime()?.block_on(verify_journal(&database)),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// For as long as it takes: these commands read and write whole tables.
async fn open(database: &Database) -> Result<Pool> {
    data_dir(&database.data_dir)?;
    Ok(Pool::connect(&database.url(), database.database_connections, None).await?)
}

/// Makes the data folder, for its owner only.
fn data_dir(path: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).with_context(|| format!("the data folder {}", path.display()))
}

/// Brings the tables up to date. Where a change of them took the counters away, everything is counted again.
async fn bring_up_to_date(pool: &Pool, now: DateTime<Utc>) -> Result<()> {
    pool.migrate().await?;
    if statistics::is_empty(pool).await? {
        statistics::rebuild(pool, now).await?;
    }
    Ok(())
}

async fn migrate(migrate: &Migrate) -> Result<()> {
    let pool = open(&migrate.database).await?;
    for migration in pool.pending_migrations().await? {
        println!("{migration}");
    }
    bring_up_to_date(&pool, Clock::system().now()).await?;
    println!("The tables are up to date.");
    if let Some(role) = &migrate.grant_to {
        if pool.is_embedded() {
            bail!("--grant-to (TAAWUN_GRANT_TO) is for PostgreSQL: SQLite has no roles");
        }
        pool.grant_to(role).await?;
        println!("The role {role} may serve.");
    }
    Ok(())
}

async fn verify_journal(database: &Database) -> Result<()> {
    let pool = open(database).await?;
    let (entries, breaches) = pool.verify_journal().await?;
    for breach in &breaches {
        println!("stream {}, position {}: {}", breach.stream.0, breach.position, breach.what);
    }
    if !breaches.is_empty() {
        bail!("the journal does not hold in {} of its streams", breaches.len());
    }
    println!("The journal holds: {entries} entries.");
    Ok(())
}

async fn verify_counters(database: &Database) -> Result<()> {
    let pool = open(database).await?;
    let differences = statistics::differences(&pool).await?;
    for statistics::Difference { key, records, counters } in &differences {
        let (measure, cube, boundaries, delegation, parts) = match key {
            Kept::Growth(row) => (row.measure, row.cube, row.boundaries, row.delegation_id, (&row.part_1, &row.part_2)),
            Kept::Balance(row) => {
                (row.measure, row.cube, row.boundaries, row.delegation_id, (&row.part_1, &row.part_2))
            }
        };
        let when = match key {
            Kept::Growth(row) => format!("growth in {}", row.month),
            Kept::Balance(row) => format!("balance at the end of {}", row.month),
        };
        let whose = match key {
            Kept::Growth(row) if row.level == Level::Association => format!(", association {}", row.association_id.0),
            Kept::Growth(row) if row.level == Level::Establishment => {
                format!(", establishment {}", row.establishment_id.0)
            }
            Kept::Growth(_) | Kept::Balance(_) => String::new(),
        };
        println!(
            "{} by {} ({}), {}, {when}, delegation {}{whose}: {counters}, not {records}",
            measure.to_value(),
            cube.to_value(),
            format!("{} {}", parts.0, parts.1).trim(),
            boundaries.to_value(),
            delegation.0,
        );
    }
    if !differences.is_empty() {
        bail!("{} counters differ from the records: run `taawun counters rebuild`", differences.len());
    }
    println!("The counters are right.");
    Ok(())
}

async fn rebuild_counters(database: &Database) -> Result<()> {
    let pool = open(database).await?;
    let corrected = statistics::rebuild(&pool, Clock::system().now()).await?;
    println!("{corrected} counters were set right.");
    Ok(())
}

async fn rebuild_names(database: &Database) -> Result<()> {
    let pool = open(database).await?;
    let corrected = pool.rebuild_names(Clock::system().now()).await?;
    println!("{corrected} names were set right.");
    Ok(())
}

async fn lay(seed: &Seed) -> Result<()> {
    let pool = open(&seed.database).await?;
    let demo = seed.demo || seed.national;
    refuse_demonstration_of_records(&pool, demo).await?;
    bring_up_to_date(&pool, Clock::system().now()).await?;
    if demo {
        let store = seed.documents.open(&seed.database.data_dir).map_err(anyhow::Error::msg)?;
        demonstration(&pool, &Clock::system(), &store).await?;
    }
    if seed.national {
        let bar = ProgressBar::new(national::rows(seed.scale));
        bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} rows, {elapsed}")?);
        national::lay(&pool, &Clock::system(), seed.scale, |rows| bar.inc(rows)).await?;
        bar.finish_and_clear();
        println!("The made-up country is there. `taawun serve --demo` makes accounts.");
    } else if seed.demo {
        println!("The demonstration is there. `taawun serve --demo` makes its accounts.");
    } else {
        seed::lay_reference_data(&pool, Clock::system().now()).await?;
        println!("The reference data is there.");
    }
    Ok(())
}

const REFUSED: &str = "this database holds more than demonstration data, so --demo is refused. \
     Give it a database of its own: another --data-dir or --database-url";

/// Before anything is changed in a database of records, the demonstration is refused.
async fn refuse_demonstration_of_records(pool: &Pool, demo: bool) -> Result<()> {
    // Where the table is not there yet, nobody has settled anything.
    if demo && pool.purpose().await.is_ok_and(|purpose| purpose == Some(Purpose::Production)) {
        bail!(REFUSED);
    }
    Ok(())
}

/// Lays the demonstration, or says why not.
async fn demonstration(pool: &Pool, clock: &Clock, store: &Store) -> Result<()> {
    if !seed::demonstration::lay(pool, clock).await? {
        bail!(REFUSED);
    }
    Ok(seed::demonstration::lay_files(store).await?)
}
