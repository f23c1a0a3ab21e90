//! What strangers hold in their hands, thrown at what reads it. Whatever the bytes: nothing panics, a cursor opens only as it
//! was sealed, an id is read back only as it is written, and a token holds only as it was issued. `scripts/fuzz SECONDS` throws
//! what it finds by itself.

use std::sync::LazyLock;

use chrono::DateTime;
use entity::id::{AssociationId, CommuneId, EstablishmentId};
use sea_orm::Value;
use taawun::account::AccountInviteInput;
use taawun::auth::keys::Secret;
use taawun::auth::{Client, Gate, MasterKey, NationalRole, Passwords, SecretKeys};
use taawun::clock::Clock;
use taawun::db::{Actor, Pool};
use taawun::global_id::Global;
use taawun::named::LocalizedTextInput;
use taawun::page::CursorKeys;
use taawun::seed;
use uuid::Uuid;

const PASSWORD: &str = "houses stand where rivers meet";
const LIST: &str = "establishments by reference Asc";

struct World {
    runtime: tokio::runtime::Runtime,
    /// The fuzzer leaves it behind; a test does not.
    #[cfg(test)]
    dir: std::path::PathBuf,
    gate: Gate,
    token: String,
    cursors: CursorKeys,
    cursor: String,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let now = DateTime::from_timestamp(1_795_510_800, 0).unwrap();
    let dir = tempfile::tempdir().unwrap().keep();
    let (gate, token) = runtime.block_on(async {
        let pool = Pool::connect(&format!("sqlite://{}/fuzz.db", dir.display()), 1, None).await.unwrap();
        pool.migrate().await.unwrap();
        let master = MasterKey::from_base64("dGhlIGtleSBvZiBhbGwgdGVzdHMsIG9mIDMyIGJ5dGU=", "a test").unwrap();
        let keys = SecretKeys::open(&pool, master, now).await.unwrap();
        let clock = Clock::new(move || now);
        let gate =
            Gate::open(pool.clone().with_keys(keys.clone()), keys, Passwords::new(1).unwrap(), clock).await.unwrap();
        let input = AccountInviteInput::national_admin(
            "auditor".to_owned(),
            LocalizedTextInput::new(None, Some("Essai".to_owned())),
        );
        let pool = pool.with_keys(gate.keys.clone());
        seed::lay_reference_data(&pool, now).await.unwrap();
        pool.change(Actor::operator(NationalRole::Admin), now, input).await.unwrap();
        let account = pool.credentials("auditor").await.unwrap().unwrap().account.id;
        let link = gate.link(Uuid::now_v7().into(), account, None, false, &Client::default()).await.unwrap();
        gate.set_password(&link.token, PASSWORD.to_owned(), &Client::default()).await.unwrap();
        let signed_in = gate.sign_in("auditor", PASSWORD.to_owned(), None, &Client::default()).await.unwrap();
        (gate, signed_in.access_token)
    });
    let cursors = CursorKeys::new([Secret::new([7; 32])].into());
    let values = [Value::from(-3), Value::from("EPS-05-301-0007".to_owned()), Value::from(Uuid::from_u128(42))];
    let cursor = cursors.seal(LIST, &values).unwrap();
    World {
        runtime,
        #[cfg(test)]
        dir,
        gate,
        token,
        cursors,
        cursor,
    }
});

/// The bytes as they are, or as changes of something that is right: pairs of a place and a byte.
fn text(right: &str, changes: bool, bytes: &[u8]) -> String {
    if !changes {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut text = right.as_bytes().to_vec();
    for pair in bytes.chunks_exact(2) {
        let at = usize::from(pair[0]) % text.len();
        text[at] = pair[1];
    }
    String::from_utf8_lossy(&text).into_owned()
}

fn reads_back<T: Global>(id: &str) {
    if let Some(key) = T::from_global(id) {
        assert_eq!(key.global().0, id);
    }
}

/// Throws bytes: the first says at what.
pub(crate) fn throw(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let world = &*WORLD;
    let changes = kind & 4 != 0;
    match kind & 3 {
        0 => {
            let cursor = text(&world.cursor, changes, bytes);
            assert!(world.cursors.open(LIST, &cursor).is_none() || cursor == world.cursor);
        }
        1 => {
            let id = text("Establishment_ASNFZ4mrze8BI0VniavN7w", changes, bytes);
            reads_back::<EstablishmentId>(&id);
            reads_back::<AssociationId>(&id);
            reads_back::<CommuneId>(&id);
        }
        _ => {
            let token = text(&world.token, changes, bytes);
            let verified = world.runtime.block_on(world.gate.verify(&token));
            assert!(verified.is_err() || token == world.token);
        }
    }
}

#[test]
fn strangers_open_nothing_and_break_nothing() {
    use crate::random::Random;

    let mut random = Random::new(20_261_127);
    for _ in 0..4_000 {
        // Few changes of what is right go deepest.
        let longest = if random.below(2) == 0 { 6 } else { 200 };
        let length = random.below(longest);
        let bytes: Vec<u8> = (0..=length).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        throw(&bytes);
    }
    std::fs::remove_dir_all(&WORLD.dir).unwrap();
}
