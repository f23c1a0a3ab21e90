//! What the dossier of an association must have, as reference data: the law and the circulars decide, and change.

use sea_orm::entity::prelude::*;

/// From when a document is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DossierSince {
    /// From the beginning.
    Beginning,
    /// From the provisional receipt of the association's declaration; where that is unknown, from the beginning.
    ProvisionalReceipt,
    /// From the election of the bureau there is; where that is unknown, from the beginning.
    Election,
}

/// A requirement.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_requirement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// The category of the document.
    pub category_code: String,
    /// Its place in the dossier.
    pub position: i32,
    /// From when it is required.
    pub since: DossierSince,
    /// So many days after that.
    pub after_days: i32,
    /// For how many months a document that bears no last day holds from the day that it bears; null: for ever.
    pub valid_months: Option<i32>,
    /// So many days before its last day it is said to expire.
    pub warn_days: i32,
    /// Whether it tells who the bureau is: the end of the bureau's mandate is told as long before.
    pub of_bureau: bool,
    /// Where it comes from, and how sure it is.
    pub source: String,
    #[sea_orm(belongs_to, from = "category_code", to = "code")]
    pub category: BelongsTo<super::document_category::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
