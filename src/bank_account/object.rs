//! Bank accounts, as GraphQL shows them.

use async_graphql::{Context, Description, ID, Object};
use derive_more::From;
use entity::bank_account::BankAccountState;
use entity::{association, bank_account};

use crate::association::Association;
use crate::clock::Date;
use crate::error::{Error, Maybe};
use crate::global_id::Global;
use crate::journal::{JournalEntry, history_of};
use crate::request::Request;

/// A bank account (حساب بنكي) of an association: the one it is paid to, one before it, or one that is proposed.
#[derive(Debug, Description, From)]
pub struct BankAccount(pub(crate) bank_account::Model);

#[Object(use_type_description)]
impl BankAccount {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The association whose account it is.
    async fn association(&self, ctx: &Context<'_>) -> Maybe<Association> {
        ctx.related::<association::Entity, _>(self.0.association_id).await
    }

    /// Relevé d'identité bancaire: 24 digits without blanks (bank 3, town 3, account 16, key 2).
    async fn rib(&self) -> &str {
        &self.0.rib
    }

    /// What was decided.
    async fn state(&self) -> BankAccountState {
        self.0.state
    }

    /// The office day on which it was proposed.
    async fn proposed_on(&self) -> Date {
        Date(self.0.proposed_on)
    }

    /// True where you proposed it: then another person must approve it, and you may still withdraw it.
    async fn proposed_by_you(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        Ok(ctx.identity()?.account == self.0.proposed_by)
    }

    /// The office day on which it was approved or rejected; null before.
    async fn decided_on(&self) -> Option<Date> {
        self.0.decided_on.map(Date)
    }

    /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
    /// the error FORBIDDEN without the right READ_JOURNAL.
    async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
        Some(history_of::<bank_account::Entity>(ctx, self.0.id).await)
    }

    /// True for what stands here only to demonstrate.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// Grows by one with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
