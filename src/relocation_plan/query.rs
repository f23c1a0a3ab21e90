//! Reading relocation plans.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{AssociationId, DelegationId, EstablishmentId, RelocationPlanId};
use entity::relocation_plan::{self, RelocationPlanState};
use sea_orm::ColumnTrait;

use super::RelocationPlan;
use crate::auth::Right;
use crate::db::{ScopedDb, ScopedSelect};
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Relocation plans.
#[derive(Debug, Default)]
pub struct RelocationPlanQuery;

/// Which plans; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct RelocationPlanWhere {
    /// Those of this house.
    establishment: Option<IdOf<EstablishmentId>>,
    /// Those of houses that stand in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those of houses that this association manages.
    association: Option<IdOf<AssociationId>>,
    /// Those that stand so.
    state: Option<RelocationPlanState>,
}

#[Object]
impl RelocationPlanQuery {
    /// A relocation plan. Null with the error NOT_FOUND where there is none in your slice.
    async fn relocation_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<RelocationPlanId>,
    ) -> Maybe<Answer<RelocationPlan>> {
        ctx.lookup(&id).await
    }

    /// The relocation plans of houses in your slice, the latest first. Needs the right READ_APPLICATIONS.
    async fn relocation_plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<RelocationPlanWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<RelocationPlan>> {
        ctx.require(Right::ReadApplications)?;
        let plans = filter.unwrap_or_default().narrow(ctx.db()?)?;
        let sort = Sort::by("relocation plans as prepared", vec![relocation_plan::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, plans, sort, Window { first, after, last, before }).await?)
    }
}

impl RelocationPlanWhere {
    fn narrow(self, db: &ScopedDb) -> Result<ScopedSelect<relocation_plan::Entity>, Error> {
        let column = &relocation_plan::COLUMN;
        let mut plans = db.find::<relocation_plan::Entity>();
        if let Some(establishment) = self.establishment {
            plans = plans.filter(column.establishment_id.eq(establishment.key()?));
        }
        if let Some(delegation) = self.delegation {
            plans = plans.filter(column.delegation_id.eq(delegation.key()?));
        }
        if let Some(association) = self.association {
            plans = plans.filter(column.association_id.eq(association.key()?));
        }
        if let Some(state) = self.state {
            plans = plans.filter(column.state.eq(state));
        }
        Ok(plans)
    }
}
