//! Associations, as GraphQL shows them.

use async_graphql::{Context, Description, ID, Object};
use derive_more::From;
use entity::{association, commune, delegation};

use crate::delegation::Delegation;
use crate::error::Maybe;
use crate::global_id::Global;
use crate::named::Named;
use crate::request::Request;
use crate::territory::Commune;

/// An association (جمعية): it manages establishments, or works in a field that is helped.
#[derive(Debug, Description, From)]
pub struct Association(pub(crate) association::Model);

#[Object(use_type_description)]
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
    async fn delegation(&self, ctx: &Context<'_>) -> Maybe<Delegation> {
        ctx.related::<delegation::Entity, _>(self.0.delegation_id).await
    }

    /// The commune of its seat; null where unknown.
    async fn commune(&self, ctx: &Context<'_>) -> Maybe<Commune> {
        ctx.related::<commune::Entity, _>(self.0.commune_id).await
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
