//! What the rows of an answer come to beside each other: with what a territory is compared.

use async_graphql::SimpleObject;

use super::measure::{StatisticsMeasure, StatisticsUnit};
use super::reckoning::{Row, ratio};
use crate::money::Money;

/// How the rows' figures of a measure lie, whatever `first` says, at the end of the last period: what a row is compared with.
/// Rows of which nothing is known are not among them, nor are those with nothing, so that what else is asked for makes no
/// difference. For the peers of a territory group by what they are, within their parent: the provinces of a region, the
/// regions of the country; `total` is the parent's.
#[derive(Debug, SimpleObject)]
pub(super) struct StatisticsPeers {
    /// The measure.
    measure: StatisticsMeasure,
    /// Of how many rows there is something.
    rows: i32,
    /// The least; null where there is no such row.
    least: Option<StatisticsLevel>,
    /// The one in the middle, or halfway between the two; null where there is no such row.
    median: Option<StatisticsLevel>,
    /// The average, each row once however large it is; null where there is no such row.
    mean: Option<StatisticsLevel>,
    /// The greatest; null where there is no such row.
    greatest: Option<StatisticsLevel>,
}

/// A figure that need not be a whole one.
#[derive(Debug, SimpleObject)]
pub(super) struct StatisticsLevel {
    /// How many, or which part; null for measures of money.
    number: Option<f64>,
    /// How much, to the centime; null for other measures.
    money: Option<Money>,
}

impl StatisticsLevel {
    /// So much in all, shared by so many.
    fn new(unit: StatisticsUnit, sum: i64, shared_by: i64) -> Self {
        if unit == StatisticsUnit::Money {
            let half_up = (2 * sum + shared_by).div_euclid(2 * shared_by);
            return Self { number: None, money: Some(Money::from_centimes(half_up)) };
        }
        let whole = if unit == StatisticsUnit::Rate { 10_000 } else { 1 };
        Self { number: ratio(sum, Some(shared_by * whole)), money: None }
    }
}

/// Of each measure, in the order in which they were asked for.
pub(super) fn peers(rows: &[Row], measures: &[StatisticsMeasure]) -> Vec<StatisticsPeers> {
    let of = |(at, measure): (usize, &StatisticsMeasure)| {
        let mut known: Vec<i64> =
            rows.iter().filter_map(|row| row.figures[at].value()).filter(|value| *value != 0).collect();
        known.sort_unstable();
        let count = i64::try_from(known.len()).unwrap_or(i64::MAX);
        let level = |of: Option<&[i64]>| {
            let of = of.filter(|of| !of.is_empty())?;
            Some(StatisticsLevel::new(measure.unit(), of.iter().sum(), i64::try_from(of.len()).ok()?))
        };
        StatisticsPeers {
            measure: *measure,
            rows: i32::try_from(count).unwrap_or(i32::MAX),
            least: level(known.get(..1)),
            median: level(known.get(known.len().saturating_sub(1) / 2..=known.len() / 2)),
            mean: level(Some(&known)),
            greatest: level(known.len().checked_sub(1).and_then(|last| known.get(last..))),
        }
    };
    measures.iter().enumerate().map(of).collect()
}
