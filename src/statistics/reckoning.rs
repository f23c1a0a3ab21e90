//! From sums of counters to figures: what there is at the end of each span, the total, shares and ranks.

use std::collections::BTreeMap;

use async_graphql::Enum;
use entity::counter;
use entity::month::YearMonth;

use super::StatisticsMeasure;
use crate::db::counter::is_stock;
use crate::db::figures::Figure;
use crate::error::Error;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum StatisticsPeriod {
    /// From January up to the month asked for; the one before it ends in the same month of the year before.
    Year,
    /// A month.
    Month,
}

impl StatisticsPeriod {
    /// So many periods, the last of which ends with a month; the earliest first. `None` where they begin before all years.
    #[must_use]
    pub fn spans(self, last: YearMonth, count: usize) -> Option<Vec<(YearMonth, YearMonth)>> {
        let months = i32::try_from(last.month()).ok()? - 1 + last.year() * 12;
        (0..count)
            .rev()
            .map(|back| {
                let back = i32::try_from(back).ok()? * if self == Self::Year { 12 } else { 1 };
                let month = months - back;
                let end = YearMonth::try_new(month.div_euclid(12), month.rem_euclid(12).unsigned_abs() + 1)?;
                let start = if self == Self::Year { YearMonth::try_new(end.year(), 1)? } else { end };
                Some((start, end))
            })
            .collect()
    }
}

/// A value for each span.
type Values = Vec<Option<i64>>;

/// The figures of one measure in one row: a value for each span, `None` where nothing is known. A rate is told in
/// ten-thousandths.
#[derive(Clone, Debug)]
pub(super) struct Reckoned {
    pub(super) measure: StatisticsMeasure,
    pub(super) values: Values,
    /// Of a rate: what it is a part of, and what part.
    parts: Option<(Values, Values)>,
    /// Of the total, at the end of the last span.
    pub(super) share: Option<f64>,
    /// Among the rows, from 1 for the greatest; those with the same value have the same.
    pub(super) rank: Option<usize>,
}

impl Reckoned {
    fn new(measure: StatisticsMeasure, values: Values, of: Option<Values>) -> Self {
        let Some(of) = of else { return Self { measure, values, parts: None, share: None, rank: None } };
        let rates = values.iter().zip(&of).map(|(value, of)| {
            let of = of.filter(|of| *of != 0)?;
            Some((value.as_ref()? * 20_000 + of) / (2 * of))
        });
        Self { measure, values: rates.collect(), parts: Some((of, values)), share: None, rank: None }
    }

    pub(super) fn value(&self) -> Option<i64> {
        self.values.last().copied().flatten()
    }

    pub(super) fn previous(&self) -> Option<i64> {
        self.values.iter().rev().nth(1).copied().flatten()
    }
}

/// A row: its key in each dimension, and its figures in the order in which they were asked for.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) group: Vec<String>,
    pub(super) figures: Vec<Reckoned>,
}

/// Which houses have reported: for each span how many, under the keys of those dimensions that this is kept by.
pub(super) struct Reporting {
    /// Which of the keys of a row those are.
    pub(super) kept: Vec<usize>,
    pub(super) houses: Vec<Figure>,
}

impl Reporting {
    /// Whether any house of a group has reported, in each span.
    fn of(&self, group: &[String], spans: usize) -> Vec<bool> {
        let mut houses = vec![0; spans];
        for sum in &self.houses {
            if self.kept.iter().zip(&sum.group).all(|(at, key)| group[*at] == *key) {
                houses.iter_mut().skip(sum.span).for_each(|there| *there += sum.value);
            }
        }
        houses.into_iter().map(|houses| houses > 0).collect()
    }
}

/// The rows of the sums, in the order of their keys.
pub(super) fn rows(
    sums: &[Figure],
    measures: &[StatisticsMeasure],
    spans: usize,
    reporting: Option<&Reporting>,
) -> Vec<Row> {
    let mut groups: BTreeMap<&[String], Vec<&Figure>> = BTreeMap::new();
    for sum in sums {
        groups.entry(&sum.group).or_default().push(sum);
    }
    let rows = groups.into_iter().map(|(group, sums)| {
        let reported = reporting.map(|reporting| reporting.of(group, spans));
        let figure = |measure: &StatisticsMeasure| {
            let known = |mut values: Values| {
                if measure.is_reported() {
                    let reported = reported.iter().flatten();
                    for (value, reported) in values.iter_mut().zip(reported) {
                        *value = reported.then(|| value.unwrap_or_default());
                    }
                } else if !measure.may_be_missing() {
                    values = values.into_iter().map(|value| value.or(Some(0))).collect();
                }
                values
            };
            let part = measure.part().map(|(_, part)| part);
            let values = known(summed(&sums, measure.counted(), part.as_deref(), spans));
            Reckoned::new(*measure, values, measure.rate_of().map(|of| known(summed(&sums, of, None, spans))))
        };
        Row { group: group.to_vec(), figures: measures.iter().map(figure).collect() }
    });
    // A group in which everything has ended says nothing.
    rows.filter(|row| row.group.is_empty() || row.figures.iter().any(says_something)).collect()
}

/// The sums of one measure, in each span; of a stock, all that there is by then.
fn summed(sums: &[&Figure], measure: counter::Measure, part: Option<&str>, spans: usize) -> Values {
    let mut values = vec![None; spans];
    let mine = sums.iter().filter(|sum| sum.measure == measure && (part.is_none() || sum.split.as_deref() == part));
    for sum in mine {
        let value: &mut Option<i64> = &mut values[sum.span];
        *value = Some(value.unwrap_or_default() + sum.value);
    }
    if is_stock(measure) {
        let mut there = None;
        for value in &mut values {
            there = match (there, *value) {
                (None, None) => None,
                (there, grown) => Some(there.unwrap_or_default() + grown.unwrap_or_default()),
            };
            *value = there;
        }
    }
    values
}

fn says_something(figure: &Reckoned) -> bool {
    figure.values.iter().any(|value| value.is_some_and(|value| value != 0))
}

/// The sum of rows that add up.
pub(super) fn total(rows: &[Row], measures: &[StatisticsMeasure], spans: usize) -> Result<Vec<Reckoned>, Error> {
    let add = |measure: &StatisticsMeasure, ones: &mut dyn Iterator<Item = &Values>| {
        let mut values = vec![(!measure.may_be_missing()).then_some(0_i64); spans];
        for one in ones {
            for (sum, one) in values.iter_mut().zip(one) {
                if let Some(one) = one {
                    let added = sum.unwrap_or_default().checked_add(*one);
                    *sum = Some(added.ok_or_else(|| Error::internal("a sum beyond all numbers"))?);
                }
            }
        }
        Ok::<_, Error>(values)
    };
    let sum = |(at, measure): (usize, &StatisticsMeasure)| {
        let figures = || rows.iter().map(move |row| &row.figures[at]);
        if measure.rate_of().is_none() {
            return Ok(Reckoned::new(*measure, add(measure, &mut figures().map(|figure| &figure.values))?, None));
        }
        let parts = || figures().filter_map(|figure| figure.parts.as_ref());
        let of = add(measure, &mut parts().map(|(of, _)| of))?;
        Ok(Reckoned::new(*measure, add(measure, &mut parts().map(|(_, part)| part))?, Some(of)))
    };
    measures.iter().enumerate().map(sum).collect()
}

/// Gives each figure its share of the total and its rank among the rows.
pub(super) fn compare(rows: &mut [Row], total: &[Reckoned]) {
    for (at, total) in total.iter().enumerate() {
        let mut values: Vec<_> = rows.iter().filter_map(|row| row.figures[at].value()).collect();
        values.sort_unstable_by(|one, other| other.cmp(one));
        for row in rows.iter_mut() {
            let figure = &mut row.figures[at];
            let Some(value) = figure.value() else { continue };
            figure.share = ratio(value, total.value()).filter(|_| figure.measure.rate_of().is_none());
            figure.rank = values.iter().position(|other| *other == value).map(|before| before + 1);
        }
    }
}

/// One of another, to four decimal places; `None` of nothing.
#[expect(clippy::cast_precision_loss, reason = "a ratio is told to four places")]
pub(super) fn ratio(one: i64, of: Option<i64>) -> Option<f64> {
    let of = of.filter(|of| *of != 0)?;
    Some((one as f64 / of as f64 * 10_000.0).round() / 10_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_in_the_same_month() {
        let month = |text: &str| text.parse::<YearMonth>().unwrap();
        let spans = |period: StatisticsPeriod, last, count| period.spans(month(last), count).unwrap();
        assert_eq!(
            spans(StatisticsPeriod::Year, "2022-05", 2),
            [(month("2021-01"), month("2021-05")), (month("2022-01"), month("2022-05"))]
        );
        assert_eq!(
            spans(StatisticsPeriod::Month, "2022-01", 3),
            ["2021-11", "2021-12", "2022-01"].map(|name| (month(name), month(name)))
        );
        assert_eq!(StatisticsPeriod::Year.spans(month("0001-01"), 3), None);
    }

    #[test]
    fn a_ratio_has_four_places() {
        assert_eq!(ratio(1, Some(3)), Some(0.3333));
        assert_eq!(ratio(2, Some(3)), Some(0.6667));
        assert_eq!(ratio(5, Some(0)), None);
        assert_eq!(ratio(-1, Some(4)), Some(-0.25));
    }
}
