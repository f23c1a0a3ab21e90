//! Accounts and their mandates; and, operational, sessions, signing keys and the installation.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob, date, date_null, integer, string_len, string_uniq, text, timestamp_with_time_zone, var_binary,
};

use crate::columns::{Columns, create, drop, index, record, table};

const TABLES: &[&str] = &["account", "mandate", "session", "signing_key", "installation"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                record("account").col(string_uniq("login")).col(text("password_hash")).take(),
                table("mandate")
                    .belongs_to("account_id", "account")
                    .col(string_len("role", 32))
                    .may_belong_to("regional_coordination_id", "regional_coordination")
                    .may_belong_to("delegation_id", "delegation")
                    .may_belong_to("association_id", "association")
                    .may_belong_to("establishment_id", "establishment")
                    .may_belong_to("partner_id", "partner")
                    .col(date("valid_from"))
                    .col(date_null("valid_to"))
                    .take(),
                table("session")
                    .belongs_to("account_id", "account")
                    .belongs_to("mandate_id", "mandate")
                    .col(var_binary("refresh_token_hash", 32))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .take(),
                table("signing_key")
                    .col(var_binary("public_key", 32))
                    .col(blob("sealed_private_key"))
                    .col(timestamp_with_time_zone("created_at"))
                    .take(),
                Table::create()
                    .table("installation")
                    .col(integer("id").primary_key().check(Expr::col("id").eq(1)))
                    .col(string_len("purpose", 32))
                    .col(timestamp_with_time_zone("created_at"))
                    .take(),
            ],
            vec![
                index("mandate", &["account_id"]),
                index("session", &["account_id"]),
                index("session", &["expires_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
