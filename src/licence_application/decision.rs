//! How the decision of the competent authority is recorded, and its reserves are lifted.

use async_graphql::MaybeUndefined;
use chrono::{Months, NaiveDate};
use entity::application_change::LicensedMatter;
use entity::application_event::ApplicationTransition as Transition;
use entity::application_reserve;
use entity::licence_application::{self, ApplicationState as State};
use entity::licence_period::{self, LicenceState};
use entity::notice::NoticeKind;
use entity::rule_set_deadline::ApplicationStep;
use entity::rule_set_document::ApplicationKind;

use super::change::{Before, DECIDERS, LONGEST_REASONS, LONGEST_REMARK, Made, is_short, made, plain, tell_both};
use super::clock::Tick;
use super::draft::places;
use super::facts::Facts;
use super::input::{LicenceApplicationApproveInput, LicenceApplicationLiftReserveInput, LicenceApplicationRejectInput};
use super::licensing::end;
use super::rules::{begins_in_time, is_decided_after_the_visit, norms_are_met_or_reserved, some_places_are_granted};
use crate::clock::Date;
use crate::db::{Change, Refused};
use crate::error::{Mistake, UserErrorCode};
use crate::licence::covers;
use crate::named::needed_text;
use crate::notice::tell;
use crate::text::Message;
use crate::visit::is_a_norm;

/// Longest number of a decision, in characters.
const LONGEST_NUMBER: usize = 100;

/// The decision, as it is recorded.
fn decided(
    change: &mut Change,
    row: &licence_application::Model,
    facts: &Facts,
    (number, day): (&str, Date),
) -> licence_application::Model {
    change.require(day.is_past(change.today(), "decidedOn"));
    if row.submitted_on.is_some_and(|submitted| day.0 < submitted) {
        let message = Message::new("application-before-submitted");
        change.note(vec![Mistake::new(UserErrorCode::Invalid, message, "decidedOn")]);
    }
    change.require(is_decided_after_the_visit(facts, day.0));
    licence_application::Model {
        authority_code: facts.rules.as_ref().map(|rules| rules.set.authority_code.clone()),
        decision_number: change.take(needed_text(number, LONGEST_NUMBER, "decisionNumber")),
        decided_on: Some(day.0),
        decided_by: Some(change.account()),
        ..row.clone()
    }
}

pub(super) async fn approve(
    input: &LicenceApplicationApproveInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    is_short(input.reserves.len(), "reserves")?;
    let day = input.decided_on.0;
    let mut after = decided(change, &before.row, &before.facts, (&input.decision_number, input.decided_on));
    let running = licence_on(&before.facts, day);
    let same = before.row.kind == ApplicationKind::Modification
        && before.facts.matters().all(|matter| matter != LicensedMatter::Capacity);
    (after.granted_total, after.granted_female, after.granted_male) = match (&input.capacity, running) {
        (Some(capacity), _) => places(change, Some(capacity)),
        // What is not modified stays.
        (None, Some(running)) if same => (running.capacity_total, running.capacity_female, running.capacity_male),
        (None, _) => (before.row.capacity_total, before.row.capacity_female, before.row.capacity_male),
    };
    change.require(some_places_are_granted(after.granted_total));
    let from = input.valid_from.map_or_else(|| begins(before.row.kind, &before.facts, day), |day| day.0);
    change.require(begins_in_time(from, day));
    let until = match &input.valid_until {
        MaybeUndefined::Undefined => match running {
            // What is modified holds as long as it did.
            Some(running) if before.row.kind == ApplicationKind::Modification => running.ends_on,
            Some(_) | None => before.facts.rules.as_ref().and_then(|rules| last_day(from, rules.set.validity_months)),
        },
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(day) => Some(day.0),
    };
    if until.is_some_and(|until| until < from) {
        let message = Message::new("application-valid-order");
        change.note(vec![Mistake::new(UserErrorCode::Invalid, message, "validUntil")]);
    }
    if until.is_some_and(|until| until < change.today()) {
        change.note(vec![Mistake::new(UserErrorCode::Invalid, Message::new("application-over"), "validUntil")]);
    }
    (after.valid_from, after.valid_until) = (Some(from), until);
    let mut reserves = Vec::new();
    for (index, (reserve, position)) in input.reserves.iter().zip(1..).enumerate() {
        let at = |field: &str| format!("reserves.{index}.{field}");
        if let Some(code) = &reserve.norm {
            change.require(is_a_norm(before.facts.norms(), code, &at("norm")));
        }
        if reserve.due_on.0 < change.today() {
            let message = Message::new("application-reserve-over");
            change.note(vec![Mistake::new(UserErrorCode::Invalid, message, &at("dueOn"))]);
        }
        let text = change.take(needed_text(&reserve.text, LONGEST_REMARK, &at("text")));
        reserves.push(application_reserve::Model {
            application_id: before.row.id,
            position,
            norm_code: reserve.norm.clone(),
            text: text.unwrap_or_default(),
            due_on: reserve.due_on.0,
            lifted_on: None,
            lifted_remark: None,
        });
    }
    change.note(norms_are_met_or_reserved(&before.facts, &input.reserves));
    change.settle()?;
    let (state, tick) = with_reserves(&reserves);
    made(change, &before, after, Made { transition: Transition::Approve, state, tick, reason: None }).await?;
    change.replace_children::<application_reserve::Entity>("reserves", &before.facts.reserves, &reserves)?;
    tell_both(change, NoticeKind::ApplicationDecided, &before.row).await
}

/// Where an approved application stands with its reserves: its licence is issued once none is open, and until then it is due when
/// the first of them is.
fn with_reserves<'a>(reserves: impl IntoIterator<Item = &'a application_reserve::Model>) -> (State, Tick) {
    let open = reserves.into_iter().filter(|reserve| reserve.lifted_on.is_none());
    match open.map(|reserve| reserve.due_on).min() {
        None => (State::Approved, Tick::Begin(ApplicationStep::Issue)),
        Some(first) => (State::ApprovedWithReserves, Tick::Until(first)),
    }
}

/// The licence of the house that holds on a day.
fn licence_on(facts: &Facts, day: NaiveDate) -> Option<&licence_period::Model> {
    facts.licences.iter().find(|period| period.state == LicenceState::Licensed && covers(period, day))
}

/// The first day of a licence, where nobody says another: what is renewed goes on behind the licences that are granted.
fn begins(kind: ApplicationKind, facts: &Facts, decided_on: NaiveDate) -> NaiveDate {
    if kind != ApplicationKind::Renewal {
        return decided_on;
    }
    let granted = facts.licences.iter().rfind(|period| period.state == LicenceState::Licensed);
    let behind = granted.and_then(|granted| granted.ends_on).and_then(|last| last.succ_opt());
    behind.unwrap_or(decided_on).max(decided_on)
}

/// The last day of a licence that holds for so many months.
fn last_day(from: NaiveDate, months: Option<i32>) -> Option<NaiveDate> {
    let months = Months::new(u32::try_from(months?).ok()?);
    from.checked_add_months(months)?.pred_opt()
}

pub(super) async fn reject(
    input: &LicenceApplicationRejectInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let mut after = decided(change, &before.row, &before.facts, (&input.decision_number, input.decided_on));
    after.reason = change.take(needed_text(&input.reason, LONGEST_REASONS, "reason"));
    change.settle()?;
    let reason = after.reason.clone();
    let step = Made { transition: Transition::Reject, state: State::Rejected, tick: Tick::Stop, reason };
    made(change, &before, after, step).await?;
    end(change, &before).await?;
    tell_both(change, NoticeKind::ApplicationDecided, &before.row).await
}

pub(super) async fn lift_reserve(
    input: &LicenceApplicationLiftReserveInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let open = |reserve: &&application_reserve::Model| reserve.lifted_on.is_none() && reserve.position == input.reserve;
    let found = before.facts.reserves.iter().find(open).cloned();
    let reserve = change.take(found.ok_or_else(|| Mistake::not_found("reserve")));
    let remark = change.take(needed_text(&input.remark, LONGEST_REMARK, "remark"));
    change.settle()?;
    let Some(reserve) = reserve else { return Ok(()) };
    let lifted =
        application_reserve::Model { lifted_on: Some(change.today()), lifted_remark: remark, ..reserve.clone() };
    let others = before.facts.reserves.iter().filter(|other| other.position != reserve.position);
    let (state, tick) = with_reserves(others);
    plain(change, &before, Transition::LiftReserve, state, tick).await?;
    change.replace_children::<application_reserve::Entity>("reserves", &[reserve], &[lifted])?;
    if state == State::Approved {
        tell(change, NoticeKind::ApplicationToDecide, before.row.id, DECIDERS).await?;
    }
    Ok(())
}
