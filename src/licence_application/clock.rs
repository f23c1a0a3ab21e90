//! Deadlines: until when each step is in time, by the rules and the calendar. While the applicant completes the file, the
//! delegation's deadline pauses, and goes on with what was left of it. What is overdue follows from the day: no time passes by
//! a write.

use chrono::NaiveDate;
use entity::licence_application;
use entity::rule_set_deadline::{self, ApplicationStep};

use super::facts::Facts;
use crate::holiday::Calendar;

/// What moves the clock of an application.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tick {
    /// A step begins.
    Begin(ApplicationStep),
    /// The applicant is asked for something: the delegation's deadline pauses.
    Pause,
    /// The applicant has answered: it goes on.
    Resume,
    /// The applicant fixes what the reserves ask for, up to a day: no deadline of the rules runs.
    Until(NaiveDate),
    /// No deadline runs any more.
    Stop,
    /// It goes on as it is.
    Keep,
}

/// An application, as its clock stands after a tick.
pub(super) fn ticked(
    row: licence_application::Model,
    tick: Tick,
    facts: &Facts,
    calendar: &Calendar,
    today: NaiveDate,
) -> licence_application::Model {
    let deadline = |step| {
        let mut deadlines = facts.rules.iter().flat_map(|rules| &rules.deadlines);
        deadlines.find(|deadline: &&rule_set_deadline::Model| deadline.step == step)
    };
    let due = |step| deadline(step).map(|deadline| calendar.due(today, deadline.days, deadline.unit));
    match tick {
        Tick::Begin(step) => licence_application::Model {
            step: Some(step),
            due_on: due(step),
            paused_on: None,
            paused_due_on: None,
            ..row
        },
        Tick::Pause => licence_application::Model {
            step: Some(ApplicationStep::Completion),
            due_on: due(ApplicationStep::Completion),
            paused_on: row.due_on.map(|_| today),
            paused_due_on: row.due_on,
            ..row
        },
        Tick::Resume => {
            let step = ApplicationStep::Completeness;
            let left = row.paused_on.zip(row.paused_due_on).zip(deadline(step));
            let due_on = left.map(|((since, due), deadline)| {
                let paused = calendar.days_between(since, today, deadline.unit);
                calendar.paused(due, paused, deadline.unit)
            });
            licence_application::Model { step: Some(step), due_on, paused_on: None, paused_due_on: None, ..row }
        }
        Tick::Until(day) => {
            licence_application::Model { step: None, due_on: Some(day), paused_on: None, paused_due_on: None, ..row }
        }
        Tick::Stop => {
            licence_application::Model { step: None, due_on: None, paused_on: None, paused_due_on: None, ..row }
        }
        Tick::Keep => row,
    }
}
