//! The code on a certificate: the number by which the licence is known, and a seal that nobody makes without a key of this
//! installation. It says nothing else: what holds is what the register answers to it. Newest keys seal; whatever key sealed, it
//! is verified for ever, since papers stay in people's hands.

use std::fmt;

use entity::id::EstablishmentId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use crate::auth::keys::Secret;
use crate::error::Error;

/// What the seal is of, that it can be taken for nothing else.
const LABEL: &[u8] = b"taawun licence certificate\0";
/// The signs of base 32 as Crockford chose them: none that is taken for another, and no U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of the number: 40 bits.
const NUMBER: usize = 8;
/// Signs of the seal.
const SEAL: usize = 12;
/// Bits of the seal.
const SEAL_BITS: u32 = 60;
/// Signs between two hyphens.
const GROUP: usize = 4;
/// The longest text that is read.
const LONGEST: usize = 100;

/// The code on a certificate. As it is read, it is nothing but a claim.
#[derive(Clone, Copy, Debug)]
pub struct CertificateCode {
    number: u64,
    seal: u64,
}

impl CertificateCode {
    /// Of the licence of a house, under the newest of the keys.
    pub fn of(keys: &[Secret], number: i64, house: EstablishmentId) -> Result<Self, Error> {
        let newest = keys.first().ok_or_else(|| Error::internal("no key for certificates"))?;
        let number = u64::try_from(number).map_err(Error::internal)?;
        Ok(Self { number, seal: seal(newest, number, house)? })
    }

    /// As somebody wrote it: in letters of either size, with hyphens and blanks or without, O for 0, and I or L for 1. `None`
    /// where it is no code.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let parts = |sign: &char| !(sign.is_whitespace() || matches!(sign, '-' | '\u{2010}'..='\u{2013}'));
        let (mut code, mut length) = (0_u128, 0);
        for sign in text.chars().filter(parts) {
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = SIGNS.iter().position(|known| char::from(*known) == sign)?;
            length += 1;
            if length > NUMBER + SEAL {
                return None;
            }
            code = code << 5 | u128::try_from(value).ok()?;
        }
        let number = u64::try_from(code >> SEAL_BITS).ok()?;
        let seal = u64::try_from(code & ((1 << SEAL_BITS) - 1)).ok()?;
        (length == NUMBER + SEAL).then_some(Self { number, seal })
    }

    /// The number by which the licence is known.
    #[must_use]
    pub fn number(self) -> i64 {
        // 40 bits fit.
        i64::try_from(self.number).unwrap_or_default()
    }

    /// The number as the code begins with it.
    #[must_use]
    pub fn written_number(self) -> String {
        self.signs().take(NUMBER).collect()
    }

    /// Whether one of the keys sealed it for a house. The time it takes tells nothing of how much of it is right.
    pub fn is_of(self, keys: &[Secret], house: EstablishmentId) -> Result<bool, Error> {
        let mut right = Choice::from(0);
        for key in keys {
            right |= seal(key, self.number, house)?.ct_eq(&self.seal);
        }
        Ok(right.into())
    }

    fn signs(self) -> impl Iterator<Item = char> {
        let code = u128::from(self.number) << SEAL_BITS | u128::from(self.seal);
        let places = (0..NUMBER + SEAL).rev();
        places.filter_map(move |place| {
            let value = usize::try_from(code >> (5 * place) & 31).ok()?;
            SIGNS.get(value).copied().map(char::from)
        })
    }
}

/// In groups of four: `7QK3-M2ZA-…`.
impl fmt::Display for CertificateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, sign) in self.signs().enumerate() {
            if at > 0 && at.is_multiple_of(GROUP) {
                f.write_str("-")?;
            }
            write!(f, "{sign}")?;
        }
        Ok(())
    }
}

/// The first 60 bits of an HMAC with SHA-256.
fn seal(key: &Secret, number: u64, house: EstablishmentId) -> Result<u64, Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).map_err(Error::internal)?;
    mac.update(LABEL);
    mac.update(&number.to_be_bytes());
    mac.update(house.0.as_bytes());
    let bytes: [u8; 32] = mac.finalize().into_bytes().into();
    let first = bytes.first_chunk::<8>().copied().unwrap_or_default();
    Ok(u64::from_be_bytes(first) >> (u64::BITS - SEAL_BITS))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use zeroize::Zeroizing;

    use super::*;

    /// Counted by hand: 32 to the power of a place, and the alphabet as Crockford published it.
    #[test]
    fn a_code_is_written_in_signs_that_are_not_taken_for_others() {
        let written = |number, seal| CertificateCode { number, seal }.to_string();
        assert_eq!(written(0, 0), "0000-0000-0000-0000-0000");
        assert_eq!(written(1, 1), "0000-0001-0000-0000-0001");
        assert_eq!(written(31 * 32 + 18, 17 * 32 + 21), "0000-00ZJ-0000-0000-00HN");
        assert_eq!(written((1 << 40) - 1, (1 << 60) - 1), "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    }

    #[test]
    fn reading_forgives_what_people_mistake() {
        let written = "0A1B-2C3D-4E5F-6G7H-8J9K";
        for read in [
            written,
            "0a1b2c3d4e5f6g7h8j9k",
            " oAiB-2C3D 4e5f–6g7h\u{a0}8j9k ",
            "OALB-2C3D-4E5F-6G7H-8J9K",
            "0A1B\u{2011}2C3D\u{2010}4E5F-6G7H-8J9K",
        ] {
            assert_eq!(CertificateCode::read(read).map(|code| code.to_string()).as_deref(), Some(written), "{read}");
        }
        let long = "-".repeat(100);
        for wrong in [
            "",
            "0A1B",
            "0A1B-2C3D-4E5F-6G7H-8J9",
            "0A1B-2C3D-4E5F-6G7H-8J9K-0",
            "UA1B-2C3D-4E5F-6G7H-8J9K",
            "٠A1B-2C3D-4E5F-6G7H-8J9K",
            &long,
        ] {
            assert!(CertificateCode::read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_code_is_of_one_house_and_of_keys_that_are_there() {
        let keys: Vec<Secret> = (1..=3).map(|key| Zeroizing::new([key; 32])).collect();
        let (house, other) = (EstablishmentId(Uuid::from_u128(7)), EstablishmentId(Uuid::from_u128(8)));
        let code = CertificateCode::of(&keys[1..], 26, house).unwrap();
        assert!(code.is_of(&keys, house).unwrap() && code.is_of(&keys[1..2], house).unwrap());
        assert!(!code.is_of(&keys, other).unwrap() && !code.is_of(&keys[2..], house).unwrap());
    }
}
