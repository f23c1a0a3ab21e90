//! Statistics: counters of what there is, kept with every change in its own transaction, so that a figure costs a sum over
//! a few rows however large the register grows.
//!
//! A *stock* adds one in the month of its first day and takes one away in the month after its last. A span that ends in
//! the future writes both when it is entered: time passes without a write. A *flow* counts once, in the month of its day.
//! Each row also holds the month in which it was entered, so that a late correction can be told from what was known before
//! (`asKnownOn`). Years that have ended are closed: a balance for each stock at the end of each, so that what there is now
//! is one balance and at most twelve months.

mod recount;
mod scope;

use chrono::{Days, NaiveDate};
use entity::counter::{self, Measure};
use entity::establishment::{self, EstablishmentState};
use entity::licence_period::{self, LicenceState};
use entity::month::YearMonth;

use crate::auth::{NationalRole, Viewer};
use crate::db::Pool;
use crate::db::counter::Growth;
use crate::error::Error;

pub use recount::{Difference, differences, rebuild};

/// What an establishment of a wide kind adds to the measures, with its licences.
#[must_use]
pub fn growth_of(house: &establishment::Model, wide_kind: &str, licences: &[licence_period::Model]) -> Vec<Growth> {
    if house.state == EstablishmentState::Planned {
        return Vec::new();
    }
    let open = Span { first: house.opened_on, last: house.closed_on };
    let whole = |measure| open.growth(measure);
    let mut growth = match wide_kind {
        "EPS" => licences
            .iter()
            .filter_map(|licence| {
                let measure = match licence.state {
                    LicenceState::Licensed => Measure::LicensedEps,
                    LicenceState::InProgress => Measure::EpsBeingLicensed,
                    LicenceState::Suspended | LicenceState::Withdrawn => return None,
                };
                Some(open.within(Span { first: Some(licence.starts_on), last: licence.ends_on })?.growth(measure))
            })
            .flatten()
            .collect(),
        "CEF" => whole(Measure::Cef),
        "JE" => whole(Measure::Kindergartens),
        "COMPLEX" => whole(Measure::SocialComplexes),
        "DISABILITY_CENTER" => whole(Measure::DisabilityCenters),
        _ => Vec::new(),
    };
    let granted = licences.iter().filter(|licence| licence.state == LicenceState::Licensed);
    growth.extend(flow(Measure::EstablishmentsOpened, house.opened_on));
    growth.extend(flow(Measure::EstablishmentsClosed, house.closed_on));
    growth.extend(granted.filter_map(|licence| flow(Measure::LicencesGranted, Some(licence.starts_on))));
    growth
}

/// Once, in the month of its day; not at all where the day is unknown.
fn flow(measure: Measure, day: Option<NaiveDate>) -> Option<Growth> {
    Some((measure, YearMonth::of(day?)?, 1))
}

/// Days from a first to a last; `None` where there is no first, or no last.
#[derive(Clone, Copy, Debug)]
struct Span {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

impl Span {
    /// The days of both; `None` where there are none.
    fn within(self, other: Self) -> Option<Self> {
        let first = self.first.max(other.first);
        let last = match (self.last, other.last) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let empty = first.zip(last).is_some_and(|(first, last)| last < first);
        (!empty).then_some(Self { first, last })
    }

    /// One more from the first month at whose end it holds, one less from the first at whose end it does not.
    fn growth(self, measure: Measure) -> Vec<Growth> {
        let starts = self.first.map_or(Some(YearMonth::BEFORE_ALL), YearMonth::of);
        let ends = self.last.and_then(|last| last.checked_add_days(Days::new(1))).and_then(YearMonth::of);
        if starts == ends {
            return Vec::new();
        }
        starts.map(|month| (measure, month, 1)).into_iter().chain(ends.map(|month| (measure, month, -1))).collect()
    }
}

/// Whether nothing has been counted yet.
pub async fn is_empty(pool: &Pool) -> Result<bool, Error> {
    let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Auditor));
    Ok(db.find::<counter::Entity>().count().await? == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn month(text: &str) -> YearMonth {
        text.parse().unwrap()
    }

    /// By hand: a house open on the last day of a month is there at its end.
    #[test]
    fn a_stock_holds_at_the_end_of_each_month_on_whose_last_day_it_does() {
        let growth = |first: Option<&str>, last: Option<&str>| {
            Span { first: first.map(day), last: last.map(day) }.growth(Measure::Cef)
        };
        assert_eq!(growth(Some("2022-05-31"), None), [(Measure::Cef, month("2022-05"), 1)]);
        assert_eq!(
            growth(Some("2022-05-01"), Some("2022-06-30")),
            [(Measure::Cef, month("2022-05"), 1), (Measure::Cef, month("2022-07"), -1)]
        );
        assert_eq!(
            growth(Some("2022-05-01"), Some("2022-06-29")),
            [(Measure::Cef, month("2022-05"), 1), (Measure::Cef, month("2022-06"), -1)]
        );
        assert_eq!(growth(Some("2022-05-02"), Some("2022-05-30")), [], "it is there at no month's end");
        assert_eq!(growth(None, None), [(Measure::Cef, YearMonth::BEFORE_ALL, 1)], "since ever");
    }
}
