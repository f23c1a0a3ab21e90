//! What an applicant was told is missing, once for all.

use sea_orm::entity::prelude::*;

use crate::id::LicenceApplicationId;

/// A piece that was missing.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_lack")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: LicenceApplicationId,
    /// The category of the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub category_code: String,
    /// What is wrong with what is there, or what is wanted; null where it is simply not there.
    pub remark: Option<String>,
    #[sea_orm(belongs_to, from = "category_code", to = "code")]
    pub category: BelongsTo<super::document_category::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
