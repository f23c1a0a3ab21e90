//! Reading jobs.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::JobId;
use entity::job::{self, JobKind, JobState};
use sea_orm::ColumnTrait;

use super::Job;
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Jobs.
#[derive(Debug, Default)]
pub struct JobQuery;

/// Which jobs; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct JobWhere {
    /// Those that stand so.
    state: Option<JobState>,
    /// Those of this kind.
    kind: Option<JobKind>,
}

#[Object]
impl JobQuery {
    /// A job that you asked for by the mandate by which you speak; for a national administrator, also one of the system
    /// itself. Null with the error NOT_FOUND where there is no such one. To follow a job, ask again every few seconds.
    async fn job(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: IdOf<JobId>) -> Maybe<Job> {
        Some(find(ctx, &id).await)
    }

    /// The jobs that you asked for by the mandate by which you speak, the latest first; for a national administrator, also those
    /// of the system itself.
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<JobWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Job>> {
        let filter = filter.unwrap_or_default();
        let mut jobs = ctx.db()?.own::<job::Entity>();
        if let Some(state) = filter.state {
            jobs = jobs.filter(job::COLUMN.state.eq(state));
        }
        if let Some(kind) = filter.kind {
            jobs = jobs.filter(job::COLUMN.kind.eq(kind));
        }
        let latest_first = Sort::by("jobs", vec![job::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, jobs, latest_first, Window { first, after, last, before }).await?)
    }
}

pub(super) async fn find(ctx: &Context<'_>, id: &IdOf<JobId>) -> std::result::Result<Job, Error> {
    let found = ctx.db()?.own::<job::Entity>().filter(job::COLUMN.id.eq(id.key()?)).one().await?;
    found.map(Job).ok_or(Error::NotFound)
}
