//! What waits, as GraphQL shows it.

use async_graphql::{ComplexObject, Context, Result, SimpleObject};

use super::WorkKind;
use crate::clock::Date;
use crate::error::Maybe;
use crate::node::{self, Node};
use crate::request::Request;

/// Something that waits for you.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
pub(super) struct WorkItem {
    /// What is to be done.
    pub(super) kind: WorkKind,
    /// The last day on which it is in time; null where it has none.
    pub(super) due: Option<Date>,
    /// The office day since which it waits; null where that is not known.
    pub(super) since: Option<Date>,
    /// Whether that last day has passed.
    pub(super) overdue: bool,
    #[graphql(skip)]
    pub(super) about: String,
}

#[ComplexObject]
impl WorkItem {
    /// What is to be done, in a sentence, in the language of `Accept-Language`. It names nothing of what it is about: show that
    /// beside it, from `about`.
    async fn title(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.kind.title().text(ctx.language()?))
    }

    /// What it is about; null where it has gone elsewhere at this very moment.
    async fn about(&self, ctx: &Context<'_>) -> Maybe<Node> {
        node::find(ctx, &self.about).await.transpose()
    }
}
