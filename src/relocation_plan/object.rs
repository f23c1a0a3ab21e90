//! Relocation plans, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::id::RelocationPlanId;
use entity::relocation_line::{self, RelocationDestination};
use entity::relocation_plan::{self, RelocationPlanState};

use super::procedure::RelocationPlanTransitionName;
use super::residents::{places_all, residents_now};
use crate::association::Association;
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::establishment::Establishment;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};
use crate::procedure::{Available, available};
use crate::season_return::SeasonReturn;

shown_by_name!(RelocationPlanState, RelocationDestination);

/// A relocation plan (خطة إعادة الإيواء): where the residents of a house go. It names nobody.
#[derive(Debug, Description, From)]
pub struct RelocationPlan(pub(crate) relocation_plan::Model);

/// A line of a relocation plan: so many residents to one destination.
#[derive(Debug, Description, From)]
pub(super) struct RelocationLine(pub(crate) relocation_line::Model);

declare! {
    RelocationPlan of relocation_plan {
        /// Global id.
        id: RelocationPlanId;

        /// The house whose residents are placed.
        establishment: Establishment by establishment_id;

        /// The delegation where the house stands; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// The association that manages the house; null where Entraide Nationale does itself.
        association: Association by association_id;

        /// Where it stands.
        state: RelocationPlanState;

        /// The residents to be placed, when it was last changed.
        residents: i32;

        /// The season return that counted them: the last validated one, else the last submitted one. Null where no return counts
        /// them, and the number was stated by hand.
        season_return: SeasonReturn by season_return_id;

        /// How many its lines place.
        placed: i32;

        /// Where they are placed.
        lines: [RelocationLine];

        /// The residents to be placed now, by the last season return; those stated by hand where none counts them.
        async fn residents_now(&self, ctx: &Context<'_>) -> Result<i32, Error> {
            residents_now(ctx, &self.0).await
        }

        /// Whether it places as many as there are now: a newer return may count more than it does. Only an approved plan that covers
        /// lets the house be suspended, lose its licence or close.
        async fn covers(&self, ctx: &Context<'_>) -> Result<bool, Error> {
            Ok(places_all(&self.0, residents_now(ctx, &self.0).await?).is_ok())
        }

        /// The office day on which it was begun.
        prepared_on: NaiveDate;

        /// The office day on which it was approved; null before.
        approved_on: Option<NaiveDate>;

        /// What can be done with it, whether you may do it now, and, if not, why. Each has a mutation of its own.
        async fn available_transitions(
            &self,
            ctx: &Context<'_>,
        ) -> Result<Vec<Available<RelocationPlanTransitionName>>, Error> {
            available(ctx, &self.0, &residents_now(ctx, &self.0).await?)
        }

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<relocation_plan::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    RelocationLine of relocation_line {
        /// Its place in the plan, from 1.
        position: i32;

        /// Where they are placed.
        destination: RelocationDestination;

        /// The house; null where they are not placed in one, and where it is not yours to see.
        establishment: Establishment by establishment_id;

        /// How many.
        residents: i32;

        /// What is to be known of it; null where nothing is.
        remark: Option<String>;
    }
}
