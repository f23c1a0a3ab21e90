//! Categories of documents, as reference data.

use sea_orm::entity::prelude::*;

use crate::document::DocumentOwnerKind;

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
    /// Whether only the delegation adds its documents, replaces and withdraws them.
    pub official: bool,
    /// The only kind of owner on which its documents hang; null where they hang on any.
    pub owner_kind: Option<DocumentOwnerKind>,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
