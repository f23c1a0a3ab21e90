//! Declared figures, as GraphQL shows them.

use async_graphql::{Context, Description, ID, Object};
use derive_more::From;
use entity::declared_figure::{self, Measure, Qualifier};
use entity::delegation;
use entity::month::YearMonth;

use crate::delegation::Delegation;
use crate::error::Maybe;
use crate::global_id::Global;
use crate::journal::{JournalEntry, history_of};
use crate::request::Request;

/// A figure that a delegation declared. It is what was said, not what was counted.
#[derive(Debug, Description, From)]
pub struct DeclaredFigure(pub(crate) declared_figure::Model);

#[Object(use_type_description)]
impl DeclaredFigure {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The delegation that declared it.
    async fn delegation(&self, ctx: &Context<'_>) -> Maybe<Delegation> {
        ctx.related::<delegation::Entity, _>(self.0.delegation_id).await
    }

    /// What was counted.
    async fn measure(&self) -> Measure {
        self.0.measure
    }

    /// The number declared.
    async fn value(&self) -> i32 {
        self.0.value
    }

    /// How the number is to be read.
    async fn qualifier(&self) -> Qualifier {
        self.0.qualifier
    }

    /// The month of which it speaks.
    async fn as_of(&self) -> YearMonth {
        self.0.as_of
    }

    /// Where it was declared.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
    /// the error FORBIDDEN without the right READ_JOURNAL.
    async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
        Some(history_of::<declared_figure::Entity>(ctx, self.0.id).await)
    }

    /// True for what stands here only to demonstrate.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// Grows by one with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
