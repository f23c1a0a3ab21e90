//! What a validated return adds to the measures, in each month of its period: that the house has reported, and each of its
//! figures. It counts for the association that ran the house on the last day of the period, and where the house stands; by
//! the boundaries of then, where it stood on that day.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::counter::{Boundaries, Measure};
use entity::id::EstablishmentId;
use entity::return_item::{self, ReturnSection};
use entity::season_return::{self, SeasonReturnState};
use entity::{establishment, establishment_past, season_return_line};
use sea_orm::{ActiveEnum, ColumnTrait};

use crate::db::Change;
use crate::db::counter::{Cell, Dimension, Growth, Place};
use crate::error::Error;
use crate::establishment::was_on;
use crate::statistics::Span;

/// Whatever of a return is counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// Itself.
    pub report: &'a season_return::Model,
    /// Its figures.
    pub lines: &'a [season_return_line::Model],
    /// Its house.
    pub house: &'a establishment::Model,
    /// What the house was, the earliest first.
    pub past: &'a [establishment_past::Model],
}

/// All that can be asked for in a return, by code.
pub(super) type Items = HashMap<String, return_item::Model>;

impl Counted<'_> {
    /// What it adds to the measures; nothing while it is not validated.
    #[must_use]
    pub fn growth(&self, items: &Items) -> Vec<Growth> {
        let mut growth = Vec::new();
        let report = self.report;
        let Some(last) = report.period_last.last_day().filter(|_| report.state == SeasonReturnState::Validated) else {
            return growth;
        };
        let first = NaiveDate::from_ymd_opt(report.period_first.year(), report.period_first.month(), 1);
        let steps = Span { first, last: Some(last) }.steps();
        let was = was_on(last, self.house, self.past);
        let stood = (Boundaries::Historical, was.delegation_id, was.commune_id, 1);
        let stands = (Boundaries::Current, self.house.delegation_id, self.house.commune_id, 1);
        let mut counted_at = vec![stands];
        if (stood.1, stood.2) != (stands.1, stands.2) {
            counted_at.extend([stood, (Boundaries::Historical, stands.1, stands.2, -1)]);
        }
        for (measure, figure, cell) in self.figures(items) {
            for (boundaries, delegation, commune, sign) in &counted_at {
                let place = Place {
                    delegation: *delegation,
                    association: was.association_id,
                    establishment: Some(self.house.id),
                };
                let cell = cell.clone().with(Dimension::Commune, commune.0.to_string());
                growth.extend(steps.iter().map(|(month, step)| Growth {
                    measure,
                    place,
                    boundaries: *boundaries,
                    month: *month,
                    by: step * figure * sign,
                    cell: cell.clone(),
                }));
            }
        }
        growth
    }

    fn figures(&self, items: &Items) -> Vec<(Measure, i64, Cell)> {
        let kind = || Cell::default().with(Dimension::Kind, &self.house.kind_code);
        let of_line = |line: &season_return_line::Model| {
            let item = items.get(&line.item_code)?;
            let measure = match item.section {
                ReturnSection::HeadCount => Measure::PeopleServed,
                ReturnSection::Orphans => Measure::OrphansServed,
                ReturnSection::Disability => Measure::PersonsWithDisabilityServed,
                ReturnSection::Present => Measure::PeoplePresent,
                ReturnSection::Beds => Measure::Beds,
                ReturnSection::Staff => Measure::Staff,
                ReturnSection::Budget => Measure::Expenditure,
            };
            let qualified = item.qualified.map(|qualified| if qualified { "TRUE" } else { "FALSE" });
            let cell = kind()
                .with(Dimension::Sex, item.sex.map(|sex| sex.to_value()).unwrap_or_default())
                .with(Dimension::Band, item.band_code.clone().unwrap_or_default())
                .with(Dimension::StaffType, item.staff_type.map(|of| of.to_value()).unwrap_or_default())
                .with(Dimension::Qualified, qualified.unwrap_or_default())
                .with(Dimension::FundingSource, item.funding_source.map(|of| of.to_value()).unwrap_or_default());
            Some((measure, line.value, cell))
        };
        let both = self.report.capacity.zip(self.report.present);
        let places = both.map(|(places, taken)| [(Measure::PlacesReported, places), (Measure::PlacesTaken, taken)]);
        let places = places.into_iter().flatten().map(|(measure, figure)| (measure, i64::from(figure), kind()));
        let itself = [(Measure::Returns, 1, kind())];
        itself.into_iter().chain(places).chain(self.lines.iter().filter_map(of_line)).collect()
    }
}

/// The validated returns of a house, with all that is counted of them.
#[derive(Debug)]
pub struct Returns {
    reports: Vec<season_return::Model>,
    lines: Vec<season_return_line::Model>,
    items: Items,
}

impl Returns {
    /// Those of a house.
    pub async fn read_in(change: &Change, house: EstablishmentId) -> Result<Self, Error> {
        let reports = change.find::<season_return::Entity>();
        let reports = reports.filter(season_return::COLUMN.establishment_id.eq(house));
        let reports = reports.filter(season_return::COLUMN.state.eq(SeasonReturnState::Validated)).all().await?;
        if reports.is_empty() {
            return Ok(Self { reports, lines: Vec::new(), items: Items::new() });
        }
        let lines = change.find::<season_return_line::Entity>();
        let ids = reports.iter().map(|report| report.id);
        let lines = lines.filter(season_return_line::Column::ReturnId.is_in(ids)).all().await?;
        let items = change.find::<return_item::Entity>().all().await?;
        Ok(Self { reports, lines, items: items.into_iter().map(|item| (item.code.clone(), item)).collect() })
    }

    /// What they add to the measures, of a house as it is and was.
    #[must_use]
    pub fn growth(&self, house: &establishment::Model, past: &[establishment_past::Model]) -> Vec<Growth> {
        let of = |report: &season_return::Model| {
            let lines = self.lines.iter().filter(|line| line.return_id == report.id).cloned();
            let lines: Vec<_> = lines.collect();
            Counted { report, lines: &lines, house, past }.growth(&self.items)
        };
        self.reports.iter().flat_map(of).collect()
    }
}
