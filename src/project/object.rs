//! Projects, as GraphQL shows them.

use async_graphql::{Context, Description, ID, Object, Result};
use derive_more::From;
use entity::{association, commune, delegation, establishment, establishment_kind, partner, project, project_partner};

use crate::association::Association;
use crate::delegation::Delegation;
use crate::error::Maybe;
use crate::establishment::{Establishment, EstablishmentKind};
use crate::global_id::Global;
use crate::named::Named;
use crate::partner::Partner;
use crate::request::Request;
use crate::territory::Commune;

/// A social project (مشروع اجتماعي).
#[derive(Debug, Description, From)]
pub struct Project(pub(crate) project::Model);

#[Object(use_type_description)]
impl Project {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// The delegation where it is carried out; null where it is not yours to see.
    async fn delegation(&self, ctx: &Context<'_>) -> Maybe<Delegation> {
        ctx.related::<delegation::Entity, _>(self.0.delegation_id).await
    }

    /// The commune where it is carried out.
    async fn commune(&self, ctx: &Context<'_>) -> Maybe<Commune> {
        ctx.related::<commune::Entity, _>(self.0.commune_id).await
    }

    /// The kind of establishment it creates; null where it creates none.
    async fn kind(&self, ctx: &Context<'_>) -> Maybe<EstablishmentKind> {
        ctx.related::<establishment_kind::Entity, _>(self.0.kind_code.clone()).await
    }

    /// The establishment it led to; null while there is none, and where it is not yours to see.
    async fn establishment(&self, ctx: &Context<'_>) -> Maybe<Establishment> {
        ctx.related::<establishment::Entity, _>(self.0.establishment_id).await
    }

    /// The association that carries it; null where none does, and where it is not yours to see.
    async fn association(&self, ctx: &Context<'_>) -> Maybe<Association> {
        ctx.related::<association::Entity, _>(self.0.association_id).await
    }

    /// The partners that take part; a partner finds only itself.
    async fn partners(&self, ctx: &Context<'_>) -> Result<Vec<Partner>> {
        let parts = ctx.children::<project_partner::Entity, project::Entity>(self.0.id).await?;
        let partners = ctx.rows_of::<partner::Entity>(parts.into_iter().map(|part| part.partner_id)).await?;
        Ok(partners.into_iter().map(Partner).collect())
    }

    /// Where it was read.
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
