//! Asking for statistics.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::{Context, Enum, InputObject, Object, Result};
use entity::counter::{self, Boundaries, Cube, Level};
use entity::month::YearMonth;
use entity::{commune, delegation, province, region};
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::balance_of;
use super::dimension::StatisticsDimension;
use super::filter::StatisticsWhere;
use super::measure::{StatisticsMeasure, StatisticsMeasureDefinition};
use super::object::{Shown, Statistics, StatisticsFigure, StatisticsRow};
use super::peers::peers;
use super::reckoning::{Reckoned, Reporting, Row, StatisticsPeriod, compare, rows, total};
use crate::auth::{Right, Viewer};
use crate::db::ScopedDb;
use crate::db::counter::{Dimension, cubes, dimensions, levels};
use crate::db::figures::{Figure, Moments, Question, Sums};
use crate::error::Error;
use crate::page::OrderDirection;
use crate::request::Request;
use crate::text::Message;

/// Rows of one answer.
const MOST_ROWS: usize = 5_000;
/// Periods of a series.
const MOST_PERIODS: i32 = 60;

/// Statistics.
#[derive(Debug, Default)]
pub struct StatisticsQuery;

/// By the boundaries of when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(super) enum StatisticsBoundaries {
    /// Everything is counted where it is now: figures of different years can be compared.
    Current,
    /// What has moved to another delegation or commune since is counted where it was at the time.
    Historical,
}

/// By which measure rows are ordered.
#[derive(Clone, Copy, Debug, InputObject)]
pub(super) struct StatisticsOrder {
    /// One of those that are asked for. Rows of which nothing is known come last.
    measure: StatisticsMeasure,
    /// In which direction: the greatest first by default.
    #[graphql(default_with = "OrderDirection::Desc")]
    direction: OrderDirection,
}

#[Object]
impl StatisticsQuery {
    /// The measures of the statistics, each with its definition, its unit and by what it can be grouped.
    async fn statistics_measures(&self, ctx: &Context<'_>) -> Result<Vec<StatisticsMeasureDefinition>> {
        ctx.identity()?;
        let all = <StatisticsMeasure as async_graphql::resolver_utils::EnumType>::items();
        Ok(all.iter().map(|item| StatisticsMeasureDefinition(item.value)).collect())
    }

    /// Figures of your slice, grouped: live and exact, from counters that are kept with every change: no house,
    /// grant or return is read for it. Stocks are counted at the end of `asOf`, flows from January up to it (or in
    /// that month alone). Figures of the past stay as they were; a late correction moves them, and `asKnownOn` gives what was
    /// known before. Needs the right READ_STATISTICS, and of each measure the right to read what it counts.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for, each once, 20 at most.")] measures: Vec<StatisticsMeasure>,
        #[graphql(
            default,
            desc = "By what the figures are grouped, each once, 4 at most; `statisticsMeasures` says what can be grouped together. One row for all by default."
        )]
        group_by: Vec<StatisticsDimension>,
        #[graphql(name = "where", desc = "Of which part of your slice; of all of it by default.")] filter: Option<
            StatisticsWhere,
        >,
        #[graphql(desc = "The month with which the last period ends; by default the current one, in Morocco.")]
        as_of: Option<YearMonth>,
        #[graphql(
            default_with = "StatisticsPeriod::Year",
            desc = "How long a period is: with what figures are compared, and what flows add up. Grants are those of a year."
        )]
        per: StatisticsPeriod,
        #[graphql(default = 1, desc = "How many periods the series of each figure has, from 1 to 60.")] periods: i32,
        #[graphql(
            desc = "As they were known at the end of this month, before later corrections; as known now by default."
        )]
        as_known_on: Option<YearMonth>,
        #[graphql(default_with = "StatisticsBoundaries::Current", desc = "Where what has moved is counted.")]
        boundaries: StatisticsBoundaries,
        #[graphql(desc = "In which order the rows are.")] order_by: Option<StatisticsOrder>,
        #[graphql(desc = "Only so many rows, of 5000 at most; all by default.")] first: Option<i32>,
    ) -> Result<Statistics> {
        let compared = ["previousCount", "previousMoney", "previousRate", "change", "changeRate"];
        let look = ctx.look_ahead();
        let figures = [look.field("rows").field("figures"), look.field("total")];
        let compared = figures.iter().any(|figures| compared.iter().any(|field| figures.field(field).exists()));
        let asked = Asked { measures, group_by, per, boundaries, filter: filter.unwrap_or_default(), as_known_on };
        asked.check(ctx)?;
        let periods = number(periods, "periods", 1, MOST_PERIODS)?;
        let first =
            first.map(|first| number(first, "first", 1, MOST_ROWS.try_into().unwrap_or(i32::MAX))).transpose()?;
        let as_of = match as_of {
            Some(month) => month,
            None => YearMonth::of(ctx.today()?).ok_or_else(|| Error::internal("a month"))?,
        };
        Ok(asked.answer(ctx, as_of, periods, compared, order_by, first).await?)
    }
}

fn number(value: i32, argument: &'static str, from: i32, to: i32) -> Result<usize, Error> {
    usize::try_from(value).ok().filter(|_| (from..=to).contains(&value)).ok_or_else(|| {
        let message = Message::new("argument-range").with("argument", argument).with("from", from).with("to", to);
        Error::BadUserInput(message)
    })
}

/// What is asked for.
struct Asked {
    measures: Vec<StatisticsMeasure>,
    group_by: Vec<StatisticsDimension>,
    per: StatisticsPeriod,
    boundaries: StatisticsBoundaries,
    filter: StatisticsWhere,
    as_known_on: Option<YearMonth>,
}

impl Asked {
    /// Refuses what nobody can ask for, and what this viewer may not.
    fn check(&self, ctx: &Context<'_>) -> Result<(), Error> {
        ctx.require(Right::ReadStatistics)?;
        let each = |count: usize, twice: bool, argument: &'static str, from: usize, to: usize| {
            if (from..=to).contains(&count) && !twice {
                return Ok(());
            }
            let message = Message::new("each-once").with("argument", argument).with("from", from).with("to", to);
            Err(Error::BadUserInput(message))
        };
        let (measures, groups) = (&self.measures, &self.group_by);
        let twice = |at: usize| measures[..at].contains(&measures[at]);
        each(measures.len(), (0..measures.len()).any(twice), "measures", 1, 20)?;
        let twice = |at: usize| groups[..at].contains(&groups[at]);
        each(groups.len(), (0..groups.len()).any(twice), "groupBy", 0, 4)?;
        if groups.contains(&StatisticsDimension::Kind) && groups.contains(&StatisticsDimension::WideKind) {
            return Err(Error::BadUserInput(Message::new("kind-or-wide-kind")));
        }
        for measure in measures {
            ctx.require(measure.right())?;
            if measure.is_yearly() && self.per != StatisticsPeriod::Year {
                return Err(Error::BadUserInput(Message::new("measure-yearly").with("measure", named(*measure))));
            }
        }
        Ok(())
    }

    /// At which level the counters are summed: the widest that tells apart what is asked for and lies in the slice.
    fn level(&self, viewer: Viewer) -> Level {
        let own = match viewer {
            Viewer::NationalOffice(_) | Viewer::Region(_) | Viewer::Delegation(..) | Viewer::Partner(_) => {
                Level::Delegation
            }
            Viewer::Association(_) => Level::Association,
            Viewer::Establishment(_) => Level::Establishment,
        };
        let needed = self.group_by.iter().map(|dimension| dimension.level()).chain(self.filter.levels());
        needed.fold(own, Ord::max)
    }

    /// The counters that are summed: each measure in the first of its cubes that tells apart what is asked for.
    fn sums(&self, db: &ScopedDb, level: Level, groups: &[StatisticsDimension]) -> Result<Vec<Sums>, Error> {
        let needed: Vec<Dimension> =
            groups.iter().filter_map(|group| group.needs()).chain(self.filter.needs()).collect();
        let mut all: Vec<Sums> = Vec::new();
        for measure in &self.measures {
            for counted in std::iter::once(measure.counted()).chain(measure.rate_of()) {
                let parts = self.measures.iter().filter(|other| other.counted() == counted);
                let split = parts.filter_map(|other| other.part()).map(|(dimension, _)| dimension).next();
                let fits = |cube: &&Cube| {
                    let has = |dimension: &Dimension| dimensions(**cube).contains(dimension);
                    levels(counted, **cube).contains(&level) && needed.iter().chain(&split).all(has)
                };
                let cube = *cubes(counted).iter().find(fits).ok_or_else(|| {
                    let tells_apart =
                        |cube: &&Cube| needed.iter().chain(&split).all(|of| dimensions(**cube).contains(of));
                    let key = if cubes(counted).iter().any(|cube| tells_apart(&cube)) {
                        "measure-not-of-level"
                    } else {
                        "measure-not-kept-by"
                    };
                    let message = Message::new(key).with("measure", named(*measure)).with("level", level.to_value());
                    Error::BadUserInput(message.with("cubes", measure.kept_by()))
                })?;
                match all.iter_mut().find(|sums| (sums.cube, sums.split) == (cube, split)) {
                    Some(sums) if sums.measures.contains(&counted) => {}
                    Some(sums) => sums.measures.push(counted),
                    None => {
                        let met = self.filter.met(db, cube)?;
                        all.push(Sums { measures: vec![counted], cube, split, met });
                    }
                }
            }
        }
        Ok(all)
    }

    /// Which houses have reported, in the groups of rows; `None` where nothing is asked for that they report. They may have
    /// been asked for themselves.
    async fn reporting(
        &self,
        db: &ScopedDb,
        groups: &[StatisticsDimension],
        figures: &[Figure],
        question: impl Fn(Vec<Sums>, &[StatisticsDimension]) -> Question,
    ) -> Result<Option<Reporting>, Error> {
        if !self.measures.iter().any(|measure| measure.is_reported()) {
            return Ok(None);
        }
        let measure = counter::Measure::Returns;
        if self.measures.iter().any(|asked| asked.counted() == measure) {
            let houses = figures.iter().filter(|figure| figure.measure == measure).cloned().collect();
            return Ok(Some(Reporting { kept: (0..groups.len()).collect(), houses }));
        }
        let is_kept = |need: &Dimension| cubes(measure).iter().any(|cube| dimensions(*cube).contains(need));
        let (kept, by): (Vec<_>, Vec<StatisticsDimension>) =
            groups.iter().copied().enumerate().filter(|(_, group)| group.needs().as_ref().is_none_or(is_kept)).unzip();
        let needed: Vec<_> =
            by.iter().filter_map(|group| group.needs()).chain(self.filter.needs()).filter(is_kept).collect();
        let tells = |cube: &&Cube| needed.iter().all(|need| dimensions(**cube).contains(need));
        let cube = *cubes(measure).iter().find(tells).ok_or_else(|| Error::internal("returns without a cube"))?;
        let measures = vec![measure];
        let sums = vec![Sums { measures, cube, split: None, met: self.filter.met(db, cube)? }];
        Ok(Some(Reporting { kept, houses: db.figures(&question(sums, &by)).await? }))
    }

    async fn answer(
        self,
        ctx: &Context<'_>,
        as_of: YearMonth,
        periods: usize,
        compared: bool,
        order_by: Option<StatisticsOrder>,
        first: Option<usize>,
    ) -> Result<Statistics, Error> {
        let db = ctx.db()?;
        self.filter.names_what_is_there(db).await?;
        let spans = periods.max(if compared { 2 } else { 1 });
        let spans = self.per.spans(as_of, spans).ok_or_else(|| {
            Error::BadUserInput(
                Message::new("argument-range").with("argument", "asOf").with("from", "0060-01").with("to", "9999-12"),
            )
        })?;
        let heads = ctx.heads().await?;
        let balance = balance_of(heads, spans[0].1);
        let months: Arc<[YearMonth]> = spans.iter().map(|(_, last)| *last).collect();
        let level = self.level(ctx.viewer()?);
        let question = |sums, by: &[StatisticsDimension]| Question {
            sums,
            level,
            boundaries: match self.boundaries {
                StatisticsBoundaries::Current => Boundaries::Current,
                StatisticsBoundaries::Historical => Boundaries::Historical,
            },
            by: by.iter().map(|dimension| dimension.by()).collect(),
            moments: Moments { spans: spans.clone(), known: self.as_known_on, balance },
        };
        let figures = db.figures(&question(self.sums(db, level, &self.group_by)?, &self.group_by)).await?;
        let reporting = self.reporting(db, &self.group_by, &figures, &question).await?;
        let mut rows = rows(&figures, &self.measures, months.len(), reporting.as_ref());
        if rows.len() > MOST_ROWS {
            return Err(Error::LimitExceeded(Message::new("statistics-rows").with("maximum", MOST_ROWS)));
        }
        let adds_up = self.group_by.iter().all(|dimension| dimension.adds_up());
        let total = if adds_up {
            total(&rows, &self.measures, months.len())?
        } else {
            let once: Vec<_> = self.group_by.iter().copied().filter(|dimension| dimension.adds_up()).collect();
            let figures = db.figures(&question(self.sums(db, level, &once)?, &once)).await?;
            let reporting = self.reporting(db, &once, &figures, &question).await?;
            let once = self::rows(&figures, &self.measures, months.len(), reporting.as_ref());
            total(&once, &self.measures, months.len())?
        };
        compare(&mut rows, &total);
        self.order_by_codes(ctx, &mut rows).await?;
        if let Some(order) = order_by {
            self.order(&mut rows, order)?;
        }
        let row_count = i32::try_from(rows.len()).map_err(Error::internal)?;
        let peers = peers(&rows, &self.measures);
        rows.truncate(first.unwrap_or(MOST_ROWS));
        let shown = Shown { months, series: periods };
        Ok(Statistics {
            as_of,
            as_known_on: self.as_known_on,
            position: ctx
                .caller()?
                .app
                .position(heads.iter().map(|head| (head.id, head.position)))?
                .unwrap_or_default(),
            measures: self.measures.iter().copied().map(StatisticsMeasureDefinition).collect(),
            rows: rows.into_iter().map(|row| StatisticsRow::new(row, &self.group_by, &shown)).collect(),
            row_count,
            total: total
                .into_iter()
                .map(|figure: Reckoned| StatisticsFigure { figure, shown: shown.clone() })
                .collect(),
            peers,
            adds_up,
        })
    }

    /// Territory in the order of its codes; what has none in that of its keys.
    async fn order_by_codes(&self, ctx: &Context<'_>, rows: &mut [Row]) -> Result<(), Error> {
        macro_rules! codes {
            ($noun:ident, $at:expr) => {{
                let keys = rows.iter().filter_map(|row| row.group[$at].parse::<Uuid>().ok()).map(Into::into);
                let keys: HashSet<_> = keys.collect();
                let found = ctx.rows_of::<$noun::Entity>(keys).await?;
                found.into_iter().map(|row| (row.id.0.to_string(), row.code)).collect()
            }};
        }
        let mut codes: Vec<HashMap<String, String>> = Vec::new();
        for (at, dimension) in self.group_by.iter().enumerate() {
            codes.push(match dimension {
                StatisticsDimension::Region => codes!(region, at),
                StatisticsDimension::Province => codes!(province, at),
                StatisticsDimension::Delegation => codes!(delegation, at),
                StatisticsDimension::Commune => codes!(commune, at),
                StatisticsDimension::Association
                | StatisticsDimension::Establishment
                | StatisticsDimension::Kind
                | StatisticsDimension::WideKind
                | StatisticsDimension::LicenceState
                | StatisticsDimension::Audience
                | StatisticsDimension::Programme
                | StatisticsDimension::Sex
                | StatisticsDimension::Band
                | StatisticsDimension::StaffType
                | StatisticsDimension::Qualified
                | StatisticsDimension::FundingSource => HashMap::new(),
            });
        }
        rows.sort_by_cached_key(|row| {
            let code = |(at, key): (usize, &String)| codes[at].get(key).unwrap_or(key).clone();
            row.group.iter().enumerate().map(code).collect::<Vec<_>>()
        });
        Ok(())
    }

    fn order(&self, rows: &mut [Row], order: StatisticsOrder) -> Result<(), Error> {
        let at = self.measures.iter().position(|measure| *measure == order.measure).ok_or_else(|| {
            Error::BadUserInput(Message::new("order-not-asked").with("measure", named(order.measure)))
        })?;
        let value = |row: &Row| row.figures[at].value();
        rows.sort_by(|one, other| match (value(one), value(other), order.direction) {
            (Some(one), Some(other), OrderDirection::Asc) => one.cmp(&other),
            (Some(one), Some(other), OrderDirection::Desc) => other.cmp(&one),
            (one, other, _) => other.is_some().cmp(&one.is_some()),
        });
        Ok(())
    }
}

fn named(measure: StatisticsMeasure) -> String {
    async_graphql::resolver_utils::enum_value(measure).to_string()
}
