//! The rules of bank accounts, each a function named after it.

use entity::bank_account::{self, BankAccountState};
use entity::id::AccountId;

use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;

/// Digits of a RIB: bank 3, town 3, account 16, key 2.
const DIGITS: usize = 24;

/// A RIB has 24 digits, and its key, 01 to 97, fits: as one number it leaves 0 when divided by 97. Blanks and hyphens between them,
/// and the digits of Arabic, are read as they are meant.
pub(super) fn rib(text: &str) -> Result<String, Mistake> {
    let invalid = |message| Mistake::new(UserErrorCode::Invalid, message, "rib");
    let written: Option<String> = text
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '-')
        .map(|character| match character {
            '0'..='9' => Some(character),
            '٠'..='٩' => char::from_digit(u32::from(character) - u32::from('٠'), 10),
            _ => None,
        })
        .collect();
    let digits = written.ok_or_else(|| invalid(Message::new("rib-digits")))?;
    if digits.len() != DIGITS {
        return Err(invalid(Message::new("rib-length").with("maximum", DIGITS).with("count", digits.len())));
    }
    let rest = digits.bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    // Keys run from 01 to 97: 00, 98 and 99 would leave 0 as well.
    let key = &digits[DIGITS - 2..];
    if rest == 0 && ("01"..="97").contains(&key) { Ok(digits) } else { Err(invalid(Message::new("rib-key"))) }
}

/// Two people: nobody approves what they proposed themselves.
pub(super) fn approved_by_another(account: &bank_account::Model, by: AccountId) -> Result<(), Mistake> {
    if account.proposed_by == by {
        Err(Mistake::new(UserErrorCode::Forbidden, Message::new("decided-by-another"), "id"))
    } else {
        Ok(())
    }
}

/// What was decided stays decided.
pub(super) fn not_decided_yet(account: &bank_account::Model) -> Result<(), Mistake> {
    match account.state {
        BankAccountState::Proposed => Ok(()),
        BankAccountState::Approved | BankAccountState::Rejected => {
            Err(Mistake::new(UserErrorCode::Invalid, Message::new("already-decided"), "id"))
        }
    }
}

/// One proposal at a time, and of another account than the one in use.
pub(super) fn may_be_proposed(
    rib: &str,
    accounts: &[bank_account::Model],
    in_use: Option<&bank_account::Model>,
) -> Result<(), Mistake> {
    if in_use.is_some_and(|account| account.rib == rib) {
        return Err(Mistake::new(UserErrorCode::Invalid, Message::new("bank-account-in-use"), "rib"));
    }
    if accounts.iter().any(|account| account.state == BankAccountState::Proposed) {
        return Err(Mistake::new(UserErrorCode::Invalid, Message::new("bank-account-proposed"), "association"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The RIB inside the IBAN that the SWIFT registry prints as Morocco's example, MA64 0115 1900 0001 2050 0053 4921.
    const EXAMPLE: &str = "011519000001205000534921";

    #[test]
    fn a_rib_has_twenty_four_digits_and_a_key_that_fits() {
        assert_eq!(rib(EXAMPLE).unwrap(), EXAMPLE);
        assert_eq!(rib(" 011 519 0000012050005349-21 ").unwrap(), EXAMPLE);
        assert_eq!(rib("٠١١٥١٩٠٠٠٠٠١٢٠٥٠٠٠٥٣٤٩٢١").unwrap(), EXAMPLE);
        // Any single digit altered is found out: 10 and 97 have no common divisor.
        for place in 0..EXAMPLE.len() {
            let mut altered = EXAMPLE.as_bytes().to_vec();
            altered[place] = b'0' + (altered[place] - b'0' + 1) % 10;
            assert!(rib(std::str::from_utf8(&altered).unwrap()).is_err(), "{place}");
        }
        for wrong in ["", "011519000001205000534", "0115190000012050005349210", "MA64011519000001205000534921", "x"] {
            assert!(rib(wrong).is_err(), "{wrong}");
        }
    }
}
