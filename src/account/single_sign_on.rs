//! Signing in by the OpenID provider of the institution.

use std::fmt;

use async_graphql::{Context, InputObject, MergedObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};

use super::letters::{Letter, tell};
use super::sign_in::{SignInPayload, are_of_length, are_within, denied_at};
use crate::auth::Denied;
use crate::auth::single_sign_on::{Begun, Returned};
use crate::error::UserError;
use crate::request::Request;

/// Longer texts are no attempt and no code of a provider.
const LONGEST: usize = 4096;

/// Single sign-on.
#[derive(Debug, Default)]
pub struct SingleSignOnMutation;

/// Where to come back.
#[derive(Debug, InputObject)]
pub(super) struct SingleSignOnBeginInput {
    /// The page of yours to which the provider sends the person back, one of those that this installation names; by default
    /// the first of them.
    redirect_uri: Option<String>,
}

/// What the person brings back.
#[derive(InputObject)]
pub(super) struct SingleSignOnFinishInput {
    /// The attempt that `singleSignOnBegin` gave, which you kept.
    attempt: String,
    /// `state`, as it stood in the address to which the person was sent back.
    state: String,
    /// `code`, as it stood there.
    code: String,
    /// Where the account has a second factor and the provider vouches for none: the code that the person's device shows, or a
    /// recovery code. Without it the answer is SECOND_FACTOR_NEEDED; then begin again, and send it along.
    second_factor_code: Option<String>,
}

impl fmt::Debug for SingleSignOnFinishInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SingleSignOnFinishInput(…)")
    }
}

/// The outcome: either where to go, or errors.
#[derive(Default, SimpleObject)]
pub(super) struct SingleSignOnBeginPayload {
    /// Send the person there. Null where there are errors.
    authorization_url: Option<String>,
    /// Keep it where this browser alone has it (`sessionStorage`), for `singleSignOnFinish`. Null where there are errors.
    attempt: Option<String>,
    /// When the attempt ends: ten minutes from now. Null where there are errors.
    expires_at: Option<DateTime<Utc>>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

impl fmt::Debug for SingleSignOnBeginPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SingleSignOnBeginPayload(…)")
    }
}

/// The outcome: either tokens and a viewer, or errors.
#[derive(Debug, MergedObject)]
pub(super) struct SingleSignOnFinishPayload(SignInPayload);

#[Object]
impl SingleSignOnMutation {
    /// Begins signing in by the institution's sign-on service (OpenID Connect). Open to everyone; where there is no such
    /// service, SINGLE_SIGN_ON_OFF.
    async fn single_sign_on_begin(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to come back.")] input: SingleSignOnBeginInput,
    ) -> Result<SingleSignOnBeginPayload> {
        let caller = ctx.caller()?;
        let begun = caller.app.gate.begin_single_sign_on(input.redirect_uri.as_deref(), &caller.client).await;
        let path = if matches!(begun, Err(Denied::OtherPage)) { "redirectUri" } else { "" };
        Ok(match begun {
            Ok(Begun { authorization_url, attempt, expires_at }) => SingleSignOnBeginPayload {
                authorization_url: Some(authorization_url),
                attempt: Some(attempt),
                expires_at: Some(expires_at),
                errors: Vec::new(),
            },
            Err(denied) => {
                let errors = denied_at(denied, caller, path)?;
                SingleSignOnBeginPayload { errors, ..SingleSignOnBeginPayload::default() }
            }
        })
    }

    /// Signs in whoever comes back from the institution's sign-on service, as the account that is bound to whom it names; the
    /// first time, as the one account whose address is the one that it has verified. No account is made by it. An attempt is
    /// good once, whatever comes of it. Open to everyone.
    async fn single_sign_on_finish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the person brings back.")] input: SingleSignOnFinishInput,
    ) -> Result<SingleSignOnFinishPayload> {
        let caller = ctx.caller()?;
        let SingleSignOnFinishInput { attempt, state, code, second_factor_code } = input;
        let mut errors = are_within(LONGEST, caller, &[(&attempt, "attempt"), (&code, "code")]);
        errors.extend(are_of_length(caller, &[(&state, "state")]));
        if !errors.is_empty() {
            return Ok(SingleSignOnFinishPayload(SignInPayload::refused(errors)));
        }
        let returned = Returned { attempt, state, code, second_factor_code };
        let outcome = caller.app.gate.finish_single_sign_on(returned, &caller.client).await;
        if let Ok((_, Some(account))) = &outcome {
            tell(&caller.app, Letter::Identity, account);
        }
        let outcome = outcome.map(|(signed_in, _)| signed_in);
        Ok(SingleSignOnFinishPayload(SignInPayload::of(caller, outcome, "")?))
    }
}
