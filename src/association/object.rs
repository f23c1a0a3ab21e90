//! Associations, as GraphQL shows them.

use async_graphql::{Context, Description, SimpleObject};
use chrono::NaiveDate;
use derive_more::From;
use entity::association;
use entity::id::AssociationId;

use crate::bank_account::BankAccount;
use crate::bureau::BureauRenewal;
use crate::clock::Date;
use crate::delegation::Delegation;
use crate::document::{self, Document, DocumentWhere};
use crate::dossier::{Dossier, dossier_of};
use crate::error::{Error, Maybe};
use crate::grant::{self, GrantLine, GrantLineWhere};
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, value};
use crate::page::{Page, Window};
use crate::request::Request;
use crate::territory::Commune;

/// An association (جمعية): it manages establishments, or works in a field that is helped.
#[derive(Debug, Description, From)]
pub struct Association(pub(crate) association::Model);

value! {
    /// A receipt of the local authority for an association's declaration.
    #[derive(Debug)]
    pub struct Receipt {
        /// Its number.
        number: String,
        /// Its day.
        on: Date,
    }
}

impl Receipt {
    /// Of the two columns that hold one; none where one of them is null.
    #[must_use]
    pub fn of(number: Option<String>, on: Option<NaiveDate>) -> Option<Self> {
        Some(Self { number: number?, on: Date(on?) })
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

declare! {
    Association of association {
        /// Global id.
        id: AssociationId;

        named;

        /// The delegation of its seat, which keeps its file; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// The commune of its seat; null where unknown.
        commune: Commune by commune_id;

        /// The provisional receipt of its declaration (وصل مؤقت), given at once by the local authority (dahir 1-58-376, law
        /// 75-00); null where the file has none.
        provisional_receipt: Option<Receipt> = Receipt::of(provisional_receipt_number, provisional_receipt_on);

        /// The final receipt (وصل نهائي), which follows the provisional one; null where the file has none.
        final_receipt: Option<Receipt> = Receipt::of(final_receipt_number, final_receipt_on);

        /// Its bureau (مكتب): that of the last renewal, where one is recorded; null where unknown.
        async fn bureau(&self, ctx: &Context<'_>) -> Result<Option<Bureau>, Error> {
            let today = ctx.today()?;
            let dates = self.0.bureau_elected_on.zip(self.0.bureau_mandate_ends_on);
            Ok(dates.map(|(elected, ends)| Bureau {
                elected_on: Date(elected),
                mandate_ends_on: Date(ends),
                mandate_expired: ends < today,
            }))
        }

        /// The renewals of its bureau, the earliest first: the last is the bureau it has. Empty where none is recorded, and for those
        /// who neither keep its file nor stand above those who do.
        bureau_renewals: [BureauRenewal];

        /// Its dossier (ملف): which documents it must have, which it has, and what expires. Null for those who neither keep its file
        /// nor stand above those who do. Null with the error FORBIDDEN without the right READ_DOCUMENTS.
        async fn dossier(&self, ctx: &Context<'_>) -> Maybe<Dossier> {
            dossier_of(ctx, &self.0).await.transpose()
        }

        /// The bank account it is paid to. Null where it has none, and for those who do not keep its file.
        bank_account: BankAccount by bank_account_id;

        /// All its bank accounts, the oldest first: the one it is paid to, those before it, and what is proposed. Empty for
        /// those who do not keep its file.
        bank_accounts: [BankAccount];

        /// The grant lines for it alone that you may see, in the order in which they were entered. Those for a group of
        /// associations are not among them. Null with the error FORBIDDEN without the right READ_GRANTS.
        async fn grant_lines(
            &self,
            ctx: &Context<'_>,
            #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<GrantLineWhere>,
            #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
            #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
            #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
            #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
        ) -> Maybe<Page<GrantLine>> {
            Some(grant::lines_of(ctx, self.0.id, filter, Window { first, after, last, before }).await)
        } lane |asked, association| { grant::lines_step(asked, association) }

        /// The documents that hang on it, in the order in which they were announced; those of its establishments are theirs.
        /// Null with the error FORBIDDEN without the right READ_DOCUMENTS.
        async fn documents(
            &self,
            ctx: &Context<'_>,
            #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<DocumentWhere>,
            #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
            #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
            #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
            #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
        ) -> Maybe<Page<Document>> {
            Some(document::documents_of(ctx, self.0.id, filter, Window { first, after, last, before }).await)
        } lane |asked, owner| { document::documents_step(asked, owner) }

        /// What was changed in its file, the latest first, 20 changes at most; all of them by `journal(where: { object })`.
        /// Null with the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<association::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}
