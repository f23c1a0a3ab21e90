//! The items of a template, in their order.

use sea_orm::entity::prelude::*;

use crate::id::ReturnTemplateId;

/// An item of a template.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "return_template_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: ReturnTemplateId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_code: String,
    /// Whether a return without it cannot be submitted.
    pub required: bool,
    /// Its place among the items, from 1.
    pub position: i32,
    #[sea_orm(belongs_to, from = "template_id", to = "id")]
    pub template: BelongsTo<super::return_template::Entity>,
    #[sea_orm(belongs_to, from = "item_code", to = "code")]
    pub item: BelongsTo<super::return_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
