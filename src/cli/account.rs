//! `taawun account`: the first national administrator, who invites the others.

use anyhow::{Context, Result, bail};
use entity::language::Language;

use crate::account::AccountInviteInput;
use crate::auth::{Client, Gate, NationalRole, Passwords, SecretKeys};
use crate::clock::Clock;
use crate::config::InviteAdmin;
use crate::db::Actor;
use crate::named::LocalizedTextInput;

/// Makes the account of a national administrator and prints the one-time link by which a password is set.
pub(super) async fn invite_admin(arguments: &InviteAdmin) -> Result<()> {
    let clock = Clock::system();
    let pool = super::open(&arguments.database).await?;
    if let [first, ..] = pool.pending_migrations().await?.as_slice()
        && pool.is_embedded()
    {
        // As the server does: one file, and nobody else's.
        tracing::info!(first, "the tables are brought up to date");
        super::bring_up_to_date(&pool, clock.now()).await?;
    } else if let [first, ..] = pool.pending_migrations().await?.as_slice() {
        bail!("the database is not up to date ({first} and what follows): run `taawun migrate` first");
    }
    let master = arguments.master_key.open(&arguments.database.data_dir)?;
    let keys = SecretKeys::open(&pool, master, clock.now()).await?;
    let pool = pool.with_keys(keys.clone());
    let names = LocalizedTextInput::new(arguments.name_ar.clone(), arguments.name_fr.clone());
    let input = AccountInviteInput::national_admin(arguments.login.clone(), names);
    let outcome = pool.change(Actor::operator(NationalRole::Admin), clock.now(), input).await?;
    if !outcome.mistakes.is_empty() {
        let told = outcome.mistakes.into_iter().map(|mistake| mistake.told(Language::En));
        let told: Vec<_> = told.map(|error| format!("{}: {}", error.path.join("."), error.message)).collect();
        bail!("{}", told.join("\n"));
    }
    let login = arguments.login.trim().to_lowercase();
    let holder = pool.credentials(&login).await?.context("the account that was made is not there")?;
    let gate = Gate::open(pool.clone(), keys, Passwords::new(1)?, clock).await?;
    let link = gate.link(uuid::Uuid::now_v7().into(), holder.account.id, None, false, &Client::default()).await?;
    println!(
        "The account {login} is there. Its password is set by `passwordSet` with this token, once, until {}:",
        link.expires_at
    );
    println!("{}", link.token);
    Ok(pool.close().await?)
}
