//! What is said when something is done with an application.

use async_graphql::{InputObject, MaybeUndefined};
use entity::application_change::LicensedMatter;
use entity::application_visit::VisitOpinion;
use entity::id::{DocumentId, EstablishmentId, LicenceApplicationId};
use entity::rule_set_document::ApplicationKind;

use crate::clock::Date;
use crate::establishment::CapacityInput;
use crate::global_id::IdOf;
use crate::press::PrintLanguage;
use crate::visit::{VisitFindingInput, VisitMemberInput};

/// An application of which the receipt is to be printed.
#[derive(Debug, InputObject)]
pub(super) struct LicenceApplicationPrintReceiptInput {
    /// Made by the client, 8 to 128 characters: sending it twice prints one paper, as long as its job is kept.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The application.
    pub(super) id: IdOf<LicenceApplicationId>,
    /// In which language.
    pub(super) language: PrintLanguage,
}

/// An application to be drafted.
#[derive(Debug, InputObject)]
pub(super) struct LicenceApplicationCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice drafts one application.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The house: open or planned. It has one application under way at a time.
    pub(super) establishment: IdOf<EstablishmentId>,
    /// What is applied for.
    pub(super) kind: ApplicationKind,
    /// The category under the law, by code: `legalCategories`. Its law is the one under which the application is filed.
    pub(super) legal_category: String,
    /// What a MODIFICATION would change; empty otherwise.
    #[graphql(default)]
    pub(super) changes: Vec<LicensedMatter>,
    /// The places applied for. Needed before it is submitted, but for a MODIFICATION of something else.
    pub(super) capacity: Option<CapacityInput>,
    /// What is applied for, in words: 4000 characters at most. Name no person in it.
    pub(super) statement: Option<String>,
}

/// What is to be changed of a draft; what is left out stays.
#[derive(Debug, InputObject)]
pub(super) struct LicenceApplicationUpdateInput {
    /// The application.
    pub(super) id: IdOf<LicenceApplicationId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The category under the law, by code.
    pub(super) legal_category: Option<String>,
    /// What a MODIFICATION would change, in the place of what was said.
    pub(super) changes: Option<Vec<LicensedMatter>>,
    /// The places applied for; null: not said.
    pub(super) capacity: MaybeUndefined<CapacityInput>,
    /// What is applied for, in words: 4000 characters at most; null: nothing. Name no person in it.
    pub(super) statement: MaybeUndefined<String>,
}

/// An input that names an application, and what is said of it.
macro_rules! of_application {
    ($($(#[$doc:meta])* $input:ident { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, InputObject)]
        pub(super) struct $input {
            /// The application.
            pub(super) id: IdOf<LicenceApplicationId>,
            /// The version that you have seen.
            pub(super) expected_version: i32,
            /// True: only say what is wrong.
            #[graphql(default)]
            pub(super) validate_only: bool,
            $($(#[$meta])* pub(super) $field: $type,)*
        }
    )*};
}

of_application! {
    /// An application to be handed in.
    LicenceApplicationSubmitInput {}
    /// An application to be taken up.
    LicenceApplicationTakeUpInput {}
    /// An incomplete application.
    LicenceApplicationTellIncompleteInput {
        /// What is missing or wrong, 50 pieces at most. The first time any piece that the rules ask for; afterwards only what was
        /// told then.
        lacks: Vec<LackInput>,
    }
    /// An application that is complete now.
    LicenceApplicationCompleteInput {}
    /// An application whose file is whole.
    LicenceApplicationAcceptInput {
        /// The documents that were looked at: `pieces { document { id } }`. Where one of them is not the one that stands by now, the file
        /// is not accepted. Left out: whatever stands.
        pieces: Option<Vec<IdOf<DocumentId>>>,
    }
    /// A visit to be planned.
    LicenceApplicationPlanVisitInput {
        /// The day, today or later.
        planned_on: Date,
    }
    /// A visit that was made.
    LicenceApplicationRecordVisitInput {
        /// The day on which it was made: not in the future, and not before the application was submitted.
        visited_on: Date,
        /// The minutes: a document of the house that stands, in the category VISIT_MINUTES.
        minutes: IdOf<DocumentId>,
        /// What the commission thinks.
        opinion: VisitOpinion,
        /// The places that it proposes; none where it proposes none.
        capacity: Option<CapacityInput>,
        /// Who took part, 30 at most, by body.
        members: Vec<VisitMemberInput>,
        /// What was found of each norm of the rules: all mandatory ones, each once.
        findings: Vec<VisitFindingInput>,
        /// Photos of the house, 20 at most: documents of it that stand, in the category VISIT_PHOTO, which the delegation adds. They show no person.
        #[graphql(default)]
        photos: Vec<IdOf<DocumentId>>,
    }
    /// An application to be laid before the commission.
    LicenceApplicationSubmitToCommissionInput {}
    /// An approval to be recorded.
    LicenceApplicationApproveInput {
        /// The number of the decision, 100 characters at most.
        decision_number: String,
        /// The day of the decision: not in the future, and not before the last visit.
        decided_on: Date,
        /// The places granted, one at least. Where it is left out: those applied for; of a modification of something else, those of
        /// the licence that is modified.
        capacity: Option<CapacityInput>,
        /// The first day of the licence, not before the decision, and two years after it at most. By default the day of the
        /// decision; of a renewal, the day behind the licence that was granted last.
        valid_from: Option<Date>,
        /// The last day of the licence; null: it has none. By default as the rules say; of a modification, that of the licence that is
        /// modified.
        valid_until: MaybeUndefined<Date>,
        /// What is to be fixed, 50 at most: then it is APPROVED_WITH_RESERVES. Every mandatory norm that is not met needs one.
        #[graphql(default)]
        reserves: Vec<ReserveInput>,
    }
    /// A refusal to be recorded.
    LicenceApplicationRejectInput {
        /// The number of the decision, 100 characters at most.
        decision_number: String,
        /// The day of the decision: not in the future, and not before the last visit.
        decided_on: Date,
        /// The reasons, 4000 characters at most: a refusal without reasons is none (law 55-19). Name no person in it.
        reason: String,
    }
    /// A reserve that is fixed.
    LicenceApplicationLiftReserveInput {
        /// Its number in the decision.
        reserve: i32,
        /// What was found, 1000 characters at most. Name no person in it.
        remark: String,
    }
    /// A licence to be issued.
    LicenceApplicationIssueInput {}
    /// What the regional coordination thinks.
    LicenceApplicationGiveOpinionInput {
        /// The opinion.
        opinion: VisitOpinion,
        /// Why, 1000 characters at most. Name no person in it.
        remark: String,
    }
    /// A file to be closed.
    LicenceApplicationDismissInput {
        /// The reasons, 4000 characters at most (law 55-19). Name no person in it.
        reason: String,
    }
    /// An application to be taken back.
    LicenceApplicationAbandonInput {
        /// Why, 1000 characters at most. Name no person in it.
        reason: String,
    }
}

/// A piece that is missing or wrong.
#[derive(Debug, InputObject)]
pub(super) struct LackInput {
    /// The category of the document, by code, one of `pieces`.
    pub(super) category: String,
    /// What is wrong with it or wanted, 1000 characters at most. Name no person in it.
    pub(super) remark: Option<String>,
}

/// Something to be fixed.
#[derive(Debug, InputObject)]
pub(super) struct ReserveInput {
    /// The norm that is not met, by its code; none where it is about something else.
    pub(super) norm: Option<String>,
    /// What is to be fixed, 1000 characters at most. Name no person in it.
    pub(super) text: String,
    /// The last day to fix it, today or later.
    pub(super) due_on: Date,
}
