//! Reading formal notices.

use async_graphql::{Context, InputObject, Object, Result};
use entity::formal_notice::{self, FormalNoticeState};
use entity::id::{AssociationId, DelegationId, EstablishmentId, FormalNoticeId};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;

use super::FormalNotice;
use crate::auth::Right;
use crate::db::ScopedSelect;
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Formal notices.
#[derive(Debug, Default)]
pub struct FormalNoticeQuery;

/// Which formal notices; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct FormalNoticeWhere {
    /// Those of this house.
    establishment: Option<IdOf<EstablishmentId>>,
    /// Those of houses that stand in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those of houses that this association manages.
    association: Option<IdOf<AssociationId>>,
    /// Those that stand so.
    state: Option<FormalNoticeState>,
    /// True: those that are SERVED, and of which the last day has passed. False: the others.
    overdue: Option<bool>,
}

#[Object]
impl FormalNoticeQuery {
    /// A formal notice. Null with the error NOT_FOUND where there is none in your slice.
    async fn formal_notice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<FormalNoticeId>,
    ) -> Maybe<Answer<FormalNotice>> {
        ctx.lookup(&id).await
    }

    /// The formal notices to houses in your slice, the latest entered first. Needs the right READ_APPLICATIONS.
    async fn formal_notices(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<FormalNoticeWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<FormalNotice>> {
        ctx.require(Right::ReadApplications)?;
        let rows = filter.unwrap_or_default().narrow(ctx)?;
        let sort = Sort::by("formal notices as served", vec![formal_notice::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, rows, sort, Window { first, after, last, before }).await?)
    }
}

impl FormalNoticeWhere {
    fn narrow(self, ctx: &Context<'_>) -> Result<ScopedSelect<formal_notice::Entity>, Error> {
        let column = &formal_notice::COLUMN;
        let mut rows = ctx.db()?.find::<formal_notice::Entity>();
        if let Some(establishment) = self.establishment {
            rows = rows.filter(column.establishment_id.eq(establishment.key()?));
        }
        if let Some(delegation) = self.delegation {
            rows = rows.filter(column.delegation_id.eq(delegation.key()?));
        }
        if let Some(association) = self.association {
            rows = rows.filter(column.association_id.eq(association.key()?));
        }
        if let Some(state) = self.state {
            rows = rows.filter(column.state.eq(state));
        }
        if let Some(overdue) = self.overdue {
            let today = ctx.today()?;
            rows = rows.filter(if overdue {
                Condition::all().add(column.state.eq(FormalNoticeState::Served)).add(column.due_on.lt(today))
            } else {
                Condition::any().add(column.state.ne(FormalNoticeState::Served)).add(column.due_on.gte(today))
            });
        }
        Ok(rows)
    }
}
