//! Rule sets, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::id::RuleSetId;
use entity::legal_category::LegalFramework;
use entity::rule_set::{self, RuleSetState};
use entity::rule_set_deadline::{self, ApplicationStep, DeadlineUnit};
use entity::rule_set_document::{self, ApplicationKind};
use entity::rule_set_norm::{self, NormSubject};

use super::procedure::RuleSetTransitionName;
use super::written::Written;
use crate::document::DocumentCategory;
use crate::error::{Error, Maybe};
use crate::establishment::LegalCategory;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};
use crate::procedure::{Available, available};
use crate::text::LocalizedText;

shown_by_name!(ApplicationKind, ApplicationStep, DeadlineUnit, NormSubject, RuleSetState);

/// A rule set (دفتر الشروط): what an application for a licence must meet, by law and legal category. Once published it is not
/// changed any more; an application keeps the one it was filed under.
#[derive(Debug, Description, From)]
pub struct RuleSet(pub(crate) rule_set::Model);

/// A document that a rule set demands of applications of one kind.
#[derive(Debug, Description, From)]
pub struct RuleSetDocument(pub(crate) rule_set_document::Model);

/// A norm of a rule set: what the commission looks at in a house.
#[derive(Debug, Description, From)]
pub struct RuleSetNorm(pub(crate) rule_set_norm::Model);

/// How many days a step of an application may take.
#[derive(Debug, Description, From)]
pub struct RuleSetDeadline(pub(crate) rule_set_deadline::Model);

declare! {
    RuleSet of rule_set {
        /// Global id.
        id: RuleSetId;

        /// The law it is of.
        framework: LegalFramework;

        /// The legal category it is for; null: every category of the law that has no rule set of its own.
        legal_category: LegalCategory by legal_category_code;

        /// It is the n-th of its law and category, from 1.
        edition: i32;

        /// Where it stands.
        state: RuleSetState;

        /// Whether a licence is needed at all. Where it is not, nothing else need stand here.
        licence_required: bool;

        /// The authority that decides on applications, by its code: `SOCIAL_DEVELOPMENT`, …
        authority_code: String;

        /// For how many months a licence holds; null where it holds without end, or that is unknown.
        validity_months: Option<i32>;

        /// The first day that it governs; null where it was never published.
        published_on: Option<NaiveDate>;

        /// The first day that it governs no more; null while it is not retired.
        retired_on: Option<NaiveDate>;

        /// Why it was retired; null while it is not, and where the next edition took its place.
        retirement_reason: Option<String>;

        /// Where it comes from (law, decree, circular), and how sure it is.
        source: String;

        /// The documents it demands, in order.
        required_documents: [RuleSetDocument];

        /// The norms that the commission looks at, in order.
        norms: [RuleSetNorm];

        /// The deadline of each step; none where the step has none.
        deadlines: [RuleSetDeadline];

        /// What can be done with it, whether you may do it now, and, if not, why. Each has a mutation of its own.
        async fn available_transitions(
            &self,
            ctx: &Context<'_>,
        ) -> Result<Vec<Available<RuleSetTransitionName>>, Error> {
            available(ctx, &self.0, &Written::read(ctx, &self.0).await?)
        }

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<rule_set::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    RuleSetDocument of rule_set_document {
        /// Of which applications.
        application_kind: ApplicationKind;

        /// The category of the document.
        category: DocumentCategory by category_code;

        /// True: it hangs on the association. False: on the house.
        of_association: bool;
    }
}

declare! {
    RuleSetNorm of rule_set_norm {
        /// Its code, the same in all editions that have it: `FIRE_SAFETY`, …
        code: String;

        /// What it is about.
        subject: NormSubject;

        /// What is demanded, in Arabic and French.
        text: LocalizedText { ar = text_ar, fr = text_fr };

        /// Whether a house that does not meet it gets no licence.
        mandatory: bool;
    }
}

declare! {
    RuleSetDeadline of rule_set_deadline {
        /// Of which step.
        step: ApplicationStep;

        /// How many days it has. The day from which it counts is not one of them, the last one is; where that is no working day,
        /// the next that is.
        days: i32;

        /// Which days count.
        unit: DeadlineUnit;
    }
}
