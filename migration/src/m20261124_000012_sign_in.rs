//! What accounts sign in with, what they do then, and what is noted of it; all operational.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, boolean, integer, string_len, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null, var_binary,
};

use crate::columns::{Columns, create, drop, index, table};

const TABLES: &[&str] = &["credential", "second_factor", "one_time_link", "session", "security_event", "throttle"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                Table::create()
                    .table("credential")
                    .col(uuid("account_id").primary_key())
                    .references("account_id", "account", "id")
                    .col(text("password_hash"))
                    .col(boolean("must_change"))
                    .col(timestamp_with_time_zone("changed_at"))
                    .take(),
                Table::create()
                    .table("second_factor")
                    .col(uuid("account_id").primary_key())
                    .references("account_id", "account", "id")
                    .col(blob("sealed"))
                    .col(timestamp_with_time_zone_null("confirmed_at"))
                    .col(big_integer("last_step"))
                    .col(text("recovery"))
                    .take(),
                table("one_time_link")
                    .belongs_to("account_id", "account")
                    .col(var_binary("token_hash", 32).unique_key())
                    .col(timestamp_with_time_zone("expires_at"))
                    .take(),
                table("session")
                    .belongs_to("account_id", "account")
                    .belongs_to("mandate_id", "mandate")
                    .col(integer("generation"))
                    .col(var_binary("refresh_token_hash", 32))
                    .col(boolean("second_factor"))
                    .col(text_null("device"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("last_used_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .take(),
                table("security_event")
                    .col(timestamp_with_time_zone("at"))
                    .col(string_len("kind", 32))
                    // Without a foreign key: the log outlives whom it speaks of.
                    .col(uuid_null("account_id"))
                    .col(uuid_null("by_account_id"))
                    .col(text_null("address"))
                    .col(text_null("network"))
                    .take(),
                Table::create()
                    .table("throttle")
                    .col(var_binary("key", 32).primary_key())
                    .col(big_integer("empty_at"))
                    .take(),
            ],
            vec![
                index("mandate", &["on_behalf_of_account_id"]),
                index("one_time_link", &["account_id"]),
                index("session", &["account_id"]),
                index("session", &["ended_at"]),
                index("security_event", &["account_id", "at"]),
                index("security_event", &["kind", "at"]),
                index("throttle", &["empty_at"]),
                index("session", &["expires_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
