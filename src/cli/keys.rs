//! `taawun keys`: the keys of the installation, shown, made anew, retired, sealed under another master key.

use anyhow::{Result, bail};
use chrono::TimeDelta;
use entity::id::{SecretKeyId, SecurityEventId};
use entity::secret_key::KeyPurpose;
use entity::security_event;
use entity::security_event::SecurityEventKind;
use sea_orm::ActiveEnum;
use uuid::Uuid;

use crate::auth::{MasterKey, SecretKeys};
use crate::clock::Clock;
use crate::config::{KeyStore, RetireKey, RewrapKeys, RotateKey};
use crate::db::Pool;

/// How long it takes until every process seals by a new key.
const LEARNT: TimeDelta = TimeDelta::seconds(10);

/// Shows the keys, without what is secret of them.
pub(super) async fn list(store: &KeyStore) -> Result<()> {
    let pool = open(store).await?;
    let mut newest = None;
    let rows = pool.all_secret_keys().await?;
    for row in rows.iter().rev() {
        let state = match row.retired_at {
            Some(at) => format!("retired {}", at.format("%Y-%m-%d %H:%M")),
            None if newest == Some(row.purpose) => "verifies and opens".to_owned(),
            None => {
                newest = Some(row.purpose);
                "signs and seals".to_owned()
            }
        };
        let made = row.created_at.format("%Y-%m-%d %H:%M");
        println!("{}  {:<11}  made {made}  {state}", row.id.0, row.purpose.to_value());
    }
    Ok(pool.close().await?)
}

/// Makes a new key, which signs or seals from now on; those before still verify and open.
pub(super) async fn rotate(arguments: &RotateKey) -> Result<()> {
    let (pool, now) = (open(&arguments.store).await?, Clock::system().now());
    let master = master(&arguments.store)?;
    SecretKeys::open(&pool, master.clone(), now).await?;
    let key = master.make_key(arguments.purpose.into(), now)?;
    let id = key.id;
    pool.add_secret_keys(|_| Ok(vec![key]), Some(event(SecurityEventKind::KeyRotated))).await?;
    pool.tell_revoked().await?;
    println!("The key {} is there. Those before verify and open until they are retired: `taawun keys retire`.", id.0);
    Ok(pool.close().await?)
}

/// Retires a key: what it signed and sealed is refused within seconds. What it sealed and must be read again is sealed anew
/// before.
pub(super) async fn retire(arguments: &RetireKey) -> Result<()> {
    let pool = open(&arguments.store).await?;
    let keys = SecretKeys::open(&pool, master(&arguments.store)?, Clock::system().now()).await?;
    let id = SecretKeyId(arguments.id);
    let rows = pool.secret_keys().await?;
    let Some(row) = rows.iter().find(|row| row.id == id) else {
        bail!("there is no such key that is not retired: `taawun keys list` shows them");
    };
    if row.purpose == KeyPurpose::Digest {
        bail!("this key is compared with what was digested before, and stays");
    }
    if row.purpose == KeyPurpose::Certificate {
        bail!("the codes on certificates that people hold are verified by this key, and it stays");
    }
    let newest = rows.iter().find(|other| other.purpose == row.purpose).unwrap_or(row);
    if newest.id == id {
        let purpose = row.purpose.to_value().to_lowercase();
        bail!("this is the newest key of its purpose: run `taawun keys rotate --purpose {purpose}` first");
    }
    if Clock::system().now() < newest.created_at + LEARNT {
        bail!("the key in its place was made just now: wait until every process has read it, ten seconds");
    }
    if row.purpose == KeyPurpose::Field {
        let opened = keys.now();
        let sealed = pool.reseal_person_keys(|person, kept| opened.reseal_person_key(person, kept)).await?;
        let factors = pool.reseal_second_factors(|account, kept| opened.reseal_second_factor(account, kept)).await?;
        println!("{sealed} keys of persons and {factors} second factors were sealed under the newest key.");
    }
    pool.retire_secret_key(id, event(SecurityEventKind::KeyRetired)).await?;
    pool.tell_revoked().await?;
    println!("The key is retired.");
    Ok(pool.close().await?)
}

/// Seals all keys under another master key. Processes that have the old one go on until they are started again, which they
/// must be with the new one.
pub(super) async fn rewrap(arguments: &RewrapKeys) -> Result<()> {
    let pool = open(&arguments.store).await?;
    let (old, new) = (master(&arguments.store)?, MasterKey::from_file(&arguments.new_master_key_file)?);
    let sealed = pool.reseal_secret_keys(|row| old.rewrap(row, &new), event(SecurityEventKind::KeysRewrapped)).await?;
    println!("{sealed} keys are sealed under the new master key. Start every process again with it.");
    Ok(pool.close().await?)
}

async fn open(store: &KeyStore) -> Result<Pool> {
    let pool = super::open(&store.database).await?;
    if let [first, ..] = pool.pending_migrations().await?.as_slice() {
        bail!("the database is not up to date ({first} and what follows): run `taawun migrate` first");
    }
    Ok(pool)
}

fn master(store: &KeyStore) -> Result<MasterKey> {
    Ok(store.master_key.open(&store.database.data_dir)?)
}

fn event(kind: SecurityEventKind) -> security_event::Model {
    security_event::Model {
        id: SecurityEventId(Uuid::now_v7()),
        at: Clock::system().now(),
        kind,
        account_id: None,
        by_account_id: None,
        api_client_id: None,
        address: None,
        network: None,
    }
}
