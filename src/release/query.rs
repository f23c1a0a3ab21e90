//! Reading releases.

use async_graphql::{Context, Object, Result};
use entity::id::ReleaseId;
use entity::release;
use sea_orm::sea_query::Order;

use super::Release;
use crate::auth::Scope;
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Releases.
#[derive(Debug, Default)]
pub struct ReleaseQuery;

#[Object]
impl ReleaseQuery {
    /// A release. Null with the error NOT_FOUND where there is none that is yours to see.
    async fn release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<ReleaseId>,
    ) -> Maybe<Answer<Release>> {
        ctx.lookup(&id).await
    }

    /// The last release that stands; null where there is none. To a partner's system whose agreement does not open
    /// statistics, null with the error FORBIDDEN.
    async fn latest_release(&self, ctx: &Context<'_>) -> Maybe<Release> {
        latest(ctx).await.transpose()
    }

    /// The releases, those that were withdrawn too, the latest first. Everyone who has signed in reads them; a partner's system
    /// by the scope STATISTICS_READ. The public reads them without signing in, at `/releases`.
    async fn releases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Release>> {
        ctx.require_scope(Scope::StatisticsRead)?;
        let latest_first = vec![release::Column::Month, release::Column::Id];
        let latest_first = Sort::by("releases, the latest first", latest_first, OrderDirection::Desc);
        let releases = ctx.db()?.find::<release::Entity>();
        Ok(page(ctx, releases, latest_first, Window { first, after, last, before }).await?)
    }
}

async fn latest(ctx: &Context<'_>) -> Result<Option<Release>, Error> {
    ctx.require_scope(Scope::StatisticsRead)?;
    let standing = ctx.db()?.find::<release::Entity>().filter(release::COLUMN.withdrawn_at.is_null());
    let latest = standing.order_by(release::Column::Month, Order::Desc).limit(1).one().await?;
    Ok(latest.map(Release))
}
