//! Delegations and coordinations, as GraphQL shows them.

use async_graphql::{Context, Description, ID, Object};
use derive_more::From;
use entity::{delegation, province, region, regional_coordination};

use crate::error::Maybe;
use crate::global_id::Global;
use crate::named::Named;
use crate::request::Request;
use crate::territory::{Province, Region, Validity};

/// A regional coordination of Entraide Nationale (تنسيقية جهوية, coordination régionale).
#[derive(Debug, Description, From)]
pub struct RegionalCoordination(pub(crate) regional_coordination::Model);

/// A delegation of Entraide Nationale (مندوبية إقليمية, délégation provinciale ou préfectorale).
#[derive(Debug, Description, From)]
pub struct Delegation(pub(crate) delegation::Model);

#[Object(use_type_description)]
impl RegionalCoordination {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Taawun's stable code: `EN-05`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// The region of its seat.
    async fn region(&self, ctx: &Context<'_>) -> Maybe<Region> {
        ctx.related::<region::Entity, _>(self.0.region_id).await
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

#[Object(use_type_description)]
impl Delegation {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Taawun's stable code: `EN-05-301`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// The province or prefecture it serves; in Casablanca several delegations share one.
    async fn province(&self, ctx: &Context<'_>) -> Maybe<Province> {
        ctx.related::<province::Entity, _>(self.0.province_id).await
    }

    /// The regional coordination it belongs to; null where it is not yours to see.
    async fn regional_coordination(&self, ctx: &Context<'_>) -> Maybe<RegionalCoordination> {
        ctx.related::<regional_coordination::Entity, _>(self.0.regional_coordination_id).await
    }

    #[graphql(flatten)]
    async fn validity(&self) -> Validity {
        Validity::new(self.0.valid_from, self.0.valid_to)
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
