//! The installation (operational): one row that says what this database is for.

use sea_orm::entity::prelude::*;

/// What a database is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Purpose {
    /// Real records.
    Production,
    /// Demonstration data and nothing else.
    Demonstration,
}

/// The installation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "installation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Always 1.
    pub id: i32,
    /// What it is for.
    pub purpose: Purpose,
    /// When that was settled.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
