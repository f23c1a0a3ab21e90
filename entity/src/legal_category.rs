//! Legal categories of establishments under laws 14-05 and 65-15. Uncertain points of law are rows here, never code.

use sea_orm::entity::prelude::*;

/// The law an establishment is licensed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LegalFramework {
    /// Law 14-05 (2006) on the opening and running of social-protection establishments.
    #[sea_orm(string_value = "LAW_14_05")]
    #[graphql(name = "LAW_14_05")]
    Law1405,
    /// Law 65-15 (2018) on social-protection establishments, applied by decree 2-19-693 (2021).
    #[sea_orm(string_value = "LAW_65_15")]
    #[graphql(name = "LAW_65_15")]
    Law6515,
}

/// A legal category.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "legal_category")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Our code: `ELDERLY_WITHOUT_SUPPORT`.
    pub code: String,
    /// The law that names the category.
    pub framework: LegalFramework,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// Where the category was read, and how sure it is.
    pub source: String,
}

impl ActiveModelBehavior for ActiveModel {}
