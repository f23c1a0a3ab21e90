//! The systems of partners: agreements, API clients, and their secrets.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date, string_len, string_uniq, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    var_binary,
};

use crate::columns::{Columns, create, drop, index, record, table};

const TABLES: &[&str] = &["partner_agreement", "partner_agreement_project", "api_client", "api_client_secret"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                record("partner_agreement")
                    .belongs_to("partner_id", "partner")
                    .col(string_uniq("reference"))
                    .col(text("cndp_number"))
                    .col(text("scopes"))
                    .col(string_len("reach", 32))
                    .may_belong_to("regional_coordination_id", "regional_coordination")
                    .may_belong_to("delegation_id", "delegation")
                    .col(date("valid_from"))
                    .col(date("valid_to"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .take(),
                Table::create()
                    .table("partner_agreement_project")
                    .col(uuid("agreement_id"))
                    .references("agreement_id", "partner_agreement", "id")
                    .col(uuid("project_id"))
                    .references("project_id", "project", "id")
                    .primary_key(Index::create().col("agreement_id").col("project_id"))
                    .take(),
                record("api_client")
                    .belongs_to("agreement_id", "partner_agreement")
                    .col(text("name"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .take(),
                table("api_client_secret")
                    .belongs_to("api_client_id", "api_client")
                    .col(var_binary("secret_hash", 32))
                    .col(timestamp_with_time_zone("made_at"))
                    .col(timestamp_with_time_zone_null("last_used_at"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .take(),
            ],
            vec![
                index("partner_agreement", &["partner_id"]),
                index("partner_agreement", &["ended_at"]),
                index("partner_agreement_project", &["project_id"]),
                index("api_client", &["agreement_id"]),
                index("api_client", &["ended_at"]),
                index("api_client_secret", &["api_client_id"]),
                index("api_client_secret", &["ended_at"]),
            ],
        )
        .await?;
        // Without a foreign key, as the other columns: the log outlives whom it speaks of.
        let client = Table::alter().table("security_event").add_column(uuid_null("api_client_id")).take();
        manager.alter_table(client).await?;
        manager.create_index(index("security_event", &["api_client_id", "at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name("security_event_api_client_id_at").table("security_event").to_owned())
            .await?;
        manager.alter_table(Table::alter().table("security_event").drop_column("api_client_id").take()).await?;
        drop(manager, TABLES).await
    }
}
