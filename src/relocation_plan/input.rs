//! What is said of a relocation plan.

use async_graphql::InputObject;
use entity::id::{EstablishmentId, RelocationPlanId};
use entity::relocation_line::RelocationDestination;

use crate::global_id::IdOf;

/// A relocation plan to be prepared.
#[derive(Debug, InputObject)]
pub(super) struct RelocationPlanCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice prepares one plan.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The house whose residents are placed.
    pub(super) establishment: IdOf<EstablishmentId>,
    /// How many live there, 0 to 10000: only where no season return counts them, and needed then.
    pub(super) residents: Option<i32>,
    /// Where they are placed, 50 lines at most.
    pub(super) lines: Vec<RelocationLineInput>,
}

/// What is to be changed of a draft; what is left out stays.
#[derive(Debug, InputObject)]
pub(super) struct RelocationPlanUpdateInput {
    /// The plan.
    pub(super) id: IdOf<RelocationPlanId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// How many live there, 0 to 10000: only where no season return counts them.
    pub(super) residents: Option<i32>,
    /// Where they are placed, 50 lines at most, in the place of what was said.
    pub(super) lines: Option<Vec<RelocationLineInput>>,
}

/// A relocation plan to be approved.
#[derive(Debug, InputObject)]
pub(super) struct RelocationPlanApproveInput {
    /// The plan.
    pub(super) id: IdOf<RelocationPlanId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
}

/// So many residents to one destination.
#[derive(Debug, InputObject)]
pub(super) struct RelocationLineInput {
    /// Where they are placed.
    pub(super) destination: RelocationDestination,
    /// The house, for ESTABLISHMENT alone: open, licensed where its kind needs it, and with so many places.
    pub(super) establishment: Option<IdOf<EstablishmentId>>,
    /// How many, from 1.
    pub(super) residents: i32,
    /// What is to be known of it, 1000 characters at most; needed for OTHER. Name no person in it.
    pub(super) remark: Option<String>,
}
