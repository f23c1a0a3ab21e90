//! What the public may ask of the register.

use async_graphql::{Context, Object, Result};
use entity::establishment;

use super::{LicensedEstablishment, RegisterWhere};
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// The public register.
#[derive(Debug, Default)]
pub struct RegisterQuery;

/// The public register of licensed establishments: for everyone, without signing in.
#[Object]
impl RegisterQuery {
    /// The establishments that are licensed today, by reference; of a search, the best first.
    async fn licensed_establishments(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<RegisterWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<LicensedEstablishment>> {
        let filter = filter.unwrap_or_default();
        let columns = vec![establishment::Column::Reference, establishment::Column::Id];
        let sort = Sort::by("the register by reference", columns, OrderDirection::Asc);
        let sort = sort.best_of(filter.search()?.as_ref())?;
        Ok(page(ctx, filter.narrow(ctx.db()?)?, sort, Window { first, after, last, before }).await?)
    }
}
