//! Why somebody does not come in, and as what they are told.

use super::WeakPassword;
use super::password::SHORTEST_PASSWORD;
use crate::error::{Error, UserErrorCode};
use crate::text::Message;

/// Why somebody does not come in.
#[derive(Debug)]
pub enum Denied {
    /// Login or password is wrong.
    Credentials,
    /// The account is deactivated.
    Deactivated,
    /// The account holds no mandate today.
    NoMandate,
    /// The password opens nothing but the way to another one.
    PasswordExpired,
    /// The code of the second factor is missing.
    SecondFactorNeeded,
    /// The role has to show a second factor, and the account has none.
    SecondFactorMissing,
    /// The account has a second factor already.
    SecondFactorThere,
    /// The code is wrong, or was used before.
    WrongCode,
    /// The session has ended, or its refresh token is none or was used before.
    SessionEnded,
    /// The one-time link has ended, was used, or is none.
    LinkEnded,
    /// The new password is none to be taken.
    WeakPassword(WeakPassword),
    /// There is no single sign-on here.
    SingleSignOnOff,
    /// It is no page of this installation to which people come back.
    OtherPage,
    /// The OpenID provider gives no answer that can be used.
    SingleSignOnUnavailable,
    /// The attempt has ended, was finished before, or is not of this browser.
    AttemptEnded,
    /// What the OpenID provider says of the person does not hold.
    SingleSignOnRefused,
    /// The OpenID provider has not verified the person's address.
    EmailNotVerified,
    /// The person's address is no account's.
    IdentityUnknown,
    /// The person's address is several accounts'.
    EmailOfMany,
    /// The account of the person's address is bound to another identity.
    IdentityOther,
    /// The account was given more since its address was entered.
    EmailOutdated,
    /// The mandate is not one of the account's that hold today.
    MandateNotYours,
    /// The provider vouches for no second factor, and the account's own is missing.
    OwnFactorNeeded,
    /// The same, and its code is wrong.
    OwnFactorWrong,
    /// The role has to show a second factor; the provider vouches for none, and the account has none.
    FactorNotVouchedFor,
    /// Something else.
    Error(Error),
}

impl<E: Into<Error>> From<E> for Denied {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl Denied {
    /// As the one who asked is told; the error where it is none of their mistakes.
    pub fn told(self) -> Result<(UserErrorCode, Message), Error> {
        let (code, message) = match self {
            Self::Credentials => (UserErrorCode::InvalidCredentials, "sign-in-failed"),
            Self::Deactivated => (UserErrorCode::AccountDeactivated, "sign-in-deactivated"),
            Self::NoMandate => (UserErrorCode::NoMandate, "sign-in-no-mandate"),
            Self::PasswordExpired => (UserErrorCode::PasswordExpired, "sign-in-password-expired"),
            Self::SecondFactorNeeded => (UserErrorCode::SecondFactorNeeded, "second-factor-needed"),
            Self::SecondFactorMissing => (UserErrorCode::SecondFactorMissing, "second-factor-missing"),
            Self::SecondFactorThere => (UserErrorCode::SecondFactorThere, "second-factor-there"),
            Self::WrongCode => (UserErrorCode::WrongCode, "second-factor-wrong"),
            Self::SessionEnded => (UserErrorCode::SessionEnded, "session-ended"),
            Self::LinkEnded => (UserErrorCode::LinkEnded, "link-ended"),
            Self::WeakPassword(WeakPassword::TooShort) => {
                let message = Message::new("password-short").with("minimum", SHORTEST_PASSWORD);
                return Ok((UserErrorCode::WeakPassword, message));
            }
            Self::WeakPassword(WeakPassword::Same) => (UserErrorCode::WeakPassword, "password-same"),
            Self::WeakPassword(WeakPassword::EasilyGuessed) => (UserErrorCode::WeakPassword, "password-guessed"),
            Self::SingleSignOnOff => (UserErrorCode::SingleSignOnOff, "single-sign-on-off"),
            Self::OtherPage => (UserErrorCode::Invalid, "single-sign-on-page"),
            Self::SingleSignOnUnavailable => (UserErrorCode::SingleSignOnUnavailable, "single-sign-on-unavailable"),
            Self::AttemptEnded => (UserErrorCode::SingleSignOnEnded, "single-sign-on-ended"),
            Self::SingleSignOnRefused => (UserErrorCode::SingleSignOnRefused, "single-sign-on-refused"),
            Self::EmailNotVerified => (UserErrorCode::EmailNotVerified, "single-sign-on-email-not-verified"),
            Self::IdentityUnknown => (UserErrorCode::IdentityUnknown, "single-sign-on-unknown"),
            Self::EmailOfMany => (UserErrorCode::IdentityUnknown, "single-sign-on-email-of-many"),
            Self::IdentityOther => (UserErrorCode::IdentityUnknown, "single-sign-on-other"),
            Self::EmailOutdated => (UserErrorCode::IdentityUnknown, "single-sign-on-email-outdated"),
            Self::MandateNotYours => (UserErrorCode::NotFound, "mandate-not-yours"),
            Self::OwnFactorNeeded => (UserErrorCode::SecondFactorNeeded, "single-sign-on-code-needed"),
            Self::OwnFactorWrong => (UserErrorCode::WrongCode, "single-sign-on-code-wrong"),
            Self::FactorNotVouchedFor => (UserErrorCode::SecondFactorMissing, "single-sign-on-factor-missing"),
            Self::Error(error) => return Err(error),
        };
        Ok((code, Message::new(message)))
    }

    /// Whether it is the new password that is at fault.
    #[must_use]
    pub fn is_of_the_new_password(&self) -> bool {
        matches!(self, Self::WeakPassword(_))
    }
}
