//! A month of a year, as a column: `year * 100 + month`, so that months compare as numbers on every database.

use std::fmt;
use std::str::FromStr;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, NaiveDate};
use sea_orm::DeriveValueType;

/// A month of a year, such as May 2022.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct YearMonth(i32);

impl YearMonth {
    /// Before every month that anything is known of.
    pub const BEFORE_ALL: Self = Self(1);

    /// After every month that anything is known of.
    pub const AFTER_ALL: Self = Self(999_912);

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
        let (year, month) = if self.month() == 12 { (self.year() + 1, 1) } else { (self.year(), self.month() + 1) };
        NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl FromStr for YearMonth {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "a month is written YYYY-MM, such as 2022-05";
        let (year, month) = text.split_once('-').ok_or(FORM)?;
        let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(FORM);
        }
        Self::try_new(year.parse().map_err(|_| FORM)?, month.parse().map_err(|_| FORM)?).ok_or(FORM)
    }
}

/// A month of a year, ISO 8601: `2022-05`.
#[Scalar]
impl ScalarType for YearMonth {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse().map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}
