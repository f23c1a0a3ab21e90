//! What mutations of support for creation are given.

use async_graphql::{InputObject, MaybeUndefined};
use entity::creation_support_line::CreationSupportKind;
use entity::id::{
    AssociationId, CommuneId, CreationSupportId, DelegationId, EstablishmentId, GrantLineId, LicenceApplicationId,
    ProgrammeId, ProjectId,
};

use crate::clock::Date;
use crate::global_id::IdOf;
use crate::money::Decimal;
use crate::named::LocalizedTextInput;

/// What a house costs, as it is estimated.
#[derive(Debug, InputObject)]
pub(super) struct CreationCostInput {
    /// In all, in dirhams, from 0 to 1000000000.
    pub(super) total: Decimal,
    /// The association's own part of it, in dirhams.
    pub(super) own: Decimal,
    /// On what the estimate is founded, such as a quotation: 2000 characters at most. Name no person in it.
    pub(super) basis: String,
}

/// Something that is asked for, or that the delegation proposes beside it.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportLineInput {
    /// What it consists of.
    pub(super) kind: CreationSupportKind,
    /// What exactly: 2000 characters at most. Name no person in it.
    pub(super) description: String,
    /// How much, in dirhams, from 0 to 1000000000: needed of GRANT_LINE, none of TECHNICAL; of the others what it is worth, none
    /// where unknown.
    pub(super) amount: Option<Decimal>,
}

/// What the delegation proposes about a line that was asked.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportProposedLineInput {
    /// The line, by its position.
    pub(super) position: i32,
    /// Whether to grant it.
    pub(super) grant: bool,
    /// How much, in dirhams, where it shall be granted: needed of GRANT_LINE, none of TECHNICAL; of the others what it is worth,
    /// none where unknown.
    pub(super) amount: Option<Decimal>,
}

/// A milestone to be planned.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportMilestoneInput {
    /// What is to be reached: 200 characters at most. Name no person in it.
    pub(super) title: String,
    /// The last day on which it is in time.
    pub(super) due_on: Date,
}

/// The grant line that pays a line of a request.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportPaidLineInput {
    /// The line, by its position: money that was granted.
    pub(super) position: i32,
    /// The grant line; none: it is not paid by one after all.
    pub(super) grant_line: Option<IdOf<GrantLineId>>,
}

/// A request to be drafted.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportDraftInput {
    /// Made by the client, 8 to 128 characters: sending it twice drafts one request.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The association that asks.
    pub(super) association: IdOf<AssociationId>,
    /// The delegation where the house shall stand; none: that of the association's seat.
    pub(super) delegation: Option<IdOf<DelegationId>>,
    /// Under which programme: one of those that support creation.
    pub(super) programme: IdOf<ProgrammeId>,
    /// The kind of house: the code of one of `establishmentKinds`.
    pub(super) kind: String,
    /// The commune where it shall stand, of the delegation's province.
    pub(super) commune: IdOf<CommuneId>,
    /// The name of the house.
    pub(super) names: LocalizedTextInput,
    /// Places, from 1 to 10000.
    pub(super) capacity: i32,
    /// Why there: whom it shall serve, and what there is nearby, 2000 characters at most. Name no person in it.
    pub(super) need: String,
    /// What it costs.
    pub(super) cost: CreationCostInput,
    /// What is asked, 50 lines at most; it can be added until the request is submitted.
    #[graphql(default)]
    pub(super) lines: Vec<CreationSupportLineInput>,
}

/// What is to be changed of a request; what is left out stays.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportUpdateInput {
    /// The request.
    pub(super) id: IdOf<CreationSupportId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Under which programme: one of those that support creation.
    pub(super) programme: Option<IdOf<ProgrammeId>>,
    /// The kind of house: the code of one of `establishmentKinds`.
    pub(super) kind: Option<String>,
    /// The commune where it shall stand, of the delegation's province.
    pub(super) commune: Option<IdOf<CommuneId>>,
    /// The name of the house, in the place of both names it had: one that is left out is taken away.
    pub(super) names: Option<LocalizedTextInput>,
    /// Places, from 1 to 10000.
    pub(super) capacity: Option<i32>,
    /// Why there, 2000 characters at most. Name no person in it.
    pub(super) need: Option<String>,
    /// What it costs.
    pub(super) cost: Option<CreationCostInput>,
    /// What is asked, 50 lines at most, in the place of all lines there are.
    pub(super) lines: Option<Vec<CreationSupportLineInput>>,
}

/// What the delegation proposes.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportProposeInput {
    /// The request.
    pub(super) id: IdOf<CreationSupportId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// What is proposed about each line that was asked.
    pub(super) lines: Vec<CreationSupportProposedLineInput>,
    /// What is proposed beside it, in the place of what was before; 50 lines at most.
    #[graphql(default)]
    pub(super) added: Vec<CreationSupportLineInput>,
}

/// Milestones to be planned.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportPlanInput {
    /// The request.
    pub(super) id: IdOf<CreationSupportId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The milestones, 50 at most, in the place of those that are not reached; those that are stay.
    pub(super) milestones: Vec<CreationSupportMilestoneInput>,
}

/// A milestone that is reached.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportMilestoneReachInput {
    /// The request.
    pub(super) id: IdOf<CreationSupportId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The milestone, by its position.
    pub(super) position: i32,
    /// The day on which it was reached, not in the future; none: it was not reached after all.
    pub(super) reached_on: Option<Date>,
    /// What there is to note of it, 2000 characters at most; none where nothing. Name no person in it.
    pub(super) remark: Option<String>,
}

/// What came of a request; what is left out stays, and null takes it away.
#[derive(Debug, InputObject)]
pub(super) struct CreationSupportLinkInput {
    /// The request.
    pub(super) id: IdOf<CreationSupportId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The project: of the same association, or in the same delegation.
    pub(super) project: MaybeUndefined<IdOf<ProjectId>>,
    /// The house: managed by the same association, or in the same delegation.
    pub(super) establishment: MaybeUndefined<IdOf<EstablishmentId>>,
    /// The application for the licence of the house that is linked.
    pub(super) licence_application: MaybeUndefined<IdOf<LicenceApplicationId>>,
    /// The grant lines that pay lines of it, 50 at most.
    #[graphql(default)]
    pub(super) grant_lines: Vec<CreationSupportPaidLineInput>,
}

/// An input that names a request and nothing else.
macro_rules! of_support {
    ($($(#[$doc:meta])* $input:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, InputObject)]
        pub(super) struct $input {
            /// The request.
            pub(super) id: IdOf<CreationSupportId>,
            /// The version that you have seen.
            pub(super) expected_version: i32,
            /// True: only say what is wrong.
            #[graphql(default)]
            pub(super) validate_only: bool,
        }
    )*};
}

/// An input that names a request and why something is done to it.
macro_rules! of_support_for_a_reason {
    ($($(#[$doc:meta])* $input:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, InputObject)]
        pub(super) struct $input {
            /// The request.
            pub(super) id: IdOf<CreationSupportId>,
            /// The version that you have seen.
            pub(super) expected_version: i32,
            /// True: only say what is wrong.
            #[graphql(default)]
            pub(super) validate_only: bool,
            /// Why, 2000 characters at most. Name no person in it.
            pub(super) reason: String,
        }
    )*};
}

of_support! {
    /// A request to be submitted.
    CreationSupportSubmitInput
    /// A request to be taken up.
    CreationSupportTakeUpInput
    /// A request to be granted as it is proposed.
    CreationSupportGrantInput
    /// A granted request whose work begins.
    CreationSupportBeginInput
    /// A request whose house is there.
    CreationSupportCompleteInput
}

of_support_for_a_reason! {
    /// A request to be taken back.
    CreationSupportWithdrawInput
    /// A request to be sent back.
    CreationSupportSendBackInput
    /// A request to be refused.
    CreationSupportRefuseInput
    /// A granted request to be given up.
    CreationSupportAbandonInput
}
