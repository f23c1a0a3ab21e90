//! Answers of what is not GraphQL to requests that are refused: written as GraphQL writes its errors, in the reader's language.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::language::Language;
use serde_json::json;

use crate::error::Error;
use crate::text::{Message, negotiate};

/// A refusal.
pub(super) struct Problem {
    status: StatusCode,
    code: &'static str,
    message: Message,
    wait: Option<u64>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, code: &'static str, message: Message) -> Self {
        Self { status, code, message, wait: None }
    }

    /// One that passes in so many seconds.
    pub(super) fn for_a_while(self, seconds: u64) -> Self {
        Self { wait: Some(seconds), ..self }
    }

    pub(super) fn answer(self, headers: &HeaderMap) -> Response {
        let language = language_of(headers);
        let error = json!({ "message": self.message.text(language), "extensions": { "code": self.code } });
        let body = axum::Json(json!({ "errors": [error] }));
        let mut answer = (self.status, [(header::CACHE_CONTROL, "no-store")], body).into_response();
        if let Some(seconds) = self.wait {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        answer
    }
}

/// The language that a reader wants.
pub(super) fn language_of(headers: &HeaderMap) -> Language {
    negotiate(headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

/// An internal cause is logged, and not told.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        if let Error::Internal(cause) = &error {
            tracing::error!(%cause, "internal error");
        }
        let status = match &error {
            Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
            Error::Forbidden(_) | Error::OutOfScope(_) | Error::ForbiddenHere => StatusCode::FORBIDDEN,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::BadUserInput(_) | Error::PersistedQueryNotFound => StatusCode::BAD_REQUEST,
            Error::Conflict => StatusCode::CONFLICT,
            Error::RateLimited(_) | Error::OverBudget(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::LimitExceeded(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Error::OutcomeUnknown(_) | Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self { status, code: error.code(), message: error.message(), wait: error.retry_after() }
    }
}
