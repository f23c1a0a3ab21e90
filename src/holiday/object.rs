//! Public holidays, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::id::PublicHolidayId;
use entity::public_holiday;

use crate::error::Maybe;
use crate::journal::{JournalEntry, history_of};
use crate::lane::declare;

/// A public holiday (عطلة رسمية): a day on which offices are closed, and which is no working day. Saturdays and Sundays are none
/// either, and do not stand here.
#[derive(Debug, Description, From)]
pub struct PublicHoliday(pub(crate) public_holiday::Model);

declare! {
    PublicHoliday of public_holiday {
        /// Global id.
        id: PublicHolidayId;

        /// The day.
        day: NaiveDate;

        named;

        /// True: a religious feast whose day is worked out, and decided by the moon. Deadlines reckon with it as it stands.
        provisional: bool;

        /// Where it comes from, and how sure it is.
        source: String;

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<public_holiday::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}
