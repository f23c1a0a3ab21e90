//! Inspections, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::id::InspectionId;
use entity::inspection::{self, InspectionConclusion, InspectionState};

use super::procedure::InspectionTransitionName;
use crate::association::Association;
use crate::delegation::Delegation;
use crate::document::Document;
use crate::error::{Error, Maybe};
use crate::establishment::Establishment;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};
use crate::procedure::{Available, available};
use crate::rule_set::RuleSet;
use crate::visit::{VisitFinding, VisitMember, VisitPhoto};

shown_by_name!(InspectionState, InspectionConclusion);

/// An inspection (تفتيش) of a house.
#[derive(Debug, Description, From)]
pub struct Inspection(pub(crate) inspection::Model);

declare! {
    Inspection of inspection {
        /// Global id.
        id: InspectionId;

        /// The house.
        establishment: Establishment by establishment_id;

        /// The delegation where the house stands, which inspects it; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// The association that manages the house; null where Entraide Nationale does itself.
        association: Association by association_id;

        /// Whether the house is told beforehand. One that is not is seen by the house and its association once it is made.
        announced: bool;

        /// The day for which it is planned.
        planned_on: NaiveDate;

        /// Why it is planned.
        reason: String;

        /// Where it stands.
        state: InspectionState;

        /// The day on which it was made; null before.
        made_on: Option<NaiveDate>;

        /// The rules by whose norms it judged; null before it was made, and where none govern the house.
        rule_set: RuleSet by rule_set_id;

        /// The minutes (محضر); null before it was made, and where they are not yours to read.
        minutes: Document by minutes_id;

        /// What it concludes; null before it was made.
        conclusion: Option<InspectionConclusion>;

        /// What is said with the conclusion; null where nothing is.
        remark: Option<String>;

        /// Why it was cancelled; null where it was not.
        cancellation: Option<String>;

        /// Who took part; empty before it was made.
        members: [VisitMember];

        /// What was found of each norm, by code; empty before it was made.
        findings: [VisitFinding];

        /// Photos of the house, in order; empty before it was made.
        photos: [VisitPhoto];

        /// What can be done with it, whether you may do it now, and, if not, why. Each has a mutation of its own.
        async fn available_transitions(
            &self,
            ctx: &Context<'_>,
        ) -> Result<Vec<Available<InspectionTransitionName>>, Error> {
            available(ctx, &self.0, &())
        }

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<inspection::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}
