//! Signing in, staying signed in, speaking by another mandate.

use std::fmt;

use async_graphql::{Context, InputObject, MergedObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::MandateId;

use super::viewer::SignedInViewer;
use crate::auth::{Denied, SignedIn};
use crate::error::{UserError, UserErrorCode};
use crate::global_id::IdOf;
use crate::request::{Caller, Request};
use crate::text::Message;

/// Longer texts are no login, no password and no token; refused before any work.
const LONGEST: usize = 256;

/// Signing in.
#[derive(Debug, Default)]
pub struct SignInMutation;

/// Login and password.
#[derive(InputObject)]
pub(super) struct SignInInput {
    /// The account's login; upper and lower case are the same.
    login: String,
    /// The account's password.
    password: String,
    /// Where the account has a second factor: the code that the person's device shows, or a recovery code. Signing in without
    /// it answers SECOND_FACTOR_NEEDED.
    code: Option<String>,
}

impl fmt::Debug for SignInInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInInput(…)")
    }
}

/// A refresh token.
#[derive(InputObject)]
pub(super) struct SessionRefreshInput {
    /// The refresh token that was given last.
    refresh_token: String,
}

impl fmt::Debug for SessionRefreshInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionRefreshInput(…)")
    }
}

/// By which mandate to speak.
#[derive(Debug, InputObject)]
pub(super) struct MandateSwitchInput {
    /// One of `viewer { mandates }`.
    mandate: IdOf<MandateId>,
}

/// The outcome: either tokens and a viewer, or errors.
#[derive(Default, SimpleObject)]
pub(super) struct SignInPayload {
    /// Send it with every request: `Authorization: Bearer …`. Null where there are errors.
    access_token: Option<String>,
    /// When the access token ends: a quarter of an hour from now, or with the last day of the mandate.
    access_token_expires_at: Option<DateTime<Utc>>,
    /// Keep it secret: by `sessionRefresh` it gives the next access token, and the next refresh token in its place. Shown
    /// once; null where there are errors, and where the one you have stays good.
    refresh_token: Option<String>,
    /// Who has signed in. Null where there are errors.
    viewer: Option<SignedInViewer>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

impl fmt::Debug for SignInPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInPayload(…)")
    }
}

/// The outcome: either tokens and a viewer, or errors.
#[derive(Debug, MergedObject)]
pub(super) struct SessionRefreshPayload(SignInPayload);

/// The outcome: either an access token and a viewer, or errors.
#[derive(Debug, MergedObject)]
pub(super) struct MandateSwitchPayload(SignInPayload);

impl SignInPayload {
    pub(super) fn of(caller: &Caller, outcome: Result<SignedIn, Denied>, path: &str) -> Result<Self> {
        match outcome {
            Ok(SignedIn { identity, access_token, expires_at, refresh_token }) => Ok(Self {
                access_token: Some(access_token),
                access_token_expires_at: Some(expires_at),
                refresh_token,
                viewer: Some(SignedInViewer::new(&identity, caller.app.slice_of(&identity))),
                errors: Vec::new(),
            }),
            Err(denied) => Ok(Self::refused(denied_at(denied, caller, path)?)),
        }
    }

    pub(super) fn refused(errors: Vec<UserError>) -> Self {
        Self { errors, ..Self::default() }
    }
}

/// Why somebody does not come in, as a payload tells it; the error where it is none of their mistakes.
pub(super) fn denied_at(denied: Denied, caller: &Caller, path: &str) -> Result<Vec<UserError>> {
    let (code, message) = denied.told()?;
    let path: Vec<_> = ["input"].into_iter().chain(Some(path).filter(|path| !path.is_empty())).collect();
    Ok(vec![UserError::new(code, &message, &path, caller.language)])
}

/// Texts that are there, and short enough to be what they should.
pub(super) fn are_of_length(caller: &Caller, texts: &[(&str, &str)]) -> Vec<UserError> {
    are_within(LONGEST, caller, texts)
}

/// The same, of so many characters at most.
pub(super) fn are_within(longest: usize, caller: &Caller, texts: &[(&str, &str)]) -> Vec<UserError> {
    let mistakes = texts.iter().filter_map(|(text, field)| {
        let (code, message) = if text.trim().is_empty() {
            (UserErrorCode::Blank, Message::new("text-empty"))
        } else if text.chars().count() > longest {
            (UserErrorCode::TooLong, Message::new("text-too-long").with("maximum", longest))
        } else {
            return None;
        };
        Some(UserError::new(code, &message, &["input", field], caller.language))
    });
    mistakes.collect()
}

#[Object]
impl SignInMutation {
    /// Signs in with a login and a password. The account speaks by the first of its mandates that holds today. Open to
    /// everyone.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Login and password.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        let caller = ctx.caller()?;
        let errors = are_of_length(caller, &[(&input.login, "login"), (&input.password, "password")]);
        if !errors.is_empty() {
            return Ok(SignInPayload::refused(errors));
        }
        let outcome =
            caller.app.gate.sign_in(&input.login, input.password, input.code.as_deref(), &caller.client).await;
        SignInPayload::of(caller, outcome, "")
    }

    /// Gives the next access token for a refresh token, and the next refresh token, which alone is good from then on. The
    /// mandate is the one of the last token, or, where that does not hold any more, the first that does. A refresh token that
    /// comes a second time ends its session: one of the two who hold it is not who it was given to. Open to everyone.
    async fn session_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token.")] input: SessionRefreshInput,
    ) -> Result<SessionRefreshPayload> {
        let caller = ctx.caller()?;
        let errors = are_of_length(caller, &[(&input.refresh_token, "refreshToken")]);
        if !errors.is_empty() {
            return Ok(SessionRefreshPayload(SignInPayload::refused(errors)));
        }
        let outcome = caller.app.gate.refresh(&input.refresh_token, &caller.client).await;
        Ok(SessionRefreshPayload(SignInPayload::of(caller, outcome, "refreshToken")?))
    }

    /// Gives an access token that speaks for another mandate of yours; the next refresh keeps to it. The token before stays
    /// good until it ends: each speaks for one mandate.
    async fn mandate_switch(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mandate.")] input: MandateSwitchInput,
    ) -> Result<MandateSwitchPayload> {
        let (caller, identity) = (ctx.caller()?, ctx.identity()?);
        let outcome = match input.mandate.key_at("mandate") {
            Ok(mandate) => caller.app.gate.switch(identity, mandate, &caller.client).await,
            Err(mistake) => {
                let errors = vec![mistake.told(caller.language)];
                return Ok(MandateSwitchPayload(SignInPayload::refused(errors)));
            }
        };
        Ok(MandateSwitchPayload(SignInPayload::of(caller, outcome, "mandate")?))
    }
}
