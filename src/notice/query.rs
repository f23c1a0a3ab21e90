//! Reading one's notices.

use async_graphql::{Context, InputObject, Object, Result};
use entity::notice::{self, NoticeKind};
use sea_orm::ColumnTrait;

use super::Notice;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Notices.
#[derive(Debug, Default)]
pub struct NoticeQuery;

/// Which notices; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct NoticeWhere {
    /// True: those that you have not read; false: those that you have.
    unread: Option<bool>,
    /// Those of this kind.
    kind: Option<NoticeKind>,
}

#[Object]
impl NoticeQuery {
    /// Your notices, the latest first: what your account was told, by whatever mandate you speak now.
    async fn notices(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<NoticeWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Notice>> {
        let filter = filter.unwrap_or_default();
        let mut notices = ctx.db()?.own::<notice::Entity>();
        notices = match filter.unread {
            Some(true) => notices.filter(notice::COLUMN.read_at.is_null()),
            Some(false) => notices.filter(notice::COLUMN.read_at.is_not_null()),
            None => notices,
        };
        if let Some(kind) = filter.kind {
            notices = notices.filter(notice::COLUMN.kind.eq(kind));
        }
        let latest_first = Sort::by("notices", vec![notice::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, notices, latest_first, Window { first, after, last, before }).await?)
    }
}
