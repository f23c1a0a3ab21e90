//! The authorities that decide about licences. Which one is competent, and since when, is a row here, never code.

use sea_orm::entity::prelude::*;

/// An authority.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "competent_authority")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Our code: `SOCIAL_DEVELOPMENT`.
    pub code: String,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// Where its competence was read, and how sure it is.
    pub source: String,
}

impl ActiveModelBehavior for ActiveModel {}
