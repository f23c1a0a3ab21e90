//! Statistics, as GraphQL shows them.

use async_graphql::{Context, Object, Result, SimpleObject};
use entity::establishment_audience::Audience;
use entity::licence_period::LicenceState;
use entity::month::YearMonth;
use entity::return_item::{FundingSource, StaffType};
use entity::sex::Sex;
use entity::{
    association, commune, delegation, establishment, establishment_kind, programme, province, region, return_band,
};
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::dimension::StatisticsDimension;
use super::measure::{StatisticsMeasure, StatisticsMeasureDefinition, StatisticsUnit};
use super::peers::StatisticsPeers;
use super::reckoning::{Reckoned, Row, ratio};
use crate::association::Association;
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::establishment::{Establishment, EstablishmentKind};
use crate::grant::Programme;
use crate::money::Money;
use crate::request::Request;
use crate::season_return::ReturnBand;
use crate::territory::{Commune, Province, Region};

/// Figures, grouped, of what lies in your slice: live, and exact.
#[derive(Debug, SimpleObject)]
pub(super) struct Statistics {
    /// The month at whose end stocks are counted, and with which the period of flows ends.
    pub(super) as_of: YearMonth,
    /// As known at the end of this month; null for what is known now.
    pub(super) as_known_on: Option<YearMonth>,
    /// How far the changes have come that are in these figures: opaque, as `extensions.position` of a change.
    pub(super) position: String,
    /// What was asked for, defined, in the order in which it was.
    pub(super) measures: Vec<StatisticsMeasureDefinition>,
    /// A row for each group in which there is anything of what is asked for, in any of the periods that are shown or compared;
    /// none where there is nothing, also ungrouped: `total` is always there. Territory and kinds in the order of their codes, or as `orderBy` says.
    pub(super) rows: Vec<StatisticsRow>,
    /// How many rows there are in all, whatever `first` says.
    pub(super) row_count: i32,
    /// All rows together, whatever `first` says, in the order of `measures`.
    pub(super) total: Vec<StatisticsFigure>,
    /// How the figures of all rows lie beside each other, in the order of `measures`.
    pub(super) peers: Vec<StatisticsPeers>,
    /// Whether `total` is the sum of the rows: not where they are grouped by audience, since a house that serves several
    /// is in several rows; then it counts each once.
    pub(super) adds_up: bool,
}

/// A group, and its figures.
#[derive(Debug)]
pub(super) struct StatisticsRow {
    keys: Vec<(StatisticsDimension, String)>,
    figures: Vec<StatisticsFigure>,
}

impl StatisticsRow {
    pub(super) fn new(row: Row, dimensions: &[StatisticsDimension], shown: &Shown) -> Self {
        Self {
            keys: dimensions.iter().copied().zip(row.group).collect(),
            figures: row.figures.into_iter().map(|figure| StatisticsFigure { figure, shown: shown.clone() }).collect(),
        }
    }

    /// Its key in a dimension; `None` where it is not grouped by it, and where the value is unknown.
    fn key(&self, dimension: StatisticsDimension) -> Option<&str> {
        let (_, key) = self.keys.iter().find(|(of, _)| *of == dimension)?;
        Some(key.as_str()).filter(|key| !key.is_empty())
    }

    fn uuid<K: From<Uuid>>(&self, dimension: StatisticsDimension) -> Option<K> {
        self.key(dimension)?.parse::<Uuid>().ok().filter(|key| !key.is_nil()).map(K::from)
    }

    fn value<T: ActiveEnum<Value = String>>(&self, dimension: StatisticsDimension) -> Result<Option<T>, Error> {
        let value = self.key(dimension).map(|key| T::try_from_value(&key.to_owned()));
        value.transpose().map_err(Error::internal)
    }
}

/// A group, and its figures. Of what the figures are not grouped by, the row has null.
#[Object]
impl StatisticsRow {
    /// The region.
    async fn region(&self, ctx: &Context<'_>) -> Maybe<Region> {
        ctx.related::<region::Entity, _>(self.uuid(StatisticsDimension::Region)).await
    }

    /// The province or prefecture.
    async fn province(&self, ctx: &Context<'_>) -> Maybe<Province> {
        ctx.related::<province::Entity, _>(self.uuid(StatisticsDimension::Province)).await
    }

    /// The delegation; null also where it is not yours to see.
    async fn delegation(&self, ctx: &Context<'_>) -> Maybe<Delegation> {
        ctx.related::<delegation::Entity, _>(self.uuid(StatisticsDimension::Delegation)).await
    }

    /// The association; null also for what none manages, and where it is not yours to see any more.
    async fn association(&self, ctx: &Context<'_>) -> Maybe<Association> {
        ctx.related::<association::Entity, _>(self.uuid(StatisticsDimension::Association)).await
    }

    /// The establishment; null also where it is not yours to see any more.
    async fn establishment(&self, ctx: &Context<'_>) -> Maybe<Establishment> {
        ctx.related::<establishment::Entity, _>(self.uuid(StatisticsDimension::Establishment)).await
    }

    /// The commune.
    async fn commune(&self, ctx: &Context<'_>) -> Maybe<Commune> {
        ctx.related::<commune::Entity, _>(self.uuid(StatisticsDimension::Commune)).await
    }

    /// The kind of establishment, or the wide kind; null also for projects that create none.
    async fn kind(&self, ctx: &Context<'_>) -> Maybe<EstablishmentKind> {
        let key = self.key(StatisticsDimension::Kind).or_else(|| self.key(StatisticsDimension::WideKind));
        ctx.related::<establishment_kind::Entity, _>(key.map(str::to_owned)).await
    }

    /// The state of the licence; null also for those that have none and applied for none.
    async fn licence_state(&self) -> Result<Option<LicenceState>> {
        Ok(self.value(StatisticsDimension::LicenceState)?)
    }

    /// Whom the establishments serve; null also where it is unknown.
    async fn audience(&self) -> Result<Option<Audience>> {
        Ok(self.value(StatisticsDimension::Audience)?)
    }

    /// The programme of the grants.
    async fn programme(&self, ctx: &Context<'_>) -> Maybe<Programme> {
        ctx.related::<programme::Entity, _>(self.uuid(StatisticsDimension::Programme)).await
    }

    /// The sex; null also for what is not kept apart.
    async fn sex(&self) -> Result<Option<Sex>> {
        Ok(self.value(StatisticsDimension::Sex)?)
    }

    /// The age band or level of school.
    async fn band(&self, ctx: &Context<'_>) -> Maybe<ReturnBand> {
        let key = self.key(StatisticsDimension::Band).map(str::to_owned);
        ctx.related::<return_band::Entity, _>(key).await
    }

    /// What the members of the staff do.
    async fn staff_type(&self) -> Result<Option<StaffType>> {
        Ok(self.value(StatisticsDimension::StaffType)?)
    }

    /// Whether they are qualified; null also where that is not asked.
    async fn qualified(&self) -> Option<bool> {
        self.key(StatisticsDimension::Qualified).map(|key| key == "TRUE")
    }

    /// Who paid.
    async fn funding_source(&self) -> Result<Option<FundingSource>> {
        Ok(self.value(StatisticsDimension::FundingSource)?)
    }

    /// The figures, in the order of `measures`.
    async fn figures(&self) -> &[StatisticsFigure] {
        &self.figures
    }
}

/// When the figures of an answer are taken: the month of each, the earliest first, and how many of them are its series.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) months: std::sync::Arc<[YearMonth]>,
    pub(super) series: usize,
}

/// A figure of one measure.
#[derive(Debug)]
pub(super) struct StatisticsFigure {
    pub(super) figure: Reckoned,
    pub(super) shown: Shown,
}

impl StatisticsFigure {
    fn is_money(&self) -> bool {
        self.figure.measure.unit() == StatisticsUnit::Money
    }

    fn is_rate(&self) -> bool {
        self.figure.measure.unit() == StatisticsUnit::Rate
    }

    fn counted(&self, value: Option<i64>) -> Option<i64> {
        value.filter(|_| !self.is_money() && !self.is_rate())
    }

    fn rated(&self, value: Option<i64>) -> Option<f64> {
        ratio(value.filter(|_| self.is_rate())?, Some(10_000))
    }

    fn amount(&self, value: Option<i64>) -> Option<Money> {
        value.filter(|_| self.is_money()).map(Money::from_centimes)
    }

    fn difference(&self) -> Option<i64> {
        Some(self.figure.value()? - self.figure.previous()?)
    }
}

/// A figure of one measure: a number in `count`, or, for measures of money, an amount in `money`, or, for rates, `rate`.
#[Object]
impl StatisticsFigure {
    /// The measure.
    async fn measure(&self) -> StatisticsMeasure {
        self.figure.measure
    }

    /// How many; null for measures of money, and where nothing is known.
    async fn count(&self) -> Option<i64> {
        self.counted(self.figure.value())
    }

    /// How much; null for other measures, and where nothing is known.
    async fn money(&self) -> Option<Money> {
        self.amount(self.figure.value())
    }

    /// Which part; null for measures that are no rate, and where nothing is known.
    async fn rate(&self) -> Option<f64> {
        self.rated(self.figure.value())
    }

    /// Which part in the period before; null for measures that are no rate, and where nothing is known.
    async fn previous_rate(&self) -> Option<f64> {
        self.rated(self.figure.previous())
    }

    /// How many in the period before; null for measures of money, and where nothing is known.
    async fn previous_count(&self) -> Option<i64> {
        self.counted(self.figure.previous())
    }

    /// How much in the period before; null for other measures, and where nothing is known.
    async fn previous_money(&self) -> Option<Money> {
        self.amount(self.figure.previous())
    }

    /// By how many it has changed since the period before; null where either is unknown, and for measures of money and rates.
    async fn change(&self) -> Option<i64> {
        self.counted(self.difference())
    }

    /// By how much it has changed since the period before, as a part of what it was: 0.25 is a quarter more. Null where either
    /// is unknown, and where there was nothing.
    async fn change_rate(&self) -> Option<f64> {
        ratio(self.difference()?, self.figure.previous())
    }

    /// Its part of the total, 0 to 1; null in the total itself, where either is unknown, and of nothing.
    async fn share(&self) -> Option<f64> {
        self.figure.share
    }

    /// Its place among all rows, from 1 for the greatest; those alike have the same. Null in the total, and where nothing is
    /// known.
    async fn rank(&self) -> Option<i32> {
        self.figure.rank.and_then(|rank| i32::try_from(rank).ok())
    }

    /// The figure of each of the last periods, as many as `periods` says, the earliest first.
    async fn series(&self) -> Vec<StatisticsPoint> {
        let behind = self.shown.months.len() - self.shown.series;
        let points = self.shown.months.iter().zip(&self.figure.values).skip(behind);
        points
            .map(|(month, value)| StatisticsPoint {
                as_of: *month,
                count: self.counted(*value),
                money: self.amount(*value),
                rate: self.rated(*value),
            })
            .collect()
    }
}

/// A figure of one period.
#[derive(Debug, SimpleObject)]
pub(super) struct StatisticsPoint {
    /// The month with which the period ends.
    as_of: YearMonth,
    /// How many; null for measures of money, and where nothing is known.
    count: Option<i64>,
    /// How much; null for other measures, and where nothing is known.
    money: Option<Money>,
    /// Which part; null for measures that are no rate, and where nothing is known.
    rate: Option<f64>,
}
