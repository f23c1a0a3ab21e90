//! The accounts of the demonstration: one per role, and the same five again in another region. Their passwords are made
//! at random, kept in a file for their owner's eyes, and hashed in the database.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use entity::credential::PasswordHash;
use entity::id::AccountId;
use entity::mandate::Role;
use entity::{account, association, credential, establishment, mandate};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::{
    INDH, KHENIFRA, MIDELT, association_id, coordination_id, delegation_id, establishment_id, khenifra, neighbours,
    notices, partner_id,
};
use crate::auth::keys::private_file;
use crate::auth::{NationalRole, Passwords, Viewer, random_password};
use crate::db::Pool;
use crate::error::Error;
use crate::seed::{key, text};

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

/// An account that is deactivated, and when: 2026-09-30, 16:00 in Morocco.
const FORMER: &str = "khenifra-former";
const LEFT: i64 = 1_790_780_400;

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
        ("khenifra-officer", Role::DelegationOfficer, Some(delegation_id(KHENIFRA).0)),
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

    // One who has left: the mandate was taken back, and nobody signs in by the account.
    let former =
        mandate(pool, FORMER, key("account", FORMER, 0), Role::DelegationOfficer, Some(delegation_id(KHENIFRA).0))
            .await?;
    let left = Some(DateTime::from_timestamp(LEFT, 0).unwrap_or(now));
    let former = (
        account::Model { deactivated_at: left, ..account(FORMER, &former) },
        mandate::Model { ended_at: left, ..former },
    );

    let mut known = BTreeMap::new();
    let mut bulk = pool.bulk(now).await?;
    let mut credentials = Vec::new();
    for (login, role, slice) in list() {
        let id: AccountId = key("account", login, 0);
        let there = pool.credentials(login).await?;
        let hash =
            there.as_ref().and_then(|holder| holder.credential.as_ref()).map(|there| there.password_hash.0.clone());
        if let (Some(password), Some(_)) = (earlier.get(login), &hash)
            && passwords.verify(password.clone(), hash).await?
        {
            known.insert(login.to_owned(), password.clone());
            continue;
        }
        let password = random_password();
        let password_hash = PasswordHash(passwords.hash(password.to_string()).await?);
        known.insert(login.to_owned(), password.to_string());
        credentials.push(credential::Model { account_id: id, password_hash, must_change: false, changed_at: now });
        if there.is_none() {
            let mandate = mandate(pool, login, id, role, slice).await?;
            bulk.lay::<account::Entity>(vec![account(login, &mandate)]).await?;
            bulk.lay::<mandate::Entity>(vec![mandate]).await?;
        }
    }
    bulk.lay::<account::Entity>(vec![former.0]).await?;
    bulk.lay::<mandate::Entity>(vec![former.1]).await?;
    bulk.commit().await?;
    pool.keep_credentials(credentials).await?;
    notices::lay(pool, now).await?;
    keep(&file, &known).map_err(|error| Error::internal(format!("{}: {error}", file.display())))?;
    Ok(Accounts { passwords: known, file })
}

/// An account of nobody, kept where its mandate is.
fn account(login: &str, mandate: &mandate::Model) -> account::Model {
    account::Model {
        id: mandate.account_id,
        login: login.to_owned(),
        name_ar: text(&format!("حساب نموذجي {login}")),
        name_fr: text(&format!("Compte de démonstration {login}")),
        email: Some(format!("{login}@demonstration.invalid")),
        delegation_id: mandate.delegation_id,
        association_id: mandate.association_id,
        deactivated_at: None,
        demonstration: true,
        version: 1,
    }
}

/// A mandate, with the keys of the slices that its row falls into.
async fn mandate(
    pool: &Pool,
    login: &str,
    account: AccountId,
    role: Role,
    slice: Option<Uuid>,
) -> Result<mandate::Model, Error> {
    let mut row = mandate::Model {
        id: key("mandate", login, 0),
        account_id: account,
        role,
        regional_coordination_id: None,
        delegation_id: None,
        association_id: None,
        establishment_id: None,
        partner_id: None,
        valid_from: NaiveDate::default(),
        valid_to: None,
        ended_at: None,
        on_behalf_of_id: None,
        on_behalf_of_account_id: None,
        rights: None,
        demonstration: true,
        version: 1,
    };
    let everything = pool.scoped_to(Viewer::NationalOffice(NationalRole::Admin));
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
        Role::AssociationManager => {
            let association = everything.find::<association::Entity>().filter(association::COLUMN.id.eq(slice));
            let association = association.one().await?.ok_or(Error::NotFound)?;
            row.delegation_id = Some(association.delegation_id);
            row.association_id = Some(association.id);
        }
        Role::EstablishmentDirector => {
            let house = everything.find::<establishment::Entity>().filter(establishment::COLUMN.id.eq(slice));
            let house = house.one().await?.ok_or(Error::NotFound)?;
            row.delegation_id = Some(house.delegation_id);
            row.association_id = house.association_id;
            row.establishment_id = Some(house.id);
        }
        Role::Partner => row.partner_id = slice.map(Into::into),
    }
    Ok(row)
}

/// What is kept for its owner's eyes. Writes the file beside its place and moves it there, so that it is never half written nor readable by others.
pub(super) fn keep(file: &Path, secrets: &BTreeMap<String, String>) -> std::io::Result<()> {
    let beside = file.with_extension("json.new");
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        Err(_) | Ok(()) => {}
    }
    let text = serde_json::to_string_pretty(secrets)?;
    let mut new = private_file(&beside)?;
    new.write_all(text.as_bytes())?;
    new.sync_all()?;
    std::fs::rename(&beside, file)
}
