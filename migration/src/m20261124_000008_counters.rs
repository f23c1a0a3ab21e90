//! Counters.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, string_len, uuid};

use crate::columns::{create, drop, index};

const TABLES: &[&str] = &["counter"];
const KEY: [&str; 6] = ["measure", "delegation_id", "association_id", "establishment_id", "month", "known"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut key = Index::create();
        for column in KEY {
            key.col(column);
        }
        create(
            manager,
            vec![
                Table::create()
                    .table("counter")
                    .col(string_len("measure", 32))
                    .col(uuid("delegation_id"))
                    .col(uuid("association_id"))
                    .col(uuid("establishment_id"))
                    .col(integer("month"))
                    .col(integer("known"))
                    .col(big_integer("value"))
                    .primary_key(&mut key)
                    .take(),
            ],
            vec![index("counter", &["delegation_id", "month"]), index("counter", &["association_id", "month"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
