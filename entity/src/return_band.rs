//! Age bands and school levels by which people are counted in returns, as reference data.

use sea_orm::entity::prelude::*;

/// What a band parts people by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReturnBandKind {
    /// الفئة العمرية: their age.
    Age,
    /// المستوى الدراسي: the level of school that they attend.
    SchoolLevel,
}

/// An age band or a school level.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "return_band")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Our code: `AGE_6_14`, `LOWER_SECONDARY`.
    pub code: String,
    /// What it parts people by.
    pub kind: ReturnBandKind,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
