//! Single sign-on: who is bound to which account, and which attempts were finished; both operational.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, timestamp_with_time_zone, uuid};

use crate::columns::{Columns, create, drop, index, table};

const TABLES: &[&str] = &["external_identity", "single_sign_on_attempt", "entered_email"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                Table::create()
                    .table("external_identity")
                    .col(text("issuer"))
                    .col(text("subject"))
                    .col(uuid("account_id"))
                    .col(timestamp_with_time_zone("bound_at"))
                    .primary_key(Index::create().col("issuer").col("subject"))
                    .references("account_id", "account", "id")
                    .take(),
                table("single_sign_on_attempt").col(timestamp_with_time_zone("expires_at")).take(),
                Table::create()
                    .table("entered_email")
                    .col(uuid("account_id").primary_key())
                    .references("account_id", "account", "id")
                    .col(uuid("entered"))
                    .take(),
            ],
            vec![
                index("external_identity", &["account_id", "issuer"]).unique().take(),
                index("single_sign_on_attempt", &["expires_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
