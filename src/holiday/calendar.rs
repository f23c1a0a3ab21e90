//! On which day a deadline ends. Days are office days, dates in Morocco (`crate::clock`): what arrives at 23:30 UTC arrives the
//! next day there, but not in Ramadan.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use entity::public_holiday;
use entity::rule_set_deadline::DeadlineUnit;

use crate::db::{Change, ScopedDb};
use crate::error::Error;

/// The days on which offices are closed, as far as they are known.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    holidays: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Of these holidays.
    pub fn new(holidays: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self { holidays: holidays.into_iter().collect() }
    }

    /// Of the holidays from a day on.
    pub async fn read(db: &ScopedDb, from: NaiveDate) -> Result<Self, Error> {
        let holidays = db.find::<public_holiday::Entity>().filter(public_holiday::COLUMN.day.gte(from));
        Ok(Self::new(holidays.all().await?.into_iter().map(|holiday| holiday.day)))
    }

    /// The same in a change.
    pub async fn read_in(change: &Change, from: NaiveDate) -> Result<Self, Error> {
        let holidays = change.find::<public_holiday::Entity>().filter(public_holiday::COLUMN.day.gte(from));
        Ok(Self::new(holidays.all().await?.into_iter().map(|holiday| holiday.day)))
    }

    /// Whether offices work on a day: neither on Saturday, nor on Sunday, nor on a public holiday.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        match day.weekday() {
            Weekday::Sat | Weekday::Sun => false,
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => !self.holidays.contains(&day),
        }
    }

    /// The last day of a deadline that began on a day. That day does not count, the last one does. Where the last one is no
    /// working day, the deadline ends on the next that is: the rule of procedure before courts (code of civil procedure,
    /// article 512), which offices follow; that they must is to be confirmed.
    #[must_use]
    pub fn due(&self, from: NaiveDate, days: i32, unit: DeadlineUnit) -> NaiveDate {
        let days = u32::try_from(days).unwrap_or_default();
        let last = match unit {
            DeadlineUnit::CalendarDays => from.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX),
            DeadlineUnit::WorkingDays => (0..days).fold(from, |day, _| self.working_day_from(next(day))),
        };
        self.working_day_from(last)
    }

    /// Where a deadline moves that was interrupted for so many days: by as many.
    #[must_use]
    pub fn paused(&self, due: NaiveDate, days: i32, unit: DeadlineUnit) -> NaiveDate {
        self.due(due, days, unit)
    }

    /// How many days lie behind a day, up to another one, which counts: for how long a deadline was interrupted.
    #[must_use]
    pub fn days_between(&self, from: NaiveDate, until: NaiveDate, unit: DeadlineUnit) -> i32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= until);
        let counted = match unit {
            DeadlineUnit::CalendarDays => days.count(),
            DeadlineUnit::WorkingDays => days.filter(|day| self.is_working_day(*day)).count(),
        };
        i32::try_from(counted).unwrap_or(i32::MAX)
    }

    /// The first working day that is a day or behind it.
    fn working_day_from(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working_day(*day)).unwrap_or(NaiveDate::MAX)
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use DeadlineUnit::{CalendarDays, WorkingDays};
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::clock::office_day;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Holidays of Morocco, typed from the calendar on the wall.
    fn wall() -> Calendar {
        Calendar::new(
            [
                "2024-01-01",
                "2024-01-11",
                "2024-01-14",
                "2025-03-31",
                "2025-04-01",
                "2025-05-01",
                "2026-03-20",
                "2026-03-21",
                "2026-10-31",
                "2026-11-06",
                "2026-11-18",
                "2027-01-01",
                "2027-01-11",
                "2027-01-14",
            ]
            .map(day),
        )
    }

    #[test]
    fn deadlines_end_where_a_clerk_with_a_calendar_says() {
        // Each worked out by hand: the first day, how many, of what, the last day.
        for (from, days, unit, last, why) in [
            ("2026-11-24", 1, CalendarDays, "2026-11-25", "the day itself does not count"),
            ("2026-11-24", 30, CalendarDays, "2026-12-24", "across the end of November, which has 30 days"),
            ("2026-11-24", 5, WorkingDays, "2026-12-01", "W 25, T 26, F 27, M 30, T 1"),
            ("2026-11-20", 1, CalendarDays, "2026-11-23", "Friday and a day is Saturday, so Monday"),
            ("2026-11-13", 5, CalendarDays, "2026-11-19", "Independence Day, a Wednesday, so Thursday"),
            ("2026-11-13", 5, WorkingDays, "2026-11-23", "M 16, T 17, not W 18, T 19, F 20, M 23"),
            ("2024-02-23", 6, CalendarDays, "2024-02-29", "a leap year has 29 February, a Thursday"),
            ("2024-02-26", 4, WorkingDays, "2024-03-01", "T 27, W 28, T 29, F 1"),
            ("2025-02-27", 2, WorkingDays, "2025-03-03", "F 28, and no 29th: M 3"),
            ("2026-12-02", 30, CalendarDays, "2027-01-04", "New Year is a Friday, so Monday"),
            ("2026-12-29", 3, WorkingDays, "2027-01-04", "W 30, T 31, not F 1, M 4"),
            ("2027-01-08", 3, WorkingDays, "2027-01-15", "not M 11, T 12, W 13, not T 14, F 15"),
            ("2025-03-28", 1, WorkingDays, "2025-04-02", "Friday; Eid al-Fitr on Monday and Tuesday"),
            ("2025-03-01", 30, CalendarDays, "2025-04-02", "ends on the first day of Eid, so behind the second"),
            ("2026-03-19", 1, WorkingDays, "2026-03-23", "Thursday; Eid on Friday and Saturday"),
            ("2026-11-21", 0, WorkingDays, "2026-11-23", "no day at all, of a Saturday"),
        ] {
            assert_eq!(wall().due(day(from), days, unit), day(last), "{from} and {days} {unit:?}: {why}");
        }
    }

    #[test]
    fn a_deadline_moves_by_the_days_for_which_it_was_interrupted() {
        // Told on Tuesday what is missing, which came on Tuesday a week later: 7 days, of which 5 are working days.
        let (told, brought) = (day("2026-11-24"), day("2026-12-01"));
        assert_eq!(wall().days_between(told, brought, CalendarDays), 7);
        assert_eq!(wall().days_between(told, brought, WorkingDays), 5);
        assert_eq!(wall().days_between(brought, told, CalendarDays), 0);
        // It was to end on Friday 27 November.
        assert_eq!(wall().paused(day("2026-11-27"), 7, CalendarDays), day("2026-12-04"));
        assert_eq!(wall().paused(day("2026-11-27"), 5, WorkingDays), day("2026-12-04"));
        // Interrupted on its last day, it ends on the day on which it goes on.
        assert_eq!(wall().paused(told, 7, CalendarDays), brought);
        // Across New Year: Wednesday 30 December and 3 days is Saturday 2 January, so Monday.
        assert_eq!(wall().paused(day("2026-12-30"), 3, CalendarDays), day("2027-01-04"));
    }

    #[test]
    fn what_arrives_by_night_arrives_on_the_office_day_of_morocco() {
        // Morocco is an hour ahead of UTC, and not in Ramadan: in 2026 clocks went back on Sunday 15 February at 3:00 and forward
        // again on Sunday 22 March at 2:00.
        for (moment, arrived, last) in [
            ("2026-02-13T22:59:00Z", "2026-02-13", "2026-02-16"), // Friday 23:59; and one working day
            ("2026-02-13T23:30:00Z", "2026-02-14", "2026-02-16"), // Saturday 0:30
            ("2026-02-14T23:30:00Z", "2026-02-15", "2026-02-16"), // Sunday 0:30, before the change
            ("2026-02-15T23:30:00Z", "2026-02-15", "2026-02-16"), // Sunday 23:30, behind it
            ("2026-02-16T23:30:00Z", "2026-02-16", "2026-02-17"), // Monday 23:30, in Ramadan
            ("2026-03-23T22:59:00Z", "2026-03-23", "2026-03-24"), // Monday 23:59, behind Ramadan
            ("2026-03-23T23:30:00Z", "2026-03-24", "2026-03-25"), // Tuesday 0:30
        ] {
            let from = office_day(moment.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(from, day(arrived), "{moment}");
            assert_eq!(wall().due(from, 1, WorkingDays), day(last), "{moment}");
        }
    }

    /// A clerk who strikes out one day after the other.
    fn walk(closed: &[NaiveDate], from: NaiveDate, days: i32, unit: DeadlineUnit) -> NaiveDate {
        let open = |day: NaiveDate| day.weekday().number_from_monday() < 6 && !closed.contains(&day);
        let (mut day, mut struck) = (from, 0);
        while struck < days || !open(day) {
            day = day.succ_opt().unwrap();
            // Behind the last day nothing counts any more: it is only looked for one that is open.
            if struck < days && (unit == CalendarDays || open(day)) {
                struck += 1;
            }
        }
        day
    }

    #[test]
    fn each_deadline_of_four_years_ends_where_a_walk_day_by_day_ends() {
        let first = day("2024-01-01");
        // Few holidays, many, and now and then a fortnight.
        let few: Vec<_> = wall().holidays.into_iter().collect();
        let many: Vec<_> = first.iter_days().take(1600).filter(|day| day.ordinal() * 7 % 5 == 0).collect();
        let blocks: Vec<_> = first.iter_days().take(1600).filter(|day| day.ordinal() % 90 < 14).collect();
        for closed in [vec![], few, many, blocks] {
            let calendar = Calendar::new(closed.clone());
            for (at, from) in first.iter_days().take(4 * 365 + 1).enumerate() {
                for (days, unit) in (0..45).flat_map(|days| [(days, CalendarDays), (days, WorkingDays)]) {
                    let due = calendar.due(from, days, unit);
                    assert_eq!(due, walk(&closed, from, days, unit), "{from} and {days} {unit:?}");
                    assert!(due >= from && calendar.is_working_day(due));
                }
                // Interrupted from its beginning, a deadline of working days ends as one that begins when it goes on.
                let on = from + Days::new(u64::try_from(at % 31).unwrap());
                let interrupted = calendar.days_between(from, on, WorkingDays);
                let moved = calendar.paused(calendar.due(from, 9, WorkingDays), interrupted, WorkingDays);
                assert_eq!(moved, calendar.due(on, 9, WorkingDays), "{from}, interrupted until {on}");
            }
        }
    }
}
