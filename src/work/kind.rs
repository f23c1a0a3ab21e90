//! The kinds of work, and what each says.

use async_graphql::Enum;
use entity::id::{BankAccountId, DocumentId, EstablishmentId, SeasonReturnId};
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
}

impl WorkKind {
    /// All of them.
    pub(super) const ALL: [Self; 6] = [
        Self::SeasonReturnCorrect,
        Self::SeasonReturnBegin,
        Self::SeasonReturnSubmit,
        Self::SeasonReturnDecide,
        Self::BankAccountDecide,
        Self::DocumentReplace,
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
        };
        id.0
    }
}
