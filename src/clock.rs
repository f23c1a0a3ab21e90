//! The clock, handed in: nothing here reads the time by itself.

use std::fmt;
use std::sync::Arc;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Africa::Casablanca;

use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

impl Date {
    /// What is recorded as having happened has.
    pub fn is_past(self, today: NaiveDate, path: &str) -> Result<(), Mistake> {
        if self.0 <= today {
            Ok(())
        } else {
            Err(Mistake::new(UserErrorCode::Invalid, Message::new("date-future"), path))
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A day, ISO 8601: `2022-05-31`, from the year 1000. Office days are those of Morocco.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        // The calendar's own reader also takes signs, blanks, and years that no database column holds.
        let form = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
        let of_form = text.len() == "2022-05-31".len() && text.bytes().enumerate().all(form);
        if !of_form || text.as_str() < "1000-01-01" {
            return Err(InputValueError::expected_type(value));
        }
        text.parse().map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

/// A source of the present moment.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn system() -> Self {
        Self(Arc::new(Utc::now))
    }

    /// A clock that a function sets.
    pub fn new(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }

    /// The present office day: the date in Morocco, whose offset changes in Ramadan.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        office_day(self.now())
    }
}

/// The office day of a moment.
#[must_use]
pub fn office_day(moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&Casablanca).date_naive()
}

/// The moment at which an office day begins.
#[must_use]
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    office_moment(day, NaiveTime::MIN)
}

/// The moment at which clocks in Morocco show a time of an office day; the first, where they do so twice.
#[must_use]
pub fn office_moment(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let shown = day.and_time(time);
    // Where clocks are put forward over that time, it is when they are.
    let local = Casablanca.from_local_datetime(&shown);
    local.earliest().map_or_else(|| shown.and_utc(), |moment| moment.with_timezone(&Utc))
}

/// A day as offices write it, 27/11/2026.
#[must_use]
pub fn written_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A moment as offices write it: the day and the time in Morocco, 27/11/2026 and 10:00.
#[must_use]
pub fn written(moment: DateTime<Utc>) -> [String; 2] {
    let local = moment.with_timezone(&Casablanca);
    ["%d/%m/%Y", "%H:%M"].map(|form| local.format(form).to_string())
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_morocco() {
        // An hour ahead of UTC, and not in Ramadan (18 February to 19 March 2026; clocks change on 15 February and 22 March).
        for (day, moment) in [("2026-11-24", "2026-11-23T23:00:00Z"), ("2026-03-01", "2026-03-01T00:00:00Z")] {
            assert_eq!(start_of(day.parse().unwrap()), moment.parse::<DateTime<Utc>>().unwrap(), "{day}");
        }
    }

    #[test]
    fn a_day_is_written_in_one_form() {
        let read = |text: &str| <Date as ScalarType>::parse(Value::String(text.to_owned())).is_ok();
        assert!(read("2022-05-31") && read("1000-01-01") && read("9999-12-31"));
        for wrong in [
            "-001-01-01",
            "+99999-1-1",
            "-99999-1-1",
            "  2022-5-1",
            "2022-5-001",
            "0999-12-31",
            "2022-02-30",
            "2022/05/31",
            "٢٠٢٢-٠٥-٣١",
            "",
        ] {
            assert!(!read(wrong), "{wrong}");
        }
    }
}
