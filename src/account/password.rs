//! Setting one's own password: by a one-time link, or by the password before.

use std::fmt;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::letters::{Letter, tell};
use super::sign_in::{are_of_length, denied_at};
use crate::error::UserError;
use crate::request::Request;

/// Setting one's own password.
#[derive(Debug, Default)]
pub struct PasswordMutation;

/// A one-time link and a password.
#[derive(InputObject)]
pub(super) struct PasswordSetInput {
    /// The token of the link.
    token: String,
    /// The password: 12 to 256 characters of any kind, and none that is easily guessed.
    password: String,
}

impl fmt::Debug for PasswordSetInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordSetInput(…)")
    }
}

/// A login, its password, and another one.
#[derive(InputObject)]
pub(super) struct PasswordChangeInput {
    /// The account's login.
    login: String,
    /// The account's password.
    current_password: String,
    /// Where the account has a second factor: the code that the person's device shows, or a recovery code.
    code: Option<String>,
    /// The password in its place: 12 to 256 characters of any kind, and none that is easily guessed.
    password: String,
}

impl fmt::Debug for PasswordChangeInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordChangeInput(…)")
    }
}

/// The outcome of setting a password.
#[derive(Debug, Default, SimpleObject)]
pub(super) struct PasswordSetPayload {
    /// The login to sign in with; null where there are errors.
    login: Option<String>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

/// The outcome of changing a password.
#[derive(Debug, Default, SimpleObject)]
pub(super) struct PasswordChangePayload {
    /// The login to sign in with; null where there are errors.
    login: Option<String>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

#[Object]
impl PasswordMutation {
    /// Sets a password by a one-time link, which is good no more: the first one after an invitation, or another one after a
    /// reset. All sessions of the account end; sign in with it. The person is told by mail. Open to everyone who has
    /// the link.
    async fn password_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link and the password.")] input: PasswordSetInput,
    ) -> Result<PasswordSetPayload> {
        let caller = ctx.caller()?;
        let errors = are_of_length(caller, &[(&input.token, "token"), (&input.password, "password")]);
        if !errors.is_empty() {
            return Ok(PasswordSetPayload { login: None, errors });
        }
        Ok(match caller.app.gate.set_password(&input.token, input.password, &caller.client).await {
            Ok(account) => {
                tell(&caller.app, Letter::Password, &account);
                PasswordSetPayload { login: Some(account.login), errors: Vec::new() }
            }
            Err(denied) => {
                let path = if denied.is_of_the_new_password() { "password" } else { "token" };
                PasswordSetPayload { login: None, errors: denied_at(denied, caller, path)? }
            }
        })
    }

    /// Sets another password in the place of one that is known, also where signing in answers PASSWORD_EXPIRED. All sessions
    /// of the account end; sign in with it. The person is told by mail. Open to everyone.
    async fn password_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The login and both passwords.")] input: PasswordChangeInput,
    ) -> Result<PasswordChangePayload> {
        let caller = ctx.caller()?;
        let texts = [
            (input.login.as_str(), "login"),
            (&input.current_password, "currentPassword"),
            (&input.password, "password"),
        ];
        let errors = are_of_length(caller, &texts);
        if !errors.is_empty() {
            return Ok(PasswordChangePayload { login: None, errors });
        }
        let PasswordChangeInput { login, current_password, code, password } = input;
        let gate = &caller.app.gate;
        Ok(match gate.change_password(&login, current_password, password, code.as_deref(), &caller.client).await {
            Ok(account) => {
                tell(&caller.app, Letter::Password, &account);
                PasswordChangePayload { login: Some(account.login), errors: Vec::new() }
            }
            Err(denied) => {
                let path = if denied.is_of_the_new_password() { "password" } else { "" };
                PasswordChangePayload { login: None, errors: denied_at(denied, caller, path)? }
            }
        })
    }
}
