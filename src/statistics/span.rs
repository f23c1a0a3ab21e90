//! Days from a first to a last, as counters count them.

use chrono::{Days, NaiveDate};
use entity::month::YearMonth;

/// Days from a first to a last; `None` where there is no first, or no last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub first: Option<NaiveDate>,
    /// The last.
    pub last: Option<NaiveDate>,
}

impl Span {
    /// The days of both; `None` where there are none.
    #[must_use]
    pub fn within(self, other: Self) -> Option<Self> {
        let first = self.first.max(other.first);
        let last = match (self.last, other.last) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let empty = first.zip(last).is_some_and(|(first, last)| last < first);
        (!empty).then_some(Self { first, last })
    }

    /// One more from the first month at whose end it holds, one less from the first at whose end it does not.
    #[must_use]
    pub fn steps(self) -> Vec<(YearMonth, i64)> {
        let starts = self.first.map_or(Some(YearMonth::BEFORE_ALL), YearMonth::of);
        let ends = self.last.and_then(|last| last.checked_add_days(Days::new(1))).and_then(YearMonth::of);
        if starts == ends {
            return Vec::new();
        }
        starts.map(|month| (month, 1)).into_iter().chain(ends.map(|month| (month, -1))).collect()
    }
}

/// Once, in the month of its day; not at all where the day is unknown.
#[must_use]
pub fn once(day: Option<NaiveDate>) -> Option<(YearMonth, i64)> {
    Some((YearMonth::of(day?)?, 1))
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
        let steps =
            |first: Option<&str>, last: Option<&str>| Span { first: first.map(day), last: last.map(day) }.steps();
        assert_eq!(steps(Some("2022-05-31"), None), [(month("2022-05"), 1)]);
        assert_eq!(steps(Some("2022-05-01"), Some("2022-06-30")), [(month("2022-05"), 1), (month("2022-07"), -1)]);
        assert_eq!(steps(Some("2022-05-01"), Some("2022-06-29")), [(month("2022-05"), 1), (month("2022-06"), -1)]);
        assert_eq!(steps(Some("2022-05-02"), Some("2022-05-30")), [], "it is there at no month's end");
        assert_eq!(steps(None, None), [(YearMonth::BEFORE_ALL, 1)], "since ever");
    }
}
