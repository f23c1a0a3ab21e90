//! Reading returns and their templates.

use async_graphql::{Context, Enum, InputObject, Object, Result};
use entity::id::{AssociationId, DelegationId, EstablishmentId, SeasonReturnId};
use entity::month::YearMonth;
use entity::return_template;
use entity::season_return::{self, SeasonReturnState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order};

use super::due::{ReturnsDue, ReturnsDueWhere, returns_due};
use super::{ReturnTemplate, SeasonReturn};
use crate::auth::Right;
use crate::db::{ScopedDb, ScopedSelect};
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Returns.
#[derive(Debug, Default)]
pub struct SeasonReturnQuery;

/// Which returns; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct SeasonReturnWhere {
    /// Those of this house.
    establishment: Option<IdOf<EstablishmentId>>,
    /// Those of houses that stand in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those of houses that this association manages.
    association: Option<IdOf<AssociationId>>,
    /// Those that stand so.
    state: Option<SeasonReturnState>,
    /// Those whose period begins in this month.
    period: Option<YearMonth>,
    /// True: only those of houses where more were present than there are places. False: only the others.
    over_capacity: Option<bool>,
}

/// In which order.
#[derive(Clone, Copy, Debug, InputObject)]
pub(super) struct SeasonReturnOrder {
    /// By what.
    field: SeasonReturnOrderField,
    /// In which direction.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What returns can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SeasonReturnOrderField {
    /// The first month of their period.
    Period,
    /// The moment they were begun.
    Created,
}

#[Object]
impl SeasonReturnQuery {
    /// A return. Null with the error NOT_FOUND where there is none in your slice.
    async fn season_return(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<SeasonReturnId>,
    ) -> Maybe<Answer<SeasonReturn>> {
        ctx.lookup(&id).await
    }

    /// The returns in your slice. Needs the right READ_RETURNS.
    async fn season_returns(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<SeasonReturnWhere>,
        #[graphql(desc = "In which order; the latest period first by default.")] order_by: Option<SeasonReturnOrder>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<SeasonReturn>> {
        ctx.require(Right::ReadReturns)?;
        let returns = filter.unwrap_or_default().narrow(ctx.db()?)?;
        let by_period = |direction| {
            let columns = vec![season_return::Column::PeriodFirst, season_return::Column::Id];
            Sort::by("returns by period", columns, direction)
        };
        let sort = match order_by.map(|order| (order.field, order.direction)) {
            None => by_period(OrderDirection::Desc),
            Some((SeasonReturnOrderField::Period, direction)) => by_period(direction),
            Some((SeasonReturnOrderField::Created, direction)) => {
                Sort::by("returns as begun", vec![season_return::Column::Id], direction)
            }
        };
        Ok(page(ctx, returns, sort, Window { first, after, last, before }).await?)
    }

    /// The houses in your slice that owe a return for a period that is over: those that have not begun it, not submitted it, or
    /// were sent it back; by their references. Without `period`, of each house the last period of its template that is over.
    /// Needs the right READ_RETURNS.
    async fn returns_due(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<ReturnsDueWhere>,
        #[graphql(desc = "So many houses: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the house of this reference, as `endReference` tells it.")] after: Option<String>,
    ) -> Result<ReturnsDue> {
        ctx.require(Right::ReadReturns)?;
        Ok(returns_due(ctx, filter.unwrap_or_default(), first, after).await?)
    }

    /// The templates of returns, by code.
    async fn return_templates(&self, ctx: &Context<'_>) -> Result<Answer<Vec<ReturnTemplate>>> {
        let templates = ctx.db()?.find::<return_template::Entity>();
        let templates = templates.order_by(return_template::Column::Code, Order::Asc);
        Ok(ctx.list(templates).await?)
    }
}

impl SeasonReturnWhere {
    fn narrow(self, db: &ScopedDb) -> Result<ScopedSelect<season_return::Entity>, Error> {
        let mut returns = db.find::<season_return::Entity>();
        if let Some(establishment) = self.establishment {
            returns = returns.filter(season_return::COLUMN.establishment_id.eq(establishment.key()?));
        }
        if let Some(delegation) = self.delegation {
            returns = returns.filter(season_return::COLUMN.delegation_id.eq(delegation.key()?));
        }
        if let Some(association) = self.association {
            returns = returns.filter(season_return::COLUMN.association_id.eq(association.key()?));
        }
        if let Some(state) = self.state {
            returns = returns.filter(season_return::COLUMN.state.eq(state));
        }
        if let Some(period) = self.period {
            returns = returns.filter(season_return::COLUMN.period_first.eq(period));
        }
        if let Some(over) = self.over_capacity {
            let [present, capacity] = [season_return::Column::Present, season_return::Column::Capacity]
                .map(|column| Expr::col((season_return::Entity, column)));
            let condition = if over {
                Condition::all().add(present.gt(capacity))
            } else {
                // Where one of the two is unknown, nothing says that there are too many.
                let unknown = season_return::COLUMN.present.is_null().or(season_return::COLUMN.capacity.is_null());
                Condition::any().add(present.lte(capacity)).add(unknown)
            };
            returns = returns.filter(condition);
        }
        Ok(returns)
    }
}
