//! The procedure: what can be done with an application, from where, by what right, and what must hold. Written once, for the
//! changes that do it and for those who ask beforehand.

use chrono::NaiveDate;
use entity::application_event::ApplicationTransition as Transition;
use entity::id::AccountId;
use entity::licence_application::{self, ApplicationState as State};
use entity::rule_set_document::ApplicationKind;

use super::facts::Facts;
use super::rules::{
    decided_by_another, governed, has_the_category, is_late, is_not_closed, is_not_over, is_of_its_kind,
    is_of_the_category, is_taken_back_by_its_applicant, no_reserve_is_open, pieces_are_brought, pieces_are_there,
    some_piece_was_exchanged, some_reserve_is_open, was_visited, what_lacked_is_there, what_was_asked_is_said,
};
use crate::auth::Right;
use crate::error::Mistake;
use crate::procedure::{By, Procedure};

/// Where an application is until it is decided or taken back, and not a draft any more.
pub const UNDER_WAY: [State; 9] = [
    State::Submitted,
    State::CompletenessCheck,
    State::Incomplete,
    State::UnderInstruction,
    State::VisitScheduled,
    State::Visited,
    State::CommissionReview,
    State::Approved,
    State::ApprovedWithReserves,
];

impl Procedure for Transition {
    type Entity = licence_application::Entity;
    type Facts = Facts;
    const DESCRIPTION: &'static str =
        "Something that can be done with an application, as far as you are concerned, now.";

    fn right(self) -> Right {
        right(self)
    }

    fn is_due(self, row: &licence_application::Model) -> Result<(), &'static str> {
        if from(self).contains(&row.state) { Ok(()) } else { Err(stands(row.state)) }
    }

    fn rules(self, row: &licence_application::Model, facts: &Facts, by: By) -> Vec<Mistake> {
        // The steps name the application, and have none of what is wrong with it among their fields.
        let hindrances = hindrances(self, row, facts, by.account, by.today);
        hindrances.into_iter().map(|mistake| mistake.at("id")).collect()
    }
}

/// From where it is done.
fn from(transition: Transition) -> &'static [State] {
    match transition {
        Transition::Update | Transition::Submit => &[State::Draft],
        Transition::TakeUp => &[State::Submitted],
        Transition::TellIncomplete => &[State::CompletenessCheck],
        // What was exchanged since is looked at again.
        Transition::Accept => &[
            State::CompletenessCheck,
            State::UnderInstruction,
            State::VisitScheduled,
            State::Visited,
            State::CommissionReview,
            State::Approved,
            State::ApprovedWithReserves,
        ],
        Transition::Dismiss => &[State::Incomplete, State::ApprovedWithReserves, State::Approved],
        Transition::Complete => &[State::Incomplete],
        // A day that was set can be set anew, and a house be visited again.
        Transition::PlanVisit | Transition::GiveOpinion => {
            &[State::UnderInstruction, State::VisitScheduled, State::Visited, State::CommissionReview]
        }
        Transition::RecordVisit => &[State::VisitScheduled],
        Transition::SubmitToCommission => &[State::Visited],
        Transition::Approve | Transition::Reject => &[State::CommissionReview],
        Transition::LiftReserve => &[State::ApprovedWithReserves],
        Transition::Issue => &[State::Approved, State::ApprovedWithReserves],
        Transition::Abandon => &[
            State::Draft,
            State::Submitted,
            State::CompletenessCheck,
            State::Incomplete,
            State::UnderInstruction,
            State::VisitScheduled,
            State::Visited,
            State::CommissionReview,
            State::Approved,
            State::ApprovedWithReserves,
        ],
    }
}

/// By what right.
fn right(transition: Transition) -> Right {
    match transition {
        Transition::Update | Transition::Submit | Transition::Complete | Transition::Abandon => Right::ApplyForLicences,
        Transition::TakeUp
        | Transition::TellIncomplete
        | Transition::Accept
        | Transition::PlanVisit
        | Transition::RecordVisit
        | Transition::SubmitToCommission
        | Transition::LiftReserve => Right::InstructApplications,
        Transition::GiveOpinion => Right::GiveRegionalOpinions,
        Transition::Approve | Transition::Reject | Transition::Issue | Transition::Dismiss => {
            Right::RecordLicenceDecisions
        }
    }
}

/// Whether it prepares the decision: whoever does it does not decide.
pub(super) fn prepares(transition: Transition) -> bool {
    right(transition) != Right::RecordLicenceDecisions
}

/// All that keeps something from being done now where it is due, whatever is said with it.
fn hindrances(
    transition: Transition,
    row: &licence_application::Model,
    facts: &Facts,
    account: AccountId,
    today: NaiveDate,
) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut require = |rule: Result<(), Mistake>| mistakes.extend(rule.err());
    if !matches!(transition, Transition::Reject | Transition::Abandon | Transition::Dismiss) {
        require(is_not_closed(&facts.house));
    }
    match transition {
        Transition::Submit => {
            require(governed(facts));
            require(is_of_its_kind(row.kind, &facts.house, &facts.licences, today));
            require(what_was_asked_is_said(row, facts));
            require(is_of_the_category(&facts.house, &row.legal_category_code, facts.matters()));
        }
        Transition::Complete => mistakes.extend(what_lacked_is_there(facts, today)),
        Transition::Accept => {
            if row.state != State::CompletenessCheck {
                require(some_piece_was_exchanged(row, facts, today));
            }
            mistakes.extend(pieces_are_brought(facts, today));
        }
        Transition::Approve => {
            require(decided_by_another(facts, account, today));
            require(was_visited(facts));
            require(is_still_of_its_kind(row, facts, today));
            require(is_of_the_category(&facts.house, &row.legal_category_code, facts.matters()));
            mistakes.extend(pieces_are_there(facts, today));
        }
        Transition::Reject => require(decided_by_another(facts, account, today)),
        Transition::LiftReserve => require(some_reserve_is_open(facts)),
        Transition::Abandon => require(is_taken_back_by_its_applicant(facts)),
        Transition::Dismiss => {
            require(decided_by_another(facts, account, today));
            require(is_late(row, today));
        }
        Transition::Issue => {
            require(decided_by_another(facts, account, today));
            require(was_visited(facts));
            require(no_reserve_is_open(facts));
            require(is_not_over(row, today));
            require(has_the_category(row, &facts.house));
            require(is_still_of_its_kind(row, facts, today));
            mistakes.extend(pieces_are_there(facts, today));
        }
        Transition::Update
        | Transition::TakeUp
        | Transition::TellIncomplete
        | Transition::PlanVisit
        | Transition::RecordVisit
        | Transition::SubmitToCommission
        | Transition::GiveOpinion => {}
    }
    mistakes
}

/// What is to be modified or renewed is still there to be: nothing has ended it, suspended it or taken it back since.
fn is_still_of_its_kind(row: &licence_application::Model, facts: &Facts, today: NaiveDate) -> Result<(), Mistake> {
    match row.kind {
        ApplicationKind::Modification | ApplicationKind::Renewal => {
            is_of_its_kind(row.kind, &facts.house, &facts.licences, today)
        }
        // Its house is being licensed by it alone.
        ApplicationKind::New | ApplicationKind::Regularisation => Ok(()),
    }
}

/// Where it stands, said to whoever wants to do what is not done there.
fn stands(state: State) -> &'static str {
    match state {
        State::Draft => "application-draft",
        State::Submitted => "application-submitted",
        State::CompletenessCheck => "application-completeness-check",
        State::Incomplete => "application-incomplete",
        State::UnderInstruction => "application-under-instruction",
        State::VisitScheduled => "application-visit-scheduled",
        State::Visited => "application-visited",
        State::CommissionReview => "application-commission-review",
        State::Approved => "application-approved",
        State::ApprovedWithReserves => "application-approved-with-reserves",
        State::Rejected => "application-rejected",
        State::Licensed => "application-licensed",
        State::Abandoned => "application-abandoned",
        State::Dismissed => "application-dismissed",
    }
}
