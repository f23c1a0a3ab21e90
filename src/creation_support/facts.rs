//! What is known of a request when something is to be done with it.

use async_graphql::Context;
use entity::id::AccountId;
use entity::{creation_support, creation_support_line, creation_support_milestone};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use crate::auth::Viewer;
use crate::db::Change;
use crate::error::Error;
use crate::request::Request;

/// A request with its lines and milestones, and who wants to do something with it.
#[derive(Debug)]
pub struct Facts {
    pub(super) row: creation_support::Model,
    pub(super) lines: Vec<creation_support_line::Model>,
    pub(super) milestones: Vec<creation_support_milestone::Model>,
    pub(super) account: AccountId,
    pub(super) viewer: Viewer,
}

impl Facts {
    /// As a resolver reads them.
    pub(super) async fn read(ctx: &Context<'_>, row: creation_support::Model) -> Result<Self, Error> {
        let identity = ctx.identity()?;
        Ok(Self {
            lines: ctx.children::<creation_support_line::Entity, creation_support::Entity>(row.id).await?,
            milestones: ctx.children::<creation_support_milestone::Entity, creation_support::Entity>(row.id).await?,
            account: identity.account,
            viewer: identity.viewer(),
            row,
        })
    }

    /// As a change reads them, with the stream locked.
    pub(super) async fn read_in(change: &Change, row: creation_support::Model) -> Result<Self, Error> {
        let lines = change.find::<creation_support_line::Entity>();
        let lines = lines.filter(creation_support_line::COLUMN.support_id.eq(row.id));
        let milestones = change.find::<creation_support_milestone::Entity>();
        let milestones = milestones.filter(creation_support_milestone::COLUMN.support_id.eq(row.id));
        Ok(Self {
            lines: lines.all_by(creation_support_line::Column::Position, Order::Asc).await?,
            milestones: milestones.all_by(creation_support_milestone::Column::Position, Order::Asc).await?,
            account: change.account(),
            viewer: change.actor().viewer,
            row,
        })
    }
}
