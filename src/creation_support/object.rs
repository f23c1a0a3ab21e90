//! Requests for support, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::creation_support::{self, CreationSupportDecider, CreationSupportState};
use entity::creation_support_line::{self, CreationSupportKind};
use entity::creation_support_milestone;
use entity::id::CreationSupportId;

use super::facts::Facts;
use super::procedure::CreationSupportTransitionName;
use crate::association::Association;
use crate::delegation::Delegation;
use crate::document::{self, Document, DocumentWhere};
use crate::error::{Error, Maybe};
use crate::establishment::{Establishment, EstablishmentKind};
use crate::grant::{GrantLine, Programme};
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};
use crate::licence_application::LicenceApplication;
use crate::money::Money;
use crate::page::{Page, Window};
use crate::procedure::{Available, available};
use crate::project::Project;
use crate::territory::Commune;

shown_by_name!(CreationSupportState, CreationSupportDecider, CreationSupportKind);

/// A request of an association for support to create a house (طلب دعم إحداث مؤسسة), and what becomes of it.
#[derive(Debug, Description, From)]
pub struct CreationSupport(pub(crate) creation_support::Model);

/// A line of a request: what is asked, what the delegation proposes, what was granted.
#[derive(Debug, Description, From)]
pub(super) struct CreationSupportLine(pub(crate) creation_support_line::Model);

/// A milestone on the way to the house.
#[derive(Debug, Description, From)]
pub(super) struct CreationSupportMilestone(pub(crate) creation_support_milestone::Model);

declare! {
    CreationSupport of creation_support {
        /// Global id.
        id: CreationSupportId;

        /// Taawun's stable reference, for people: `DCR-05-301-0007`.
        reference: String;

        named;

        /// The association that asks.
        association: Association by association_id;

        /// The delegation where the house shall stand, which instructs it; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// Under which programme it is asked.
        programme: Programme by programme_id;

        /// The kind of house wanted.
        kind: EstablishmentKind by kind_code;

        /// The commune where it shall stand.
        commune: Commune by commune_id;

        /// Places wanted.
        capacity: i32;

        /// Why there. It names no person.
        need: String;

        /// What the house costs, as it is estimated.
        cost_total: Money = Money::from_centimes(cost_total);

        /// The association's own part of it.
        cost_own: Money = Money::from_centimes(cost_own);

        /// On what the estimate is founded. It names no person.
        cost_basis: String;

        /// Where it stands.
        state: CreationSupportState;

        /// What is asked, line by line, and what the delegation adds.
        lines: [CreationSupportLine];

        /// What was planned on the way to the house.
        milestones: [CreationSupportMilestone];

        /// The sum of what is asked, as far as it is money or has a known worth.
        amount_asked: Money = Money::from_centimes(amount_asked);

        /// The sum of what the delegation proposes; null while there is no proposal.
        amount_proposed: Option<Money> = Money::if_known(amount_proposed);

        /// The sum of what was granted; null where it was not granted.
        amount_granted: Option<Money> = Money::if_known(amount_granted);

        /// The office day on which it was last submitted; null before.
        submitted_on: Option<NaiveDate>;

        /// The office day on which it was sent back to the association; null where it was not since it was last submitted.
        returned_on: Option<NaiveDate>;

        /// The office day on which it was taken up or, later, proposed what shall be granted; null before.
        instructed_on: Option<NaiveDate>;

        /// Who decides; null while there is no proposal.
        decider: Option<CreationSupportDecider>;

        /// The office day on which it was granted or refused; null before.
        decided_on: Option<NaiveDate>;

        /// The office day on which it was withdrawn, completed or abandoned; null before.
        ended_on: Option<NaiveDate>;

        /// Why it was sent back, refused, withdrawn or abandoned; null where it was not. It names no person.
        reason: Option<String>;

        /// The project that came of it; null while there is none, and where it is not yours to see.
        project: Project by project_id;

        /// The house that came of it; null while there is none, and where it is not yours to see.
        establishment: Establishment by establishment_id;

        /// The application for its licence; null while there is none, and where it is not yours to see.
        licence_application: LicenceApplication by licence_application_id;

        /// The documents that hang on it, in the order in which they were announced. Null with the error FORBIDDEN without the
        /// right READ_DOCUMENTS.
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

        /// What can be done with it, whether you may do it now, and, if not, why. Each has a mutation of its own.
        async fn available_transitions(
            &self,
            ctx: &Context<'_>,
        ) -> Result<Vec<Available<CreationSupportTransitionName>>, Error> {
            available(ctx, &self.0, &Facts::read(ctx, self.0.clone()).await?)
        }

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<creation_support::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    CreationSupportLine of creation_support_line {
        /// Its place among the lines of the request, from 1.
        position: i32;

        /// What it consists of.
        kind: CreationSupportKind;

        /// What exactly. It names no person.
        description: String;

        /// True where the association asked for it; false where the delegation added it.
        asked: bool;

        /// How much was asked; null where it is no money and has no known worth, and where the delegation added the line.
        amount_asked: Option<Money> = Money::if_known(amount_asked);

        /// Whether the delegation proposes to grant it; null while there is no proposal.
        proposed: Option<bool>;

        /// How much it proposes; null where it is no money and has no known worth, is not proposed, or there is no proposal.
        amount_proposed: Option<Money> = Money::if_known(amount_proposed);

        /// Whether it was granted; null before the decision.
        granted: Option<bool>;

        /// How much was granted; null where it is no money and has no known worth, was not granted, or is not decided.
        amount_granted: Option<Money> = Money::if_known(amount_granted);

        /// The grant line that pays it; null while there is none, and where it is not yours to see.
        grant_line: GrantLine by grant_line_id;
    }
}

declare! {
    CreationSupportMilestone of creation_support_milestone {
        /// Its number among the milestones of the request, from 1; it stays the same.
        position: i32;

        /// What is to be reached. It names no person.
        title: String;

        /// The last day on which it is in time.
        due_on: NaiveDate;

        /// The day on which it was reached; null before.
        reached_on: Option<NaiveDate>;

        /// What the delegation noted of it; null where nothing. It names no person.
        remark: Option<String>;
    }
}
