//! Persisted queries: a document is sent once, by POST with its SHA-256, and asked for by the hash alone afterwards, by GET
//! too. The protocol is that of automatic persisted queries, which the common clients speak: a hash that is not known, as
//! after a restart or on another process, is answered with `PERSISTED_QUERY_NOT_FOUND`, and the client sends the document
//! again.

use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Request;
use entity::id::AccountId;
use lru::LruCache;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::text::Message;

/// Documents that are remembered; the one not asked for longest is forgotten first.
const DOCUMENTS: NonZero<usize> = NonZero::new(1000).unwrap();
/// Documents of one account, so that none takes the places of all.
const OF_AN_ACCOUNT: usize = 100;
/// Longest document that is remembered, in bytes: all of them take 16 MB at most.
const LONGEST: usize = 16 * 1024;

/// What the extension looks like.
const SHAPE: &str = r#"{ "version": 1, "sha256Hash": "<64 hex digits>" }"#;

type Hash = [u8; 32];

/// The documents that are known by their hash.
pub(super) struct Persisted(Mutex<LruCache<Hash, Document>>);

/// A document, and whose it is.
struct Document {
    text: Arc<str>,
    account: AccountId,
}

/// What the extension `persistedQuery` of a request says.
#[derive(Deserialize)]
struct Extension {
    version: u32,
    #[serde(rename = "sha256Hash")]
    hash: String,
}

impl Persisted {
    pub(super) fn new() -> Self {
        Self(Mutex::new(LruCache::new(DOCUMENTS)))
    }

    /// Puts the document that a hash stands for into its request. The hash under which a document that came along may be
    /// remembered.
    pub(super) fn complete(&self, request: &mut Request, signed_in: bool) -> Result<Option<Hash>, Error> {
        let Some(extension) = request.extensions.0.get("persistedQuery") else { return Ok(None) };
        let malformed = || Error::BadUserInput(Message::new("persisted-malformed").with("shape", SHAPE));
        let extension: Extension = async_graphql::from_value(extension.clone()).map_err(|_| malformed())?;
        let hash = hash(&extension.hash).filter(|_| extension.version == 1).ok_or_else(malformed)?;
        if request.query.is_empty() {
            // What is known here is nothing for the anonymous to find out.
            if !signed_in {
                return Err(Error::PersistedQueryNotFound);
            }
            let known = self
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get(&hash)
                .map(|document| Arc::clone(&document.text));
            request.query = known.ok_or(Error::PersistedQueryNotFound)?.to_string();
            return Ok(None);
        }
        if <Hash>::from(Sha256::digest(&request.query)) != hash {
            return Err(Error::BadUserInput(Message::new("persisted-other")));
        }
        Ok(Some(hash))
    }

    /// Remembers a document; of an account that has many, in the place of the one it asked for longest ago.
    pub(super) fn keep(&self, hash: Hash, document: &str, account: AccountId) {
        if document.len() > LONGEST {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = known.iter().filter(|(_, document)| document.account == account);
        let (mut count, mut oldest) = (0, None);
        for (hash, _) in own {
            (count, oldest) = (count + 1, Some(*hash));
        }
        if let Some(oldest) = oldest.filter(|_| count >= OF_AN_ACCOUNT && !known.contains(&hash)) {
            known.pop(&oldest);
        }
        known.put(hash, Document { text: document.into(), account });
    }
}

/// 64 hexadecimal digits.
fn hash(text: &str) -> Option<Hash> {
    let digits = text.as_bytes();
    let mut hash = Hash::default();
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = [pair.first()?, pair.last()?].map(|digit| char::from(*digit).to_digit(16));
        *byte = u8::try_from(high? * 16 + low?).ok()?;
    }
    Some(hash)
}

impl std::fmt::Debug for Persisted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Persisted")
    }
}
