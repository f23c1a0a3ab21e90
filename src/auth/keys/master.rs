//! The master key.

use std::fmt;
use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::Generate;
use chrono::{DateTime, Utc};
use entity::id::SecretKeyId;
use entity::secret_key::{self, KeyPurpose};
use sea_orm::ActiveEnum;
use zeroize::Zeroizing;

use super::{Sealer, Secret, new_id};
use crate::error::Error;

/// The secret that seals all others. Lost, the signing keys cannot be opened and no process starts; stolen together with
/// the database, it forges tokens.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// It does not read as one.
    #[error("{0} is not 32 bytes in base64")]
    Malformed(String),
    /// Its file cannot be read or made.
    #[error("the master key file {0}: {1}")]
    File(String, std::io::Error),
}

impl MasterKey {
    /// From 32 bytes in base64; `name` says in an error where they came from.
    pub fn from_base64(text: &str, name: &str) -> Result<Self, MasterKeyError> {
        let malformed = || MasterKeyError::Malformed(name.to_owned());
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).map_err(|_| malformed())?);
        Ok(Self(Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| malformed())?)))
    }

    /// From a file, which is made, for its owner's eyes only, where it does not exist.
    pub fn from_file(path: &Path) -> Result<Self, MasterKeyError> {
        let failed = |error| MasterKeyError::File(path.display().to_string(), error);
        match std::fs::read_to_string(path) {
            Ok(text) => Self::from_base64(&text, &path.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // Written beside its place and linked there whole: a crash leaves no half of a key, and of two processes
                // that start together both take the one that came first.
                let key = Zeroizing::new(<[u8; 32]>::generate());
                let beside = path.with_extension(format!("new-{}", std::process::id()));
                let mut file = private_file(&beside).map_err(failed)?;
                file.write_all(STANDARD.encode(key.as_slice()).as_bytes()).map_err(failed)?;
                file.sync_all().map_err(failed)?;
                let linked = std::fs::hard_link(&beside, path);
                std::fs::remove_file(&beside).map_err(failed)?;
                match linked {
                    Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(failed(error)),
                    Err(_) | Ok(()) => {
                        Self::from_base64(&std::fs::read_to_string(path).map_err(failed)?, &path.display().to_string())
                    }
                }
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// A new key for a purpose, sealed.
    pub fn make_key(&self, purpose: KeyPurpose, now: DateTime<Utc>) -> Result<secret_key::Model, Error> {
        self.seal_key(purpose, &random(), now)
    }

    /// A key that is known, sealed.
    pub fn seal_key(
        &self,
        purpose: KeyPurpose,
        secret: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<secret_key::Model, Error> {
        let id = new_id();
        let sealed = self.sealer()?.seal(secret, &place(id, purpose))?;
        Ok(secret_key::Model { id, purpose, sealed, created_at: now, retired_at: None })
    }

    /// Opens a key; `None` where it was sealed under another master key, or altered.
    pub fn open_key(&self, row: &secret_key::Model) -> Result<Option<Zeroizing<[u8; 32]>>, Error> {
        let opened = self.sealer()?.open(&row.sealed, &place(row.id, row.purpose));
        let secret = opened.map(|secret| <[u8; 32]>::try_from(secret.as_slice()).map(Zeroizing::new));
        secret.transpose().map_err(Error::internal)
    }

    /// A key, sealed under another master key.
    pub fn rewrap(&self, row: &secret_key::Model, other: &Self) -> Result<Vec<u8>, Error> {
        let secret = self.open_key(row)?;
        let secret =
            secret.ok_or_else(|| Error::internal(format!("the master key does not open the key {}", row.id.0)))?;
        other.sealer()?.seal(secret.as_slice(), &place(row.id, row.purpose))
    }

    fn sealer(&self) -> Result<Sealer, Error> {
        Sealer::new(std::slice::from_ref(&self.0), "keys")
    }
}

/// What a key is sealed for: itself, and nothing else.
fn place(id: SecretKeyId, purpose: KeyPurpose) -> Vec<u8> {
    [id.0.as_bytes(), purpose.to_value().as_bytes()].concat()
}

/// A secret that nobody chose.
pub(super) fn random() -> Secret {
    Zeroizing::new(<[u8; 32]>::generate())
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// Makes a file that only its owner can read; an error where it exists.
pub fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
