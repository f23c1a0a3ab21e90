//! Sealing: what only the holder of a key may read.

use std::fmt;

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::{Secret, derive};
use crate::error::Error;

/// Bytes of a nonce of XChaCha20-Poly1305.
const NONCE: usize = 24;

/// Seals for one purpose, under the newest of several keys, and opens what any of them sealed.
pub struct Sealer(Vec<XChaCha20Poly1305>);

impl Sealer {
    /// Of keys, the newest first.
    pub(super) fn new(secrets: &[Secret], purpose: &str) -> Result<Self, Error> {
        let cipher = |secret| -> Result<_, Error> {
            XChaCha20Poly1305::new_from_slice(derive(secret, purpose)?.as_slice()).map_err(Error::internal)
        };
        Ok(Self(secrets.iter().map(cipher).collect::<Result<_, _>>()?))
    }

    /// Seals a message for one place, at which alone it can be opened.
    pub fn seal(&self, message: &[u8], place: &[u8]) -> Result<Vec<u8>, Error> {
        let newest = self.0.first().ok_or_else(|| Error::internal("no key to seal with"))?;
        let nonce = XNonce::generate();
        let sealed = newest.encrypt(&nonce, Payload { msg: message, aad: place }).map_err(Error::internal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for a place; `None` where it was not, or not with these keys, or altered.
    #[must_use]
    pub fn open(&self, sealed: &[u8], place: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let nonce = XNonce::from(*nonce);
        let open = |cipher: &XChaCha20Poly1305| cipher.decrypt(&nonce, Payload { msg: sealed, aad: place }).ok();
        self.0.iter().find_map(open).map(Zeroizing::new)
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}
