//! What can go wrong, as the one who asked is told.
//!
//! *Top-level errors* ([`Error`]) carry `extensions.code`. An internal cause is logged with the request's id and never
//! sent. *Expected failures of a mutation* ([`UserError`]) are part of its payload, all of them at once.

use std::fmt::Display;
use std::sync::Arc;

use async_graphql::{Enum, ErrorExtensionValues, SimpleObject};
use entity::language::Language;

use crate::auth::{Right, Scope};
use crate::text::Message;

/// What a nullable field resolves to. An error leaves the field null and its neighbours as they are; a plain
/// `Result<Option<T>>` would take the whole parent down with it.
pub type Maybe<T> = Option<Result<T, Error>>;

/// A top-level error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nobody has signed in, or the token is refused.
    #[error("unauthenticated")]
    Unauthenticated(Message),
    /// The object may be seen, and the role lacks the right.
    #[error("the right {0:?} is lacking")]
    Forbidden(Right),
    /// The agreement of a partner's system does not open what it asks for.
    #[error("the scope {} is lacking", .0.name())]
    OutOfScope(Scope),
    /// There is no such row inside the slice; whether there is one outside is not told.
    #[error("not found")]
    NotFound,
    /// The request is at fault.
    #[error("bad input: {}", .0.text(Language::En))]
    BadUserInput(Message),
    /// The object may be seen, and is not this viewer's to change.
    #[error("not to be changed by this viewer")]
    ForbiddenHere,
    /// What it changes has moved, again and again, while it was being made.
    #[error("conflict")]
    Conflict,
    /// Nobody knows whether it was done: the database went away while it was being committed.
    #[error("outcome unknown: {0}")]
    OutcomeUnknown(Arc<str>),
    /// The document of this hash has not been sent yet.
    #[error("no such persisted query")]
    PersistedQueryNotFound,
    /// Too much was asked of us by one who asks; after so many seconds there is room again.
    #[error("rate limited for {0} seconds")]
    RateLimited(u64),
    /// The budget is spent; after so many seconds there is enough of it again.
    #[error("over budget for {0} seconds")]
    OverBudget(u64),
    /// It cannot be told at this moment whether a token still holds.
    #[error("unavailable: {0}")]
    Unavailable(Arc<str>),
    /// It asks for more than is answered at once.
    #[error("beyond a limit: {}", .0.text(Language::En))]
    LimitExceeded(Message),
    /// We are.
    #[error("internal: {0}")]
    Internal(Arc<str>),
}

impl Error {
    /// A fault of ours, to be logged.
    pub fn internal(cause: impl Display) -> Self {
        Self::Internal(cause.to_string().into())
    }

    /// Nobody has signed in.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::Unauthenticated(Message::new("unauthenticated"))
    }

    /// The value of `extensions.code`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated(_) => "UNAUTHENTICATED",
            Self::Forbidden(_) | Self::OutOfScope(_) | Self::ForbiddenHere => "FORBIDDEN",
            Self::Conflict => "CONFLICT",
            Self::OutcomeUnknown(_) => "OUTCOME_UNKNOWN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput(_) => "BAD_USER_INPUT",
            Self::LimitExceeded(_) => "LIMIT_EXCEEDED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::RateLimited(_) | Self::OverBudget(_) => "RATE_LIMITED",
            Self::Unavailable(_) => "UNAVAILABLE",
            Self::Internal(_) => "INTERNAL",
        }
    }

    /// After how many seconds there is room again, where there was none.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        if let Self::RateLimited(seconds) | Self::OverBudget(seconds) = self { Some(*seconds) } else { None }
    }

    /// What the one who asked reads.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Unauthenticated(message) | Self::BadUserInput(message) | Self::LimitExceeded(message) => {
                message.clone()
            }
            Self::Forbidden(right) => {
                Message::new("forbidden").with("right", async_graphql::resolver_utils::enum_value(*right))
            }
            Self::OutOfScope(scope) => Message::new("out-of-scope").with("scope", scope.name()),
            Self::ForbiddenHere => Message::new("forbidden-here"),
            Self::Conflict => Message::new("conflict"),
            Self::OutcomeUnknown(_) => Message::new("outcome-unknown"),
            Self::NotFound => Message::new("not-found"),
            Self::PersistedQueryNotFound => Message::new("persisted-not-found"),
            Self::RateLimited(seconds) => Message::new("rate-limited").with("seconds", seconds),
            Self::OverBudget(seconds) => Message::new("over-budget").with("seconds", seconds),
            Self::Unavailable(_) => Message::new("unavailable"),
            Self::Internal(_) => Message::new("internal"),
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        let text = error.to_string();
        // PostgreSQL gives up what takes longer than a request may.
        if text.contains("canceling statement due to statement timeout") {
            return Self::LimitExceeded(Message::new("statement-given-up"));
        }
        // PostgreSQL holds no NUL in a text; SQLite finds nothing by one. Neither is a fault of ours.
        if text.contains("invalid byte sequence for encoding \"UTF8\": 0x00") {
            return Self::BadUserInput(Message::new("nul"));
        }
        Self::Internal(text.into())
    }
}

/// A loader hands the same error to all who wait for the batch.
impl From<Arc<Error>> for Error {
    fn from(error: Arc<Error>) -> Self {
        Arc::unwrap_or_clone(error)
    }
}

/// The message stays in English here; the responder, which knows the reader's language, finds the source and says it
/// again.
impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", error.code());
        Self {
            message: error.message().text(Language::En),
            extensions: Some(extensions),
            source: Some(Arc::new(error)),
        }
    }
}

/// A mistake in a mutation's input that the one who made it can mend.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// What is wrong, for programs. New codes may be added.
    pub code: UserErrorCode,
    /// What is wrong and what to do, in the language of `Accept-Language` (Arabic, French or English).
    pub message: String,
    /// Where in the input it is, from the outside in, such as `["input", "login"]`.
    pub path: Vec<String>,
}

/// The kinds of mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum UserErrorCode {
    /// Something that is needed is empty.
    Blank,
    /// A text or a list is longer than it may be.
    TooLong,
    /// Login or password is wrong; which of the two is not told.
    InvalidCredentials,
    /// The account holds no mandate today.
    NoMandate,
    /// The account is deactivated.
    AccountDeactivated,
    /// The password has to be changed first, by `passwordChange`.
    PasswordExpired,
    /// The account has a second factor: send its code along.
    SecondFactorNeeded,
    /// The role has to show a second factor, and the account has none yet: `secondFactorOffer`, then `secondFactorConfirm`.
    SecondFactorMissing,
    /// The account has a second factor already.
    SecondFactorThere,
    /// The code is wrong, or was used before.
    WrongCode,
    /// The password is too short, or easily guessed.
    WeakPassword,
    /// The session has ended, or its refresh token is not the latest: sign in again.
    SessionEnded,
    /// The one-time link was used, has ended, or is none: ask for another one.
    LinkEnded,
    /// There is no single sign-on here: sign in with login and password.
    SingleSignOnOff,
    /// The OpenID provider does not answer, or not as it should: try again shortly, or sign in with login and password.
    SingleSignOnUnavailable,
    /// The attempt has ended, was finished before, or was begun elsewhere: begin again.
    SingleSignOnEnded,
    /// What the OpenID provider says does not hold: begin again.
    SingleSignOnRefused,
    /// The OpenID provider has not verified the person's address.
    EmailNotVerified,
    /// No account is, or can be, bound to who the OpenID provider says it is: somebody who manages accounts can help.
    IdentityUnknown,
    /// What must stand once stands already.
    Taken,
    /// There is no such object, or it is not yours to see.
    NotFound,
    /// The object is of another version than expected; the payload shows it as it is now.
    Conflict,
    /// The key was used before, with another input.
    IdempotencyKeyReused,
    /// The object may be seen, and is not yours to change, or you lack the right; of a batch, this part alone.
    Forbidden,
    /// The value is not one that can be: too small, too large, of the wrong form.
    Invalid,
}

/// A mistake in a mutation's input, before it is said in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    code: UserErrorCode,
    message: Message,
    path: Vec<String>,
}

impl Mistake {
    /// A mistake at a path inside the input, its steps parted by dots: `names.ar`; empty for the whole of it.
    #[must_use]
    pub fn new(code: UserErrorCode, message: Message, path: &str) -> Self {
        let steps = path.split('.').filter(|step| !step.is_empty());
        let path = std::iter::once("input").chain(steps).map(str::to_owned).collect();
        Self { code, message, path }
    }

    /// There is no such object for this viewer.
    #[must_use]
    pub fn not_found(path: &str) -> Self {
        Self::new(UserErrorCode::NotFound, Message::new("not-found"), path)
    }

    /// The same in an item of a list: `names.ar` of the first of `houses` is at `houses.0.names.ar`.
    #[must_use]
    pub fn in_item(mut self, list: &str, index: usize) -> Self {
        self.path.splice(1..1, [list.to_owned(), index.to_string()]);
        self
    }

    /// The same, said of another part of the input: of what is named there, where the input does not have what is wrong.
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        Self::new(self.code, self.message, path)
    }

    /// What is wrong, in no language yet.
    #[must_use]
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// As its reader is told.
    #[must_use]
    pub fn told(self, language: Language) -> UserError {
        UserError { code: self.code, message: self.message.text(language), path: self.path }
    }
}

impl UserError {
    /// A mistake, in the language of its reader.
    #[must_use]
    pub fn new(code: UserErrorCode, message: &Message, path: &[&str], language: Language) -> Self {
        Self { code, message: message.text(language), path: path.iter().map(ToString::to_string).collect() }
    }
}
