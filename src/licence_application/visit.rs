//! How visits are planned, and recorded.

use entity::application_event::ApplicationTransition as Transition;
use entity::application_visit;
use entity::id::ApplicationVisitId;
use entity::licence_application::ApplicationState as State;
use entity::rule_set_deadline::ApplicationStep;
use entity::{visit_finding, visit_member, visit_photo};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::change::{Before, Made, made};
use super::clock::Tick;
use super::draft::places;
use super::input::{LicenceApplicationPlanVisitInput, LicenceApplicationRecordVisitInput};
use crate::db::{Change, Refused};
use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;
use crate::visit::{VisitOf, findings, members, minutes_are_there, photos};

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
    // A day that is set anew leaves the deadline as it is, and so does another visit: the decision is due as it was.
    let anew = before.row.state != State::UnderInstruction;
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
    let Some(planned) = before.facts.visits.last() else { return Err(Mistake::not_found("id").into()) };
    let day = input.visited_on.0;
    change.require(input.visited_on.is_past(change.today(), "visitedOn"));
    if before.row.submitted_on.is_some_and(|submitted| day < submitted) {
        change.note(vec![invalid("application-before-submitted", "visitedOn")]);
    }
    let minutes = change.take(input.minutes.key_at("minutes"));
    let there = minutes.and_then(|id| before.facts.document_of_house(id));
    if minutes.is_some() {
        change.require(minutes_are_there(there, before.row.establishment_id));
    }
    if let Some(minutes) = there.map(|document| document.id) {
        let visits = change.find::<application_visit::Entity>();
        let told = visits.filter(application_visit::COLUMN.minutes_id.eq(minutes)).one().await?;
        if told.is_some() {
            change.note(vec![invalid("application-minutes-twice", "minutes")]);
        }
    }
    let capacity = places(change, input.capacity.as_ref());
    let members = members(change, VisitOf::Application(planned.id), &input.members)?;
    let findings = findings(change, VisitOf::Application(planned.id), before.facts.norms(), &input.findings)?;
    let house = before.row.establishment_id;
    let photos = photos(change, VisitOf::Application(planned.id), house, &input.photos).await?;
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
    let again = before.facts.visits.iter().any(|visit| visit.visited_on.is_some());
    let tick = if again { Tick::Keep } else { Tick::Begin(ApplicationStep::Decision) };
    let step = Made { transition: Transition::RecordVisit, state: State::Visited, tick, reason: None };
    made(change, &before, before.row.clone(), step).await?;
    change.replace_children::<application_visit::Entity>("visits", std::slice::from_ref(planned), &[visited])?;
    change.replace_children::<visit_member::Entity>("members", &[], &members)?;
    change.replace_children::<visit_finding::Entity>("findings", &[], &findings)?;
    change.replace_children::<visit_photo::Entity>("photos", &[], &photos)
}
