//! How each step of an application is made.

use async_graphql::MaybeUndefined;
use chrono::{Months, NaiveDate};
use entity::application_change::LicensedMatter;
use entity::application_event::ApplicationTransition as Transition;
use entity::id::{DelegationId, LicenceApplicationId, StreamId};
use entity::licence_application::{self, ApplicationState as State};
use entity::licence_period::{self, LicenceState};
use entity::notice::NoticeKind;
use entity::rule_set_deadline::ApplicationStep;
use entity::rule_set_document::ApplicationKind;
use entity::{application_event, application_lack, application_piece, application_reserve, delegation};
use sea_orm::ColumnTrait;

use super::clock::{Tick, ticked};
use super::draft::{applications_of, places};
use super::facts::Facts;
use super::input::{
    LicenceApplicationAbandonInput, LicenceApplicationAcceptInput, LicenceApplicationApproveInput,
    LicenceApplicationCompleteInput, LicenceApplicationDismissInput, LicenceApplicationGiveOpinionInput,
    LicenceApplicationIssueInput, LicenceApplicationLiftReserveInput, LicenceApplicationPlanVisitInput,
    LicenceApplicationRecordVisitInput, LicenceApplicationRejectInput, LicenceApplicationSubmitInput,
    LicenceApplicationSubmitToCommissionInput, LicenceApplicationTakeUpInput, LicenceApplicationTellIncompleteInput,
};
use super::licensing::{self, begin, end};
use super::rules::{
    begins_in_time, is_decided_after_the_visit, is_the_only_one, is_told_once, norms_are_met_or_reserved,
    some_places_are_granted,
};
use super::visit::{plan_visit, record_visit};
use crate::auth::Right;
use crate::clock::Date;
use crate::db::{Change, Mutation, Place, Refused, ScopedDb};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::establishment::streams_of_house;
use crate::global_id::IdOf;
use crate::holiday::Calendar;
use crate::licence::{covers, licence_changes};
use crate::named::needed_text;
use crate::notice::tell;
use crate::procedure::permit;
use crate::text::Message;
use crate::visit::{is_a_norm, remark};

/// Pieces, and reserves, in one change.
const MOST: usize = 50;
/// Longest number of a decision, in characters.
const LONGEST_NUMBER: usize = 100;
/// Longest reasons of a refusal, in characters.
const LONGEST_REASONS: usize = 4000;
/// Longest remark, in characters.
pub(super) const LONGEST_REMARK: usize = 1000;

/// A step of an application.
macro_rules! steps {
    ($($input:ident as $name:literal is $transition:ident by $apply:path, licenses $licenses:literal;)*) => {$(
        impl Mutation for $input {
            const NAME: &'static str = $name;
            type Entity = licence_application::Entity;

            fn validate_only(&self) -> bool {
                self.validate_only
            }

            async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
                streams_of(db, &self.id, $licenses).await
            }

            async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
                let key = self.id.key_at("id")?;
                let before = change.edit::<licence_application::Entity>(key, self.expected_version, "id").await?;
                let facts = Facts::read_in(change, &before).await?;
                permit(change, Transition::$transition, &before, &facts)?;
                $apply(self, change, Before { row: before, facts }).await
            }
        }
    )*};
}

steps! {
    LicenceApplicationSubmitInput as "licenceApplicationSubmit" is Submit by submit, licenses true;
    LicenceApplicationTakeUpInput as "licenceApplicationTakeUp" is TakeUp by take_up, licenses false;
    LicenceApplicationTellIncompleteInput as "licenceApplicationTellIncomplete" is TellIncomplete by tell_incomplete,
        licenses false;
    LicenceApplicationCompleteInput as "licenceApplicationComplete" is Complete by complete, licenses false;
    LicenceApplicationAcceptInput as "licenceApplicationAccept" is Accept by accept, licenses false;
    LicenceApplicationPlanVisitInput as "licenceApplicationPlanVisit" is PlanVisit by plan_visit, licenses false;
    LicenceApplicationRecordVisitInput as "licenceApplicationRecordVisit" is RecordVisit by record_visit, licenses false;
    LicenceApplicationSubmitToCommissionInput as "licenceApplicationSubmitToCommission" is SubmitToCommission
        by submit_to_commission, licenses false;
    LicenceApplicationApproveInput as "licenceApplicationApprove" is Approve by approve, licenses false;
    LicenceApplicationRejectInput as "licenceApplicationReject" is Reject by reject, licenses true;
    LicenceApplicationLiftReserveInput as "licenceApplicationLiftReserve" is LiftReserve by lift_reserve, licenses false;
    LicenceApplicationIssueInput as "licenceApplicationIssue" is Issue by issue, licenses true;
    LicenceApplicationAbandonInput as "licenceApplicationAbandon" is Abandon by abandon, licenses true;
    LicenceApplicationDismissInput as "licenceApplicationDismiss" is Dismiss by dismiss, licenses true;
    LicenceApplicationGiveOpinionInput as "licenceApplicationGiveOpinion" is GiveOpinion by give_opinion, licenses false;
}

/// An application before a step.
pub(super) struct Before {
    pub(super) row: licence_application::Model,
    pub(super) facts: Facts,
}

/// What a step makes of it.
pub(super) struct Made {
    pub(super) transition: Transition,
    pub(super) state: State,
    pub(super) tick: Tick,
    pub(super) reason: Option<String>,
}

/// The stream of an application; of a step that changes a licence, also those of the delegations where its house stood.
async fn streams_of(db: &ScopedDb, id: &IdOf<LicenceApplicationId>, licenses: bool) -> Result<Vec<StreamId>, Refused> {
    let own = db.stream_of::<licence_application::Entity>(id, "id").await?;
    if !licenses {
        return Ok(vec![own]);
    }
    let applications = db.find::<licence_application::Entity>();
    let applications = applications.filter(licence_application::COLUMN.id.eq(id.key_at("id")?));
    let Some(application) = applications.one().await? else { return Ok(vec![own]) };
    let stood = streams_of_house(db, application.establishment_id).await?;
    Ok(stood.into_iter().chain([own]).collect())
}

/// Saves an application as a step makes it: its clock, and what was done.
pub(super) async fn made(
    change: &mut Change,
    before: &Before,
    after: licence_application::Model,
    made: Made,
) -> Result<(), Refused> {
    let today = change.today();
    let calendar = Calendar::read_in(change, before.row.paused_on.unwrap_or(today)).await?;
    let after = ticked(after, made.tick, &before.facts, &calendar, today);
    change
        .save::<licence_application::Entity>(&before.row, licence_application::Model { state: made.state, ..after })?;
    let done = before.facts.events.len();
    change.attach::<application_event::Entity>(&[application_event::Model {
        application_id: before.row.id,
        position: i32::try_from(done + 1).map_err(Error::internal)?,
        transition: made.transition,
        state: made.state,
        on_day: today,
        by_account: change.account(),
        by_applicant: before.facts.asked_by_applicant,
        reason: made.reason,
    }])
}

/// A step that says nothing but that it is made.
async fn plain(
    change: &mut Change,
    before: &Before,
    transition: Transition,
    state: State,
    tick: Tick,
) -> Result<(), Refused> {
    let after = before.row.clone();
    made(change, before, after, Made { transition, state, tick, reason: None }).await
}

async fn submit(_: &LicenceApplicationSubmitInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let today = change.today();
    let others = applications_of(change, before.row.establishment_id).await?;
    change.require(is_the_only_one(&others, Some(before.row.id)));
    change.settle()?;
    let after = licence_application::Model {
        receipt_number: Some(receipt_number(change, before.row.delegation_id).await?),
        rule_set_id: before.facts.rules.as_ref().map(|rules| rules.set.id),
        submitted_on: Some(today),
        ..before.row.clone()
    };
    let tick = Tick::Begin(ApplicationStep::Completeness);
    let step = Made { transition: Transition::Submit, state: State::Submitted, tick, reason: None };
    made(change, &before, after, step).await?;
    begin(change, &before).await?;
    tell(change, NoticeKind::ApplicationSubmitted, before.row.id, instructors(&before.row)).await
}

/// The next receipt of a delegation, whose stream is locked: `LIC-05-301-0007`.
async fn receipt_number(change: &Change, id: DelegationId) -> Result<String, Refused> {
    let delegations = change.find::<delegation::Entity>().filter(delegation::COLUMN.id.eq(id));
    let delegation = delegations.one().await?.ok_or_else(|| Mistake::not_found("id"))?;
    let prefix = format!("LIC-{}-", delegation.code.trim_start_matches("EN-"));
    let column = licence_application::Column::ReceiptNumber;
    let last = change.last_with_prefix::<licence_application::Entity>(column, &prefix).await?;
    let given: u32 = last.and_then(|last| last.strip_prefix(&prefix)?.parse().ok()).unwrap_or(0);
    Ok(format!("{prefix}{:04}", given + 1))
}

async fn take_up(_: &LicenceApplicationTakeUpInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    plain(change, &before, Transition::TakeUp, State::CompletenessCheck, Tick::Keep).await
}

async fn tell_incomplete(
    input: &LicenceApplicationTellIncompleteInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    is_short(input.lacks.len(), "lacks")?;
    let today = change.today();
    if input.lacks.is_empty() {
        let message = Message::new("application-lacks-blank");
        change.note(vec![Mistake::new(UserErrorCode::Blank, message, "lacks")]);
    }
    let mut lacks: Vec<application_lack::Model> = before.facts.lacks.clone();
    for (index, lack) in input.lacks.iter().enumerate() {
        let path = format!("lacks.{index}.category");
        if input.lacks.iter().take(index).any(|other| other.category == lack.category) {
            change.note(vec![Mistake::new(UserErrorCode::Invalid, Message::new("application-lack-twice"), &path)]);
        }
        if before.facts.asks_for(&lack.category, today) {
            change.require(is_told_once(&before.facts, &lack.category, today, &path));
        } else {
            let shown: String = lack.category.chars().take(64).collect();
            let message = Message::new("unknown-code").with("code", shown).with("field", "pieces");
            change.note(vec![Mistake::new(UserErrorCode::NotFound, message, &path)]);
        }
        let remark = remark(change, lack.remark.as_deref(), &format!("lacks.{index}.remark"));
        lacks.retain(|known| known.category_code != lack.category);
        lacks.push(application_lack::Model {
            application_id: before.row.id,
            category_code: lack.category.clone(),
            remark,
        });
    }
    change.settle()?;
    let after = before.row.clone();
    let step =
        Made { transition: Transition::TellIncomplete, state: State::Incomplete, tick: Tick::Pause, reason: None };
    made(change, &before, after, step).await?;
    change.replace_children::<application_lack::Entity>("lacks", &before.facts.lacks, &lacks)?;
    tell(change, NoticeKind::ApplicationIncomplete, before.row.id, applicants(&before.row)).await
}

async fn complete(_: &LicenceApplicationCompleteInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    plain(change, &before, Transition::Complete, State::CompletenessCheck, Tick::Resume).await?;
    tell(change, NoticeKind::ApplicationSubmitted, before.row.id, instructors(&before.row)).await
}

async fn accept(input: &LicenceApplicationAcceptInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let pieces = before.facts.brought(change.today()).into_iter().zip(1..).filter_map(|(piece, position)| {
        Some(application_piece::Model {
            application_id: before.row.id,
            category_code: piece.category.code.clone(),
            of_association: piece.of_association,
            position,
            document_id: piece.document?.id,
            document_version: piece.document?.version,
        })
    });
    let pieces: Vec<_> = pieces.collect();
    if let Some(seen) = &input.pieces {
        is_short(seen.len(), "pieces")?;
        let seen: Vec<_> = seen.iter().filter_map(|id| change.take(id.key_at("pieces"))).collect();
        if pieces.iter().any(|piece| !seen.contains(&piece.document_id)) {
            change.note(vec![Mistake::new(
                UserErrorCode::Invalid,
                Message::new("application-piece-not-seen"),
                "pieces",
            )]);
        }
        change.settle()?;
    }
    // A file that is looked at again stays where it is, and so does its clock.
    let (state, tick) = if before.row.state == State::CompletenessCheck {
        (State::UnderInstruction, Tick::Begin(ApplicationStep::Instruction))
    } else {
        (before.row.state, Tick::Keep)
    };
    plain(change, &before, Transition::Accept, state, tick).await?;
    change.replace_children::<application_piece::Entity>("pieces", &before.facts.accepted, &pieces)?;
    // Whoever decides, or has decided, learns that the file is another one.
    if matches!(state, State::CommissionReview | State::Approved | State::ApprovedWithReserves) {
        let deciders = (Right::RecordLicenceDecisions, Place::NationalOffice);
        tell(change, NoticeKind::ApplicationToDecide, before.row.id, deciders).await?;
    }
    Ok(())
}

async fn give_opinion(
    input: &LicenceApplicationGiveOpinionInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let remark = change.take(needed_text(&input.remark, LONGEST_REMARK, "remark"));
    change.settle()?;
    let after = licence_application::Model {
        regional_opinion: Some(input.opinion),
        regional_remark: remark.clone(),
        regional_opinion_on: Some(change.today()),
        ..before.row.clone()
    };
    let state = before.row.state;
    let step = Made { transition: Transition::GiveOpinion, state, tick: Tick::Keep, reason: remark };
    made(change, &before, after, step).await?;
    if state == State::CommissionReview {
        let deciders = (Right::RecordLicenceDecisions, Place::NationalOffice);
        tell(change, NoticeKind::ApplicationOpinion, before.row.id, deciders).await?;
    }
    tell(change, NoticeKind::ApplicationOpinion, before.row.id, instructors(&before.row)).await
}

async fn submit_to_commission(
    _: &LicenceApplicationSubmitToCommissionInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    plain(change, &before, Transition::SubmitToCommission, State::CommissionReview, Tick::Keep).await?;
    let deciders = (Right::RecordLicenceDecisions, Place::NationalOffice);
    tell(change, NoticeKind::ApplicationToDecide, before.row.id, deciders).await
}

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

async fn approve(input: &LicenceApplicationApproveInput, change: &mut Change, before: Before) -> Result<(), Refused> {
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
    let state = if reserves.is_empty() { State::Approved } else { State::ApprovedWithReserves };
    // It is issued once no reserve is open.
    let tick = if reserves.is_empty() { Tick::Begin(ApplicationStep::Issue) } else { Tick::Stop };
    made(change, &before, after, Made { transition: Transition::Approve, state, tick, reason: None }).await?;
    change.replace_children::<application_reserve::Entity>("reserves", &before.facts.reserves, &reserves)?;
    tell(change, NoticeKind::ApplicationDecided, before.row.id, applicants(&before.row)).await?;
    tell(change, NoticeKind::ApplicationDecided, before.row.id, instructors(&before.row)).await
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

async fn reject(input: &LicenceApplicationRejectInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let mut after = decided(change, &before.row, &before.facts, (&input.decision_number, input.decided_on));
    after.reason = change.take(needed_text(&input.reason, LONGEST_REASONS, "reason"));
    change.settle()?;
    let reason = after.reason.clone();
    let step = Made { transition: Transition::Reject, state: State::Rejected, tick: Tick::Stop, reason };
    made(change, &before, after, step).await?;
    end(change, &before).await?;
    tell(change, NoticeKind::ApplicationDecided, before.row.id, applicants(&before.row)).await?;
    tell(change, NoticeKind::ApplicationDecided, before.row.id, instructors(&before.row)).await
}

async fn lift_reserve(
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
    // With the last one it is as if there had been none, and the licence can be issued.
    let open = before.facts.reserves.iter().filter(|reserve| reserve.lifted_on.is_none()).count();
    let state = if open == 1 { State::Approved } else { State::ApprovedWithReserves };
    let tick = if open == 1 { Tick::Begin(ApplicationStep::Issue) } else { Tick::Keep };
    plain(change, &before, Transition::LiftReserve, state, tick).await?;
    change.replace_children::<application_reserve::Entity>("reserves", &[reserve], &[lifted])?;
    if state == State::Approved {
        let deciders = (Right::RecordLicenceDecisions, Place::NationalOffice);
        tell(change, NoticeKind::ApplicationToDecide, before.row.id, deciders).await?;
    }
    Ok(())
}

async fn issue(_: &LicenceApplicationIssueInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let next = licensing::decided(&before, change.today());
    // The row names its licence: it is known before either is staged.
    let after = licence_application::Model { licence_period_id: Some(next.id), ..before.row.clone() };
    let step = Made { transition: Transition::Issue, state: State::Licensed, tick: Tick::Stop, reason: None };
    made(change, &before, after, step).await?;
    licence_changes(change, &before.facts.house, next).await?;
    tell(change, NoticeKind::LicenceIssued, before.row.id, applicants(&before.row)).await?;
    tell(change, NoticeKind::LicenceIssued, before.row.id, instructors(&before.row)).await
}

async fn abandon(input: &LicenceApplicationAbandonInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let reason = change.take(needed_text(&input.reason, LONGEST_REMARK, "reason"));
    change.settle()?;
    let after = licence_application::Model { reason: reason.clone(), ..before.row.clone() };
    let step = Made { transition: Transition::Abandon, state: State::Abandoned, tick: Tick::Stop, reason };
    made(change, &before, after, step).await?;
    if before.row.state == State::Draft {
        return Ok(());
    }
    end(change, &before).await?;
    if matches!(before.row.state, State::CommissionReview | State::Approved | State::ApprovedWithReserves) {
        let deciders = (Right::RecordLicenceDecisions, Place::NationalOffice);
        tell(change, NoticeKind::ApplicationAbandoned, before.row.id, deciders).await?;
    }
    // Whoever took it back for them, or for the delegation, they learn of it.
    tell(change, NoticeKind::ApplicationAbandoned, before.row.id, applicants(&before.row)).await?;
    tell(change, NoticeKind::ApplicationAbandoned, before.row.id, instructors(&before.row)).await
}

async fn dismiss(input: &LicenceApplicationDismissInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let reason = change.take(needed_text(&input.reason, LONGEST_REASONS, "reason"));
    change.settle()?;
    let after = licence_application::Model { reason: reason.clone(), ..before.row.clone() };
    let step = Made { transition: Transition::Dismiss, state: State::Dismissed, tick: Tick::Stop, reason };
    made(change, &before, after, step).await?;
    end(change, &before).await?;
    tell(change, NoticeKind::ApplicationDecided, before.row.id, applicants(&before.row)).await?;
    tell(change, NoticeKind::ApplicationDecided, before.row.id, instructors(&before.row)).await
}

/// A list that is not too long.
fn is_short(length: usize, path: &str) -> Result<(), Refused> {
    if length > MOST {
        let message = Message::new("list-too-long").with("maximum", MOST);
        return Err(Mistake::new(UserErrorCode::TooLong, message, path).into());
    }
    Ok(())
}

/// Those who instruct, at the delegation.
fn instructors(row: &licence_application::Model) -> (Right, Place) {
    (Right::InstructApplications, Place::Delegation(row.delegation_id))
}

/// Those who applied: the association, or the delegation for a house that Entraide Nationale manages itself.
fn applicants(row: &licence_application::Model) -> (Right, Place) {
    let place = row.association_id.map_or(Place::Delegation(row.delegation_id), Place::Association);
    (Right::ApplyForLicences, place)
}
