//! What an application does to the licence of its house: it counts as being licensed while one is under way and it has none, and
//! is licensed when one is issued.

use chrono::NaiveDate;
use entity::application_change::LicensedMatter;
use entity::application_event::ApplicationTransition as Transition;
use entity::id::LicencePeriodId;
use entity::licence_application::{self, ApplicationState as State};
use entity::licence_period::{self, LicenceState};
use entity::notice::NoticeKind;
use entity::rule_set_document::ApplicationKind;
use uuid::Uuid;

use super::change::{Before, Made, made, tell_both};
use super::clock::Tick;
use super::input::LicenceApplicationIssueInput;
use crate::db::{Change, Refused};
use crate::licence::{LicensedHouse, LicensedPlaces, NextLicence, licence_changes};

/// The house is being licensed from now on, on the days of which nothing was decided: what was is not touched.
pub(super) async fn begin(change: &mut Change, before: &Before) -> Result<(), Refused> {
    let (row, house) = (&before.row, &before.facts.house);
    let today = change.today();
    let Some((from, until)) = undecided_days(&before.facts.licences, today) else { return Ok(()) };
    let in_progress = undecided(Some(LicenceState::InProgress), (from, until), row);
    licence_changes(change, house, NextLicence { application_id: Some(row.id), ..in_progress }).await?;
    Ok(())
}

/// The first days from a day on of which nothing was decided, neither a licence nor its end; `None` where there are none.
fn undecided_days(licences: &[licence_period::Model], today: NaiveDate) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let is_decided = |period: &&licence_period::Model| period.state != LicenceState::InProgress;
    let mut from = today;
    for period in licences.iter().filter(is_decided) {
        if period.starts_on <= from && period.ends_on.is_none_or(|last| from <= last) {
            from = period.ends_on?.succ_opt()?;
        }
    }
    let next = licences.iter().filter(is_decided).map(|period| period.starts_on).filter(|day| from < *day).min();
    Some((from, next.and_then(|day| day.pred_opt())))
}

/// The house is not being licensed any more.
pub(super) async fn end(change: &mut Change, before: &Before) -> Result<(), Refused> {
    let (row, house) = (&before.row, &before.facts.house);
    let today = change.today();
    // A house has one application under way: if it is being licensed, then by this one.
    let own = before
        .facts
        .licences
        .iter()
        .find(|period| period.state == LicenceState::InProgress && period.ends_on.is_none_or(|last| today <= last));
    let Some(own) = own else { return Ok(()) };
    let next = undecided(None, (own.starts_on.max(today), own.ends_on), row);
    licence_changes(change, house, next).await?;
    Ok(())
}

/// What becomes of a licence without a decision, from a day to a day; what was decided for later goes on behind it.
fn undecided(
    state: Option<LicenceState>,
    (from, until): (NaiveDate, Option<NaiveDate>),
    row: &licence_application::Model,
) -> NextLicence {
    NextLicence {
        id: LicencePeriodId(Uuid::now_v7()),
        state,
        from,
        until,
        goes_on: true,
        framework: Some(row.framework),
        decision_number: None,
        authority_code: None,
        decided_on: None,
        places: LicensedPlaces::default(),
        house: LicensedHouse::default(),
        application_id: None,
        public_number: None,
    }
}

/// The licence that was decided. Of a modification, what was decided for the days behind it goes on.
fn decided(before: &Before, today: NaiveDate) -> NextLicence {
    let (row, house) = (&before.row, &before.facts.house);
    let changes = |matter| before.facts.matters().any(|changed| changed == matter);
    NextLicence {
        goes_on: row.kind == ApplicationKind::Modification,
        decision_number: row.decision_number.clone(),
        authority_code: row.authority_code.clone(),
        decided_on: row.decided_on,
        places: LicensedPlaces { total: row.granted_total, female: row.granted_female, male: row.granted_male },
        house: LicensedHouse {
            legal_category_code: Some(row.legal_category_code.clone()),
            // Where it may move to, and who may come, is said when they do.
            commune_id: (!changes(LicensedMatter::Premises)).then_some(house.commune_id),
            manager_id: house.association_id.filter(|_| !changes(LicensedMatter::Manager)),
        },
        application_id: Some(row.id),
        ..undecided(Some(LicenceState::Licensed), (row.valid_from.unwrap_or(today), row.valid_until), row)
    }
}

pub(super) async fn issue(
    _: &LicenceApplicationIssueInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let next = decided(&before, change.today());
    // The row names its licence: it is known before either is staged.
    let after = licence_application::Model { licence_period_id: Some(next.id), ..before.row.clone() };
    let step = Made { transition: Transition::Issue, state: State::Licensed, tick: Tick::Stop, reason: None };
    made(change, &before, after, step).await?;
    licence_changes(change, &before.facts.house, next).await?;
    tell_both(change, NoticeKind::LicenceIssued, &before.row).await
}
