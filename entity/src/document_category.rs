//! Categories of documents, as reference data.

use sea_orm::entity::prelude::*;

/// A category.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_category")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Our code: `STATUTES`, `BUREAU_LIST`.
    pub code: String,
    /// Whether its documents are for those alone who keep the owner's file, pay and audit.
    pub restricted: bool,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
