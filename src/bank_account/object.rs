//! Bank accounts, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::bank_account;
use entity::bank_account::BankAccountState;
use entity::id::BankAccountId;

use crate::association::Association;
use crate::error::{Error, Maybe};
use crate::journal::{JournalEntry, history_of};
use crate::lane::declare;
use crate::request::Request;

/// A bank account (حساب بنكي) of an association: the one it is paid to, one before it, or one that is proposed.
#[derive(Debug, Description, From)]
pub struct BankAccount(pub(crate) bank_account::Model);

declare! {
    BankAccount of bank_account {
        /// Global id.
        id: BankAccountId;

        /// The association whose account it is.
        association: Association by association_id;

        /// Relevé d'identité bancaire: 24 digits without blanks (bank 3, town 3, account 16, key 2).
        rib: String;

        /// What was decided.
        state: BankAccountState;

        /// The office day on which it was proposed.
        proposed_on: NaiveDate;

        /// True where you proposed it: then another person must approve it, and you may still withdraw it.
        async fn proposed_by_you(&self, ctx: &Context<'_>) -> Result<bool, Error> {
            Ok(ctx.identity()?.account == self.0.proposed_by)
        }

        /// The office day on which it was approved or rejected; null before.
        decided_on: Option<NaiveDate>;

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<bank_account::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}
