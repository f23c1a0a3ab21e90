//! Imports, their parts and lines; what was brought bears the part that brought it. An upload is of a document, or of a list
//! that shall be taken in. What was being uploaded is announced anew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, integer, integer_null, string, string_len, string_len_null, string_null, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::columns::{Columns, create, drop, index, record, table};

const TABLES: &[&str] = &["import", "import_part", "import_row"];
/// Whatever an import brings.
const BROUGHT: &[&str] = &["association", "establishment", "licence_period", "declared_figure"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut hidden = Index::create();
        hidden.name("import_part_hidden").table("import_part").col("id").and_where(Expr::col("shown").eq(false));
        create(
            manager,
            vec![import(), part(), row()],
            vec![
                hidden,
                index("import", &["sha256"]),
                index("import", &["delegation_id", "id"]),
                index("import", &["content_id"]),
                index("import_part", &["import_id", "number"]).unique().take(),
                index("import_row", &["import_id", "number"]).unique().take(),
                index("import_row", &["import_id", "verdict", "number"]),
            ],
        )
        .await?;
        for of in BROUGHT {
            let mut column = uuid_null("import_part_id");
            column.extra("REFERENCES import_part (id)");
            manager.alter_table(Table::alter().table(*of).add_column(column).take()).await?;
            let mut brought = index(of, &["import_part_id"]);
            brought.and_where(Expr::col("import_part_id").is_not_null());
            manager.create_index(brought).await?;
        }
        let present = integer_null("present_declared");
        manager.alter_table(Table::alter().table("establishment").add_column(present).take()).await?;
        replace_uploads(manager, true).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        replace_uploads(manager, false).await?;
        manager.alter_table(Table::alter().table("establishment").drop_column("present_declared").take()).await?;
        for of in BROUGHT {
            let mut brought = Index::drop();
            brought.name(format!("{of}_import_part_id"));
            manager.drop_index(brought).await?;
            manager.alter_table(Table::alter().table(*of).drop_column("import_part_id").take()).await?;
        }
        drop(manager, TABLES).await
    }
}

fn import() -> TableCreateStatement {
    record("import")
        .may_belong_to("delegation_id", "delegation")
        .col(uuid("account_id"))
        .col(string("file_name"))
        .col(string_len("sha256", 64))
        .col(integer("size"))
        .col(uuid_null("content_id"))
        .col(string_len("state", 32))
        .col(text_null("fault"))
        .col(text("notes"))
        .col(integer("associations"))
        .col(integer("establishments"))
        .col(integer("figures"))
        .col(integer("wrong"))
        .col(integer("there"))
        .col(integer("doubtful"))
        .col(boolean("leaves_out"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("applied_at"))
        .col(timestamp_with_time_zone_null("undone_at"))
        .col(text_null("reason"))
        .take()
}

fn part() -> TableCreateStatement {
    record("import_part")
        .belongs_to("import_id", "import")
        .col(integer("number"))
        .belongs_to("delegation_id", "delegation")
        .col(boolean("shown"))
        .col(boolean("removed"))
        .take()
}

fn row() -> TableCreateStatement {
    table("import_row")
        .belongs_to("import_id", "import")
        .col(integer("number"))
        .col(string("sheet"))
        .col(integer("line"))
        .col(string_len("kind", 32))
        .col(text("title"))
        .col(string_len("verdict", 32))
        .col(text("remarks"))
        .col(text_null("entry"))
        .may_belong_to("delegation_id", "delegation")
        .take()
}

async fn replace_uploads(manager: &SchemaManager<'_>, of_lists: bool) -> Result<(), DbErr> {
    drop(manager, &["document_upload"]).await?;
    let (kind, owner) = if of_lists {
        (string_len_null("owner_kind", 32), uuid_null("owner_id"))
    } else {
        (string_len("owner_kind", 32), uuid("owner_id"))
    };
    let upload = table("document_upload")
        .col(uuid("account_id"))
        .references("account_id", "account", "id")
        .col(string("idempotency_key"))
        .col(kind)
        .col(owner)
        .col(string("file_name"))
        .col(integer("size"))
        .col(string_null("sha256"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(string_len_null("media_type", 32))
        .col(uuid_null("content_id"))
        .take();
    let indexes = vec![
        index("document_upload", &["account_id", "idempotency_key"]).unique().take(),
        index("document_upload", &["content_id"]),
        index("document_upload", &["expires_at"]),
    ];
    create(manager, vec![upload], indexes).await
}
