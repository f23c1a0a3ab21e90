//! Documents, their categories, and the uploads they come by.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date_null, integer, string, string_len, string_len_null, string_null, text_null, timestamp_with_time_zone,
    uuid, uuid_null,
};

use crate::columns::{Columns, create, drop, index, record, table};

const TABLES: &[&str] = &["document_category", "document", "document_upload"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let category = Table::create()
            .table("document_category")
            .col(string("code").primary_key())
            .col(boolean("restricted"))
            .names()
            .take();
        let mut content = index("document", &["content_id"]);
        let mut announced = index("document_upload", &["account_id", "idempotency_key"]);
        create(
            manager,
            vec![category, document(), upload()],
            vec![
                index("document", &["owner_id", "id"]),
                index("document", &["delegation_id", "id"]),
                index("document", &["association_id", "id"]),
                index("document", &["establishment_id", "id"]),
                index("document", &["category_code", "id"]),
                index("document", &["expires_on"]),
                index("document", &["replaces_id"]),
                content.unique().take(),
                announced.unique().take(),
                index("document_upload", &["content_id"]),
                index("document_upload", &["expires_at"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn document() -> TableCreateStatement {
    let is_current = || Expr::col("state").eq("CURRENT");
    record("document")
        .col(string_len("owner_kind", 32))
        // Without a foreign key: in which table it stands, the kind says.
        .col(uuid("owner_id"))
        .belongs_to("delegation_id", "delegation")
        .may_belong_to("association_id", "association")
        .may_belong_to("establishment_id", "establishment")
        .col(string("category_code"))
        .references("category_code", "document_category", "code")
        .col(boolean("restricted"))
        .col(string("title"))
        .col(date_null("issued_on"))
        .col(date_null("expires_on"))
        .col(string("file_name"))
        .col(string_len("media_type", 32))
        .col(integer("size").check(Expr::col("size").gt(0)))
        .col(string_len("sha256", 64))
        .col(uuid("content_id"))
        // Without a foreign key, as in the journal: who it was stays told.
        .col(uuid("added_by"))
        .col(timestamp_with_time_zone("added_at"))
        .may_belong_to("replaces_id", "document")
        .col(string_len("state", 32))
        .col(date_null("archived_on"))
        .col(text_null("reason"))
        .check(is_current().or(Expr::col("reason").is_not_null()))
        .take()
}

fn upload() -> TableCreateStatement {
    table("document_upload")
        .col(uuid("account_id"))
        .references("account_id", "account", "id")
        .col(string("idempotency_key"))
        .col(string_len("owner_kind", 32))
        .col(uuid("owner_id"))
        .col(string("file_name"))
        .col(integer("size"))
        .col(string_null("sha256"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(string_len_null("media_type", 32))
        .col(uuid_null("content_id"))
        .take()
}
