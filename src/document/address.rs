//! The address to which the bytes of an upload are sent. It is signed, lasts a quarter of an hour, and is good for one upload:
//! whoever has it may send the one file that was announced, and needs no token; it names no secret, and opens nothing else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::DocumentUploadId;
use hmac::Mac;
use uuid::Uuid;

use crate::auth::keys::Opened;
use crate::error::Error;

/// How long an address lasts.
const LIFE: TimeDelta = TimeDelta::minutes(15);
/// Bytes of an upload's id and of the moment at which its address ends.
const SIGNED: usize = 24;
/// What signs addresses, and nothing else.
const PURPOSE: &str = "addresses of uploads";

/// Why an address is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nobody here signed it.
    Forged,
    /// It was good until a while ago.
    Ended,
}

/// When an address that is made now ends.
pub(super) fn ends(now: DateTime<Utc>) -> DateTime<Utc> {
    now + LIFE
}

/// The address of an upload, until a moment; to be put behind the server's own.
pub(super) fn sign(keys: &Opened, id: DocumentUploadId, ends: DateTime<Utc>) -> Result<String, Error> {
    let signed = [&id.0.as_bytes()[..], &ends.timestamp().to_be_bytes()].concat();
    let signature = keys.digest(PURPOSE)?.chain_update(&signed).finalize().into_bytes();
    Ok(format!("/documents/uploads/{}", URL_SAFE_NO_PAD.encode([&signed[..], &signature].concat())))
}

/// The upload to which an address belongs, by its last part.
pub fn announced(keys: &Opened, address: &str, now: DateTime<Utc>) -> Result<Result<DocumentUploadId, Refused>, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(address).unwrap_or_default();
    let Some((signed, signature)) = bytes.split_at_checked(SIGNED) else { return Ok(Err(Refused::Forged)) };
    // Compared in a time that tells nothing of what it should be.
    if keys.digest(PURPOSE)?.chain_update(signed).verify_slice(signature).is_err() {
        return Ok(Err(Refused::Forged));
    }
    let (id, ends) = signed.split_at(size_of::<Uuid>());
    let ends = ends.try_into().map(i64::from_be_bytes).map_err(Error::internal)?;
    let id = DocumentUploadId(Uuid::from_slice(id).map_err(Error::internal)?);
    Ok(if now.timestamp() < ends { Ok(id) } else { Err(Refused::Ended) })
}
