//! Reading agreements.

use async_graphql::{Context, Object, Result};
use entity::id::{ApiClientId, PartnerAgreementId};
use entity::partner_agreement;
use sea_orm::sea_query::Order;

use super::{ApiClient, PartnerAgreement};
use crate::error::Maybe;
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::request::Request;

/// Agreements with partners.
#[derive(Debug, Default)]
pub struct PartnerAgreementQuery;

#[Object]
impl PartnerAgreementQuery {
    /// An agreement with a partner. Null with the error NOT_FOUND where there is none in your slice.
    async fn partner_agreement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<PartnerAgreementId>,
    ) -> Maybe<Answer<PartnerAgreement>> {
        ctx.lookup(&id).await
    }

    /// The agreements with partners in your slice, by their numbers: to the national office all, to a partner its own.
    async fn partner_agreements(&self, ctx: &Context<'_>) -> Result<Answer<Vec<PartnerAgreement>>> {
        let agreements =
            ctx.db()?.find::<partner_agreement::Entity>().order_by(partner_agreement::Column::Reference, Order::Asc);
        Ok(ctx.list(agreements).await?)
    }

    /// A system of a partner. Null with the error NOT_FOUND where there is none in your slice.
    async fn api_client(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<ApiClientId>,
    ) -> Maybe<Answer<ApiClient>> {
        ctx.lookup(&id).await
    }
}
