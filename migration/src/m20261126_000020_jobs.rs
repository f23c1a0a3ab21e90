//! Work in the background, and notices to people; both operational.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, integer_null, string_len, string_len_null, text, timestamp_with_time_zone, timestamp_with_time_zone_null,
    uuid, uuid_null,
};

use crate::columns::{Columns, create, drop, index, table};

const TABLES: &[&str] = &["job", "notice", "notice_preference"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut unread = index("notice", &["account_id"]);
        unread.and_where(Expr::col("read_at").is_null());
        create(
            manager,
            vec![
                table("job")
                    .col(string_len("kind", 32))
                    .col(text("payload"))
                    .may_belong_to("account_id", "account")
                    .may_belong_to("mandate_id", "mandate")
                    .col(string_len("state", 32))
                    .col(string_len_null("key", 64))
                    .col(integer("progress_done").default(0))
                    .col(integer_null("progress_total"))
                    .col(integer("attempts").default(0))
                    .col(timestamp_with_time_zone_null("due_at"))
                    .col(uuid_null("lease"))
                    .col(string_len_null("fault", 32))
                    .col(string_len_null("result", 64))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("started_at"))
                    .col(timestamp_with_time_zone_null("finished_at"))
                    .check(Expr::col("account_id").is_null().eq(Expr::col("mandate_id").is_null()))
                    .take(),
                table("notice")
                    .belongs_to("account_id", "account")
                    .col(string_len("kind", 32))
                    .col(string_len("urgency", 32))
                    .col(string_len("about_type", 32))
                    .col(uuid("about_id"))
                    .col(string_len_null("once", 64))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("read_at"))
                    .col(uuid_null("mailed_by"))
                    .take(),
                Table::create()
                    .table("notice_preference")
                    .col(uuid("account_id").primary_key())
                    .references("account_id", "account", "id")
                    .col(string_len("mail", 32))
                    .take(),
            ],
            vec![
                index("job", &["due_at"]),
                index("job", &["kind", "key"]).unique().take(),
                index("job", &["account_id", "id"]),
                index("job", &["finished_at"]),
                index("notice", &["account_id", "id"]),
                index("notice", &["account_id", "kind", "once"]).unique().take(),
                index("notice", &["created_at"]),
                unread,
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
