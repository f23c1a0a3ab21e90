//! Changing the bank account of an association: one person proposes, another decides.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{AssociationId, BankAccountId};

use super::BankAccount;
use crate::auth::Right;
use crate::global_id::IdOf;
use crate::request::{Request, payload};

/// Changes of bank accounts.
#[derive(Debug, Default)]
pub struct BankAccountMutation;

/// An account to be proposed.
#[derive(Debug, InputObject)]
pub(super) struct BankAccountProposeInput {
    /// Made by the client, 8 to 128 characters: sending it twice proposes the account once.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The association.
    pub(super) association: IdOf<AssociationId>,
    /// Relevé d'identité bancaire: 24 digits; blanks and hyphens between them are allowed.
    pub(super) rib: String,
}

/// A proposed account to be approved.
#[derive(Debug, InputObject)]
pub(super) struct BankAccountApproveInput {
    /// The account.
    pub(super) id: IdOf<BankAccountId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
}

/// A proposed account to be rejected.
#[derive(Debug, InputObject)]
pub(super) struct BankAccountRejectInput {
    /// The account.
    pub(super) id: IdOf<BankAccountId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
}

payload!(BankAccountProposePayload { bank_account: BankAccount });
payload!(BankAccountApprovePayload { bank_account: BankAccount });
payload!(BankAccountRejectPayload { bank_account: BankAccount });

#[Object]
impl BankAccountMutation {
    /// Proposes the account that an association shall be paid to. It is paid to the one it has until another person
    /// approves this one. Needs the right KEEP_ASSOCIATIONS.
    async fn bank_account_propose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The association and its account.")] input: BankAccountProposeInput,
    ) -> Result<BankAccountProposePayload> {
        ctx.require(Right::KeepAssociations)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Approves an account that another person has proposed: from now on the association is paid to it. Needs the right
    /// APPROVE_BANK_ACCOUNTS.
    async fn bank_account_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: BankAccountApproveInput,
    ) -> Result<BankAccountApprovePayload> {
        ctx.require(Right::ApproveBankAccounts)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Rejects an account that another person has proposed, or withdraws one's own: the association is paid to the one it
    /// has. Needs the right APPROVE_BANK_ACCOUNTS; to withdraw one's own, KEEP_ASSOCIATIONS.
    async fn bank_account_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: BankAccountRejectInput,
    ) -> Result<BankAccountRejectPayload> {
        ctx.require(Right::KeepAssociations)?;
        Ok(ctx.change(input).await?.into())
    }
}
