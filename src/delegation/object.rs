//! Delegations and coordinations, as GraphQL shows them.

use async_graphql::{Context, ID, Object, Result};
use entity::{delegation, province, region, regional_coordination};

use crate::global_id::Global;
use crate::request::Request;
use crate::territory::{Province, Region, Validity};
use crate::text::Named;

/// A regional coordination of Entraide Nationale (تنسيقية جهوية, coordination régionale).
#[derive(Debug)]
pub struct RegionalCoordination(pub(crate) regional_coordination::Model);

/// A delegation of Entraide Nationale (مندوبية إقليمية, délégation provinciale ou préfectorale).
#[derive(Debug)]
pub struct Delegation(pub(crate) delegation::Model);

#[Object]
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
    async fn region(&self, ctx: &Context<'_>) -> Result<Option<Region>> {
        Ok(ctx.row::<region::Entity>(self.0.region_id).await?.map(Region))
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

impl From<delegation::Model> for Delegation {
    fn from(row: delegation::Model) -> Self {
        Self(row)
    }
}

#[Object]
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
    async fn province(&self, ctx: &Context<'_>) -> Result<Option<Province>> {
        Ok(ctx.row::<province::Entity>(self.0.province_id).await?.map(Province))
    }

    /// The regional coordination it belongs to; null where it is not yours to see.
    async fn regional_coordination(&self, ctx: &Context<'_>) -> Result<Option<RegionalCoordination>> {
        let coordination = ctx
            .row::<regional_coordination::Entity>(self.0.regional_coordination_id)
            .await?;
        Ok(coordination.map(RegionalCoordination))
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
