//! Reading grant lines and programmes.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{AssociationId, DelegationId, ProgrammeId};
use entity::{grant_line, programme};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use super::{GrantLine, Programme};
use crate::auth::Right;
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Grants.
#[derive(Debug, Default)]
pub struct GrantQuery;

/// Which grant lines; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct GrantLineWhere {
    /// Those of this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those for this association alone.
    association: Option<IdOf<AssociationId>>,
    /// Those of this programme.
    programme: Option<IdOf<ProgrammeId>>,
    /// Those of this budget year.
    budget_year: Option<i32>,
}

#[Object]
impl GrantQuery {
    /// The programmes, by code.
    async fn programmes(&self, ctx: &Context<'_>) -> Result<Answer<Vec<Programme>>> {
        let programmes = ctx.db()?.find::<programme::Entity>().order_by(programme::Column::Code, Order::Asc);
        Ok(ctx.list(programmes).await?)
    }

    /// The grant lines in your slice, in the order in which they were entered. Needs the right READ_GRANTS.
    async fn grant_lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<GrantLineWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<GrantLine>> {
        ctx.require(Right::ReadGrants)?;
        let filter = filter.unwrap_or_default();
        let mut lines = ctx.db()?.find::<grant_line::Entity>();
        if let Some(delegation) = filter.delegation {
            lines = lines.filter(grant_line::COLUMN.delegation_id.eq(delegation.key()?));
        }
        if let Some(association) = filter.association {
            lines = lines.filter(grant_line::COLUMN.association_id.eq(association.key()?));
        }
        if let Some(programme) = filter.programme {
            lines = lines.filter(grant_line::COLUMN.programme_id.eq(programme.key()?));
        }
        if let Some(year) = filter.budget_year {
            lines = lines.filter(grant_line::COLUMN.budget_year.eq(year));
        }
        let as_entered = Sort::by("grant lines as entered", vec![grant_line::Column::Id], OrderDirection::Asc);
        Ok(page(ctx, lines, as_entered, Window { first, after, last, before }).await?)
    }
}
