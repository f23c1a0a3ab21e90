//! Passwords: argon2id at the parameters OWASP gives (19 MiB, two passes, one lane).

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use rand::RngExt;
use rand::distr::Alphanumeric;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::error::Error;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Characters of a password, at least; no rule about their kinds (NIST SP 800-63B).
pub(super) const SHORTEST_PASSWORD: usize = 12;
/// Guesses, as a power of ten, that somebody needs who tries what people take for passwords first.
const GUESSES: f64 = 8.0;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakPassword {
    /// It is too short.
    TooShort,
    /// It is the one before.
    Same,
    /// It is common, or made of common words, of rows of keys, or of the person's own name.
    EasilyGuessed,
}

/// Whether a password is long enough and none that would be tried early, by one who knows these words of the person.
pub(super) fn is_hard_to_guess(password: &str, own_words: &[&str]) -> Result<(), WeakPassword> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(WeakPassword::TooShort);
    }
    let parts = own_words.iter().flat_map(|words| words.split(|letter: char| !letter.is_alphanumeric()));
    let own_words: Vec<_> = own_words.iter().copied().chain(parts).collect();
    if zxcvbn::zxcvbn(password, &own_words).guesses_log10() < GUESSES {
        return Err(WeakPassword::EasilyGuessed);
    }
    Ok(())
}

/// Hashes and verifies, so many at a time: each takes 19 MiB while it runs.
#[derive(Clone, Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    hashes: Arc<AtomicU64>,
}

impl Passwords {
    /// For so many at a time.
    pub fn new(at_a_time: usize) -> Result<Self, Error> {
        decoy()?; // made before anyone waits for it
        Ok(Self { turns: Arc::new(Semaphore::new(at_a_time)), hashes: Arc::new(AtomicU64::new(0)) })
    }

    /// Hashes a new password.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        self.work(move || hash(&Zeroizing::new(password))).await?
    }

    /// Whether a password is the one that was hashed. Without a hash, the same work is done and the answer is no.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Error> {
        let known = hash.is_some();
        let hash = hash.map_or_else(|| decoy().map(str::to_owned), Ok)?;
        let matches = self
            .work(move || {
                let password = Zeroizing::new(password);
                let hash = PasswordHash::new(&hash).map_err(Error::internal)?;
                Ok::<_, Error>(argon2id()?.verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await??;
        Ok(known && matches)
    }

    /// How many have been hashed or verified since the start.
    #[must_use]
    pub fn hashes(&self) -> u64 {
        self.hashes.load(Ordering::Relaxed)
    }

    /// Runs costly work off the threads that answer, in turn.
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Error::internal)?;
        self.hashes.fetch_add(1, Ordering::Relaxed);
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn); // held by the work, not by the one who waits: a client that leaves does not free the memory
            done
        })
        .await
        .map_err(Error::internal)
    }
}

/// A password that nobody chose: 20 letters and digits, some 119 bits.
#[must_use]
pub fn random_password() -> Zeroizing<String> {
    Zeroizing::new(rand::rng().sample_iter(Alphanumeric).take(20).map(char::from).collect())
}

fn hash(password: &str) -> Result<String, Error> {
    Ok(argon2id()?.hash_password(password.as_bytes()).map_err(Error::internal)?.to_string())
}

/// The hash of nobody's password, verified where a login is unknown, so that the work is the same.
fn decoy() -> Result<&'static str, Error> {
    static DECOY: OnceLock<String> = OnceLock::new();
    match DECOY.get() {
        Some(decoy) => Ok(decoy),
        None => hash(&random_password()).map(|made| DECOY.get_or_init(|| made).as_str()),
    }
}

fn argon2id() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tried_first_is_no_password() {
        let own = ["zineb.essai", "Zineb Essai", "زينب تجربة"];
        for (password, verdict) in [
            ("eleven char", Err(WeakPassword::TooShort)),
            ("كلمة سرية", Err(WeakPassword::TooShort)),
            ("passwordpassword", Err(WeakPassword::EasilyGuessed)),
            ("qwertyuiop123", Err(WeakPassword::EasilyGuessed)),
            ("aaaaaaaaaaaaaaaa", Err(WeakPassword::EasilyGuessed)),
            ("123456789012", Err(WeakPassword::EasilyGuessed)),
            ("zineb.essai.26", Err(WeakPassword::EasilyGuessed)),
            // Without upper case, digits or signs: length is enough.
            ("houses stand where rivers meet", Ok(())),
            ("بيوت على ضفة الوادي", Ok(())),
        ] {
            assert_eq!(is_hard_to_guess(password, &own), verdict, "{password}");
        }
    }
}
