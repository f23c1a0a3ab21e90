//! What parts of imports add to counters, kept until all of them are shown; how many rows each brought. The references of
//! houses that an import brought and that are there no more.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, integer_null, string, string_len, uuid};

use crate::columns::{Columns, create, drop};

const TABLES: &[&str] = &["import_counter", "reference_given"];
const KEY: [&str; 10] = [
    "import_id",
    "measure",
    "cube",
    "level",
    "boundaries",
    "month",
    "delegation_id",
    "association_id",
    "part_1",
    "part_2",
];
/// Null for parts that were entered before: those are counted when they are shown.
const OF_PARTS: [&str; 2] = ["counted_in", "rows"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut key = Index::create();
        for column in KEY {
            key.col(column);
        }
        let counters = Table::create()
            .table("import_counter")
            .belongs_to("import_id", "import")
            .col(string_len("measure", 32))
            .col(string_len("cube", 32))
            .col(string_len("level", 16))
            .col(string_len("boundaries", 16))
            .col(integer("month"))
            .col(uuid("delegation_id"))
            .col(uuid("association_id"))
            .col(string("part_1"))
            .col(string("part_2"))
            .col(big_integer("value"))
            .primary_key(&mut key)
            .take();
        let given =
            Table::create().table("reference_given").col(string("prefix").primary_key()).col(integer("number")).take();
        create(manager, vec![counters, given], Vec::new()).await?;
        for column in OF_PARTS {
            manager.alter_table(Table::alter().table("import_part").add_column(integer_null(column)).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in OF_PARTS {
            manager.alter_table(Table::alter().table("import_part").drop_column(column).take()).await?;
        }
        drop(manager, TABLES).await
    }
}
