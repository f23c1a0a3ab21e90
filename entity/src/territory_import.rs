//! Territorial units taken in from a list: each part of at most 500 units is one record and one change.

use sea_orm::entity::prelude::*;

use crate::id::TerritoryImportId;

/// A part of a list that was taken in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "territory_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TerritoryImportId,
    /// Where the list comes from.
    pub source: String,
    /// The office day.
    pub imported_on: Date,
    /// Units that were not there.
    pub created: i32,
    /// Units that were there and said something else.
    pub updated: i32,
    /// Units that were there as they are.
    pub unchanged: i32,
    /// Grows by one with each change.
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
