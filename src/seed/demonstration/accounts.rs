//! The accounts of the demonstration: one per role, and the same five again in another region. Their passwords are made
//! at random, kept in a file for their owner's eyes, and hashed in the database.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use entity::id::{AccountId, MandateId};
use entity::mandate::Role;
use entity::{account, mandate};
use sea_orm::ActiveValue::{Set, Unchanged};
use uuid::Uuid;

use super::{
    INDH, KHENIFRA, MIDELT, association_id, coordination_id, delegation_id, establishment_id, khenifra, neighbours,
    partner_id,
};
use crate::auth::keys::private_file;
use crate::auth::{Passwords, random_password};
use crate::db::Pool;
use crate::error::Error;
use crate::seed::key;

/// Logins and passwords.
pub struct Accounts {
    /// Login → password.
    pub passwords: BTreeMap<String, String>,
    /// Where they are kept.
    pub file: PathBuf,
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Accounts(in {})", self.file.display())
    }
}

/// Login, role, and the key of its slice.
fn list() -> Vec<(&'static str, Role, Option<Uuid>)> {
    let of_delegation = |province| Some(delegation_id(province).0);
    vec![
        ("national-admin", Role::NationalAdmin, None),
        ("national-officer", Role::NationalOfficer, None),
        ("national-finance", Role::NationalFinance, None),
        ("auditor", Role::NationalAuditor, None),
        ("dpo", Role::DataProtectionOfficer, None),
        ("region-05", Role::RegionalCoordinator, Some(coordination_id("05").0)),
        ("khenifra-head", Role::DelegationHead, of_delegation(KHENIFRA)),
        ("khenifra-officer", Role::DelegationOfficer, of_delegation(KHENIFRA)),
        ("khenifra-social", Role::SocialWorker, of_delegation(KHENIFRA)),
        (
            "khenifra-association",
            Role::AssociationManager,
            Some(association_id(KHENIFRA, khenifra::ASSOCIATION_WITH_ACCOUNT).0),
        ),
        ("khenifra-director", Role::EstablishmentDirector, Some(establishment_id(khenifra::HOUSE_WITH_ACCOUNT).0)),
        ("partner-indh", Role::Partner, Some(partner_id(INDH).0)),
        ("midelt-head", Role::DelegationHead, of_delegation(MIDELT)),
        ("midelt-officer", Role::DelegationOfficer, of_delegation(MIDELT)),
        ("midelt-social", Role::SocialWorker, of_delegation(MIDELT)),
        (
            "midelt-association",
            Role::AssociationManager,
            Some(association_id(MIDELT, neighbours::ASSOCIATION_WITH_ACCOUNT).0),
        ),
        ("midelt-director", Role::EstablishmentDirector, Some(establishment_id(neighbours::HOUSE_WITH_ACCOUNT).0)),
    ]
}

/// Lays the accounts. Passwords of an earlier start are kept where the file and the database still agree; the others are
/// made anew.
pub async fn lay(pool: &Pool, passwords: &Passwords, data_dir: &Path, now: DateTime<Utc>) -> Result<Accounts, Error> {
    let file = data_dir.join("demo-accounts.json");
    let earlier = std::fs::read_to_string(&file).unwrap_or_default();
    let earlier: BTreeMap<String, String> = serde_json::from_str(&earlier).unwrap_or_default();

    let mut known = BTreeMap::new();
    let mut bulk = pool.bulk(now).await?;
    for (login, role, slice) in list() {
        let id: AccountId = key("account", login, 0);
        let there = pool.credentials(login).await?.map(|(account, _)| account);
        if let (Some(password), Some(account)) = (earlier.get(login), &there)
            && passwords.verify(password.clone(), Some(account.password_hash.clone())).await?
        {
            known.insert(login.to_owned(), password.clone());
            continue;
        }
        let password = random_password();
        let password_hash = passwords.hash(password.to_string()).await?;
        known.insert(login.to_owned(), password.to_string());
        if there.is_some() {
            let changed = account::ActiveModel {
                id: Unchanged(id),
                password_hash: Set(password_hash),
                ..account::ActiveModel::default()
            };
            bulk.update::<account::Entity>(changed).await?;
        } else {
            let row = account::Model { id, login: login.to_owned(), password_hash, demonstration: true, version: 1 };
            bulk.lay::<account::Entity>(vec![row]).await?;
            bulk.lay::<mandate::Entity>(vec![mandate(login, id, role, slice)]).await?;
        }
    }
    bulk.commit().await?;
    keep(&file, &known).map_err(|error| Error::internal(format!("{}: {error}", file.display())))?;
    Ok(Accounts { passwords: known, file })
}

fn mandate(login: &str, account: AccountId, role: Role, slice: Option<Uuid>) -> mandate::Model {
    let id: MandateId = key("mandate", login, 0);
    let mut row = mandate::Model {
        id,
        account_id: account,
        role,
        regional_coordination_id: None,
        delegation_id: None,
        association_id: None,
        establishment_id: None,
        partner_id: None,
        valid_from: NaiveDate::default(),
        valid_to: None,
    };
    match role {
        Role::NationalAdmin
        | Role::NationalOfficer
        | Role::NationalFinance
        | Role::NationalAuditor
        | Role::DataProtectionOfficer => {}
        Role::RegionalCoordinator => row.regional_coordination_id = slice.map(Into::into),
        Role::DelegationHead | Role::DelegationOfficer | Role::SocialWorker => {
            row.delegation_id = slice.map(Into::into);
        }
        Role::AssociationManager => row.association_id = slice.map(Into::into),
        Role::EstablishmentDirector => row.establishment_id = slice.map(Into::into),
        Role::Partner => row.partner_id = slice.map(Into::into),
    }
    row
}

/// Writes the file beside its place and moves it there, so that it is never half written nor readable by others.
fn keep(file: &Path, passwords: &BTreeMap<String, String>) -> std::io::Result<()> {
    let beside = file.with_extension("json.new");
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        Err(_) | Ok(()) => {}
    }
    let text = serde_json::to_string_pretty(passwords)?;
    let mut new = private_file(&beside)?;
    new.write_all(text.as_bytes())?;
    new.sync_all()?;
    std::fs::rename(&beside, file)
}
