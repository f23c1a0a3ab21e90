//! The figures of a return.

use sea_orm::entity::prelude::*;

use crate::id::SeasonReturnId;
use crate::return_item::ReturnUnit;

/// A figure of a return.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "season_return_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub return_id: SeasonReturnId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_code: String,
    /// The figure, from 0, in its unit.
    pub value: i64,
    /// The item's unit, repeated so that a line is read by itself.
    pub unit: ReturnUnit,
    /// The item's place in the template, repeated so that lines are read in their order.
    pub position: i32,
    #[sea_orm(belongs_to, from = "return_id", to = "id")]
    pub season_return: BelongsTo<super::season_return::Entity>,
    #[sea_orm(belongs_to, from = "item_code", to = "code")]
    pub item: BelongsTo<super::return_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
