//! Jumps: figures that differ much from those of the period before. They are shown, so that somebody looks; they stop nothing.

use std::collections::BTreeMap;

use async_graphql::futures_util::future::try_join;
use async_graphql::{Context, SimpleObject};
use entity::return_item::{self, ReturnSection, ReturnUnit};
use entity::season_return::{self, SeasonReturnState};
use entity::{establishment, return_template, season_return_line};
use sea_orm::ColumnTrait;

use super::period::Period;
use super::scope::LATEST_OF_HOUSE;
use super::template::ReturnItem;
use crate::error::Error;
use crate::money::Money;
use crate::request::Request;

/// A figure that differs from the one of the period before by more than the template's thresholds. A flag: nothing is refused
/// because of it.
#[derive(Debug, SimpleObject)]
pub(super) struct ReturnJump {
    /// The part of the return.
    section: ReturnSection,
    /// The item; null for the sum of the section.
    item: Option<ReturnItem>,
    /// The figure of the period before.
    previous: ReturnFigure,
    /// The figure of this period.
    current: ReturnFigure,
    /// By how many percent of the figure before it changed, to the nearest whole number; null where that was zero.
    change_percent: Option<i32>,
}

/// A figure: people, beds and staff are counted, money is an amount.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(super) struct ReturnFigure {
    /// How many; null where it is money.
    pub(super) count: Option<i32>,
    /// How much; null where it is no money.
    pub(super) amount: Option<Money>,
}

impl ReturnFigure {
    pub(super) fn new(unit: ReturnUnit, value: i64) -> Self {
        if unit == ReturnUnit::Centimes {
            Self { count: None, amount: Some(Money::from_centimes(value)) }
        } else {
            Self { count: i32::try_from(value).ok(), amount: None }
        }
    }
}

/// The jumps of a return, section by section; none where there is no return of the period before that was submitted.
pub(super) async fn jumps_of(ctx: &Context<'_>, row: &season_return::Model) -> Result<Vec<ReturnJump>, Error> {
    let template = ctx.row::<return_template::Entity>(row.template_id).await?;
    let template = template.ok_or_else(|| Error::internal("a return without its template"))?;
    let Some(before) = before(ctx, row, &template).await? else { return Ok(Vec::new()) };
    let lines = async |of: &season_return::Model| {
        ctx.children::<season_return_line::Entity, season_return::Entity>(of.id).await
    };
    let (previous, current) = try_join(lines(&before), lines(row)).await?;
    let items = ctx.rows_of::<return_item::Entity>(current.iter().map(|line| line.item_code.clone())).await?;
    Ok(jumps(&template, &items, &previous, &current))
}

/// The return of the period before, where it was submitted or validated.
async fn before(
    ctx: &Context<'_>,
    row: &season_return::Model,
    template: &return_template::Model,
) -> Result<Option<season_return::Model>, Error> {
    let period = Period { first: row.period_first, last: row.period_last };
    let Some(first) = period.before(template.period) else { return Ok(None) };
    let latest = ctx.children::<season_return::Entity, establishment::Entity>(row.establishment_id).await?;
    let told = latest.len() < LATEST_OF_HOUSE as usize || latest.first().is_some_and(|row| row.period_first <= first);
    let there = if told {
        latest.into_iter().find(|row| row.period_first == first)
    } else {
        // Of a period so long ago that it is not among those that are read with the house.
        let rows = ctx.db()?.find::<season_return::Entity>();
        let rows = rows.filter(season_return::COLUMN.establishment_id.eq(row.establishment_id));
        rows.filter(season_return::COLUMN.period_first.eq(first)).one().await?
    };
    let submitted = [SeasonReturnState::Submitted, SeasonReturnState::Validated];
    Ok(there.filter(|row| submitted.contains(&row.state)))
}

/// What jumps of what is in both returns: of each section the sum, where it has several items, and its items.
fn jumps(
    template: &return_template::Model,
    items: &[return_item::Model],
    previous: &[season_return_line::Model],
    current: &[season_return_line::Model],
) -> Vec<ReturnJump> {
    let items: BTreeMap<&str, &return_item::Model> = items.iter().map(|item| (item.code.as_str(), item)).collect();
    let mut sections: Vec<(ReturnSection, ReturnUnit, Vec<Pair<'_>>)> = Vec::new();
    for line in current {
        let Some(item) = items.get(line.item_code.as_str()) else { continue };
        let Some(before) = previous.iter().find(|before| before.item_code == line.item_code) else { continue };
        let pair = Pair { item, previous: before.value, current: line.value };
        match sections.iter_mut().find(|(section, ..)| *section == item.section) {
            Some((.., pairs)) => pairs.push(pair),
            None => sections.push((item.section, item.unit, vec![pair])),
        }
    }
    let mut jumps = Vec::new();
    for (section, unit, pairs) in sections {
        let jump = |item: Option<&return_item::Model>, previous: i64, current: i64| {
            is_jump(template, unit, previous, current).then(|| ReturnJump {
                section,
                item: item.cloned().map(ReturnItem),
                previous: ReturnFigure::new(unit, previous),
                current: ReturnFigure::new(unit, current),
                change_percent: percent(previous, current),
            })
        };
        if pairs.len() > 1 {
            let sum = |value: fn(&Pair<'_>) -> i64| pairs.iter().map(value).sum();
            jumps.extend(jump(None, sum(|pair| pair.previous), sum(|pair| pair.current)));
        }
        jumps.extend(pairs.iter().filter_map(|pair| jump(Some(pair.item), pair.previous, pair.current)));
    }
    jumps
}

/// A figure in two periods.
struct Pair<'a> {
    item: &'a return_item::Model,
    previous: i64,
    current: i64,
}

/// More than so many percent of the figure before, and so much at least.
fn is_jump(template: &return_template::Model, unit: ReturnUnit, previous: i64, current: i64) -> bool {
    let least = match unit {
        ReturnUnit::Persons | ReturnUnit::Beds | ReturnUnit::Staff => i64::from(template.jump_least),
        ReturnUnit::Centimes => template.jump_least_centimes,
    };
    let difference = (current - previous).abs();
    difference >= least.max(1) && difference * 100 > i64::from(template.jump_percent) * previous
}

/// To the nearest whole number, halves away from zero.
fn percent(previous: i64, current: i64) -> Option<i32> {
    if previous == 0 {
        return None;
    }
    let twice = (current - previous) * 200;
    let rounded = (twice + twice.signum() * previous) / (2 * previous);
    Some(i32::try_from(rounded).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_to_the_nearest_percent() {
        assert_eq!(percent(40, 66), Some(65)); // 26 of 40
        assert_eq!(percent(8, 7), Some(-13)); // 12.5
        assert_eq!(percent(8, 9), Some(13));
        assert_eq!(percent(3, 4), Some(33));
        assert_eq!(percent(5, 0), Some(-100));
        assert_eq!(percent(0, 5), None);
    }
}
