//! Giving mandates, and taking them back.

use async_graphql::{Context, ID, InputObject, Object, Result};
use entity::id::{AccountId, MandateId};
use entity::mandate::Role;

use super::Mandate;
use crate::auth::Right;
use crate::clock::Date;
use crate::global_id::IdOf;
use crate::request::{Request, payload};

/// Changes of mandates.
#[derive(Debug, Default)]
pub struct MandateMutation;

/// A role on a slice, from a day to a day.
#[derive(Debug, InputObject)]
pub struct MandateInput {
    /// The role. It must be yours to give: a head gives DELEGATION_OFFICER, SOCIAL_WORKER, ASSOCIATION_MANAGER and
    /// ESTABLISHMENT_DIRECTOR, the manager of an association ESTABLISHMENT_DIRECTOR.
    pub(super) role: Role,
    /// Global id of the regional coordination, delegation, association, establishment or partner that the role is for; none
    /// for a role of the national office.
    pub(super) slice: Option<ID>,
    /// First day on which it holds; today by default.
    pub(super) valid_from: Option<Date>,
    /// Last day on which it holds; open-ended by default.
    pub(super) valid_to: Option<Date>,
}

impl MandateInput {
    /// A mandate of the national office, from today.
    #[must_use]
    pub fn national(role: Role) -> Self {
        Self { role, slice: None, valid_from: None, valid_to: None }
    }
}

/// A mandate for an account that is there.
#[derive(Debug, InputObject)]
pub(super) struct MandateGrantInput {
    /// Made by the client, 8 to 128 characters: sending it twice gives the mandate once.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Who shall hold it.
    pub(super) account: IdOf<AccountId>,
    /// The mandate.
    pub(super) mandate: MandateInput,
}

/// What somebody shall do on your behalf.
#[derive(Debug, InputObject)]
pub(super) struct MandateDelegateInput {
    /// Made by the client, 8 to 128 characters: sending it twice gives the mandate once.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Who shall act for you: an account that you see.
    pub(super) account: IdOf<AccountId>,
    /// What they shall be able to do, of what you are; MANAGE_ACCOUNTS is not passed on. Rights are asked for by lists and by
    /// changes: by its id, they read whatever a head sees.
    pub(super) rights: Vec<Right>,
    /// First day; today by default.
    pub(super) valid_from: Option<Date>,
    /// Last day: it ends by itself. Not after the last day of your own mandate.
    pub(super) valid_to: Date,
}

/// A mandate to be taken back.
#[derive(Debug, InputObject)]
pub(super) struct MandateEndInput {
    /// The mandate.
    pub(super) id: IdOf<MandateId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
}

payload!(MandateGrantPayload { mandate: Mandate });
payload!(MandateDelegatePayload { mandate: Mandate });
payload!(MandateEndPayload { mandate: Mandate });

#[Object]
impl MandateMutation {
    /// Gives an account another mandate, beside those it holds: an interim head of two delegations, a director of two
    /// houses. A token still speaks for one of them at a time (`mandateSwitch`). Needs the right MANAGE_ACCOUNTS.
    async fn mandate_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account and the mandate.")] input: MandateGrantInput,
    ) -> Result<MandateGrantPayload> {
        ctx.require(Right::ManageAccounts)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Lets somebody act for you as head of the delegation, with named rights, from a day to a day: while you are on leave, say.
    /// They speak by it after `mandateSwitch`; the journal notes what they do as theirs for you. It ends by itself, with your own
    /// mandate or account at the latest, or by `mandateEnd`; whoever acts for another cannot pass it on. For heads of delegations, with
    /// the right MANAGE_ACCOUNTS.
    async fn mandate_delegate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, what, and until when.")] input: MandateDelegateInput,
    ) -> Result<MandateDelegatePayload> {
        ctx.require(Right::ManageAccounts)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Takes a mandate back, now: tokens that speak for it are refused within five seconds, everywhere. Needs the right
    /// MANAGE_ACCOUNTS.
    async fn mandate_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mandate.")] input: MandateEndInput,
    ) -> Result<MandateEndPayload> {
        ctx.require(Right::ManageAccounts)?;
        let changed = ctx.change(input).await?;
        ctx.caller()?.app.gate.tell_revoked().await;
        Ok(changed.into())
    }
}
