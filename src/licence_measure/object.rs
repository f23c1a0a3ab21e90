//! Measures, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::id::LicenceMeasureId;
use entity::licence_measure::{self, LicenceMeasureKind, LicenceMeasureState};

use super::procedure::{Facts, LicenceMeasureTransitionName};
use crate::association::Association;
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::establishment::Establishment;
use crate::formal_notice::FormalNotice;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};
use crate::licence::CompetentAuthority;
use crate::procedure::{Available, available};

shown_by_name!(LicenceMeasureKind, LicenceMeasureState);

/// A measure (تدبير) against the licence of a house: its suspension or its withdrawal.
#[derive(Debug, Description, From)]
pub struct LicenceMeasure(pub(crate) licence_measure::Model);

declare! {
    LicenceMeasure of licence_measure {
        /// Global id.
        id: LicenceMeasureId;

        /// The house.
        establishment: Establishment by establishment_id;

        /// The delegation where the house stands, which proposes it; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// The association that manages the house; null where Entraide Nationale does itself.
        association: Association by association_id;

        /// What it is.
        kind: LicenceMeasureKind;

        /// Where it stands. A suspension that was not lifted stays DECIDED, and ends by itself: the licence says what holds today.
        state: LicenceMeasureState;

        /// On what grounds it is proposed.
        grounds: String;

        /// The formal notice that was not met; null where it could not be waited for.
        formal_notice: FormalNotice by formal_notice_id;

        /// Why no notice could be waited for; null where one was.
        urgency: Option<String>;

        /// The office day on which it was proposed.
        proposed_on: NaiveDate;

        /// The authority that decided; null before.
        authority: CompetentAuthority by authority_code;

        /// The number of the decision; null before it.
        decision_number: Option<String>;

        /// The day of the decision; null before it.
        decided_on: Option<NaiveDate>;

        /// The first day on which the licence does not hold; null before the decision.
        starts_on: Option<NaiveDate>;

        /// The last one, as it was decided; null before the decision, and for a withdrawal.
        ends_on: Option<NaiveDate>;

        /// Why it was refused; null otherwise.
        refusal: Option<String>;

        /// The day from which the licence holds again; null where it was not lifted.
        lifted_from: Option<NaiveDate>;

        /// Why it was lifted; null where it was not.
        lifting: Option<String>;

        /// What can be done with it, whether you may do it now, and, if not, why. Each has a mutation of its own.
        async fn available_transitions(
            &self,
            ctx: &Context<'_>,
        ) -> Result<Vec<Available<LicenceMeasureTransitionName>>, Error> {
            available(ctx, &self.0, &Facts::read(ctx, &self.0).await?)
        }

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<licence_measure::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}
