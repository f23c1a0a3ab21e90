//! Formal notices, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::formal_notice::{self, FormalNoticeState};
use entity::formal_notice_item;
use entity::id::FormalNoticeId;

use super::procedure::FormalNoticeTransitionName;
use crate::association::Association;
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::establishment::Establishment;
use crate::inspection::Inspection;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};
use crate::procedure::{Available, available};

shown_by_name!(FormalNoticeState);

/// A formal notice (إنذار, mise en demeure) to a house.
#[derive(Debug, Description, From)]
pub struct FormalNotice(pub(crate) formal_notice::Model);

/// Something that a formal notice asks to be put right.
#[derive(Debug, Description, From)]
pub(super) struct FormalNoticeItem(pub(crate) formal_notice_item::Model);

declare! {
    FormalNotice of formal_notice {
        /// Global id.
        id: FormalNoticeId;

        /// The house.
        establishment: Establishment by establishment_id;

        /// The delegation where the house stands, which serves it; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// The association that manages the house; null where Entraide Nationale does itself.
        association: Association by association_id;

        /// The inspection that led to it; null where none did.
        inspection: Inspection by inspection_id;

        /// Where it stands.
        state: FormalNoticeState;

        /// The day on which it was served.
        served_on: NaiveDate;

        /// The last day to meet it. A SERVED one is overdue from the day after: `where: { overdue: true }`.
        due_on: NaiveDate;

        /// The office day on which it was met, closed or taken back; null before.
        closed_on: Option<NaiveDate>;

        /// Why it was closed as not met, or taken back; null otherwise.
        reason: Option<String>;

        /// What is to be put right, by number.
        items: [FormalNoticeItem];

        /// What can be done with it, whether you may do it now, and, if not, why. Each has a mutation of its own.
        async fn available_transitions(
            &self,
            ctx: &Context<'_>,
        ) -> Result<Vec<Available<FormalNoticeTransitionName>>, Error> {
            available(ctx, &self.0, &())
        }

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<formal_notice::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    FormalNoticeItem of formal_notice_item {
        /// Its number in the notice, from 1.
        position: i32;

        /// The norm that is not met, by its code; null where it is about something else.
        norm_code: Option<String>;

        /// What is to be put right.
        text: String;

        /// The day on which it was found to be met; null before.
        met_on: Option<NaiveDate>;

        /// What was found then; null before.
        met_remark: Option<String>;
    }
}
