//! The rules of accounts.

use entity::account;

use crate::error::{Mistake, UserErrorCode};
use crate::named::plain_text;
use crate::text::Message;

/// Characters of a login.
const LOGIN: std::ops::RangeInclusive<usize> = 3..=64;
/// Characters of an address, as RFC 5321 has it.
const LONGEST_EMAIL: usize = 254;

/// A login as it is kept: lower case, of letters a to z, digits, and `.`, `-`, `_`, `@` between them.
pub(super) fn login_of_form(login: &str) -> Result<String, Mistake> {
    let login = login.trim().to_lowercase();
    let plain = login.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_@".contains(&byte));
    let bounded = [login.bytes().next(), login.bytes().last()];
    if LOGIN.contains(&login.len()) && plain && bounded.iter().flatten().all(u8::is_ascii_alphanumeric) {
        Ok(login)
    } else {
        let message = Message::new("login-form").with("from", LOGIN.start()).with("to", LOGIN.end());
        Err(Mistake::new(UserErrorCode::Invalid, message, "login"))
    }
}

/// An address to which something can be sent, as far as its form tells; in lower case, so that it is one however it is written.
pub(super) fn email_of_form(email: &str) -> Result<String, Mistake> {
    let email = email.trim();
    plain_text(email, LONGEST_EMAIL, "email")?;
    let of_form = |(name, domain): (&str, &str)| !name.is_empty() && domain.contains('.') && !domain.contains('@');
    let unbroken = !email.chars().any(|letter| letter.is_whitespace() || letter.is_control());
    if unbroken && email.split_once('@').is_some_and(of_form) {
        Ok(email.to_lowercase())
    } else {
        Err(Mistake::new(UserErrorCode::Invalid, Message::new("email-form"), "email"))
    }
}

/// What is deactivated is not deactivated again.
pub(super) fn still_active(account: &account::Model) -> Result<(), Mistake> {
    if account.deactivated_at.is_none() {
        Ok(())
    } else {
        Err(Mistake::new(UserErrorCode::Invalid, Message::new("account-deactivated"), "id"))
    }
}

/// What is active is not reactivated.
pub(super) fn is_deactivated(account: &account::Model) -> Result<(), Mistake> {
    if account.deactivated_at.is_some() {
        Ok(())
    } else {
        Err(Mistake::new(UserErrorCode::Invalid, Message::new("account-active"), "id"))
    }
}
