//! Applications, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::application_change::LicensedMatter;
use entity::application_event::ApplicationTransition;
use entity::application_visit::VisitOpinion;
use entity::id::LicenceApplicationId;
use entity::legal_category::LegalFramework;
use entity::licence_application::{self, ApplicationState};
use entity::rule_set_deadline::ApplicationStep;
use entity::rule_set_document::ApplicationKind;
use entity::{application_change, application_event, application_lack, application_reserve, application_visit};

use super::facts::Facts;
use super::pieces::{LicenceApplicationPiece, pieces_of};
use crate::association::Association;
use crate::delegation::Delegation;
use crate::document::{Document, DocumentCategory};
use crate::error::{Error, Maybe};
use crate::establishment::{Capacity, Establishment, LegalCategory};
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};
use crate::licence::{CompetentAuthority, LicencePeriod};
use crate::procedure::{Available, available};
use crate::rule_set::RuleSet;
use crate::visit::{VisitFinding, VisitMember, VisitPhoto};

shown_by_name!(ApplicationState, ApplicationTransition, LicensedMatter, VisitOpinion,);

/// An application (طلب ترخيص) for the licence of a house.
#[derive(Debug, Description, From)]
pub struct LicenceApplication(pub(crate) licence_application::Model);

/// Something that was done with an application.
#[derive(Debug, Description, From)]
pub(super) struct LicenceApplicationEvent(pub(crate) application_event::Model);

/// A piece of which the applicant was told that it is missing.
#[derive(Debug, Description, From)]
pub(super) struct LicenceApplicationLack(pub(crate) application_lack::Model);

/// A visit of the provincial commission to a house that applies.
#[derive(Debug, Description, From)]
pub(super) struct LicenceApplicationVisit(pub(crate) application_visit::Model);

/// A reserve of a decision: what is to be fixed.
#[derive(Debug, Description, From)]
pub(super) struct LicenceApplicationReserve(pub(crate) application_reserve::Model);

declare! {
    LicenceApplication of licence_application {
        /// Global id.
        id: LicenceApplicationId;

        /// The house.
        establishment: Establishment by establishment_id;

        /// The delegation where the house stands; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// The association that manages the house; null where Entraide Nationale does itself.
        association: Association by association_id;

        /// What is applied for.
        kind: ApplicationKind;

        /// The law under which it is filed.
        framework: LegalFramework;

        /// The category under that law.
        legal_category: LegalCategory by legal_category_code;

        /// What a MODIFICATION would change; empty otherwise.
        changes: [LicensedMatter] in application_change.matter;

        /// The rules by which it is judged: those in force on the day on which it was submitted, whatever comes later. Null
        /// before.
        rule_set: RuleSet by rule_set_id;

        /// The places applied for.
        capacity: Capacity { total = capacity_total, female = capacity_female, male = capacity_male };

        /// What is applied for, in the applicant's words; null where they said nothing.
        statement: Option<String>;

        /// Where it stands.
        state: ApplicationState;

        /// The number of the receipt (وصل), such as `LIC-05-301-0007`; null before it is submitted.
        receipt_number: Option<String>;

        /// The office day on which it was submitted; null before.
        submitted_on: Option<NaiveDate>;

        /// The step whose deadline runs; null where none does.
        step: Option<ApplicationStep>;

        /// The last day on which that step is in time, or, while reserves are open, the first day on which one of them has to be
        /// fixed; null where nothing is due, or the rules set no time. It is overdue from the day after: `where: { overdue: true }`.
        due_on: Option<NaiveDate>;

        /// The office day since which the delegation's deadline is paused, because the file is incomplete; null while it is
        /// not.
        paused_on: Option<NaiveDate>;

        /// What the regional coordination thinks of it; null where it said nothing, which it need not.
        regional_opinion: Option<VisitOpinion>;

        /// Why; null where it said nothing.
        regional_remark: Option<String>;

        /// The office day on which it said so; null where it did not.
        regional_opinion_on: Option<NaiveDate>;

        /// The authority that decided; null before the decision.
        authority: CompetentAuthority by authority_code;

        /// The number of the decision; null before it.
        decision_number: Option<String>;

        /// The day of the decision; null before it.
        decided_on: Option<NaiveDate>;

        /// Why it was refused, closed or taken back; null otherwise.
        reason: Option<String>;

        /// The places granted; each null before the decision, and where it says nothing of them.
        granted: Capacity { total = granted_total, female = granted_female, male = granted_male };

        /// The first day of the licence that was decided; null before.
        valid_from: Option<NaiveDate>;

        /// The last day of the licence that was decided; null before, and where it has none.
        valid_until: Option<NaiveDate>;

        /// The licence that came of it; null before it is issued, and where a later one has taken its place from its first day
        /// on.
        licence: LicencePeriod by licence_period_id;

        /// What the rules ask for, and what there is of it: of a draft, by the rules in force today; once the file was accepted, the
        /// documents that were looked at then, whatever became of them (their `state` tells). Needs no right of its own; a document
        /// that is not yours to read is null.
        async fn pieces(&self, ctx: &Context<'_>) -> Result<Vec<LicenceApplicationPiece>, Error> {
            pieces_of(ctx, &self.0).await
        }

        /// What the applicant was told is missing, once for all; empty where nothing was.
        lacks: [LicenceApplicationLack];

        /// The visits, planned and made, the first one first.
        visits: [LicenceApplicationVisit];

        /// The reserves of the decision, by number.
        reserves: [LicenceApplicationReserve];

        /// What was done with it, the first thing first.
        events: [LicenceApplicationEvent];

        /// What can be done with it, whether you may do it now, and, if not, why. Each has a mutation of its own.
        async fn available_transitions(
            &self,
            ctx: &Context<'_>,
        ) -> Result<Vec<Available<ApplicationTransition>>, Error> {
            available(ctx, &self.0, &Facts::read(ctx, &self.0).await?)
        }

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<licence_application::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    LicenceApplicationEvent of application_event {
        /// What was done.
        transition: ApplicationTransition;

        /// Where the application stood then.
        state: ApplicationState;

        /// The office day.
        on_day: NaiveDate;

        /// True: the applicant did it themselves. False: somebody of the office did, for them or in its own part.
        by_applicant: bool;

        /// Why; null where no reason is given.
        reason: Option<String>;
    }
}

declare! {
    LicenceApplicationLack of application_lack {
        /// What it is.
        category: DocumentCategory by category_code;

        /// What is wrong with it, or wanted; null where it was simply not there.
        remark: Option<String>;
    }
}

declare! {
    LicenceApplicationVisit of application_visit {
        /// The how manieth it is, from 1.
        position: i32;

        /// The day for which it is planned.
        planned_on: NaiveDate;

        /// The day on which it was made; null before.
        visited_on: Option<NaiveDate>;

        /// The minutes (محضر); null before it was made, and where they are not yours to read.
        minutes: Document by minutes_id;

        /// What the commission thinks; null before it was made.
        opinion: Option<VisitOpinion>;

        /// The places that it proposes.
        capacity: Capacity { total = capacity_total, female = capacity_female, male = capacity_male };

        /// Who took part.
        members: [VisitMember];

        /// What was found of each norm, by code.
        findings: [VisitFinding];

        /// Photos of the house, in order.
        photos: [VisitPhoto];
    }
}

declare! {
    LicenceApplicationReserve of application_reserve {
        /// Its number in the decision.
        position: i32;

        /// The norm that is not met, by its code; null where it is about something else.
        norm_code: Option<String>;

        /// What is to be fixed.
        text: String;

        /// The last day to fix it.
        due_on: NaiveDate;

        /// The office day on which it was found to be fixed; null before.
        lifted_on: Option<NaiveDate>;

        /// What was found then; null before.
        lifted_remark: Option<String>;
    }
}
