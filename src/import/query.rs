//! Reading imports and their lines.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{DelegationId, ImportId};
use entity::import::{self, ImportState};
use entity::import_row::{self, ImportKind, ImportVerdict};
use sea_orm::ColumnTrait;

use super::{Import, ImportRow};
use crate::error::Maybe;
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Imports.
#[derive(Debug, Default)]
pub struct ImportQuery;

/// Which imports; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct ImportWhere {
    /// Those that stand so.
    state: Option<ImportState>,
    /// Those of this delegation's lists.
    delegation: Option<IdOf<DelegationId>>,
}

/// Which lines; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct ImportRowWhere {
    /// Those with this verdict.
    verdict: Option<ImportVerdict>,
    /// Those about this.
    kind: Option<ImportKind>,
}

#[Object]
impl ImportQuery {
    /// An import. Null with the error NOT_FOUND where there is none in your slice: those who keep the register of a delegation
    /// see those of its lists, and the national office all.
    async fn import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<ImportId>,
    ) -> Maybe<Answer<Import>> {
        ctx.lookup(&id).await
    }

    /// The imports in your slice, in the order in which they came; the latest from the end.
    async fn imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<ImportWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Import>> {
        let filter = filter.unwrap_or_default();
        let mut imports = ctx.db()?.find::<import::Entity>();
        if let Some(state) = filter.state {
            imports = imports.filter(import::COLUMN.state.eq(state));
        }
        if let Some(delegation) = filter.delegation {
            imports = imports.filter(import::COLUMN.delegation_id.eq(delegation.key()?));
        }
        let as_they_came = Sort::by("imports", vec![import::Column::Id], OrderDirection::Asc);
        Ok(page(ctx, imports, as_they_came, Window { first, after, last, before }).await?)
    }

    /// The lines of an import, in the order of the file; none where the import is not in your slice.
    async fn import_rows(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The import.")] import: IdOf<ImportId>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<ImportRowWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<ImportRow>> {
        let filter = filter.unwrap_or_default();
        let rows = ctx.db()?.find::<import_row::Entity>();
        let mut rows = rows.filter(import_row::COLUMN.import_id.eq(import.key()?));
        if let Some(verdict) = filter.verdict {
            rows = rows.filter(import_row::COLUMN.verdict.eq(verdict));
        }
        if let Some(kind) = filter.kind {
            rows = rows.filter(import_row::COLUMN.kind.eq(kind));
        }
        // Numbers tell the lines of one import apart, but a cursor is of the whole table.
        let in_the_file = Sort::by(
            "lines of an import",
            vec![import_row::Column::Number, import_row::Column::Id],
            OrderDirection::Asc,
        );
        Ok(page(ctx, rows, in_the_file, Window { first, after, last, before }).await?)
    }
}
