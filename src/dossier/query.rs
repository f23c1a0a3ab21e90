//! Reading what dossiers must have.

use async_graphql::{Context, Object, Result};
use entity::dossier_requirement;
use sea_orm::sea_query::Order;

use super::object::DossierRequirement;
use crate::lane::Answer;
use crate::request::Request;

/// Dossiers.
#[derive(Debug, Default)]
pub struct DossierQuery;

#[Object]
impl DossierQuery {
    /// What the dossier of an association must have, in order.
    async fn dossier_requirements(&self, ctx: &Context<'_>) -> Result<Answer<Vec<DossierRequirement>>> {
        let requirements = ctx.db()?.find::<dossier_requirement::Entity>();
        Ok(ctx.list(requirements.order_by(dossier_requirement::Column::Position, Order::Asc)).await?)
    }
}
