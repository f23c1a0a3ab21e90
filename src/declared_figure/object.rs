//! Declared figures, as GraphQL shows them.

use async_graphql::{Context, ID, Object, Result};
use entity::declared_figure::{self, Measure, Qualifier};
use entity::delegation;
use entity::month::YearMonth;

use crate::delegation::Delegation;
use crate::global_id::Global;
use crate::request::Request;

/// A figure that a delegation declared. It is what was said, not what was counted.
#[derive(Debug)]
pub struct DeclaredFigure(pub(crate) declared_figure::Model);

impl From<declared_figure::Model> for DeclaredFigure {
    fn from(row: declared_figure::Model) -> Self {
        Self(row)
    }
}

#[Object]
impl DeclaredFigure {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The delegation that declared it.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Option<Delegation>> {
        Ok(ctx
            .row::<delegation::Entity>(self.0.delegation_id)
            .await?
            .map(Delegation))
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

    /// True for what stands here only to demonstrate.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// Grows by one with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
