//! One's own second factor: offered, and confirmed by its first code.

use std::fmt;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::sign_in::{are_of_length, denied_at};
use crate::error::UserError;
use crate::request::Request;

/// One's own second factor.
#[derive(Debug, Default)]
pub struct SecondFactorMutation;

/// Login and password.
#[derive(InputObject)]
pub(super) struct SecondFactorOfferInput {
    /// The account's login.
    login: String,
    /// The account's password.
    password: String,
}

impl fmt::Debug for SecondFactorOfferInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecondFactorOfferInput(…)")
    }
}

/// Login, password, and the first code.
#[derive(InputObject)]
pub(super) struct SecondFactorConfirmInput {
    /// The account's login.
    login: String,
    /// The account's password.
    password: String,
    /// The code that the device shows now.
    code: String,
}

impl fmt::Debug for SecondFactorConfirmInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecondFactorConfirmInput(…)")
    }
}

/// A second factor that is offered, or errors.
#[derive(Default, SimpleObject)]
pub(super) struct SecondFactorOfferPayload {
    /// `otpauth://totp/…`: show it as a QR code, for the person's device to read. Shown once; null where there are errors.
    uri: Option<String>,
    /// The same secret, to be typed into the device: base32. Null where there are errors.
    secret: Option<String>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

impl fmt::Debug for SecondFactorOfferPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecondFactorOfferPayload(…)")
    }
}

/// The recovery codes of a second factor that is confirmed, or errors.
#[derive(Default, SimpleObject)]
pub(super) struct SecondFactorConfirmPayload {
    /// Ten codes, each good once in the place of the device's: to be kept apart from it. Shown once; null where there are
    /// errors.
    recovery_codes: Option<Vec<String>>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

impl fmt::Debug for SecondFactorConfirmPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecondFactorConfirmPayload(…)")
    }
}

#[Object]
impl SecondFactorMutation {
    /// Offers a second factor to whoever has the password: a secret for the person's device, which makes codes of it and the
    /// time (TOTP, RFC 6238: six digits, thirty seconds, SHA-1). It asks for nothing until it is confirmed. Open to everyone.
    async fn second_factor_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Login and password.")] input: SecondFactorOfferInput,
    ) -> Result<SecondFactorOfferPayload> {
        let caller = ctx.caller()?;
        let errors = are_of_length(caller, &[(&input.login, "login"), (&input.password, "password")]);
        if !errors.is_empty() {
            return Ok(SecondFactorOfferPayload { errors, ..SecondFactorOfferPayload::default() });
        }
        Ok(match caller.app.gate.offer_second_factor(&input.login, input.password, &caller.client).await {
            Ok(offered) => {
                SecondFactorOfferPayload { uri: Some(offered.uri), secret: Some(offered.secret), errors: Vec::new() }
            }
            Err(denied) => SecondFactorOfferPayload {
                errors: denied_at(denied, caller, "")?,
                ..SecondFactorOfferPayload::default()
            },
        })
    }

    /// Confirms the second factor that was offered by its first code. From then on signing in asks for a code. All sessions of
    /// the account end; sign in again. Open to everyone.
    async fn second_factor_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Login, password and the first code.")] input: SecondFactorConfirmInput,
    ) -> Result<SecondFactorConfirmPayload> {
        let caller = ctx.caller()?;
        let texts = [(input.login.as_str(), "login"), (&input.password, "password"), (&input.code, "code")];
        let errors = are_of_length(caller, &texts);
        if !errors.is_empty() {
            return Ok(SecondFactorConfirmPayload { errors, ..SecondFactorConfirmPayload::default() });
        }
        let SecondFactorConfirmInput { login, password, code } = input;
        Ok(match caller.app.gate.confirm_second_factor(&login, password, &code, &caller.client).await {
            Ok(codes) => SecondFactorConfirmPayload { recovery_codes: Some(codes), errors: Vec::new() },
            Err(denied) => SecondFactorConfirmPayload {
                errors: denied_at(denied, caller, "")?,
                ..SecondFactorConfirmPayload::default()
            },
        })
    }
}
