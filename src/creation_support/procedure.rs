//! The procedure of a request: what can be done with it, from where, by what right, and under which rules, as one table.

use async_graphql::Enum;
use entity::creation_support;
use entity::creation_support::CreationSupportState::{
    self as State, Abandoned, Completed, Draft, Granted, InProgress, Refused, Submitted, UnderInstruction, Withdrawn,
};

use super::facts::Facts;
use super::rules::{
    asks_for_something, asks_no_more_than_is_lacking, decided_by_another, decided_where_it_belongs,
    every_milestone_is_reached, has_its_house, is_proposed, something_is_proposed,
};
use crate::auth::Right;
use crate::error::Mistake;
use crate::procedure::{By, Procedure};

/// What can be done with a request for support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CreationSupportTransitionName {
    /// Change what is asked: `creationSupportUpdate`.
    Update,
    /// Submit it: `creationSupportSubmit`.
    Submit,
    /// Take it back: `creationSupportWithdraw`.
    Withdraw,
    /// Begin to instruct it: `creationSupportTakeUp`.
    TakeUp,
    /// Send it back to the association: `creationSupportSendBack`.
    SendBack,
    /// Propose what shall be granted: `creationSupportPropose`.
    Propose,
    /// Plan the milestones that are not reached: `creationSupportPlan`.
    Plan,
    /// Grant what is proposed: `creationSupportGrant`.
    Grant,
    /// Refuse it: `creationSupportRefuse`.
    Refuse,
    /// Note that the work has begun: `creationSupportBegin`.
    Begin,
    /// Note that a milestone is reached: `creationSupportMilestoneReach`.
    Reach,
    /// Link what came of it: `creationSupportLink`.
    Link,
    /// Note that the house is there: `creationSupportComplete`.
    Complete,
    /// Give it up: `creationSupportAbandon`.
    Abandon,
}

/// A rule about what is known of a request.
type Rule = fn(&Facts) -> Result<(), Mistake>;

/// What a transition needs.
struct Transition {
    right: Right,
    from: &'static [State],
    rules: &'static [Rule],
}

use CreationSupportTransitionName as Name;

impl Name {
    /// The table.
    fn needs(self) -> Transition {
        let of = |right, from, rules| Transition { right, from, rules };
        let (request, instruct, decide) =
            (Right::RequestCreationSupport, Right::InstructCreationSupport, Right::DecideCreationSupport);
        match self {
            Self::Update => of(request, &[Draft], &[]),
            Self::Submit => of(request, &[Draft], &[asks_for_something, asks_no_more_than_is_lacking]),
            Self::Withdraw => of(request, &[Draft, Submitted, UnderInstruction], &[]),
            Self::TakeUp => of(instruct, &[Submitted], &[]),
            Self::SendBack => of(instruct, &[Submitted, UnderInstruction], &[]),
            Self::Propose => of(instruct, &[UnderInstruction], &[]),
            Self::Plan => of(instruct, &[UnderInstruction, Granted, InProgress], &[]),
            Self::Grant => of(
                decide,
                &[UnderInstruction],
                &[is_proposed, something_is_proposed, decided_where_it_belongs, decided_by_another],
            ),
            Self::Refuse => {
                of(decide, &[UnderInstruction], &[is_proposed, decided_where_it_belongs, decided_by_another])
            }
            Self::Begin => of(instruct, &[Granted], &[]),
            Self::Reach => of(instruct, &[InProgress], &[]),
            Self::Link => of(instruct, &[Granted, InProgress, Completed], &[]),
            Self::Complete => of(instruct, &[InProgress], &[has_its_house, every_milestone_is_reached]),
            Self::Abandon => of(instruct, &[Granted, InProgress], &[]),
        }
    }
}

impl Procedure for Name {
    type Entity = creation_support::Entity;
    type Facts = Facts;
    const DESCRIPTION: &'static str = "Something that can be done with a request, as far as you are concerned, now.";

    fn right(self) -> Right {
        self.needs().right
    }

    fn is_due(self, row: &creation_support::Model) -> Result<(), &'static str> {
        if self.needs().from.contains(&row.state) {
            return Ok(());
        }
        Err(match row.state {
            Draft => "creation-support-draft",
            Submitted => "creation-support-submitted",
            UnderInstruction => "creation-support-under-instruction",
            Granted => "creation-support-granted",
            Refused => "creation-support-refused",
            InProgress => "creation-support-in-progress",
            Completed => "creation-support-completed",
            Abandoned => "creation-support-abandoned",
            Withdrawn => "creation-support-withdrawn",
        })
    }

    fn rules(self, _: &creation_support::Model, facts: &Facts, _: By) -> Vec<Mistake> {
        self.needs().rules.iter().filter_map(|rule| rule(facts).err()).collect()
    }
}
