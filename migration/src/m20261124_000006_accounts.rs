//! Accounts and their mandates; and, operational, secret keys and the installation.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob, date, date_null, integer, string_len, string_uniq, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

use crate::columns::{Columns, create, drop, index, record, table};

const TABLES: &[&str] = &["account", "mandate", "secret_key", "installation"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                record("account")
                    .col(string_uniq("login"))
                    .names()
                    .col(text_null("email"))
                    .may_belong_to("delegation_id", "delegation")
                    .may_belong_to("association_id", "association")
                    .col(timestamp_with_time_zone_null("deactivated_at"))
                    .take(),
                record("mandate")
                    .belongs_to("account_id", "account")
                    .col(string_len("role", 32))
                    .may_belong_to("regional_coordination_id", "regional_coordination")
                    .may_belong_to("delegation_id", "delegation")
                    .may_belong_to("association_id", "association")
                    .may_belong_to("establishment_id", "establishment")
                    .may_belong_to("partner_id", "partner")
                    .col(date("valid_from"))
                    .col(date_null("valid_to"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .may_belong_to("on_behalf_of_id", "mandate")
                    .may_belong_to("on_behalf_of_account_id", "account")
                    .col(text_null("rights"))
                    .take(),
                table("secret_key")
                    .col(string_len("purpose", 32))
                    .col(blob("sealed"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("retired_at"))
                    .take(),
                Table::create()
                    .table("installation")
                    .col(integer("id").primary_key().check(Expr::col("id").eq(1)))
                    .col(string_len("purpose", 32))
                    .col(timestamp_with_time_zone("created_at"))
                    .take(),
            ],
            vec![
                index("account", &["delegation_id"]),
                index("account", &["association_id"]),
                index("account", &["deactivated_at"]),
                index("mandate", &["account_id"]),
                index("mandate", &["delegation_id"]),
                index("mandate", &["association_id"]),
                index("mandate", &["establishment_id"]),
                index("mandate", &["ended_at"]),
                index("mandate", &["on_behalf_of_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
