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
