//! Declarations of many delegations beside what the register counts, the greatest disagreement first.

use std::collections::BTreeSet;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use entity::counter::{self, Boundaries, Cube, Level};
use entity::declared_figure::{self, Measure};
use entity::id::DelegationId;
use entity::month::YearMonth;
use sea_orm::sea_query::{Condition, ExprTrait, Order};
use sea_orm::{ActiveEnum, ColumnTrait};

use super::object::Agreement;
use super::query::counts;
use crate::auth::Right;
use crate::db::counter::Dimension;
use crate::db::figures::{By, Figure, Moments, Question, Sums};
use crate::declared_figure::{DeclaredFigure, agrees};
use crate::error::Error;
use crate::global_id::IdOf;
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
    /// How many the register has, as it is known now.
    computed: i64,
    /// How many more the register has than were declared; negative where it has fewer.
    difference: i64,
    /// Whether the two agree, as the qualifier of the declaration is read.
    agreement: Agreement,
}

#[Object]
impl ComparisonQuery {
    /// What the delegations in your slice declared, each beside what the register counts at the end of the same month: those that
    /// differ, the greatest difference first; with `all` also those that agree. Needs the right READ_ANNUAL_REPORT.
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
        compared.sort_by_key(|one| (std::cmp::Reverse(one.difference.abs()), one.declared.0.id));
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
    let declared = declared.order_by(declared_figure::Column::Id, Order::Asc).limit(MOST + 1).all().await?;
    let months: BTreeSet<_> = declared.iter().map(|figure| figure.as_of).collect();
    if declared.len() as u64 > MOST || months.len() > MOST_MONTHS {
        return Err(Error::LimitExceeded(Message::new("statistics-rows").with("maximum", MOST)));
    }
    let Some(earliest) = months.first() else { return Ok(Vec::new()) };
    let measures = vec![counter::Measure::Establishments];
    let counted = db
        .figures(&Question {
            sums: vec![Sums { measures, cube: Cube::KindLicence, split: None, met: Condition::all() }],
            level: Level::Delegation,
            boundaries: Boundaries::Current,
            by: vec![By::Delegation, By::WideKind, By::Dimension(Dimension::Licence)],
            moments: Moments {
                spans: months.iter().map(|month| (*month, *month)).collect(),
                known: None,
                balance: last_balance(db, None, *earliest).await?,
            },
        })
        .await?;
    let compared = declared.into_iter().map(|figure| {
        let (kind, state) = counts(figure.measure);
        let (delegation, state) = (figure.delegation_id.0.to_string(), state.map(|state| state.to_value()));
        let by_then = |sum: &&Figure| months.iter().nth(sum.span).is_some_and(|month| *month <= figure.as_of);
        let is_meant = |sum: &&Figure| {
            sum.group[0] == delegation
                && sum.group[1] == kind
                && state.as_ref().is_none_or(|state| sum.group[2] == *state)
        };
        let computed = counted.iter().filter(by_then).filter(is_meant).map(|sum| sum.value).sum();
        let declared = i64::from(figure.value);
        let agreement =
            if agrees(computed, declared, figure.qualifier) { Agreement::Agrees } else { Agreement::Differs };
        DeclaredComparison { declared: DeclaredFigure(figure), computed, difference: computed - declared, agreement }
    });
    Ok(compared.collect())
}
