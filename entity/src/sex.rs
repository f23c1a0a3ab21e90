//! Female and male, as head-counts and places are kept apart.

use sea_orm::entity::prelude::*;

/// Female or male.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Sex {
    /// إناث: girls and women.
    Female,
    /// ذكور: boys and men.
    Male,
}
