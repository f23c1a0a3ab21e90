//! What an establishment adds to the measures: itself, by kind and state of its licence, where it stands and whom it serves; its
//! places; that it opened and closed, and was licensed. What it was until something changed counts until then; where it
//! stood, by the boundaries of now, where it stands.

use chrono::NaiveDate;
use entity::counter::{Boundaries, Measure};
use entity::establishment::{self, EstablishmentState};
use entity::establishment_audience::Audience;
use entity::id::{AssociationId, CommuneId, DelegationId};
use entity::licence_period::{self, LicenceState};
use entity::{establishment_audience, establishment_past};
use sea_orm::ActiveEnum;

use crate::db::counter::{Cell, Dimension, Growth, Place};
use crate::statistics::{Span, once};

/// Whatever of an establishment is counted.
#[derive(Debug)]
pub struct Counted<'a> {
    /// Itself.
    pub house: &'a establishment::Model,
    /// What it was before, the earliest first.
    pub past: &'a [establishment_past::Model],
    /// The states of its licence.
    pub licences: &'a [licence_period::Model],
    /// Whom it serves, then as now.
    pub audiences: &'a [Audience],
}

/// What an establishment was for a while.
#[derive(Clone, Copy)]
struct Was {
    span: Span,
    delegation: DelegationId,
    commune: CommuneId,
    association: Option<AssociationId>,
    total: Option<i32>,
    female: Option<i32>,
    male: Option<i32>,
}

impl Counted<'_> {
    /// What it adds to the measures.
    #[must_use]
    pub fn growth(&self) -> Vec<Growth> {
        let mut growth = Vec::new();
        if self.house.state == EstablishmentState::Planned {
            return growth;
        }
        let whole = self.whiles();
        let moved = |was: &Was| (was.delegation, was.commune) != (self.house.delegation_id, self.house.commune_id);
        let was_elsewhere = whole.iter().any(moved);
        for was in whole {
            let now = Was { delegation: self.house.delegation_id, commune: self.house.commune_id, ..was };
            growth.extend(self.of(&now, Boundaries::Current));
            if was_elsewhere && moved(&was) {
                growth.extend(self.of(&was, Boundaries::Historical));
                let here = self.of(&now, Boundaries::Historical);
                growth.extend(here.into_iter().map(|growth| Growth { by: -growth.by, ..growth }));
            }
        }
        growth
    }

    /// What it was, one after the other.
    fn whiles(&self) -> Vec<Was> {
        let house = self.house;
        let mut first = None;
        let mut whiles = Vec::new();
        for past in self.past {
            whiles.push(Was {
                span: Span { first, last: Some(past.until) },
                delegation: past.delegation_id,
                commune: past.commune_id,
                association: past.association_id,
                total: past.capacity_total,
                female: past.capacity_female,
                male: past.capacity_male,
            });
            first = past.until.succ_opt();
        }
        whiles.push(Was {
            span: Span { first, last: None },
            delegation: house.delegation_id,
            commune: house.commune_id,
            association: house.association_id,
            total: house.capacity_total,
            female: house.capacity_female,
            male: house.capacity_male,
        });
        whiles
    }

    /// What it added while it was so.
    fn of(&self, was: &Was, boundaries: Boundaries) -> Vec<Growth> {
        let place =
            Place { delegation: was.delegation, association: was.association, establishment: Some(self.house.id) };
        let cell = Cell::default()
            .with(Dimension::Kind, &self.house.kind_code)
            .with(Dimension::Commune, was.commune.0.to_string())
            .with_each(Dimension::Audience, self.audiences.iter().map(ActiveEnum::to_value).collect());
        let grown = |measure, (month, by), times: i64, cell: &Cell| Growth {
            measure,
            place,
            boundaries,
            month,
            by: by * times,
            cell: cell.clone(),
        };
        let mut growth = Vec::new();
        let open = was.span.within(Span { first: self.house.opened_on, last: self.house.closed_on });
        for (span, state) in open.map(|open| licensed(open, self.licences)).unwrap_or_default() {
            let cell = cell.clone().with(Dimension::Licence, state.map(|state| state.to_value()).unwrap_or_default());
            growth.extend(span.steps().into_iter().map(|step| grown(Measure::Establishments, step, 1, &cell)));
        }
        for (sex, places) in places(was) {
            let cell = cell.clone().with(Dimension::Sex, sex);
            let steps = open.map(Span::steps).unwrap_or_default().into_iter();
            growth.extend(steps.map(|step| grown(Measure::Capacity, step, places, &cell)));
        }
        let within = |day: NaiveDate| was.span.within(Span { first: Some(day), last: Some(day) }).map(|_| day);
        let licences = granted(self.licences).into_iter();
        let days = [
            (Measure::EstablishmentsOpened, self.house.opened_on),
            (Measure::EstablishmentsClosed, self.house.closed_on),
        ];
        let days = days.into_iter().chain(licences.map(|licence| (Measure::LicencesGranted, Some(licence.starts_on))));
        growth.extend(days.filter_map(|(measure, day)| Some(grown(measure, once(within(day?))?, 1, &cell))));
        growth
    }
}

/// The spans by which a licence was granted. One that follows a suspension without a gap goes on, and so does one that follows a
/// licensed one by the same decision.
#[must_use]
fn granted(licences: &[licence_period::Model]) -> Vec<&licence_period::Model> {
    let goes_on = |licence: &licence_period::Model| {
        let follows = |before: &&licence_period::Model| {
            before.ends_on.and_then(|last| last.succ_opt()) == Some(licence.starts_on)
        };
        licences.iter().find(follows).is_some_and(|before| match before.state {
            LicenceState::Suspended => true,
            LicenceState::Licensed => {
                before.decision_number.is_some() && before.decision_number == licence.decision_number
            }
            LicenceState::InProgress | LicenceState::Withdrawn => false,
        })
    };
    let licensed = licences.iter().filter(|licence| licence.state == LicenceState::Licensed);
    licensed.filter(|licence| !goes_on(licence)).collect()
}

/// A span in parts, each with the state of the licence in it.
fn licensed(span: Span, licences: &[licence_period::Model]) -> Vec<(Span, Option<LicenceState>)> {
    let mut licences: Vec<_> = licences.iter().collect();
    licences.sort_by_key(|licence| licence.starts_on);
    let (mut parts, mut first) = (Vec::new(), None);
    for licence in licences {
        let before = Span { first, last: licence.starts_on.pred_opt() };
        let during = Span { first: Some(licence.starts_on), last: licence.ends_on };
        let without = first.is_none_or(|first| first < licence.starts_on).then_some((before, None));
        parts.extend(without.into_iter().chain([(during, Some(licence.state))]));
        match licence.ends_on.and_then(|last| last.succ_opt()) {
            Some(next) => first = Some(next),
            None => return within(span, parts),
        }
    }
    parts.push((Span { first, last: None }, None));
    within(span, parts)
}

fn within(span: Span, parts: Vec<(Span, Option<LicenceState>)>) -> Vec<(Span, Option<LicenceState>)> {
    parts.into_iter().filter_map(|(part, state)| Some((part.within(span)?, state))).collect()
}

/// Its places: for girls and women, for boys and men, and those that are not kept apart.
fn places(was: &Was) -> Vec<(&'static str, i64)> {
    let Some(total) = was.total else {
        let apart = [("FEMALE", was.female), ("MALE", was.male)];
        return apart.into_iter().filter_map(|(sex, places)| Some((sex, places?.into()))).collect();
    };
    let (female, male) = (was.female.unwrap_or_default(), was.male.unwrap_or_default());
    let parts = [("FEMALE", female), ("MALE", male), ("", total - female - male)];
    parts.into_iter().filter(|(_, places)| *places != 0).map(|(sex, places)| (sex, places.into())).collect()
}

/// Whom it serves, of its rows.
#[must_use]
pub fn audiences_of(rows: &[establishment_audience::Model]) -> Vec<Audience> {
    rows.iter().map(|row| row.audience).collect()
}
