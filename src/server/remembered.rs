//! Documents that are remembered: what a signed-in client sent and what ran without errors is parsed once, and known by its
//! SHA-256 from then on.
//!
//! So a client may send a document once, with its hash, and ask for it by the hash alone afterwards, by GET too. The
//! protocol is that of automatic persisted queries, which the common clients speak: a hash that is not known, as after a
//! restart or on another process, is answered with `PERSISTED_QUERY_NOT_FOUND`, and the client sends the document again.
//!
//! Where the documents of a folder are trusted, they are known from the start, and nothing else is answered.

use std::collections::HashMap;
use std::fmt::Display;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Request;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use entity::id::AccountId;
use lru::LruCache;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::text::Message;

/// Bytes of all documents together; parsed they take some twenty times as much. The one asked for longest ago goes first.
const BYTES: usize = 2 * 1024 * 1024;
/// Longest document, in bytes.
const LONGEST: usize = 16 * 1024;
/// Documents of one account, so that none takes the places of all.
const OF_AN_ACCOUNT: usize = 100;
/// What the extension looks like.
const SHAPE: &str = r#"{ "version": 1, "sha256Hash": "<64 hex digits>" }"#;

/// The SHA-256 of a document.
pub(super) type Hash = [u8; 32];

/// The documents that are known by their hash.
pub(super) struct Remembered {
    sent: Mutex<Documents>,
    /// Where there are any, the only ones that are answered.
    trusted: HashMap<Hash, (Arc<str>, Arc<Parsed>)>,
}

/// A document that was parsed.
pub(super) struct Parsed {
    pub(super) document: Arc<ExecutableDocument>,
    /// Whether it has run without errors when all of it was validated: then nothing is wrong with it but, perhaps, the value
    /// of a variable.
    sound: AtomicBool,
}

impl Parsed {
    fn new(document: Arc<ExecutableDocument>, sound: bool) -> Arc<Self> {
        Arc::new(Self { document, sound: AtomicBool::new(sound) })
    }

    pub(super) fn is_sound(&self) -> bool {
        self.sound.load(Ordering::Relaxed)
    }

    /// It has run without errors, and all of it was validated.
    pub(super) fn found_sound(&self) {
        self.sound.store(true, Ordering::Relaxed);
    }
}

struct Documents {
    known: LruCache<Hash, Document>,
    bytes: usize,
}

/// A document, and who sent it first.
struct Document {
    text: Arc<str>,
    parsed: Arc<Parsed>,
    account: AccountId,
}

/// What is known of the document of a request.
pub(super) enum Known {
    /// It was parsed before.
    Parsed(Arc<Parsed>),
    /// It may be remembered under this hash.
    New(Hash),
    /// It is too long for that.
    TooLong,
}

/// What the extension `persistedQuery` of a request says.
#[derive(Deserialize)]
struct Extension {
    version: u32,
    #[serde(rename = "sha256Hash")]
    hash: String,
}

impl Remembered {
    pub(super) fn new() -> Self {
        let sent = Mutex::new(Documents { known: LruCache::unbounded(), bytes: 0 });
        Self { sent, trusted: HashMap::new() }
    }

    /// Trusts the documents of a folder, and no others.
    pub(super) fn trust(&mut self, folder: &Path) -> Result<(), String> {
        let problem = |path: &Path, what: &dyn Display| format!("{}: {what}", path.display());
        for file in std::fs::read_dir(folder).map_err(|error| problem(folder, &error))? {
            let path = file.map_err(|error| problem(folder, &error))?.path();
            if path.extension().is_some_and(|extension| extension == "graphql") {
                let text = std::fs::read_to_string(&path).map_err(|error| problem(&path, &error))?;
                let parsed = parse_query(&text).map_err(|error| problem(&path, &error))?;
                self.trusted.insert(Sha256::digest(&text).into(), (text.into(), Parsed::new(Arc::new(parsed), false)));
            }
        }
        if self.trusted.is_empty() { Err(problem(folder, &"no file NAME.graphql")) } else { Ok(()) }
    }

    /// What is known of a request's document; where only its hash was sent, the document is put into the request. What is
    /// known here is nothing for the anonymous to find out.
    pub(super) fn recall(&self, request: &mut Request, signed_in: bool) -> Result<Known, Error> {
        let given = match request.extensions.0.get("persistedQuery") {
            Some(extension) => Some(hash_in(extension.clone())?),
            None => None,
        };
        let get = |hash: &Hash| {
            if let Some((text, parsed)) = self.trusted.get(hash) {
                return Some((Arc::clone(text), Arc::clone(parsed)));
            }
            let mut documents = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
            let document = if signed_in { documents.known.get(hash) } else { None };
            document.map(|document| (Arc::clone(&document.text), Arc::clone(&document.parsed)))
        };
        if let Some(hash) = given.filter(|_| request.query.is_empty()) {
            let (text, parsed) = get(&hash).ok_or(Error::PersistedQueryNotFound)?;
            request.query = text.to_string();
            return Ok(Known::Parsed(parsed));
        }
        if given.is_none() && request.query.len() > LONGEST && self.trusted.is_empty() {
            return Ok(Known::TooLong);
        }
        let hash = Hash::from(Sha256::digest(&request.query));
        if given.is_some_and(|given| given != hash) {
            return Err(Error::BadUserInput(Message::new("persisted-other")));
        }
        match get(&hash) {
            Some((_, parsed)) => Ok(Known::Parsed(parsed)),
            None if self.trusted.is_empty() => Ok(Known::New(hash)),
            None => Err(Error::BadUserInput(Message::new("trusted-only"))),
        }
    }

    /// Remembers a document; of an account that has many, in the place of the one that was asked for longest ago.
    pub(super) fn keep(
        &self,
        hash: Hash,
        text: &str,
        parsed: Arc<ExecutableDocument>,
        sound: bool,
        account: AccountId,
    ) {
        if text.len() > LONGEST {
            return;
        }
        let mut documents = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let own = || documents.known.iter().filter(|(_, document)| document.account == account).map(|(hash, _)| *hash);
        if let Some(oldest) = own().nth(OF_AN_ACCOUNT - 1) {
            documents.forget(oldest);
        }
        documents.bytes += text.len();
        let document = Document { text: text.into(), parsed: Parsed::new(parsed, sound), account };
        if let Some((_, replaced)) = documents.known.push(hash, document) {
            documents.bytes -= replaced.text.len();
        }
        while documents.bytes > BYTES
            && let Some((_, oldest)) = documents.known.pop_lru()
        {
            documents.bytes -= oldest.text.len();
        }
    }
}

impl Documents {
    fn forget(&mut self, hash: Hash) {
        if let Some(document) = self.known.pop(&hash) {
            self.bytes -= document.text.len();
        }
    }
}

fn hash_in(extension: async_graphql::Value) -> Result<Hash, Error> {
    let malformed = || Error::BadUserInput(Message::new("persisted-malformed").with("shape", SHAPE));
    let extension: Extension = async_graphql::from_value(extension).map_err(|_| malformed())?;
    hash_of(&extension.hash).filter(|_| extension.version == 1).ok_or_else(malformed)
}

/// 64 hexadecimal digits.
fn hash_of(text: &str) -> Option<Hash> {
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

impl std::fmt::Debug for Remembered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Remembered")
    }
}
