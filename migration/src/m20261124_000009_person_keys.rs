//! Keys of persons.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob_null, timestamp_with_time_zone, timestamp_with_time_zone_null};

use crate::columns::{create, drop, table};

const TABLES: &[&str] = &["person_key"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                table("person_key")
                    .col(blob_null("sealed"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("destroyed_at"))
                    .check(Expr::col("sealed").is_null().ne(Expr::col("destroyed_at").is_null()))
                    .take(),
            ],
            Vec::new(),
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
