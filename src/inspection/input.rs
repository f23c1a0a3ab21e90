//! What is said of an inspection.

use async_graphql::InputObject;
use entity::id::{DocumentId, EstablishmentId, InspectionId};
use entity::inspection::InspectionConclusion;

use crate::clock::Date;
use crate::global_id::IdOf;
use crate::visit::{VisitFindingInput, VisitMemberInput};

/// An inspection to be planned.
#[derive(Debug, InputObject)]
pub(super) struct InspectionPlanInput {
    /// Made by the client, 8 to 128 characters: sending it twice plans one inspection.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The house, which is open.
    pub(super) establishment: IdOf<EstablishmentId>,
    /// Whether the house is told beforehand. False: its association and its director see nothing of it until it is made.
    pub(super) announced: bool,
    /// The day, today or later.
    pub(super) planned_on: Date,
    /// Why, 1000 characters at most. Name no person in it.
    pub(super) reason: String,
}

/// An inspection that was made.
#[derive(Debug, InputObject)]
pub(super) struct InspectionRecordInput {
    /// The inspection.
    pub(super) id: IdOf<InspectionId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The day on which it was made, not in the future.
    pub(super) made_on: Date,
    /// The minutes: a document of the house that stands, in the category VISIT_MINUTES.
    pub(super) minutes: IdOf<DocumentId>,
    /// What it concludes.
    pub(super) conclusion: InspectionConclusion,
    /// What is to be said with it, 1000 characters at most; none where nothing is. Name no person in it.
    pub(super) remark: Option<String>,
    /// Who took part, 30 at most, by body.
    pub(super) members: Vec<VisitMemberInput>,
    /// What was found of each norm of the rules that govern the house on this day: all mandatory ones, each once. Empty where no
    /// rules govern it.
    pub(super) findings: Vec<VisitFindingInput>,
    /// Photos of the house, 20 at most: documents of it that stand, in the category VISIT_PHOTO, which the delegation adds. They show no person.
    #[graphql(default)]
    pub(super) photos: Vec<IdOf<DocumentId>>,
}

/// An inspection that is not made.
#[derive(Debug, InputObject)]
pub(super) struct InspectionCancelInput {
    /// The inspection.
    pub(super) id: IdOf<InspectionId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Why not, 1000 characters at most. Name no person in it.
    pub(super) reason: String,
}
