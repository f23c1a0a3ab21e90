//! Reading delegations and coordinations.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{DelegationId, ProvinceId, RegionalCoordinationId};
use entity::{delegation, province, regional_coordination};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use super::{Delegation, RegionalCoordination};
use crate::db::Search;
use crate::error::Maybe;
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// The institution's own organisation.
#[derive(Debug, Default)]
pub struct DelegationQuery;

/// Which delegations; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct DelegationWhere {
    /// Those found by this: each of its words begins a word of its names, its code or the names of its province, in any order; how
    /// words are compared, ranked and limited is said of `EstablishmentWhere.search`. The best come first.
    search: Option<String>,
    /// Those of this regional coordination.
    regional_coordination: Option<IdOf<RegionalCoordinationId>>,
    /// Those that serve this province or prefecture.
    province: Option<IdOf<ProvinceId>>,
}

#[Object]
impl DelegationQuery {
    /// The regional coordinations you may see, by code.
    async fn regional_coordinations(&self, ctx: &Context<'_>) -> Result<Answer<Vec<RegionalCoordination>>> {
        let coordinations = ctx.db()?.find::<regional_coordination::Entity>();
        let coordinations = coordinations.order_by(regional_coordination::Column::Code, Order::Asc);
        Ok(ctx.list(coordinations).await?)
    }

    /// A delegation. Null with the error NOT_FOUND where there is none in your slice.
    async fn delegation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<DelegationId>,
    ) -> Maybe<Answer<Delegation>> {
        ctx.lookup(&id).await
    }

    /// The delegations in your slice, by code.
    async fn delegations(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<DelegationWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Delegation>> {
        let filter = filter.unwrap_or_default();
        let search = Search::of(filter.search.as_deref())?;
        let mut delegations = ctx.db()?.find::<delegation::Entity>();
        delegations = delegations.search_in::<province::Entity>(search.as_ref())?;
        if let Some(coordination) = filter.regional_coordination {
            delegations = delegations.filter(delegation::COLUMN.regional_coordination_id.eq(coordination.key()?));
        }
        if let Some(province) = filter.province {
            delegations = delegations.filter(delegation::COLUMN.province_id.eq(province.key()?));
        }
        let by_code = Sort::by(
            "delegations by code",
            vec![delegation::Column::Code, delegation::Column::Id],
            OrderDirection::Asc,
        );
        Ok(page(ctx, delegations, by_code.best_of(search.as_ref())?, Window { first, after, last, before }).await?)
    }
}
