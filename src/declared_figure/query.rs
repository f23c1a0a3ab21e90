//! Reading declared figures.

use async_graphql::{Context, InputObject, Object, Result};
use entity::declared_figure::{self, Measure};
use entity::id::DelegationId;
use sea_orm::ColumnTrait;

use super::DeclaredFigure;
use crate::auth::Right;
use crate::global_id::IdOf;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Declared figures.
#[derive(Debug, Default)]
pub struct DeclaredFigureQuery;

/// Which declared figures; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct DeclaredFigureWhere {
    /// Those of this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those of this measure.
    measure: Option<Measure>,
}

#[Object]
impl DeclaredFigureQuery {
    /// The declared figures in your slice, in the order in which they were entered. Needs the right READ_ANNUAL_REPORT.
    async fn declared_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<DeclaredFigureWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<DeclaredFigure>> {
        ctx.require(Right::ReadAnnualReport)?;
        let filter = filter.unwrap_or_default();
        let mut figures = ctx.db()?.find::<declared_figure::Entity>();
        if let Some(delegation) = filter.delegation {
            figures = figures.filter(declared_figure::COLUMN.delegation_id.eq(delegation.key()?));
        }
        if let Some(measure) = filter.measure {
            figures = figures.filter(declared_figure::COLUMN.measure.eq(measure));
        }
        let as_entered =
            Sort::by("declared figures as entered", vec![declared_figure::Column::Id], OrderDirection::Asc);
        Ok(page(ctx, figures, as_entered, Window { first, after, last, before }).await?)
    }
}
