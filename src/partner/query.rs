//! Reading partners.

use async_graphql::{Context, Object, Result};
use entity::id::PartnerId;
use entity::partner;
use sea_orm::sea_query::Order;

use super::Partner;
use crate::error::Maybe;
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::request::Request;

/// Partners.
#[derive(Debug, Default)]
pub struct PartnerQuery;

#[Object]
impl PartnerQuery {
    /// A partner. Null with the error NOT_FOUND where there is none in your slice.
    async fn partner(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<PartnerId>,
    ) -> Maybe<Answer<Partner>> {
        ctx.lookup(&id).await
    }

    /// The partners in your slice, by code.
    async fn partners(&self, ctx: &Context<'_>) -> Result<Answer<Vec<Partner>>> {
        let partners = ctx.db()?.find::<partner::Entity>().order_by(partner::Column::Code, Order::Asc);
        Ok(ctx.list(partners).await?)
    }
}
