//! A month of a year, as a column: `year * 100 + month`, so that months compare as numbers on every database.

use chrono::{Datelike, NaiveDate};
use sea_orm::DeriveValueType;

/// A month of a year, such as May 2022.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct YearMonth(i32);

impl YearMonth {
    /// The month `month` (1 to 12) of `year` (0 to 9999); `None` outside these.
    #[must_use]
    pub fn try_new(year: i32, month: u32) -> Option<Self> {
        let month = i32::try_from(month).ok()?;
        ((0..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Self(year * 100 + month))
    }

    /// The month in which a day falls.
    #[must_use]
    pub fn of(day: NaiveDate) -> Option<Self> {
        Self::try_new(day.year(), day.month())
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0 / 100
    }

    /// The month of the year, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        (self.0 % 100).unsigned_abs()
    }

    /// The month's last day. `None` only for a value that no constructor here makes.
    #[must_use]
    pub fn last_day(self) -> Option<NaiveDate> {
        let (year, month) = if self.month() == 12 {
            (self.year() + 1, 1)
        } else {
            (self.year(), self.month() + 1)
        };
        NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
    }
}
