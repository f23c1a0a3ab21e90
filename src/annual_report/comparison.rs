//! Declarations of many delegations beside what the register counts, the greatest disagreement first.

use std::collections::{BTreeSet, HashSet};

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use entity::counter::{self, Boundaries, Cube, Level};
use entity::declared_figure::{self, Measure};
use entity::id::DelegationId;
use entity::month::YearMonth;
use sea_orm::sea_query::{Condition, ExprTrait, Order};
use sea_orm::{ActiveEnum, ColumnTrait, Iterable};

use super::object::Agreement;
use super::query::counts;
use crate::auth::Right;
use crate::db::ScopedDb;
use crate::db::counter::Dimension;
use crate::db::figures::{By, Figure, Moments, Question, Sums};
use crate::declared_figure::{DeclaredFigure, agrees};
use crate::error::Error;
use crate::global_id::IdOf;
use crate::money::Money;
use crate::request::Request;
use crate::statistics::last_balance;
use crate::text::Message;

/// Declarations that are compared at once: six of each delegation, of several years.
const MOST: u64 = 5_000;
/// Of so many months at most.
const MOST_MONTHS: usize = 60;

/// Declarations beside counts.
#[derive(Debug, Default)]
pub struct ComparisonQuery;

/// Which declarations; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct DeclaredComparisonWhere {
    /// Those of this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those of this measure.
    measure: Option<Measure>,
    /// Those that speak of a month of this year.
    year: Option<i32>,
}

/// A declared figure beside what the register has at the end of the month of which it speaks.
#[derive(Debug, SimpleObject)]
pub(super) struct DeclaredComparison {
    /// What was declared, by whom, of when.
    declared: DeclaredFigure,
    /// How many the register has, as it is known now; null where it is money, and of people served where no house has
    /// reported.
    computed: Option<i64>,
    /// What the register has; null where it is no money, and where it has no grant of that year.
    computed_amount: Option<Money>,
    /// How many more the register has than were declared; negative where it has fewer. Null where `computed` is.
    difference: Option<i64>,
    /// How much more the register has than was declared; negative where it has less. Null where it is no money.
    difference_amount: Option<Money>,
    /// Whether the two agree, as the qualifier of the declaration is read; NOT_COMPARABLE where the register knows nothing.
    agreement: Agreement,
}

impl DeclaredComparison {
    fn new(figure: declared_figure::Model, computed: Option<i64>) -> Self {
        let agreement = match computed {
            None => Agreement::NotComparable,
            Some(computed) if agrees(computed, figure.value, figure.qualifier) => Agreement::Agrees,
            Some(_) => Agreement::Differs,
        };
        let difference = computed.map(|computed| computed - figure.value);
        let is_money = figure.measure.is_money();
        let count = |value: Option<i64>| value.filter(|_| !is_money);
        let money = |value: Option<i64>| value.filter(|_| is_money).map(Money::from_centimes);
        Self {
            computed: count(computed),
            computed_amount: money(computed),
            difference: count(difference),
            difference_amount: money(difference),
            declared: DeclaredFigure(figure),
            agreement,
        }
    }

    /// Counts before amounts, the greatest difference first.
    fn by_size(&self) -> impl Ord + use<> {
        let amount = self.difference_amount.map(|money| money.amount.centimes().abs());
        let difference = self.difference.map_or(0, i64::abs);
        (amount.is_some(), std::cmp::Reverse(amount.unwrap_or(difference)), self.declared.0.id)
    }
}

#[Object]
impl ComparisonQuery {
    /// What the delegations in your slice declared, each beside what the register counts at the end of the same month, or
    /// granted in its year: those that differ, counts before amounts, the greatest difference first; with `all` also those
    /// that agree or cannot be compared. Of several declarations of one measure and month the latest stands. What has moved
    /// since is counted where it was. Needs the right READ_ANNUAL_REPORT; without READ_GRANTS what was granted is left out, and
    /// without READ_RETURNS how many were served.
    async fn declared_beside_computed(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which declarations; all by default.")] filter: Option<
            DeclaredComparisonWhere,
        >,
        #[graphql(default, desc = "True: also those that agree.")] all: bool,
        #[graphql(default = 100, desc = "So many at most, from 1 to 1000.")] first: i32,
    ) -> Result<Vec<DeclaredComparison>> {
        ctx.require(Right::ReadAnnualReport)?;
        let first = usize::try_from(first).ok().filter(|first| (1..=1000).contains(first)).ok_or_else(|| {
            let message = Message::new("argument-range").with("argument", "first").with("from", 1).with("to", 1000);
            Error::BadUserInput(message)
        })?;
        let mut compared = compared(ctx, filter.unwrap_or_default()).await?;
        compared.retain(|one| all || one.agreement == Agreement::Differs);
        compared.sort_by_key(DeclaredComparison::by_size);
        compared.truncate(first);
        Ok(compared)
    }
}

async fn compared(ctx: &Context<'_>, filter: DeclaredComparisonWhere) -> Result<Vec<DeclaredComparison>, Error> {
    let db = ctx.db()?;
    let mut declared = db.find::<declared_figure::Entity>();
    if let Some(delegation) = filter.delegation {
        declared = declared.filter(declared_figure::COLUMN.delegation_id.eq(delegation.key()?));
    }
    if let Some(measure) = filter.measure {
        declared = declared.filter(declared_figure::COLUMN.measure.eq(measure));
    }
    if let Some(year) = filter.year {
        let month = declared_figure::COLUMN.as_of;
        declared = declared.filter(month.gte(YearMonth::try_new(year, 1)).and(month.lte(YearMonth::try_new(year, 12))));
    }
    let declared = declared.filter(declared_figure::Column::Measure.is_in(readable(ctx)?));
    let mut declared = declared.order_by(declared_figure::Column::Id, Order::Asc).limit(MOST + 1).all().await?;
    let months: BTreeSet<_> = declared.iter().map(|figure| figure.as_of).collect();
    if declared.len() as u64 > MOST || months.len() > MOST_MONTHS {
        return Err(Error::LimitExceeded(Message::new("statistics-rows").with("maximum", MOST)));
    }
    let mut seen = HashSet::new();
    declared.reverse();
    declared.retain(|figure| seen.insert((figure.delegation_id, figure.measure, figure.as_of)));
    let register = Register::read(db, &declared, months.into_iter().collect()).await?;
    let compared = declared.into_iter().map(|figure| {
        let computed = register.computed(&figure);
        DeclaredComparison::new(figure, computed)
    });
    Ok(compared.collect())
}

/// The measures whose counts the viewer may read.
fn readable(ctx: &Context<'_>) -> Result<Vec<Measure>, Error> {
    let rights = ctx.identity()?.rights();
    let may_read = |measure: &Measure| match measure {
        Measure::GrantsAwarded => rights.contains(Right::ReadGrants),
        Measure::PeopleServed => rights.contains(Right::ReadReturns),
        Measure::LicensedEps
        | Measure::EpsBeingLicensed
        | Measure::Cef
        | Measure::Kindergartens
        | Measure::SocialComplexes
        | Measure::DisabilityCenters => true,
    };
    Ok(Measure::iter().filter(may_read).collect())
}

/// What the register has where something was declared: at the ends of these months, and in the years in which they lie.
#[derive(Default)]
struct Register {
    months: Vec<YearMonth>,
    years: Vec<i32>,
    establishments: Vec<Figure>,
    served: Vec<Figure>,
    granted: Vec<Figure>,
}

impl Register {
    async fn read(db: &ScopedDb, declared: &[declared_figure::Model], months: Vec<YearMonth>) -> Result<Self, Error> {
        let Some(earliest) = months.first() else { return Ok(Self::default()) };
        let balance = last_balance(db, None, *earliest).await?;
        let years: BTreeSet<_> = months.iter().map(|month| month.year()).collect();
        let years: Vec<_> = years.into_iter().collect();
        let ends: Vec<_> = months.iter().map(|month| (*month, *month)).collect();
        let month =
            |year, month| YearMonth::try_new(year, month).ok_or_else(|| Error::internal("a year without months"));
        let of_years =
            years.iter().map(|year| Ok((month(*year, 1)?, month(*year, 12)?))).collect::<Result<_, Error>>()?;
        let figures = async |is_asked: fn(Measure) -> bool, sums: &[(counter::Measure, Cube)], by: &[By], spans| {
            if !declared.iter().any(|figure| is_asked(figure.measure)) {
                return Ok(Vec::new());
            }
            let sums = sums.iter().map(|(measure, cube)| Sums {
                measures: vec![*measure],
                cube: *cube,
                split: None,
                met: Condition::all(),
            });
            let (sums, by, moments) = (sums.collect(), by.to_vec(), Moments { spans, known: None, balance });
            db.figures(&Question { sums, level: Level::Delegation, boundaries: Boundaries::Historical, by, moments })
                .await
        };
        let by_licence = [By::Delegation, By::WideKind, By::Dimension(Dimension::Licence)];
        let houses = [(counter::Measure::Establishments, Cube::KindLicence)];
        let served = [(counter::Measure::PeopleServed, Cube::KindSex), (counter::Measure::Returns, Cube::Kind)];
        let granted = [(counter::Measure::GrantsAwarded, Cube::Programme)];
        let establishments = figures(|of| counts(of).is_some(), &houses, &by_licence, ends.clone()).await?;
        let served = figures(|of| of == Measure::PeopleServed, &served, &[By::Delegation], ends).await?;
        let granted = figures(|of| of == Measure::GrantsAwarded, &granted, &[By::Delegation], of_years).await?;
        Ok(Self { months, years, establishments, served, granted })
    }

    /// What the register has of what was declared; `None` where it knows nothing of it.
    fn computed(&self, declared: &declared_figure::Model) -> Option<i64> {
        let delegation = declared.delegation_id.0.to_string();
        let is_there = |figure: &&Figure| figure.group[0] == delegation;
        let is_by_then = |figure: &&Figure| self.months.get(figure.span).is_some_and(|month| *month <= declared.as_of);
        if let Some((kind, state)) = counts(declared.measure) {
            let state = state.map(|state| state.to_value());
            let is_meant = |figure: &&Figure| {
                figure.group[1] == kind && state.as_ref().is_none_or(|state| figure.group[2] == *state)
            };
            let there = self.establishments.iter().filter(is_there).filter(is_by_then).filter(is_meant);
            return Some(there.map(|figure| figure.value).sum());
        }
        if declared.measure.is_money() {
            let year = self.years.iter().position(|year| *year == declared.as_of.year())?;
            let granted = self.granted.iter().filter(is_there).filter(|figure| figure.span == year);
            return granted.map(|figure| figure.value).reduce(|sum, value| sum + value);
        }
        let of = |measure: counter::Measure| -> i64 {
            let there = self.served.iter().filter(is_there).filter(is_by_then);
            there.filter(|figure| figure.measure == measure).map(|figure| figure.value).sum()
        };
        (of(counter::Measure::Returns) > 0).then(|| of(counter::Measure::PeopleServed))
    }
}
