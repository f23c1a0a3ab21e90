//! What an application for a modification would change; one row for each.

use sea_orm::entity::prelude::*;

use crate::id::LicenceApplicationId;

/// What of a licensed house changes, and needs a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LicensedMatter {
    /// الطاقة الاستيعابية: its places.
    Capacity,
    /// المدير: its director.
    Director,
    /// الجهة المسيرة: the association or body that manages it.
    Manager,
    /// المقر: its premises.
    Premises,
    /// الصنف: its category under the law.
    Category,
}

/// One of what an application would change.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_change")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: LicenceApplicationId,
    /// What would change.
    #[sea_orm(primary_key, auto_increment = false)]
    pub matter: LicensedMatter,
}

impl ActiveModelBehavior for ActiveModel {}
