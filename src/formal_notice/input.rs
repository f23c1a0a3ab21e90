//! What is said of a formal notice.

use async_graphql::InputObject;
use entity::id::{EstablishmentId, FormalNoticeId, InspectionId};

use crate::clock::Date;
use crate::global_id::IdOf;

/// A formal notice that was served.
#[derive(Debug, InputObject)]
pub(super) struct FormalNoticeServeInput {
    /// Made by the client, 8 to 128 characters: sending it twice serves one notice.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The house, which is open.
    pub(super) establishment: IdOf<EstablishmentId>,
    /// The inspection that led to it, which was made; none where none did.
    pub(super) inspection: Option<IdOf<InspectionId>>,
    /// The day on which it was served, not in the future.
    pub(super) served_on: Date,
    /// The last day to meet it, after the day on which it was served.
    pub(super) due_on: Date,
    /// What is to be put right, 50 items at most, and one at least.
    pub(super) items: Vec<FormalNoticeItemInput>,
}

/// Something to be put right.
#[derive(Debug, InputObject)]
pub(super) struct FormalNoticeItemInput {
    /// The norm that is not met, by its code in the rules of the inspection; none where it is about something else.
    pub(super) norm: Option<String>,
    /// What is to be put right, 1000 characters at most. Name no person in it.
    pub(super) text: String,
}

/// An item that is met.
#[derive(Debug, InputObject)]
pub(super) struct FormalNoticeItemMeetInput {
    /// The notice.
    pub(super) id: IdOf<FormalNoticeId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The number of the item in the notice.
    pub(super) item: i32,
    /// The day on which it was found to be met: not in the future, and not before the notice was served.
    pub(super) met_on: Date,
    /// What was found, 1000 characters at most. Name no person in it.
    pub(super) remark: String,
}

/// A formal notice that ends.
macro_rules! ending {
    ($($(#[$doc:meta])* $input:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, InputObject)]
        pub(super) struct $input {
            /// The notice.
            pub(super) id: IdOf<FormalNoticeId>,
            /// The version that you have seen.
            pub(super) expected_version: i32,
            /// True: only say what is wrong.
            #[graphql(default)]
            pub(super) validate_only: bool,
            /// Why, 1000 characters at most. Name no person in it.
            pub(super) reason: String,
        }
    )*};
}

ending! {
    /// A formal notice that was not met.
    FormalNoticeCloseInput
    /// A formal notice to be taken back.
    FormalNoticeWithdrawInput
}
