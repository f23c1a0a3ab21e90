//! Periods of returns, and which template asks a house for one.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use entity::month::YearMonth;
use entity::return_template::{self, ReturnPeriod};
use entity::{establishment_kind, return_template_kind};

use crate::db::{Change, ScopedDb};
use crate::error::Error;

/// The months of which a return speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Period {
    pub(super) first: YearMonth,
    pub(super) last: YearMonth,
}

impl Period {
    /// The period of a template that begins in a month; `None` where none does.
    pub(super) fn starting(template: &return_template::Model, first: YearMonth) -> Option<Self> {
        match template.period {
            ReturnPeriod::Month => Some(Self { first, last: first }),
            ReturnPeriod::Season => {
                let [begins, ends] = season(template)?;
                let year = first.year() + i32::from(ends < begins);
                (first.month() == begins).then_some(Self { first, last: YearMonth::try_new(year, ends)? })
            }
        }
    }

    /// The last period of a template that was over before a day.
    pub(super) fn last_over(template: &return_template::Model, day: NaiveDate) -> Option<Self> {
        let this = YearMonth::of(day)?;
        let mut first = match template.period {
            ReturnPeriod::Month => this,
            ReturnPeriod::Season => YearMonth::try_new(this.year(), season(template)?[0])?,
        };
        loop {
            let period = Self::starting(template, first)?;
            if period.is_over_before(day) {
                return Some(period);
            }
            first = period.before(template.period)?;
        }
    }

    /// The first month of the period before.
    pub(super) fn before(self, kind: ReturnPeriod) -> Option<YearMonth> {
        let (year, month) = (self.first.year(), self.first.month());
        match kind {
            ReturnPeriod::Season => YearMonth::try_new(year - 1, month),
            ReturnPeriod::Month if month == 1 => YearMonth::try_new(year - 1, 12),
            ReturnPeriod::Month => YearMonth::try_new(year, month - 1),
        }
    }

    /// Its first day.
    pub(super) fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.first.year(), self.first.month(), 1)
    }

    /// Its last day.
    pub(super) fn last_day(self) -> Option<NaiveDate> {
        self.last.last_day()
    }

    /// Whether its last day has passed.
    pub(super) fn is_over_before(self, day: NaiveDate) -> bool {
        self.last_day().is_some_and(|last| last < day)
    }

    /// The last day on which a return of it is in time.
    pub(super) fn due_on(self, template: &return_template::Model) -> Option<NaiveDate> {
        self.last_day()?.checked_add_days(Days::new(u64::try_from(template.due_days).ok()?))
    }
}

fn season(template: &return_template::Model) -> Option<[u32; 2]> {
    Some([u32::try_from(template.first_month?).ok()?, u32::try_from(template.last_month?).ok()?])
}

/// The templates there are, and the kinds that report by them.
#[derive(Debug)]
pub(super) struct Templates {
    all: Vec<return_template::Model>,
    of_kinds: Vec<return_template_kind::Model>,
    kinds: Vec<establishment_kind::Model>,
}

impl Templates {
    pub(super) async fn read(db: &ScopedDb) -> Result<Self, Error> {
        Ok(Self {
            all: db.find::<return_template::Entity>().all().await?,
            of_kinds: db.find::<return_template_kind::Entity>().all().await?,
            kinds: db.find::<establishment_kind::Entity>().all().await?,
        })
    }

    pub(super) async fn read_in(change: &Change) -> Result<Self, Error> {
        Ok(Self {
            all: change.find::<return_template::Entity>().all().await?,
            of_kinds: change.find::<return_template_kind::Entity>().all().await?,
            kinds: change.find::<establishment_kind::Entity>().all().await?,
        })
    }

    /// By which template houses of a kind report, and for which of its periods: of those in force the most specific one, for
    /// the kind itself before its wide kind, for either before one for the rest.
    pub(super) fn of_kind(
        &self,
        kind: &str,
        period: impl Fn(&return_template::Model) -> Option<Period>,
    ) -> Option<(&return_template::Model, Period)> {
        let wide = self.kinds.iter().find(|row| row.code == kind).and_then(|row| row.parent_code.as_deref());
        let rank = |template: &return_template::Model| {
            let of: BTreeSet<&str> = self
                .of_kinds
                .iter()
                .filter(|row| row.template_id == template.id)
                .map(|row| row.kind_code.as_str())
                .collect();
            match wide {
                _ if of.contains(kind) => Some(0),
                Some(wide) if of.contains(wide) => Some(1),
                Some(_) | None => of.is_empty().then_some(2),
            }
        };
        let asks = self.all.iter().filter_map(|template| {
            let (rank, period) = (rank(template)?, period(template)?);
            let in_force =
                template.in_force_from <= period.first && template.in_force_to.is_none_or(|last| period.first <= last);
            in_force.then_some((rank, template, period))
        });
        asks.min_by_key(|(rank, template, _)| (*rank, template.code.clone()))
            .map(|(_, template, period)| (template, period))
    }

    /// Which kinds report by which template for which period.
    pub(super) fn asking(
        &self,
        period: impl Fn(&return_template::Model) -> Option<Period>,
    ) -> Vec<(&return_template::Model, Period, Vec<&str>)> {
        let mut all: Vec<(&return_template::Model, Period, Vec<&str>)> = Vec::new();
        for kind in &self.kinds {
            let Some((template, asked)) = self.of_kind(&kind.code, &period) else { continue };
            match all.iter_mut().find(|(known, ..)| known.id == template.id) {
                Some((.., kinds)) => kinds.push(&kind.code),
                None => all.push((template, asked, vec![&kind.code])),
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use entity::id::ReturnTemplateId;
    use uuid::Uuid;

    use super::*;

    fn month(text: &str) -> YearMonth {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn template(code: &str, number: u128, period: ReturnPeriod) -> return_template::Model {
        let season = period == ReturnPeriod::Season;
        return_template::Model {
            id: ReturnTemplateId(Uuid::from_u128(number)),
            code: code.to_owned(),
            period,
            first_month: season.then_some(9),
            last_month: season.then_some(7),
            due_days: 60,
            jump_percent: 25,
            jump_least: 5,
            jump_least_centimes: 0,
            in_force_from: month("2015-09"),
            in_force_to: None,
            name_ar: None,
            name_fr: Some(code.to_owned()),
            source: String::new(),
        }
    }

    #[test]
    fn a_season_runs_from_september_to_july_and_a_month_is_a_month() {
        let season = template("SEASON", 1, ReturnPeriod::Season);
        let period = Period::starting(&season, month("2024-09")).unwrap();
        assert_eq!((period.first, period.last), (month("2024-09"), month("2025-07")));
        assert_eq!(period.due_on(&season), Some(day("2025-09-29")), "31 July, 31 days of August, 29 of September");
        assert_eq!(Period::starting(&season, month("2024-10")), None);
        assert_eq!(period.before(ReturnPeriod::Season), Some(month("2023-09")));
        // In August the season is over; on the last of July it is not.
        assert_eq!(Period::last_over(&season, day("2025-08-01")).unwrap().first, month("2024-09"));
        assert_eq!(Period::last_over(&season, day("2025-07-31")).unwrap().first, month("2023-09"));
        let monthly = template("MONTH", 2, ReturnPeriod::Month);
        assert_eq!(Period::last_over(&monthly, day("2025-01-31")).unwrap().first, month("2024-12"));
        assert_eq!(Period::last_over(&monthly, day("2025-02-01")).unwrap().first, month("2025-01"));
        let january = Period::starting(&monthly, month("2025-01")).unwrap();
        assert_eq!((january.last, january.before(ReturnPeriod::Month)), (month("2025-01"), Some(month("2024-12"))));
    }

    #[test]
    fn the_narrowest_template_in_force_asks() {
        let kind = |code: &str, parent: Option<&str>| establishment_kind::Model {
            code: code.to_owned(),
            parent_code: parent.map(str::to_owned),
            licence_required: true,
            name_ar: None,
            name_fr: Some(code.to_owned()),
        };
        let of = |template: &return_template::Model, kind: &str| return_template_kind::Model {
            template_id: template.id,
            kind_code: kind.to_owned(),
        };
        let general = template("GENERAL", 1, ReturnPeriod::Season);
        let wide = template("EPS", 2, ReturnPeriod::Season);
        let until = Some(month("2023-09"));
        let narrow = return_template::Model { in_force_to: until, ..template("BOARDING", 3, ReturnPeriod::Season) };
        let next = return_template::Model {
            in_force_from: month("2024-09"),
            ..template("BOARDING_2024", 4, ReturnPeriod::Season)
        };
        let templates = Templates {
            of_kinds: vec![of(&wide, "EPS"), of(&narrow, "DAR_TALIBA"), of(&next, "DAR_TALIBA")],
            kinds: vec![
                kind("EPS", None),
                kind("DAR_TALIBA", Some("EPS")),
                kind("ELDERLY", Some("EPS")),
                kind("CAS", None),
            ],
            all: vec![general, wide, narrow, next],
        };
        let asks = |kind: &str, first: &str| {
            let found = templates.of_kind(kind, |template| Period::starting(template, month(first)));
            found.map(|(template, _)| template.code.as_str())
        };
        for (kind, first, expected) in [
            ("DAR_TALIBA", "2023-09", Some("BOARDING")),
            ("DAR_TALIBA", "2024-09", Some("BOARDING_2024")),
            ("ELDERLY", "2024-09", Some("EPS")),
            ("EPS", "2024-09", Some("EPS")),
            ("CAS", "2024-09", Some("GENERAL")),
            ("CAS", "2014-09", None),
            ("CAS", "2024-08", None),
        ] {
            assert_eq!(asks(kind, first), expected, "{kind} in {first}");
        }
    }
}
