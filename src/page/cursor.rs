//! Cursors. One holds the sort key of the row it points behind and is sealed, under a key of the installation, together
//! with the name of the list and its order: it cannot be altered, nor used with another list or another order.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Datelike, NaiveDate};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::sea_query::Value;
use sha2::Sha256;
use uuid::Uuid;

use crate::auth::keys::Secret;

/// Bytes of the seal in a cursor.
const SEAL: usize = 16;

/// The keys under which cursors are sealed.
#[derive(Clone)]
pub struct CursorKeys(Arc<[Secret]>);

impl CursorKeys {
    /// Of keys, the newest first.
    #[must_use]
    pub fn new(keys: Arc<[Secret]>) -> Self {
        Self(keys)
    }

    /// A cursor behind a row with these values, in this list; `None` where a value is of no kind that orders a list.
    #[must_use]
    pub fn seal(&self, list: &str, values: &[Value]) -> Option<String> {
        let mut body = Vec::new();
        for value in values {
            if let Value::String(Some(text)) = value {
                body.push(b's');
                body.extend(u32::try_from(text.len()).ok()?.to_be_bytes());
                body.extend(text.as_bytes());
            } else if let Value::Uuid(Some(key)) = value {
                body.push(b'u');
                body.extend(key.as_bytes());
            } else if let Value::Int(Some(number)) = value {
                body.push(b'i');
                body.extend(number.to_be_bytes());
            } else if let Value::ChronoDate(Some(day)) = value {
                body.push(b'd');
                body.extend(day.num_days_from_ce().to_be_bytes());
            } else {
                return None;
            }
        }
        let newest = self.0.first()?;
        let mut cursor = mac(newest.as_slice(), list, &body)?.finalize().into_bytes().get(..SEAL)?.to_vec();
        cursor.extend(body);
        Some(URL_SAFE_NO_PAD.encode(cursor))
    }

    /// The values in a cursor of this list; `None` for anything else.
    #[must_use]
    pub fn open(&self, list: &str, cursor: &str) -> Option<Vec<Value>> {
        let cursor = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (seal, mut body) = cursor.split_at_checked(SEAL)?;
        let is_of = |key: &[u8]| mac(key, list, body).is_some_and(|mac| mac.verify_truncated_left(seal).is_ok());
        self.0.iter().find(|key| is_of(key.as_slice()))?;
        let mut values = Vec::new();
        while let Some((kind, rest)) = body.split_first() {
            let (value, rest) = match kind {
                b's' => {
                    let (length, rest) = rest.split_first_chunk::<4>()?;
                    let (text, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
                    (Value::from(String::from_utf8(text.to_vec()).ok()?), rest)
                }
                b'u' => {
                    let (key, rest) = rest.split_first_chunk::<16>()?;
                    (Value::from(Uuid::from_bytes(*key)), rest)
                }
                b'i' => {
                    let (number, rest) = rest.split_first_chunk::<4>()?;
                    (Value::from(i32::from_be_bytes(*number)), rest)
                }
                b'd' => {
                    let (days, rest) = rest.split_first_chunk::<4>()?;
                    (Value::from(NaiveDate::from_num_days_from_ce_opt(i32::from_be_bytes(*days))?), rest)
                }
                _ => return None,
            };
            values.push(value);
            body = rest;
        }
        Some(values)
    }
}

fn mac(key: &[u8], list: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).ok()?;
    mac.update(list.as_bytes());
    mac.update(&[0]);
    mac.update(body);
    Some(mac)
}

impl fmt::Debug for CursorKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CursorKeys(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_by_its_own_list_and_no_other() {
        let keys = |bytes: &[u8]| CursorKeys::new(bytes.iter().map(|byte| Secret::new([*byte; 32])).collect());
        let key = keys(&[7]);
        let reference = "EPS-05-301-0007".to_owned();
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let values = [Value::from(-3), Value::from(reference), Value::from(day), Value::from(Uuid::from_u128(42))];
        let cursor = key.seal("establishments by reference Asc", &values).unwrap();
        assert_eq!(key.open("establishments by reference Asc", &cursor).unwrap(), values);
        assert_eq!(key.open("establishments by reference Desc", &cursor), None);
        assert_eq!(keys(&[8]).open("establishments by reference Asc", &cursor), None);
        assert_eq!(keys(&[8, 7]).open("establishments by reference Asc", &cursor).unwrap(), values, "an older key");
        for at in 0..cursor.len() {
            let mut altered = cursor.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            if altered != cursor {
                assert_eq!(key.open("establishments by reference Asc", &altered), None, "byte {at}");
            }
        }
        for cut in 0..cursor.len() {
            assert_eq!(key.open("establishments by reference Asc", &cursor[..cut]), None);
        }
    }
}
