//! Associations, as GraphQL shows them.

use async_graphql::{Context, ID, Object, Result};
use entity::{association, commune, delegation};

use crate::delegation::Delegation;
use crate::global_id::Global;
use crate::request::Request;
use crate::territory::Commune;
use crate::text::Named;

/// An association (جمعية): it manages establishments, or works in a field that is helped.
#[derive(Debug)]
pub struct Association(pub(crate) association::Model);

impl From<association::Model> for Association {
    fn from(row: association::Model) -> Self {
        Self(row)
    }
}

#[Object]
impl Association {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// The delegation of its seat, which keeps its file; null where it is not yours to see.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Option<Delegation>> {
        Ok(ctx
            .row::<delegation::Entity>(self.0.delegation_id)
            .await?
            .map(Delegation))
    }

    /// The commune of its seat; null where unknown.
    async fn commune(&self, ctx: &Context<'_>) -> Result<Option<Commune>> {
        let Some(id) = self.0.commune_id else { return Ok(None) };
        Ok(ctx.row::<commune::Entity>(id).await?.map(Commune))
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
