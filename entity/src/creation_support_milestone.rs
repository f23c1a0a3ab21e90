//! Milestones on the way to a house that is created with support.

use sea_orm::entity::prelude::*;

use crate::id::CreationSupportId;

/// A milestone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "creation_support_milestone")]
pub struct Model {
    /// The request.
    #[sea_orm(primary_key, auto_increment = false)]
    pub support_id: CreationSupportId,
    /// Its number among the milestones of the request, from 1; it stays the same.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// What is to be reached.
    pub title: String,
    /// The last day on which it is in time.
    pub due_on: Date,
    /// The day on which it was reached; null before.
    pub reached_on: Option<Date>,
    /// What the delegation noted of it; null where nothing.
    pub remark: Option<String>,
    #[sea_orm(belongs_to, from = "support_id", to = "id")]
    pub support: BelongsTo<super::creation_support::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
