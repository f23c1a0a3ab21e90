//! Releases, their tables as they are published, and what they were made of.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, integer, string_len, text, text_null, timestamp_with_time_zone_null, uuid};

use crate::columns::{Columns, create, drop, record, table};

const TABLES: &[&str] = &["release", "release_table", "release_basis"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut each_once = Index::create();
        each_once.name("release_table_release_id_code").table("release_table").col("release_id").col("code").unique();
        create(
            manager,
            vec![
                record("release")
                    .col(integer("month").unique_key())
                    .col(date("published_on"))
                    .col(string_len("digest", 64))
                    .col(timestamp_with_time_zone_null("withdrawn_at"))
                    .col(text_null("withdrawal_reason"))
                    .take(),
                table("release_table")
                    .belongs_to("release_id", "release")
                    .col(integer("position"))
                    .col(string_len("code", 64))
                    .col(text("about"))
                    .col(text("cells"))
                    .take(),
                Table::create()
                    .table("release_basis")
                    .col(uuid("release_id").primary_key())
                    .references("release_id", "release", "id")
                    .col(text("figures"))
                    .take(),
            ],
            vec![each_once],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
