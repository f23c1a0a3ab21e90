//! Reading grant lines and programmes.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{AssociationId, DelegationId, ProgrammeId};
use entity::{association, grant_line, programme};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use super::{GrantLine, Programme};
use crate::auth::Right;
use crate::db::{ScopedDb, ScopedSelect};
use crate::error::Error;
use crate::global_id::IdOf;
use crate::lane::{Answer, Asked, Draft, Step};
use crate::page::{OrderDirection, Page, Sort, Window, page, pages};
use crate::request::Request;

/// Grants.
#[derive(Debug, Default)]
pub struct GrantQuery;

/// Which grant lines; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub struct GrantLineWhere {
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
        let lines = filter.unwrap_or_default().narrow(ctx.db()?)?;
        Ok(page(ctx, lines, as_entered(), Window { first, after, last, before }).await?)
    }
}

/// The lines for an association alone, as one of its fields.
pub async fn lines_of(
    ctx: &Context<'_>,
    association: AssociationId,
    filter: Option<GrantLineWhere>,
    window: Window,
) -> Result<Page<GrantLine>, Error> {
    ctx.require(Right::ReadGrants)?;
    let lines = filter.unwrap_or_default().narrow(ctx.db()?)?;
    page(ctx, lines.filter(grant_line::COLUMN.association_id.eq(association)), as_entered(), window).await
}

/// The same in the lane.
pub fn lines_step(asked: &Asked<'_>, association: &mut Draft<'_, association::Entity>) -> Option<Step> {
    asked.ctx.require(Right::ReadGrants).ok()?;
    let filter: Option<GrantLineWhere> = asked.argument("where")?;
    let lines = filter.unwrap_or_default().narrow(association.db).ok()?;
    pages::<_, GrantLine>(association, asked, lines, &as_entered(), &Window::asked(asked)?)
}

/// The order of grant lines.
fn as_entered() -> Sort<grant_line::Entity> {
    Sort::by("grant lines as entered", vec![grant_line::Column::Id], OrderDirection::Asc)
}

impl GrantLineWhere {
    /// The lines that meet it.
    fn narrow(&self, db: &ScopedDb) -> Result<ScopedSelect<grant_line::Entity>, Error> {
        let mut lines = db.find::<grant_line::Entity>();
        if let Some(delegation) = &self.delegation {
            lines = lines.filter(grant_line::COLUMN.delegation_id.eq(delegation.key()?));
        }
        if let Some(association) = &self.association {
            lines = lines.filter(grant_line::COLUMN.association_id.eq(association.key()?));
        }
        if let Some(programme) = &self.programme {
            lines = lines.filter(grant_line::COLUMN.programme_id.eq(programme.key()?));
        }
        if let Some(year) = self.budget_year {
            lines = lines.filter(grant_line::COLUMN.budget_year.eq(year));
        }
        Ok(lines)
    }
}
