//! What is said of a measure.

use async_graphql::InputObject;
use entity::id::{EstablishmentId, FormalNoticeId, LicenceMeasureId};
use entity::licence_measure::LicenceMeasureKind;

use crate::clock::Date;
use crate::global_id::IdOf;

/// A measure to be proposed.
#[derive(Debug, InputObject)]
pub(super) struct LicenceMeasureProposeInput {
    /// Made by the client, 8 to 128 characters: sending it twice proposes one measure.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The house, which has a licence. One measure is proposed of it at a time.
    pub(super) establishment: IdOf<EstablishmentId>,
    /// What is proposed.
    pub(super) kind: LicenceMeasureKind,
    /// On what grounds, 4000 characters at most. Name no person in them.
    pub(super) grounds: String,
    /// The formal notice to the house that was NOT_MET; none where it could not be waited for.
    pub(super) formal_notice: Option<IdOf<FormalNoticeId>>,
    /// Why no notice could be waited for, 1000 characters at most: needed without `formalNotice`. Name no person in it.
    pub(super) urgency: Option<String>,
}

/// An input that names a measure, and what is said of it.
macro_rules! of_measure {
    ($($(#[$doc:meta])* $input:ident { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, InputObject)]
        pub(super) struct $input {
            /// The measure.
            pub(super) id: IdOf<LicenceMeasureId>,
            /// The version that you have seen.
            pub(super) expected_version: i32,
            /// True: only say what is wrong.
            #[graphql(default)]
            pub(super) validate_only: bool,
            $($(#[$meta])* pub(super) $field: $type,)*
        }
    )*};
}

of_measure! {
    /// A decision to be recorded.
    LicenceMeasureDecideInput {
        /// The authority that decided, by code: `competentAuthorities`.
        authority: String,
        /// The number of the decision, 100 characters at most.
        decision_number: String,
        /// The day of the decision: not in the future, and not before it was proposed.
        decided_on: Date,
        /// The first day on which the licence does not hold, not before the decision. The licence is in force on this day, and, for a
        /// suspension, was on the day before.
        starts_on: Date,
        /// For a suspension, and needed there, the last day: the licence would have held until then. None for a withdrawal.
        ends_on: Option<Date>,
    }
    /// A measure that the authority does not take.
    LicenceMeasureRefuseInput {
        /// Why, 4000 characters at most. Name no person in it.
        reason: String,
    }
    /// A suspension to be lifted.
    LicenceMeasureLiftInput {
        /// The first day on which the licence holds again: one of the days on which it is suspended.
        from: Date,
        /// Why, 4000 characters at most. Name no person in it.
        reason: String,
    }
}
