//! Keys. One master key, which every process of an installation shares and which stands nowhere in the database, seals all
//! others, which stand there. Each is for one purpose: the newest of a purpose signs and seals, and all that are not retired
//! verify and open.

mod master;
mod sealer;

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use entity::id::{AccountId, PersonId};
use entity::secret_key::{self, KeyPurpose};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{DecodingKey, EncodingKey};
use sea_orm::Iterable;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::token::KeyRing;
use crate::db::Pool;
use crate::error::Error;

pub use master::{MasterKey, MasterKeyError, private_file};
pub use sealer::Sealer;

/// 32 bytes that nobody knows.
pub type Secret = Zeroizing<[u8; 32]>;

/// The keys of the installation, as they were last read.
#[derive(Clone)]
pub struct SecretKeys {
    master: MasterKey,
    opened: Arc<RwLock<Arc<Opened>>>,
}

/// The keys, opened.
pub struct Opened {
    rows: Vec<secret_key::Model>,
    /// Access tokens.
    pub(super) tokens: KeyRing,
    /// Cursors of pages, each key by itself, the newest first.
    pub cursors: Arc<[Secret]>,
    /// Codes on licence certificates, each key by itself, the newest first.
    pub certificates: Arc<[Secret]>,
    /// Positions in streams.
    pub positions: Sealer,
    /// Refresh tokens.
    pub links: Sealer,
    /// Secrets of second factors.
    pub(super) second_factors: Sealer,
    persons: Sealer,
    digest: Secret,
}

impl SecretKeys {
    /// Opens the keys of the database, making those that are not there yet.
    pub async fn open(pool: &Pool, master: MasterKey, now: DateTime<Utc>) -> Result<Self, Error> {
        let is_there = |rows: &[secret_key::Model], purpose| rows.iter().any(|row| row.purpose == purpose);
        let rows = pool.secret_keys().await?;
        if KeyPurpose::iter().any(|purpose| !is_there(&rows, purpose)) {
            let make = |there: &[secret_key::Model]| {
                // Of two that start together with different master keys, one makes them all, and the other is told.
                for row in there {
                    master.open_key(row)?.ok_or_else(other_master)?;
                }
                KeyPurpose::iter()
                    .filter(|purpose| !is_there(there, *purpose))
                    .map(|purpose| master.make_key(purpose, now))
                    .collect()
            };
            pool.add_secret_keys(make, None).await?;
        }
        let opened = Opened::of(pool.secret_keys().await?, &master)?;
        Ok(Self { master, opened: Arc::new(RwLock::new(Arc::new(opened))) })
    }

    /// As they were last read.
    #[must_use]
    pub fn now(&self) -> Arc<Opened> {
        Arc::clone(&self.opened.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads them again.
    pub async fn read_again(&self, pool: &Pool) -> Result<(), Error> {
        let rows = pool.secret_keys().await?;
        if rows != self.now().rows {
            let opened = Arc::new(Opened::of(rows, &self.master)?);
            *self.opened.write().unwrap_or_else(PoisonError::into_inner) = opened;
        }
        Ok(())
    }
}

impl Opened {
    fn of(rows: Vec<secret_key::Model>, master: &MasterKey) -> Result<Self, Error> {
        let mut secrets = Vec::new();
        for row in &rows {
            // A row that somebody put there without the master key verifies and opens nothing.
            if let Some(secret) = master.open_key(row)? {
                secrets.push((row, secret));
            }
        }
        let of = |purpose| -> Result<Vec<Secret>, Error> {
            let own: Vec<_> = rows.iter().filter(|row| row.purpose == purpose).collect();
            let opened: Vec<_> = secrets.iter().filter(|(row, _)| row.purpose == purpose).collect();
            // What is sealed from now on must be opened by every process.
            if own.first().map(|row| row.id) != opened.first().map(|(row, _)| row.id) || own.is_empty() {
                return Err(other_master());
            }
            Ok(opened.into_iter().map(|(_, secret)| secret.clone()).collect())
        };
        let cursors = of(KeyPurpose::Cursor)?;
        let certificates = of(KeyPurpose::Certificate)?;
        of(KeyPurpose::Signing)?;
        let signing = secrets.iter().filter(|(row, _)| row.purpose == KeyPurpose::Signing);
        let tokens = KeyRing::new(signing.map(|(row, secret)| (row.id, secret)))?;
        // The oldest, which every process has: digests that are compared later must not change.
        let digest = of(KeyPurpose::Digest)?.pop().ok_or_else(|| Error::internal("no key for digests"))?;
        Ok(Self {
            tokens,
            positions: Sealer::new(&cursors, "positions")?,
            cursors: cursors.iter().map(|secret| derive(secret, "cursors")).collect::<Result<_, _>>()?,
            certificates: certificates.iter().map(|secret| derive(secret, "certificates")).collect::<Result<_, _>>()?,
            links: Sealer::new(&of(KeyPurpose::Link)?, "refresh tokens")?,
            second_factors: Sealer::new(&of(KeyPurpose::Field)?, "second factors")?,
            persons: Sealer::new(&of(KeyPurpose::Field)?, "person keys")?,
            digest,
            rows,
        })
    }

    /// A digest of something, for one purpose: nobody finds by trial what was digested.
    pub fn digest(&self, purpose: &str) -> Result<Hmac<Sha256>, Error> {
        Hmac::<Sha256>::new_from_slice(derive(&self.digest, purpose)?.as_slice()).map_err(Error::internal)
    }

    /// A new key of a person: to seal with, and itself sealed, to be kept.
    pub fn make_person_key(&self, person: PersonId) -> Result<(Sealer, Vec<u8>), Error> {
        let secret = master::random();
        let kept = self.persons.seal(secret.as_slice(), person.0.as_bytes())?;
        Ok((Sealer::new(&[secret], "person")?, kept))
    }

    /// Opens the key of a person; an error where no key of ours opens it.
    pub fn open_person_key(&self, person: PersonId, kept: &[u8]) -> Result<Sealer, Error> {
        Sealer::new(&[self.person_secret(person, kept)?], "person")
    }

    /// The key of a person, sealed under the newest of ours.
    pub fn reseal_person_key(&self, person: PersonId, kept: &[u8]) -> Result<Vec<u8>, Error> {
        self.persons.seal(self.person_secret(person, kept)?.as_slice(), person.0.as_bytes())
    }

    /// The secret of a second factor, sealed under the newest of ours.
    pub fn reseal_second_factor(&self, account: AccountId, kept: &[u8]) -> Result<Vec<u8>, Error> {
        let opened = self.second_factors.open(kept, account.0.as_bytes());
        let opened = opened.ok_or_else(|| Error::internal("a second factor that no key of this installation opens"))?;
        self.second_factors.seal(&opened, account.0.as_bytes())
    }

    fn person_secret(&self, person: PersonId, kept: &[u8]) -> Result<Secret, Error> {
        let opened = self.persons.open(kept, person.0.as_bytes());
        let opened = opened.ok_or_else(|| Error::internal("a person's key that no key of this installation opens"))?;
        Ok(Zeroizing::new(<[u8; 32]>::try_from(opened.as_slice()).map_err(Error::internal)?))
    }
}

fn other_master() -> Error {
    Error::internal("the keys of this database are sealed under another master key: give every process the same one")
}

/// A key for one purpose, from which the one it is made of cannot be found.
fn derive(secret: &Secret, purpose: &str) -> Result<Secret, Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_slice()).map_err(Error::internal)?;
    mac.update(purpose.as_bytes());
    Ok(Zeroizing::new(mac.finalize().into_bytes().into()))
}

/// The two halves of a signing key, and the public one as others read it.
pub fn signing_key(secret: &[u8; 32]) -> Result<(EncodingKey, DecodingKey, [u8; 32]), Error> {
    let key = SigningKey::from_bytes(secret);
    let public = key.verifying_key().to_bytes();
    let document = key.to_pkcs8_der().map_err(Error::internal)?;
    Ok((EncodingKey::from_ed_der(document.as_bytes()), DecodingKey::from_ed_der(&public), public))
}

/// A new key's identifier.
fn new_id() -> entity::id::SecretKeyId {
    Uuid::now_v7().into()
}

impl std::fmt::Debug for SecretKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKeys(…)")
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({} keys)", self.rows.len())
    }
}
