//! Reading projects.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{CommuneId, DelegationId, PartnerId, ProjectId};
use entity::{commune, project, project_partner};
use sea_orm::ColumnTrait;

use super::Project;
use crate::auth::Right;
use crate::db::Search;
use crate::delegation::visible_delegation;
use crate::error::Maybe;
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Projects.
#[derive(Debug, Default)]
pub struct ProjectQuery;

/// Which projects; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct ProjectWhere {
    /// Those found by this: each of its words begins a word of its names or of the names of its commune, in any order; how
    /// words are compared, ranked and limited is said of `EstablishmentWhere.search`. The best come first.
    search: Option<String>,
    /// Those of this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those in this commune.
    commune: Option<IdOf<CommuneId>>,
    /// Those in which this partner takes part.
    partner: Option<IdOf<PartnerId>>,
}

#[Object]
impl ProjectQuery {
    /// A project. Null with the error NOT_FOUND where there is none in your slice.
    async fn project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<ProjectId>,
    ) -> Maybe<Answer<Project>> {
        ctx.lookup(&id).await
    }

    /// The projects in your slice, in the order in which they were entered. Needs the right READ_PROJECTS.
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<ProjectWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Project>> {
        ctx.require(Right::ReadProjects)?;
        let filter = filter.unwrap_or_default();
        let search = Search::of(filter.search.as_deref())?;
        let mut projects = ctx.db()?.find::<project::Entity>();
        projects = projects.search_in::<commune::Entity>(search.as_ref())?;
        if let Some(delegation) = filter.delegation {
            projects = projects
                .filter(project::COLUMN.delegation_id.in_subquery(visible_delegation(ctx.db()?, delegation.key()?)));
        }
        if let Some(commune) = filter.commune {
            projects = projects.filter(project::COLUMN.commune_id.eq(commune.key()?));
        }
        if let Some(partner) = filter.partner {
            let parts = ctx.db()?.find::<project_partner::Entity>();
            let parts = parts.filter(project_partner::COLUMN.partner_id.eq(partner.key()?));
            let parts = parts.values_of(project_partner::Column::ProjectId);
            projects = projects.filter(project::COLUMN.id.in_subquery(parts));
        }
        let as_entered = Sort::by("projects as entered", vec![project::Column::Id], OrderDirection::Asc);
        Ok(page(ctx, projects, as_entered.best_of(search.as_ref())?, Window { first, after, last, before }).await?)
    }
}
