//! Looking after accounts.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use entity::account;
use entity::id::AccountId;
use entity::mandate::Role;
use uuid::Uuid;

use super::Account;
use super::letters::{Letter, send_link, tell};
use super::object::ShownLink;
use crate::auth::Right;
use crate::error::UserError;
use crate::global_id::IdOf;
use crate::mandate::MandateInput;
use crate::named::LocalizedTextInput;
use crate::request::{Changed, Request, payload};

/// Changes of accounts.
#[derive(Debug, Default)]
pub struct AccountMutation;

/// A person who shall be able to sign in.
#[derive(Debug, InputObject)]
pub struct AccountInviteInput {
    /// Made by the client, 8 to 128 characters: sending it twice invites once.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The name to be given at sign-in: 3 to 64 characters, a to z, digits, and `.`, `-`, `_`, `@` between them. It stands
    /// once in the country and stays.
    pub(super) login: String,
    /// The person's name.
    pub(super) names: LocalizedTextInput,
    /// Where the person is written to.
    pub(super) email: Option<String>,
    /// What the person shall be.
    pub(super) mandate: MandateInput,
}

impl AccountInviteInput {
    /// A national administrator, as the first one is made by whoever runs the program.
    #[must_use]
    pub fn national_admin(login: String, names: LocalizedTextInput) -> Self {
        Self {
            idempotency_key: Uuid::now_v7().to_string(),
            validate_only: false,
            login,
            names,
            email: None,
            mandate: MandateInput::national(Role::NationalAdmin),
        }
    }
}

/// What is to be changed of an account; what is left out stays.
#[derive(Debug, InputObject)]
pub(super) struct AccountUpdateInput {
    /// The account.
    pub(super) id: IdOf<AccountId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The person's name, in the place of both names it had: one that is left out is taken away.
    pub(super) names: Option<LocalizedTextInput>,
    /// Where the person is written to; null: unknown.
    pub(super) email: MaybeUndefined<String>,
}

/// An input that names an account and nothing else.
macro_rules! of_account {
    ($($(#[$doc:meta])* $input:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, InputObject)]
        pub(super) struct $input {
            /// The account.
            pub(super) id: IdOf<AccountId>,
            /// The version that you have seen.
            pub(super) expected_version: i32,
            /// True: only say what is wrong.
            #[graphql(default)]
            pub(super) validate_only: bool,
        }
    )*};
}

of_account! {
    /// An account to be deactivated.
    AccountDeactivateInput
    /// An account to be reactivated.
    AccountReactivateInput
    /// An account that is to be given another password.
    AccountResetInput
    /// An account whose password is to be changed.
    AccountExpirePasswordInput
    /// An account whose second factor is to be taken away.
    AccountRemoveSecondFactorInput
    /// An account whose sessions are to end.
    AccountEndSessionsInput
}

payload!(AccountUpdatePayload { account: Account });
payload!(AccountDeactivatePayload { account: Account });
payload!(AccountReactivatePayload { account: Account });
payload!(AccountExpirePasswordPayload { account: Account });
payload!(AccountRemoveSecondFactorPayload { account: Account });
payload!(AccountEndSessionsPayload { account: Account });

/// A payload with a one-time link.
macro_rules! with_link {
    ($($name:ident)*) => {$(
        /// The outcome: the account as it is now and a link, or errors; in a conflict the account and errors.
        #[derive(Debug, SimpleObject)]
        pub(super) struct $name {
            /// The account as the change left it. Null where it was refused or only tried; in a conflict, as it is now.
            account: Option<Account>,
            /// By which the person sets a password. Shown once: null where there are errors, where it was only tried, and where
            /// the same key was sent before.
            link: Option<ShownLink>,
            /// What was wrong, all at once; empty where it went well.
            errors: Vec<UserError>,
        }

        impl $name {
            fn new(changed: Changed<Account>, link: Option<ShownLink>) -> Self {
                Self { account: changed.object, link, errors: changed.errors }
            }
        }
    )*};
}

with_link! { AccountInvitePayload AccountResetPayload }

#[Object]
impl AccountMutation {
    /// Makes an account for a person, with its first mandate, and a one-time link by which the person sets a password. The
    /// delegation of the mandate's slice keeps the account; the national office those without. The link goes by mail to the
    /// person's address too, where there is one and a mail server. Needs the right MANAGE_ACCOUNTS, and the role must be yours to
    /// give.
    async fn account_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person, and what they shall be.")] input: AccountInviteInput,
    ) -> Result<AccountInvitePayload> {
        ctx.require(Right::ManageAccounts)?;
        let changed = ctx.change(input).await?;
        // Of the mandate that it was invited with, and of none since.
        let link = link_after(ctx, Uuid::now_v7(), &changed, Letter::Invitation).await?;
        Ok(AccountInvitePayload::new(changed, link))
    }

    /// Changes the names and the address of an account; whoever reads the address before is told by mail, where there is a mail
    /// server. An address that is given as it is confirms it: after another mandate it has to be, before the person comes in by the
    /// OpenID provider again. Needs the right MANAGE_ACCOUNTS, and all that the account holds must be
    /// yours to give.
    async fn account_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account, and what is to be changed.")] input: AccountUpdateInput,
    ) -> Result<AccountUpdatePayload> {
        ctx.require(Right::ManageAccounts)?;
        let before = match (&input.email, input.id.key()) {
            (MaybeUndefined::Undefined, _) | (_, Err(_)) => None,
            (MaybeUndefined::Null | MaybeUndefined::Value(_), Ok(id)) => ctx.row::<account::Entity>(id).await?,
        };
        let changed: Changed<Account> = ctx.change(input).await?;
        if let (Some(before), Some(Account(after))) = (before, changed.made())
            && before.email != after.email
        {
            tell(&ctx.caller()?.app, Letter::Address, &before);
        }
        Ok(changed.into())
    }

    /// Deactivates an account, as of one who has left: nobody signs in by it, and its sessions end within five seconds,
    /// everywhere. What it did stays. Needs the right MANAGE_ACCOUNTS, and all that the account holds must be yours to give.
    async fn account_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: AccountDeactivateInput,
    ) -> Result<AccountDeactivatePayload> {
        ctx.require(Right::ManageAccounts)?;
        let changed = ctx.change(input).await?;
        end_sessions_after(ctx, &changed).await?;
        Ok(changed.into())
    }

    /// Reactivates an account: it signs in as it did before, by the mandates that hold. Needs the right MANAGE_ACCOUNTS, and
    /// all that the account holds must be yours to give.
    async fn account_reactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: AccountReactivateInput,
    ) -> Result<AccountReactivatePayload> {
        ctx.require(Right::ManageAccounts)?;
        let changed = ctx.change(input).await?;
        end_sessions_after(ctx, &changed).await?;
        Ok(changed.into())
    }

    /// Locks an account out and makes another one-time link for it, as for a password that was forgotten or lost, or an
    /// invitation that ran out: its password opens nothing any more, and its sessions end within five seconds, everywhere.
    /// It is bound to no identity of the OpenID provider any more; the next one that comes with the account's address is bound to it.
    /// The link goes by mail too, as that of an invitation, and ends when the account is given another mandate. Needs the
    /// right MANAGE_ACCOUNTS, and all that the account holds must be yours to give.
    async fn account_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: AccountResetInput,
    ) -> Result<AccountResetPayload> {
        ctx.require(Right::ManageAccounts)?;
        let before = Uuid::now_v7();
        let changed = ctx.change(input).await?;
        let link = link_after(ctx, before, &changed, Letter::Reset).await?;
        Ok(AccountResetPayload::new(changed, link))
    }

    /// Has the person change their password: signing in answers PASSWORD_EXPIRED until `passwordChange` was used, and their
    /// sessions end within five seconds, everywhere. Needs the right MANAGE_ACCOUNTS, and all that the account holds must be
    /// yours to give.
    async fn account_expire_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: AccountExpirePasswordInput,
    ) -> Result<AccountExpirePasswordPayload> {
        ctx.require(Right::ManageAccounts)?;
        let changed: Changed<Account> = ctx.change(input).await?;
        if let Some(Account(account)) = changed.made() {
            let caller = ctx.caller()?;
            caller.app.gate.expire_password(account.id, ctx.identity()?.account, &caller.client).await?;
        }
        Ok(changed.into())
    }

    /// Takes the second factor of an account away, as when its device and its recovery codes are lost, and ends its sessions. The
    /// person is told by mail, and offers themselves another one by `secondFactorOffer`. Be sure who asks you for it. Needs
    /// the right MANAGE_ACCOUNTS, and all that the account holds must be yours to give.
    async fn account_remove_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: AccountRemoveSecondFactorInput,
    ) -> Result<AccountRemoveSecondFactorPayload> {
        ctx.require(Right::ManageAccounts)?;
        let changed: Changed<Account> = ctx.change(input).await?;
        if let Some(Account(account)) = changed.made() {
            let caller = ctx.caller()?;
            caller.app.gate.remove_second_factor(account.id, ctx.identity()?.account, &caller.client).await?;
            tell(&caller.app, Letter::SecondFactor, account);
        }
        Ok(changed.into())
    }

    /// Ends all sessions of an account, as of a device that was stolen, within five seconds, everywhere. Its password stays
    /// good. Needs the right MANAGE_ACCOUNTS, and all that the account holds must be yours to give.
    async fn account_end_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: AccountEndSessionsInput,
    ) -> Result<AccountEndSessionsPayload> {
        ctx.require(Right::ManageAccounts)?;
        let changed = ctx.change(input).await?;
        end_sessions_after(ctx, &changed).await?;
        Ok(changed.into())
    }
}

/// A one-time link, where the change was made now: shown, and sent to the person.
async fn link_after(
    ctx: &Context<'_>,
    id: Uuid,
    changed: &Changed<Account>,
    letter: Letter,
) -> Result<Option<ShownLink>> {
    let Some(Account(account)) = changed.made() else { return Ok(None) };
    let caller = ctx.caller()?;
    let lock_out = matches!(letter, Letter::Reset);
    let by = ctx.identity()?.account;
    let link = caller.app.gate.link(id.into(), account.id, Some(by), lock_out, &caller.client).await?;
    let mailed = send_link(&caller.app, letter, account, by, &link).await?;
    Ok(Some(ShownLink::new(link, caller.app.link_page.as_deref(), mailed)))
}

async fn end_sessions_after(ctx: &Context<'_>, changed: &Changed<Account>) -> Result<()> {
    if let Some(Account(account)) = changed.made() {
        let caller = ctx.caller()?;
        caller.app.gate.end_sessions(account.id, None, Some(ctx.identity()?.account), &caller.client).await?;
    }
    Ok(())
}
