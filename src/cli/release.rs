//! `taawun release`: the release of the last month that has ended.

use anyhow::{Context, Result, bail};
use entity::language::Language;
use entity::release;
use sea_orm::ColumnTrait;

use crate::auth::{NationalRole, SecretKeys};
use crate::clock::Clock;
use crate::config::PublishRelease;
use crate::db::Actor;
use crate::release::{ReleasePublishInput, last_ended, prepare};

/// Publishes it, unless it is there.
pub(super) async fn publish(arguments: &PublishRelease) -> Result<()> {
    let clock = Clock::system();
    let pool = super::open(&arguments.database).await?;
    if let [first, ..] = pool.pending_migrations().await?.as_slice() {
        bail!("the database is not up to date ({first} and what follows): run `taawun migrate` first");
    }
    let master = arguments.master_key.open(&arguments.database.data_dir)?;
    let keys = SecretKeys::open(&pool, master, clock.now()).await?;
    let pool = pool.with_keys(keys);
    let actor = Actor::operator(NationalRole::Officer);
    let db = pool.scoped_to(actor.viewer);
    let month = last_ended(clock.today()).context("no month has ended")?;
    if db.find::<release::Entity>().filter(release::COLUMN.month.eq(month)).one().await?.is_some() {
        println!("The release of {month} is there.");
        return Ok(pool.close().await?);
    }
    let prepared = prepare(&db, month, clock.today()).await?;
    let outcome = pool.change(actor, clock.now(), ReleasePublishInput::of(month, prepared)).await?;
    if !outcome.mistakes.is_empty() {
        let told = outcome.mistakes.into_iter().map(|mistake| mistake.told(Language::En).message);
        bail!("{}", told.collect::<Vec<_>>().join("\n"));
    }
    println!("The release of {month} is published.");
    Ok(pool.close().await?)
}
