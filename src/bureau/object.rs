//! Renewals of bureaus, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::bureau_member::{self, BureauFunction};
use entity::bureau_renewal;
use entity::id::BureauRenewalId;

use crate::association::{Association, Receipt};
use crate::error::Maybe;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};

shown_by_name!(BureauFunction);

/// A renewal of the bureau of an association (تجديد المكتب): what one general assembly decided.
#[derive(Debug, Description, From)]
pub struct BureauRenewal(pub(crate) bureau_renewal::Model);

/// A member of a bureau, as a general assembly elected them.
#[derive(Debug, Description, From)]
pub(super) struct BureauMember(pub(crate) bureau_member::Model);

declare! {
    BureauRenewal of bureau_renewal {
        /// Global id.
        id: BureauRenewalId;

        /// The association.
        association: Association by association_id;

        /// The day of the general assembly that elected the bureau.
        elected_on: NaiveDate;

        /// The last day of its mandate; null where unknown.
        mandate_ends_on: Option<NaiveDate>;

        /// The day on which it was declared to the local authority; null where it was not, or unknown.
        declared_on: Option<NaiveDate>;

        /// The provisional receipt of that declaration (وصل مؤقت); null where there is none.
        provisional_receipt: Option<Receipt> = Receipt::of(provisional_receipt_number, provisional_receipt_on);

        /// The final receipt (وصل نهائي); null where there is none. When it is due, `dossierRequirements` says of
        /// REGISTRATION_RECEIPT.
        final_receipt: Option<Receipt> = Receipt::of(final_receipt_number, final_receipt_on);

        /// Its members, as they stand in the list.
        members: [BureauMember];

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Of its
        /// members it says that they changed, and not what. Null with the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<bureau_renewal::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    BureauMember of bureau_member {
        /// What they do.
        function: BureauFunction;

        named;
    }
}
