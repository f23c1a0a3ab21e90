//! Keys: the master key that every process of an installation shares, and what it seals: signing keys, keys of persons.

use std::fmt;
use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use entity::id::{PersonId, SigningKeyId};
use entity::signing_key;
use hmac::{Hmac, Mac};
use jsonwebtoken::EncodingKey;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::Error;

/// Bytes of a nonce of XChaCha20-Poly1305.
const NONCE: usize = 24;

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

    /// A key for one purpose, from which this one cannot be found.
    pub fn derive(&self, purpose: &str) -> Result<[u8; 32], Error> {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(self.0.as_slice()).map_err(Error::internal)?;
        mac.update(purpose.as_bytes());
        Ok(mac.finalize().into_bytes().into())
    }

    /// A new signing key, sealed.
    pub fn make_signing_key(
        &self,
        id: SigningKeyId,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<signing_key::Model, Error> {
        let secret = Zeroizing::new(<[u8; 32]>::generate());
        Ok(signing_key::Model {
            id,
            public_key: SigningKey::from_bytes(&secret).verifying_key().to_bytes().to_vec(),
            sealed_private_key: self.sealer("signing keys")?.seal(secret.as_slice(), id.0.as_bytes())?,
            created_at: now,
        })
    }

    /// Opens a signing key; `None` where it was sealed under another master key, or altered, its public half included.
    pub fn open_signing_key(&self, row: &signing_key::Model) -> Result<Option<EncodingKey>, Error> {
        let sealer = self.sealer("signing keys")?;
        let Some(secret) = sealer.open(&row.sealed_private_key, row.id.0.as_bytes()) else { return Ok(None) };
        let secret = <[u8; 32]>::try_from(secret.as_slice()).map_err(Error::internal)?;
        let key = SigningKey::from_bytes(&secret);
        if key.verifying_key().as_bytes() != row.public_key.as_slice() {
            return Ok(None);
        }
        let document = key.to_pkcs8_der().map_err(Error::internal)?;
        Ok(Some(EncodingKey::from_ed_der(document.as_bytes())))
    }

    /// A new key of a person: to seal with, and itself sealed, to be kept.
    pub fn make_person_key(&self, person: PersonId) -> Result<(Sealer, Vec<u8>), Error> {
        let secret = Zeroizing::new(<[u8; 32]>::generate());
        let kept = self.sealer("person keys")?.seal(secret.as_slice(), person.0.as_bytes())?;
        Ok((Sealer::new(secret.as_slice())?, kept))
    }

    /// Opens the key of a person; an error where it was sealed under another master key, or altered.
    pub fn open_person_key(&self, person: PersonId, kept: &[u8]) -> Result<Sealer, Error> {
        let secret = self.sealer("person keys")?.open(kept, person.0.as_bytes());
        Sealer::new(&secret.ok_or_else(|| Error::internal("a person's key that this master key does not open"))?)
    }

    /// Seals for one purpose.
    pub fn sealer(&self, purpose: &str) -> Result<Sealer, Error> {
        Sealer::new(Zeroizing::new(self.derive(purpose)?).as_slice())
    }
}

/// Seals what only the holder of a key may read.
pub struct Sealer(XChaCha20Poly1305);

impl Sealer {
    fn new(key: &[u8]) -> Result<Self, Error> {
        Ok(Self(XChaCha20Poly1305::new_from_slice(key).map_err(Error::internal)?))
    }

    /// Seals a message for one place, at which alone it can be opened.
    pub fn seal(&self, message: &[u8], place: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce = XNonce::generate();
        let sealed = self.0.encrypt(&nonce, Payload { msg: message, aad: place }).map_err(Error::internal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for a place; `None` where it was not, or not with this key, or altered.
    #[must_use]
    pub fn open(&self, sealed: &[u8], place: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        self.0.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: place }).map(Zeroizing::new).ok()
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
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
