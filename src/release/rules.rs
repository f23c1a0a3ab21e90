//! The rules of publishing, each a function named after it.

use chrono::NaiveDate;
use entity::month::YearMonth;
use entity::release;

use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;

/// Whether a month has ended on a day.
pub(super) fn has_ended(month: YearMonth, today: NaiveDate) -> bool {
    month.last_day().is_some_and(|last| last < today)
}

/// The last month that has ended on a day.
#[must_use]
pub fn last_ended(today: NaiveDate) -> Option<YearMonth> {
    let first = today - chrono::Days::new(u64::from(chrono::Datelike::day0(&today)));
    YearMonth::of(first.pred_opt()?)
}

/// What is counted at the end of a month is not known before.
pub(super) fn month_has_ended(month: YearMonth, today: NaiveDate) -> Result<(), Mistake> {
    if has_ended(month, today) {
        Ok(())
    } else {
        Err(Mistake::new(UserErrorCode::Invalid, Message::new("month-future"), "month"))
    }
}

/// A month is published once, and none before one that is: what is worked out next is worked out against the last.
pub(super) fn follows_the_last(month: YearMonth, last: Option<&release::Model>) -> Result<(), Mistake> {
    match last {
        Some(last) if last.month == month => {
            Err(Mistake::new(UserErrorCode::Taken, Message::new("release-there").with("month", month), "month"))
        }
        Some(last) if last.month > month => {
            let message = Message::new("release-order").with("last", last.month);
            Err(Mistake::new(UserErrorCode::Invalid, message, "month"))
        }
        Some(_) | None => Ok(()),
    }
}

/// No figure below the threshold can be worked out.
pub(super) fn is_protected(unprotected: &[String]) -> Result<(), Mistake> {
    match unprotected {
        [] => Ok(()),
        [first, ..] => {
            let message = Message::new("release-unprotected").with("count", unprotected.len()).with("figure", first);
            Err(Mistake::new(UserErrorCode::Invalid, message, "month"))
        }
    }
}

/// A release is withdrawn once.
pub(super) fn not_withdrawn(release: &release::Model) -> Result<(), Mistake> {
    match release.withdrawn_at {
        None => Ok(()),
        Some(_) => Err(Mistake::new(UserErrorCode::Invalid, Message::new("release-withdrawn"), "id")),
    }
}
