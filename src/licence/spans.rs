//! The arithmetic of spans: what becomes of those that are there when others are laid over them.

use chrono::NaiveDate;

/// Days from a first to a last; without a last, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) first: NaiveDate,
    pub(super) last: Option<NaiveDate>,
}

impl Days {
    /// What of these days lies before others, and what lies behind them.
    pub(super) fn around(self, others: Self) -> [Option<Self>; 2] {
        let eve = others.first.pred_opt().filter(|eve| self.first <= *eve);
        let before = eve.map(|eve| Self { last: Some(self.last.map_or(eve, |last| last.min(eve))), ..self });
        let next = others.last.and_then(|last| last.succ_opt());
        let behind = next.map(|next| Self { first: self.first.max(next), ..self });
        [before, behind.filter(|days| days.last.is_none_or(|last| days.first <= last))]
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Days as Many, NaiveDate};

    use super::*;

    /// A calendar of so many days.
    const CALENDAR: u64 = 40;
    const TURNS: u64 = 20_000;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 2, 10).unwrap() + Many::new(number)
    }

    /// Numbers that look random (Knuth's multiplier), the same each time.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % limit
        }

        fn days(&mut self) -> Days {
            let first = self.below(CALENDAR);
            let last = (self.below(4) > 0).then(|| day(first + self.below(CALENDAR - first)));
            Days { first: day(first), last }
        }
    }

    fn covers(days: Days, on: NaiveDate) -> bool {
        days.first <= on && days.last.is_none_or(|last| on <= last)
    }

    /// A calendar in which each day bears what was written on it last, and the spans that the same writings leave, agree on every
    /// day and beyond; no day is covered twice, and no span is empty.
    #[test]
    fn spans_say_what_a_calendar_would_say_day_by_day() {
        let mut random = Random(26);
        for _ in 0..TURNS / 10 {
            let mut spans: Vec<(Days, u64)> = Vec::new();
            // One day more than is ever named stands for all that come after.
            let mut calendar = vec![None; usize::try_from(CALENDAR).unwrap() + 1];
            for written in 0..10 {
                let days = random.days();
                let nothing = random.below(5) == 0;
                for (number, on) in (0..).map(day).zip(&mut calendar) {
                    if covers(days, number) {
                        *on = (!nothing).then_some(written);
                    }
                }
                let left = spans.iter().flat_map(|(there, what)| there.around(days).map(|rest| Some((rest?, *what))));
                spans = left.flatten().chain((!nothing).then_some((days, written))).collect();
                assert!(spans.iter().all(|(days, _)| days.last.is_none_or(|last| days.first <= last)), "{spans:?}");
                for (on, bears) in (0..).map(day).zip(&calendar) {
                    let covering: Vec<_> = spans.iter().filter(|(days, _)| covers(*days, on)).collect();
                    assert_eq!(
                        covering.iter().map(|(_, what)| *what).collect::<Vec<_>>(),
                        bears.iter().copied().collect::<Vec<_>>()
                    );
                }
            }
        }
    }

    /// By hand: a suspension in May takes May out of a year's licence.
    #[test]
    fn what_is_taken_out_of_the_midst_leaves_both_ends() {
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = |first, last: &str| Days { first: on(first), last: Some(on(last)) };
        let [before, behind] = days("2026-01-01", "2026-12-31").around(days("2026-05-01", "2026-05-31"));
        assert_eq!(before, Some(days("2026-01-01", "2026-04-30")));
        assert_eq!(behind, Some(days("2026-06-01", "2026-12-31")));
        let [before, behind] = days("2026-05-01", "2026-05-31").around(days("2026-05-01", "2026-05-31"));
        assert_eq!((before, behind), (None, None), "nothing is left of it");
    }
}
