//! Accounts and their mandates; and, operational, what they sign in with, sessions, the security log, secret keys and the
//! installation.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, boolean, date, date_null, integer, string_len, string_uniq, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null, var_binary,
};

use crate::columns::{Columns, create, drop, index, record, table};

const TABLES: &[&str] = &[
    "account",
    "credential",
    "one_time_link",
    "mandate",
    "session",
    "security_event",
    "throttle",
    "secret_key",
    "installation",
];

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
                Table::create()
                    .table("credential")
                    .col(uuid("account_id").primary_key())
                    .references("account_id", "account", "id")
                    .col(text("password_hash"))
                    .col(boolean("must_change"))
                    .col(timestamp_with_time_zone("changed_at"))
                    .take(),
                table("one_time_link")
                    .belongs_to("account_id", "account")
                    .col(var_binary("token_hash", 32).unique_key())
                    .col(timestamp_with_time_zone("expires_at"))
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
                table("session")
                    .belongs_to("account_id", "account")
                    .belongs_to("mandate_id", "mandate")
                    .col(integer("generation"))
                    .col(var_binary("refresh_token_hash", 32))
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
                    .take(),
                Table::create()
                    .table("throttle")
                    .col(var_binary("key", 32).primary_key())
                    .col(big_integer("empty_at"))
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
                index("one_time_link", &["account_id"]),
                index("mandate", &["account_id"]),
                index("mandate", &["delegation_id"]),
                index("mandate", &["association_id"]),
                index("mandate", &["establishment_id"]),
                index("mandate", &["ended_at"]),
                index("mandate", &["on_behalf_of_id"]),
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
