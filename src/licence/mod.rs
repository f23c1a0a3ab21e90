//! Licences of establishments (laws 14-05 and 65-15), as spans of time in which a licence has one state. The spans of a
//! house never overlap; what holds on a day is the span that covers it.

mod object;
mod scope;

use chrono::NaiveDate;
use entity::licence_period;
use sea_orm::sea_query::{Condition, ExprTrait};

pub use object::LicencePeriod;

/// The spans that cover a day.
#[must_use]
pub fn in_force_on(day: NaiveDate) -> Condition {
    let started = licence_period::COLUMN.starts_on.lte(day);
    let not_over = licence_period::COLUMN.ends_on.is_null().or(licence_period::COLUMN.ends_on.gte(day));
    Condition::all().add(started).add(not_over)
}

/// Whether a span covers a day.
#[must_use]
pub fn covers(period: &licence_period::Model, day: NaiveDate) -> bool {
    period.starts_on <= day && period.ends_on.is_none_or(|last| day <= last)
}
