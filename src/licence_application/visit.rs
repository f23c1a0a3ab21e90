//! How visits are planned, and recorded.

use entity::application_event::ApplicationTransition as Transition;
use entity::application_visit;
use entity::id::ApplicationVisitId;
use entity::licence_application::ApplicationState as State;
use entity::rule_set_deadline::ApplicationStep;
use entity::visit_finding::{self, NormVerdict};
use entity::visit_member::{self, CommissionBody};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::change::{Before, Made, is_a_norm, made, remark};
use super::clock::Tick;
use super::draft::places;
use super::facts::Facts;
use super::input::{LicenceApplicationPlanVisitInput, LicenceApplicationRecordVisitInput, VisitFindingInput};
use crate::db::{Change, Refused};
use crate::error::{Mistake, UserErrorCode};
use crate::named::needed_text;
use crate::text::Message;

/// The category of minutes.
const MINUTES: &str = "VISIT_MINUTES";
/// People who take part in a visit.
const MOST_MEMBERS: usize = 30;
/// Norms of one set of rules.
const MOST_NORMS: usize = 200;
/// Longest function of somebody who takes part, in characters.
const LONGEST_POST: usize = 200;

fn invalid(message: &'static str, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, Message::new(message), path)
}

pub(super) async fn plan_visit(
    input: &LicenceApplicationPlanVisitInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let day = input.planned_on.0;
    if day < change.today() {
        change.note(vec![invalid("application-visit-past", "plannedOn")]);
    }
    change.settle()?;
    let visits = &before.facts.visits;
    let mut planned = visits.clone();
    match planned.last_mut() {
        // What was set is set anew; what was made stays.
        Some(last) if last.visited_on.is_none() => last.planned_on = day,
        Some(_) | None => planned.push(application_visit::Model {
            id: ApplicationVisitId(Uuid::now_v7()),
            application_id: before.row.id,
            position: i32::try_from(visits.len() + 1).unwrap_or(i32::MAX),
            planned_on: day,
            visited_on: None,
            minutes_id: None,
            opinion: None,
            capacity_total: None,
            capacity_female: None,
            capacity_male: None,
        }),
    }
    // A day that is set anew leaves the deadline of the visit as it is.
    let anew = before.row.state == State::VisitScheduled;
    let tick = if anew { Tick::Keep } else { Tick::Begin(ApplicationStep::Visit) };
    let step = Made { transition: Transition::PlanVisit, state: State::VisitScheduled, tick, reason: None };
    made(change, &before, before.row.clone(), step).await?;
    change.replace_children::<application_visit::Entity>("visits", visits, &planned)
}

pub(super) async fn record_visit(
    input: &LicenceApplicationRecordVisitInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    for (length, most, path) in
        [(input.members.len(), MOST_MEMBERS, "members"), (input.findings.len(), MOST_NORMS, "findings")]
    {
        if length > most {
            let message = Message::new("list-too-long").with("maximum", most);
            return Err(Mistake::new(UserErrorCode::TooLong, message, path).into());
        }
    }
    let Some(planned) = before.facts.visits.last() else { return Err(Mistake::not_found("id").into()) };
    let day = input.visited_on.0;
    change.require(input.visited_on.is_past(change.today(), "visitedOn"));
    if before.row.submitted_on.is_some_and(|submitted| day < submitted) {
        change.note(vec![invalid("application-before-submitted", "visitedOn")]);
    }
    let minutes = change.take(input.minutes.key_at("minutes"));
    let there = minutes.and_then(|id| before.facts.document_of_house(id));
    if minutes.is_some() && there.is_none_or(|document| document.category_code != MINUTES) {
        change.note(vec![invalid("application-minutes-wanted", "minutes")]);
    }
    if let Some(minutes) = there.map(|document| document.id) {
        let visits = change.find::<application_visit::Entity>();
        let told = visits.filter(application_visit::COLUMN.minutes_id.eq(minutes)).one().await?;
        if told.is_some() {
            change.note(vec![invalid("application-minutes-twice", "minutes")]);
        }
    }
    let capacity = places(change, input.capacity.as_ref());
    let members = members(change, planned.id, input);
    let findings = findings(change, planned.id, &before.facts, &input.findings);
    change.settle()?;
    let visited = application_visit::Model {
        visited_on: Some(day),
        minutes_id: minutes,
        opinion: Some(input.opinion),
        capacity_total: capacity.0,
        capacity_female: capacity.1,
        capacity_male: capacity.2,
        ..planned.clone()
    };
    let tick = Tick::Begin(ApplicationStep::Decision);
    let step = Made { transition: Transition::RecordVisit, state: State::Visited, tick, reason: None };
    made(change, &before, before.row.clone(), step).await?;
    change.replace_children::<application_visit::Entity>("visits", std::slice::from_ref(planned), &[visited])?;
    change.replace_children::<visit_member::Entity>("members", &[], &members)?;
    change.replace_children::<visit_finding::Entity>("findings", &[], &findings)
}

fn members(
    change: &mut Change,
    visit: ApplicationVisitId,
    input: &LicenceApplicationRecordVisitInput,
) -> Vec<visit_member::Model> {
    if input.members.is_empty() {
        change.note(vec![Mistake::new(UserErrorCode::Blank, Message::new("application-members-blank"), "members")]);
    }
    let mut members = Vec::new();
    for (index, (member, position)) in input.members.iter().zip(1..).enumerate() {
        let path = format!("members.{index}.post");
        let post = match (&member.post, member.body) {
            (None, CommissionBody::Other) => {
                change.note(vec![Mistake::new(UserErrorCode::Blank, Message::new("application-post-blank"), &path)]);
                None
            }
            (post, _) => post.as_deref().and_then(|post| change.take(needed_text(post, LONGEST_POST, &path))),
        };
        members.push(visit_member::Model { visit_id: visit, position, body: member.body, post });
    }
    members
}

fn findings(
    change: &mut Change,
    visit: ApplicationVisitId,
    facts: &Facts,
    found: &[VisitFindingInput],
) -> Vec<visit_finding::Model> {
    let mut findings: Vec<visit_finding::Model> = Vec::new();
    for (index, finding) in found.iter().enumerate() {
        let at = |field: &str| format!("findings.{index}.{field}");
        change.require(is_a_norm(facts, &finding.norm, &at("norm")));
        if findings.iter().any(|known| known.norm_code == finding.norm) {
            change.note(vec![invalid("application-norm-twice", &at("norm"))]);
        }
        let remark = remark(change, finding.remark.as_deref(), &at("remark"));
        if finding.verdict != NormVerdict::Met && finding.remark.is_none() {
            let message = Message::new("application-finding-remark");
            change.note(vec![Mistake::new(UserErrorCode::Blank, message, &at("remark"))]);
        }
        findings.push(visit_finding::Model {
            visit_id: visit,
            norm_code: finding.norm.clone(),
            verdict: finding.verdict,
            remark,
        });
    }
    for norm in facts.rules.iter().flat_map(|rules| &rules.norms).filter(|norm| norm.mandatory) {
        if !found.iter().any(|finding| finding.norm == norm.code) {
            let message = Message::new("application-norm-not-judged").with("norm", norm.code.clone());
            change.note(vec![Mistake::new(UserErrorCode::Blank, message, "findings")]);
        }
    }
    findings
}
