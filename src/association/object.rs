//! Associations, as GraphQL shows them.

use async_graphql::{Context, Description, ID, Object, SimpleObject};
use chrono::NaiveDate;
use derive_more::From;
use entity::{association, bank_account, commune, delegation};

use crate::bank_account::BankAccount;
use crate::clock::Date;
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::global_id::Global;
use crate::journal::{JournalEntry, history_of};
use crate::named::Named;
use crate::request::Request;
use crate::territory::Commune;

/// An association (جمعية): it manages establishments, or works in a field that is helped.
#[derive(Debug, Description, From)]
pub struct Association(pub(crate) association::Model);

/// A receipt of the local authority for an association's declaration.
#[derive(Debug, SimpleObject)]
pub(super) struct Receipt {
    /// Its number.
    number: String,
    /// Its day.
    on: Date,
}

impl Receipt {
    fn new(number: Option<&String>, on: Option<NaiveDate>) -> Option<Self> {
        Some(Self { number: number?.clone(), on: Date(on?) })
    }
}

/// The bureau of an association and its mandate.
#[derive(Debug, SimpleObject)]
pub(super) struct Bureau {
    /// The day on which the general assembly elected it.
    elected_on: Date,
    /// The last day of its mandate.
    mandate_ends_on: Date,
    /// True where that day has passed: an association with such a bureau is granted nothing.
    mandate_expired: bool,
}

#[Object(use_type_description)]
impl Association {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// The delegation of its seat, which keeps its file; null where it is not yours to see.
    async fn delegation(&self, ctx: &Context<'_>) -> Maybe<Delegation> {
        ctx.related::<delegation::Entity, _>(self.0.delegation_id).await
    }

    /// The commune of its seat; null where unknown.
    async fn commune(&self, ctx: &Context<'_>) -> Maybe<Commune> {
        ctx.related::<commune::Entity, _>(self.0.commune_id).await
    }

    /// The provisional receipt of its declaration (وصل مؤقت), given at once by the local authority (dahir 1-58-376, law
    /// 75-00); null where the file has none.
    async fn provisional_receipt(&self) -> Option<Receipt> {
        Receipt::new(self.0.provisional_receipt_number.as_ref(), self.0.provisional_receipt_on)
    }

    /// The final receipt (وصل نهائي), which follows the provisional one; null where the file has none.
    async fn final_receipt(&self) -> Option<Receipt> {
        Receipt::new(self.0.final_receipt_number.as_ref(), self.0.final_receipt_on)
    }

    /// Its bureau (مكتب); null where unknown.
    async fn bureau(&self, ctx: &Context<'_>) -> Result<Option<Bureau>, Error> {
        let today = ctx.today()?;
        let dates = self.0.bureau_elected_on.zip(self.0.bureau_mandate_ends_on);
        Ok(dates.map(|(elected, ends)| Bureau {
            elected_on: Date(elected),
            mandate_ends_on: Date(ends),
            mandate_expired: ends < today,
        }))
    }

    /// The bank account it is paid to. Null where it has none, and for those who do not keep its file.
    async fn bank_account(&self, ctx: &Context<'_>) -> Maybe<BankAccount> {
        ctx.related::<bank_account::Entity, _>(self.0.bank_account_id).await
    }

    /// All its bank accounts, the oldest first: the one it is paid to, those before it, and what is proposed. Empty for
    /// those who do not keep its file.
    async fn bank_accounts(&self, ctx: &Context<'_>) -> Result<Vec<BankAccount>, Error> {
        let accounts = ctx.children::<bank_account::Entity, association::Entity>(self.0.id).await?;
        Ok(accounts.into_iter().map(BankAccount).collect())
    }

    /// What was changed in its file, the latest first, 20 changes at most; all of them by `journal(where: { object })`.
    /// Null with the error FORBIDDEN without the right READ_JOURNAL.
    async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
        Some(history_of::<association::Entity>(ctx, self.0.id).await)
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
