//! Reading territory.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{CommuneId, ProvinceId, RegionId};
use entity::{commune, province, region};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use super::{Commune, Province, Region};
use crate::db::Search;
use crate::error::Maybe;
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Territory.
#[derive(Debug, Default)]
pub struct TerritoryQuery;

/// Which communes; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct CommuneWhere {
    /// Those found by this: each of its words begins a word of its names, other spellings included, or its code, in any order; how
    /// words are compared, ranked and limited is said of `EstablishmentWhere.search`. The best come first.
    search: Option<String>,
    /// Those of this province or prefecture.
    province: Option<IdOf<ProvinceId>>,
}

#[Object]
impl TerritoryQuery {
    /// The regions, by code.
    async fn regions(&self, ctx: &Context<'_>) -> Result<Answer<Vec<Region>>> {
        let regions = ctx.db()?.find::<region::Entity>().order_by(region::Column::Code, Order::Asc);
        Ok(ctx.list(regions).await?)
    }

    /// A region. Null with the error NOT_FOUND where there is none.
    async fn region(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<RegionId>,
    ) -> Maybe<Answer<Region>> {
        ctx.lookup(&id).await
    }

    /// The provinces and prefectures, by code.
    async fn provinces(&self, ctx: &Context<'_>) -> Result<Answer<Vec<Province>>> {
        let provinces = ctx.db()?.find::<province::Entity>().order_by(province::Column::Code, Order::Asc);
        Ok(ctx.list(provinces).await?)
    }

    /// A province or prefecture. Null with the error NOT_FOUND where there is none.
    async fn province(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<ProvinceId>,
    ) -> Maybe<Answer<Province>> {
        ctx.lookup(&id).await
    }

    /// A commune. Null with the error NOT_FOUND where there is none.
    async fn commune(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<CommuneId>,
    ) -> Maybe<Answer<Commune>> {
        ctx.lookup(&id).await
    }

    /// The communes, by code.
    async fn communes(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<CommuneWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Commune>> {
        let filter = filter.unwrap_or_default();
        let search = Search::of(filter.search.as_deref())?;
        let mut communes = ctx.db()?.find::<commune::Entity>().search(search.as_ref())?;
        if let Some(province) = filter.province {
            communes = communes.filter(commune::COLUMN.province_id.eq(province.key()?));
        }
        let by_code =
            Sort::by("communes by code", vec![commune::Column::Code, commune::Column::Id], OrderDirection::Asc);
        Ok(page(ctx, communes, by_code.best_of(search.as_ref())?, Window { first, after, last, before }).await?)
    }
}
