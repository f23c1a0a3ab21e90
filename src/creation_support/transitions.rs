//! What can be done with a request, in which state, by whom, and under which rules. It is written here once: the mutations ask
//! it, and so do those who want to know beforehand.

use async_graphql::{Context, Enum, SimpleObject};
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
use crate::error::{Error, Mistake, UserErrorCode};
use crate::request::Request;
use crate::text::Message;

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
    /// All of them, in the order of the life of a request.
    const ALL: [Self; 14] = [
        Self::Update,
        Self::Submit,
        Self::Withdraw,
        Self::TakeUp,
        Self::SendBack,
        Self::Propose,
        Self::Plan,
        Self::Grant,
        Self::Refuse,
        Self::Begin,
        Self::Reach,
        Self::Link,
        Self::Complete,
        Self::Abandon,
    ];

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

    /// The right that it needs.
    pub(super) fn right(self) -> Right {
        self.needs().right
    }

    /// Why it cannot be done: where the request stands, or else each rule that does not hold.
    pub(super) fn mistakes(self, facts: &Facts) -> Vec<Mistake> {
        let Transition { from, rules, .. } = self.needs();
        if !from.contains(&facts.row.state) {
            return vec![stands_elsewhere(facts.row.state)];
        }
        rules.iter().filter_map(|rule| rule(facts).err()).collect()
    }
}

/// It stands where this is not done.
fn stands_elsewhere(state: State) -> Mistake {
    let message = Message::new(match state {
        Draft => "creation-support-draft",
        Submitted => "creation-support-submitted",
        UnderInstruction => "creation-support-under-instruction",
        Granted => "creation-support-granted",
        Refused => "creation-support-refused",
        InProgress => "creation-support-in-progress",
        Completed => "creation-support-completed",
        Abandoned => "creation-support-abandoned",
        Withdrawn => "creation-support-withdrawn",
    });
    Mistake::new(UserErrorCode::Invalid, message, "id")
}

/// Something that can be done with a request, as far as you are concerned, now.
#[derive(Debug, SimpleObject)]
pub(super) struct CreationSupportTransition {
    /// What.
    name: CreationSupportTransitionName,
    /// Whether you may do it now.
    allowed: bool,
    /// Why not, in the language of `Accept-Language`; empty where you may.
    reasons: Vec<String>,
}

/// What can be done with a request, in the order of its life.
pub(super) async fn transitions_of(
    ctx: &Context<'_>,
    row: &creation_support::Model,
) -> Result<Vec<CreationSupportTransition>, Error> {
    let (identity, language) = (ctx.identity()?, ctx.language()?);
    let facts = Facts::read(ctx, row.clone()).await?;
    let told = Name::ALL.into_iter().map(|name| {
        let reasons: Vec<_> = if identity.rights().contains(name.right()) {
            name.mistakes(&facts).into_iter().map(|mistake| mistake.told(language).message).collect()
        } else {
            vec![Error::Forbidden(name.right()).message().text(language)]
        };
        CreationSupportTransition { name, allowed: reasons.is_empty(), reasons }
    });
    Ok(told.collect())
}
