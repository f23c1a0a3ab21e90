//! Declared figures hold amounts of money too, in centimes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter(manager, |value| value.big_integer()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        alter(manager, |value| value.integer()).await
    }
}

/// A whole number of SQLite is as wide as it needs to be.
async fn alter(manager: &SchemaManager<'_>, kind: impl FnOnce(&mut ColumnDef) -> &mut ColumnDef) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let mut value = ColumnDef::new("value");
    kind(&mut value);
    manager.alter_table(Table::alter().table("declared_figure").modify_column(value).take()).await
}
