//! Whatever the bytes: nothing panics, a cursor opens only as it was sealed, an id is read back only as it is written, and
//! a token holds only as it was issued. `scripts/fuzz SECONDS` runs it.
#![no_main]

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use entity::id::{AssociationId, CommuneId, EstablishmentId};
use entity::mandate::{self, Role};
use libfuzzer_sys::fuzz_target;
use sea_orm::Value;
use taawun::auth::{Gate, Identity, MasterKey, Passwords};
use taawun::db::Pool;
use taawun::global_id::Global;
use taawun::page::CursorKey;
use uuid::Uuid;

const LIST: &str = "establishments by reference Asc";

struct World {
    runtime: tokio::runtime::Runtime,
    gate: Gate,
    token: String,
    cursors: CursorKey,
    cursor: String,
    now: DateTime<Utc>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let now = DateTime::from_timestamp(1_795_510_800, 0).unwrap();
    let dir = tempfile::tempdir().unwrap().keep();
    let (gate, token) = runtime.block_on(async {
        let pool = Pool::connect(&format!("sqlite://{}/fuzz.db", dir.display()), 1, None).await.unwrap();
        pool.migrate().await.unwrap();
        let master = MasterKey::from_base64("dGhlIGtleSBvZiBhbGwgdGVzdHMsIG9mIDMyIGJ5dGU=", "a test").unwrap();
        let gate = Gate::open(pool, master, Passwords::new(1).unwrap(), now).await.unwrap();
        let id = Uuid::from_u128(7);
        let mandate = mandate::Model {
            id: id.into(),
            account_id: id.into(),
            role: Role::NationalAuditor,
            regional_coordination_id: None,
            delegation_id: None,
            association_id: None,
            establishment_id: None,
            partner_id: None,
            valid_from: now.date_naive(),
            valid_to: None,
        };
        let identity = Identity::of_mandate("auditor", id.into(), &mandate).unwrap();
        let token = gate.issue(&identity, now).await.unwrap();
        (gate, token)
    });
    let cursors = CursorKey::new([7; 32]);
    let values = [Value::from(-3), Value::from("EPS-05-301-0007".to_owned()), Value::from(Uuid::from_u128(42))];
    let cursor = cursors.seal(LIST, &values).unwrap();
    World { runtime, gate, token, cursors, cursor, now }
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

fuzz_target!(|bytes: &[u8]| {
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
            let verified = world.runtime.block_on(world.gate.verify(&token, world.now));
            assert!(verified.is_err() || token == world.token);
        }
    }
});
