//! Signing in. An unknown login and a wrong password cost the same work and get the same answer.

use std::fmt;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::Generate;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::SessionId;
use entity::{mandate, session};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::object::SignedInViewer;
use crate::auth::{Identity, LIFETIME};
use crate::error::{Error, UserError, UserErrorCode};
use crate::request::{Caller, Request};
use crate::text::Message;

/// How long a session lasts without signing in again.
const SESSION: TimeDelta = TimeDelta::days(30);
/// Longer texts are no login and no password; refused before any work.
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
}

impl fmt::Debug for SignInInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInInput(…)")
    }
}

/// The outcome of signing in: either tokens and a viewer, or errors.
#[derive(Default, SimpleObject)]
pub(super) struct SignInPayload {
    /// Send it with every request: `Authorization: Bearer …`. Null where there are errors.
    access_token: Option<String>,
    /// When the access token ends, a quarter of an hour from now.
    access_token_expires_at: Option<DateTime<Utc>>,
    /// Keep it secret: it stands for the session. Shown once; null where there are errors.
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
        let mut errors = Vec::new();
        for (value, field) in [(&input.login, "login"), (&input.password, "password")] {
            let mistake = if value.trim().is_empty() {
                Some((UserErrorCode::Blank, Message::new("text-empty")))
            } else if value.chars().count() > LONGEST {
                Some((UserErrorCode::TooLong, Message::new("text-too-long").with("maximum", LONGEST)))
            } else {
                None
            };
            errors.extend(
                mistake.map(|(code, message)| UserError::new(code, &message, &["input", field], caller.language)),
            );
        }
        if !errors.is_empty() {
            return Ok(SignInPayload { errors, ..SignInPayload::default() });
        }
        Ok(match sign_in(caller, input).await? {
            Outcome::SignedIn { identity, access_token, refresh_token } => SignInPayload {
                access_token: Some(access_token),
                access_token_expires_at: Some(caller.app.clock.now() + LIFETIME),
                refresh_token: Some(refresh_token),
                viewer: Some(SignedInViewer::new(&identity, caller.app.slice_of(&identity))),
                errors,
            },
            Outcome::Refused(code, message) => SignInPayload {
                errors: vec![UserError::new(code, &Message::new(message), &["input"], caller.language)],
                ..SignInPayload::default()
            },
        })
    }
}

enum Outcome {
    SignedIn { identity: Identity, access_token: String, refresh_token: String },
    Refused(UserErrorCode, &'static str),
}

async fn sign_in(caller: &Caller, input: SignInInput) -> Result<Outcome, Error> {
    let app = &caller.app;
    // No login has a NUL, which PostgreSQL cannot even be asked for.
    let login = input.login.trim().to_lowercase().replace('\0', "\u{fffd}");
    let (account, mandates) = app.credentials(&login).await?.unzip();
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let right = app.gate.passwords.verify(input.password, hash).await?;
    let Some(account) = account.filter(|_| right) else {
        return Ok(Outcome::Refused(UserErrorCode::InvalidCredentials, "sign-in-failed"));
    };

    let today = app.clock.today();
    let holds =
        |mandate: &mandate::Model| mandate.valid_from <= today && mandate.valid_to.is_none_or(|last| today <= last);
    let session_id = SessionId(Uuid::now_v7());
    let mut in_force = mandates.unwrap_or_default().into_iter().filter(holds);
    let Some(identity) = in_force.find_map(|mandate| Identity::of_mandate(&account.login, session_id, &mandate)) else {
        return Ok(Outcome::Refused(UserErrorCode::NoMandate, "sign-in-no-mandate"));
    };

    let now = app.clock.now();
    let refresh_token = URL_SAFE_NO_PAD.encode(<[u8; 32]>::generate());
    let session = session::Model {
        id: session_id,
        account_id: identity.account,
        mandate_id: identity.mandate,
        refresh_token_hash: Sha256::digest(&refresh_token).to_vec(),
        created_at: now,
        expires_at: now + SESSION,
    };
    let access_token = app.gate.issue(&identity, now).await?;
    app.keep_session(session).await?;
    Ok(Outcome::SignedIn { identity, access_token, refresh_token })
}
