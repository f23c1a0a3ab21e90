//! What people do in a house, as reference data.

use sea_orm::entity::prelude::*;

use crate::return_item::StaffType;

/// A function.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_function")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Our code: `DIRECTOR`, `EDUCATOR`.
    pub code: String,
    /// Under which type of staff season returns count whoever has it.
    pub staff_type: StaffType,
    /// Whether whoever has it directs the house: one person at a time.
    pub directs: bool,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
