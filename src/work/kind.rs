//! The kinds of work, and what each says.

use async_graphql::Enum;
use entity::id::{
    AssociationId, BankAccountId, CreationSupportId, DocumentId, EstablishmentId, FormalNoticeId, ImportId,
    InspectionId, LicenceApplicationId, LicenceMeasureId, RelocationPlanId, SeasonReturnId,
};
use uuid::Uuid;

use crate::global_id::Global;
use crate::text::Message;

/// What is to be done. Of two that are due on the same day, the one that stands first here comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum WorkKind {
    /// A season return that was sent back: correct it, and submit it again. Needs the right FILL_RETURNS. About the return.
    SeasonReturnCorrect,
    /// A season return whose period is over, and which is not begun: begin it. Needs the right FILL_RETURNS. About the house.
    SeasonReturnBegin,
    /// A season return that is a draft: fill it in, and submit it once its period is over. Needs the right FILL_RETURNS. About
    /// the return.
    SeasonReturnSubmit,
    /// A season return that another person has submitted: validate it, or send it back. Needs the right VALIDATE_RETURNS. About
    /// the return.
    SeasonReturnDecide,
    /// A bank account that another person has proposed: approve or reject it. Needs the right APPROVE_BANK_ACCOUNTS. About the
    /// account.
    BankAccountDecide,
    /// A document whose last day is within 60 days, or has passed: put another one in its place. Needs the right
    /// MANAGE_DOCUMENTS; it waits for the association and for the director of the house. About the document.
    DocumentReplace,
    /// A draft of an application for a licence: submit it. Needs the right APPLY_FOR_LICENCES. About the application.
    ApplicationSubmit,
    /// An application for a licence in which something is missing: bring it, and complete it. Needs the right
    /// APPLY_FOR_LICENCES. About the application.
    ApplicationComplete,
    /// An application for a licence that waits for its next step at the delegation. Needs the right INSTRUCT_APPLICATIONS. About the
    /// application.
    ApplicationInstruct,
    /// An application that was approved with reserves: see whether they are fixed. Needs the right INSTRUCT_APPLICATIONS. About the
    /// application.
    ApplicationReserves,
    /// An application for a licence that lies before the authority: record its decision. Needs the right RECORD_LICENCE_DECISIONS.
    /// About the application.
    ApplicationDecide,
    /// An application that was approved: issue the licence. Needs the right RECORD_LICENCE_DECISIONS. About the application.
    ApplicationIssue,
    /// An application that was not completed, or whose reserves were not fixed, by its last day: dismiss it, or wait longer. Needs
    /// the right RECORD_LICENCE_DECISIONS. About the application.
    ApplicationDismiss,
    /// A request for support to create a house that was sent back: correct it, and submit it again. Needs the right
    /// REQUEST_CREATION_SUPPORT. About the request.
    CreationSupportCorrect,
    /// A request for support to create a house that was submitted: take it up, or send it back. Needs the right
    /// INSTRUCT_CREATION_SUPPORT. About the request.
    CreationSupportTakeUp,
    /// A request for support to create a house that is under instruction: propose what shall be granted. Needs the right
    /// INSTRUCT_CREATION_SUPPORT. About the request.
    CreationSupportPropose,
    /// A request for support to create a house of which another person has proposed what shall be granted: grant or refuse it. Needs
    /// the right DECIDE_CREATION_SUPPORT. About the request.
    CreationSupportDecide,
    /// An inspection that is planned: make it and record what it found, or cancel it. Needs the right INSPECT_HOUSES. About the
    /// inspection.
    InspectionRecord,
    /// A relocation plan that another person has prepared: approve it. Needs the right APPROVE_RELOCATION_PLANS. About the plan.
    RelocationPlanApprove,
    /// A formal notice whose last day has passed: see whether it is met, or close it. Needs the right INSPECT_HOUSES. About the notice.
    FormalNoticeOverdue,
    /// A measure against a licence that another person has proposed: record what the authority decides. Needs the right
    /// RECORD_LICENCE_DECISIONS. About the measure.
    LicenceMeasureDecide,
    /// A list that you sent, which has been read: see what was found, and enter it, or give it up. Needs the right KEEP_NETWORK. About
    /// the import.
    ImportEnter,
    /// The dossier of the association is not complete: a piece of it is missing, has expired or is about to, or the mandate of the
    /// bureau has ended or is about to, or is unknown. Needs the right MANAGE_DOCUMENTS; it waits for the association. About the
    /// association.
    DossierComplete,
}

impl WorkKind {
    /// All of them.
    pub(super) const ALL: [Self; 23] = [
        Self::SeasonReturnCorrect,
        Self::SeasonReturnBegin,
        Self::SeasonReturnSubmit,
        Self::SeasonReturnDecide,
        Self::BankAccountDecide,
        Self::DocumentReplace,
        Self::ApplicationSubmit,
        Self::ApplicationComplete,
        Self::ApplicationInstruct,
        Self::ApplicationReserves,
        Self::ApplicationDecide,
        Self::ApplicationIssue,
        Self::ApplicationDismiss,
        Self::CreationSupportCorrect,
        Self::CreationSupportTakeUp,
        Self::CreationSupportPropose,
        Self::CreationSupportDecide,
        Self::InspectionRecord,
        Self::RelocationPlanApprove,
        Self::FormalNoticeOverdue,
        Self::LicenceMeasureDecide,
        Self::ImportEnter,
        Self::DossierComplete,
    ];

    /// As a queue knows it.
    #[must_use]
    pub fn number(self) -> i32 {
        self as i32
    }

    /// What is to be done, in a sentence. It names nothing of what it is about.
    pub(super) fn title(self) -> Message {
        Message::new(match self {
            Self::SeasonReturnCorrect => "work-season-return-correct",
            Self::SeasonReturnBegin => "work-season-return-begin",
            Self::SeasonReturnSubmit => "work-season-return-submit",
            Self::SeasonReturnDecide => "work-season-return-decide",
            Self::BankAccountDecide => "work-bank-account-decide",
            Self::DocumentReplace => "work-document-replace",
            Self::ApplicationSubmit => "work-application-submit",
            Self::ApplicationComplete => "work-application-complete",
            Self::ApplicationInstruct => "work-application-instruct",
            Self::ApplicationReserves => "work-application-reserves",
            Self::ApplicationDecide => "work-application-decide",
            Self::ApplicationIssue => "work-application-issue",
            Self::ApplicationDismiss => "work-application-dismiss",
            Self::CreationSupportCorrect => "work-creation-support-correct",
            Self::CreationSupportTakeUp => "work-creation-support-take-up",
            Self::CreationSupportPropose => "work-creation-support-propose",
            Self::CreationSupportDecide => "work-creation-support-decide",
            Self::InspectionRecord => "work-inspection-record",
            Self::RelocationPlanApprove => "work-relocation-plan-approve",
            Self::FormalNoticeOverdue => "work-formal-notice-overdue",
            Self::LicenceMeasureDecide => "work-licence-measure-decide",
            Self::ImportEnter => "work-import-enter",
            Self::DossierComplete => "work-dossier-complete",
        })
    }

    /// The global id of what it is about.
    pub(super) fn about(self, key: Uuid) -> String {
        let id = match self {
            Self::SeasonReturnBegin => EstablishmentId(key).global(),
            Self::SeasonReturnCorrect | Self::SeasonReturnSubmit | Self::SeasonReturnDecide => {
                SeasonReturnId(key).global()
            }
            Self::BankAccountDecide => BankAccountId(key).global(),
            Self::DocumentReplace => DocumentId(key).global(),
            Self::ApplicationSubmit
            | Self::ApplicationComplete
            | Self::ApplicationInstruct
            | Self::ApplicationReserves
            | Self::ApplicationDecide
            | Self::ApplicationIssue
            | Self::ApplicationDismiss => LicenceApplicationId(key).global(),
            Self::CreationSupportCorrect
            | Self::CreationSupportTakeUp
            | Self::CreationSupportPropose
            | Self::CreationSupportDecide => CreationSupportId(key).global(),
            Self::InspectionRecord => InspectionId(key).global(),
            Self::RelocationPlanApprove => RelocationPlanId(key).global(),
            Self::FormalNoticeOverdue => FormalNoticeId(key).global(),
            Self::LicenceMeasureDecide => LicenceMeasureId(key).global(),
            Self::ImportEnter => ImportId(key).global(),
            Self::DossierComplete => AssociationId(key).global(),
        };
        id.0
    }
}
