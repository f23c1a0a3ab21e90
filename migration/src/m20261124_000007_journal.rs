//! The journal, the streams it is kept by, and the keys that keep a change from being done twice.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, string, string_len, text, uuid, uuid_null, var_binary};

use crate::columns::{create, drop, index, table};

const TABLES: &[&str] = &["stream", "journal", "idempotency"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                table("stream")
                    .col(big_integer("position"))
                    .col(var_binary("hash", 32))
                    .col(integer("closed_from").default(0))
                    .col(integer("closed_until").default(0))
                    .take(),
                table("journal")
                    .col(uuid("stream_id"))
                    .col(big_integer("position"))
                    .col(big_integer("at_micros"))
                    .col(uuid("account_id"))
                    .col(uuid("mandate_id"))
                    .col(uuid_null("on_behalf_of_account_id"))
                    .col(string_len("mutation", 64))
                    .col(string_len("object_type", 64))
                    .col(uuid("object_id"))
                    .col(integer("version"))
                    .col(uuid_null("delegation_before"))
                    .col(uuid_null("delegation_after"))
                    .col(uuid_null("association_before"))
                    .col(uuid_null("association_after"))
                    .col(uuid_null("establishment_before"))
                    .col(uuid_null("establishment_after"))
                    .col(text("changes"))
                    .col(var_binary("hash", 32))
                    .take(),
                Table::create()
                    .table("idempotency")
                    .col(uuid("account_id"))
                    .col(string("key"))
                    .col(string_len("mutation", 64))
                    .col(var_binary("input_hash", 32))
                    .col(uuid("object_id"))
                    .col(uuid("stream_id"))
                    .col(big_integer("position"))
                    .col(big_integer("at_micros"))
                    .primary_key(Index::create().col("account_id").col("key"))
                    .take(),
            ],
            vec![
                index("journal", &["stream_id", "position"]).unique().take(),
                index("journal", &["object_id", "position"]),
                index("journal", &["delegation_before"]),
                index("journal", &["delegation_after"]),
            ],
        )
        .await?;
        // A stream for the national office, and one for every delegation there is.
        let zero = vec![0_u8; 32];
        let national = Query::insert()
            .into_table("stream")
            .columns(["id", "position", "hash"])
            .values_panic([sea_orm_migration::sea_orm::prelude::Uuid::nil().into(), 0_i64.into(), zero.clone().into()])
            .take();
        manager.execute(national).await?;
        let delegations =
            Query::select().column("id").expr(Expr::val(0_i64)).expr(Expr::val(zero)).from("delegation").take();
        let mut streams = Query::insert();
        streams
            .into_table("stream")
            .columns(["id", "position", "hash"])
            .select_from(delegations)
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        manager.execute(streams.take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
