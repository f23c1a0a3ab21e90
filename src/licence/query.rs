//! Queries of licences.

use async_graphql::{Context, Object, Result};
use entity::competent_authority;
use sea_orm::sea_query::Order;

use super::CompetentAuthority;
use crate::lane::Answer;
use crate::request::Request;

/// Queries of licences.
#[derive(Debug, Default)]
pub struct LicenceQuery;

#[Object]
impl LicenceQuery {
    /// The authorities that decide about licences, by code.
    async fn competent_authorities(&self, ctx: &Context<'_>) -> Result<Answer<Vec<CompetentAuthority>>> {
        let authorities = ctx.db()?.find::<competent_authority::Entity>();
        let authorities = authorities.order_by(competent_authority::Column::Code, Order::Asc);
        Ok(ctx.list(authorities).await?)
    }
}
