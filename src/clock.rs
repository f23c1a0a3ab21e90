//! The clock, handed in: nothing here reads the time by itself.

use std::fmt;
use std::sync::Arc;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, NaiveDate, Utc};
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

/// A day, ISO 8601: `2022-05-31`. Office days are those of Morocco.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        if text.len() != "2022-05-31".len() {
            return Err(InputValueError::expected_type(value));
        }
        text.parse().map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
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

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}
