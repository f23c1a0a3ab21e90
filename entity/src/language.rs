//! Languages, as a column and as an argument.

use sea_orm::entity::prelude::*;

/// A language of names and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Language {
    /// العربية, Arabic.
    Ar,
    /// Français, French.
    Fr,
    /// English.
    En,
}
