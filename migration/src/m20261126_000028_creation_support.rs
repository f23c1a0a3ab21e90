//! Support for creation: requests, their lines and milestones, and what a programme says of them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, boolean_null, date, date_null, integer, string, string_len,
    string_len_null, string_uniq, text, text_null, uuid, uuid_null,
};

use crate::columns::{Columns, create, drop, index, record};

const TABLES: &[&str] = &["creation_support", "creation_support_line", "creation_support_milestone"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: SQLite adds no two at once.
        for column in [
            boolean("supports_creation").default(false).take(),
            big_integer_null("head_decides_up_to"),
            text_null("source"),
        ] {
            manager.alter_table(Table::alter().table("programme").add_column(column).take()).await?;
        }
        create(
            manager,
            vec![support(), line(), milestone()],
            vec![
                index("creation_support", &["delegation_id", "id"]),
                index("creation_support", &["association_id", "id"]),
                index("creation_support", &["state", "id"]),
                index("creation_support", &["programme_id", "id"]),
                index("creation_support_line", &["grant_line_id"]),
                index("creation_support_milestone", &["reached_on", "due_on"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await?;
        for column in ["source", "head_decides_up_to", "supports_creation"] {
            manager.alter_table(Table::alter().table("programme").drop_column(column).take()).await?;
        }
        Ok(())
    }
}

fn support() -> TableCreateStatement {
    let amount = |column: &'static str| Expr::col(column).gte(0);
    record("creation_support")
        .belongs_to("delegation_id", "delegation")
        .belongs_to("association_id", "association")
        .col(string_uniq("reference"))
        .belongs_to("programme_id", "programme")
        .col(string("kind_code"))
        .references("kind_code", "establishment_kind", "code")
        .belongs_to("commune_id", "commune")
        .names()
        .col(integer("capacity"))
        .col(text("need"))
        .col(big_integer("cost_total"))
        .col(big_integer("cost_own").check(amount("cost_own").and(Expr::col("cost_own").lte(Expr::col("cost_total")))))
        .col(text("cost_basis"))
        .col(string_len("state", 32))
        // Without foreign keys, as in the journal: who it was stays told.
        .col(uuid_null("submitted_by"))
        .col(date_null("submitted_on"))
        .col(date_null("returned_on"))
        .col(uuid_null("instructed_by"))
        .col(date_null("instructed_on"))
        .col(string_len_null("decider", 32))
        .col(uuid_null("decided_by"))
        .col(date_null("decided_on"))
        .col(date_null("ended_on"))
        .col(text_null("reason"))
        .col(big_integer("amount_asked").check(amount("amount_asked")))
        .col(big_integer_null("amount_proposed").check(amount("amount_proposed")))
        .col(big_integer_null("amount_granted").check(amount("amount_granted")))
        .may_belong_to("project_id", "project")
        .may_belong_to("establishment_id", "establishment")
        // Two people: who prepared it has not decided it.
        .check(Expr::col("decided_by").is_null().or(Expr::col("decided_by").ne(Expr::col("instructed_by"))))
        .take()
}

fn line() -> TableCreateStatement {
    Table::create()
        .table("creation_support_line")
        .col(uuid("support_id"))
        .references("support_id", "creation_support", "id")
        .col(integer("position"))
        .col(string_len("kind", 32))
        .col(text("description"))
        .col(boolean("asked"))
        .col(big_integer_null("amount_asked"))
        .col(boolean_null("proposed"))
        .col(big_integer_null("amount_proposed"))
        .col(boolean_null("granted"))
        .col(big_integer_null("amount_granted"))
        .may_belong_to("grant_line_id", "grant_line")
        .primary_key(Index::create().col("support_id").col("position"))
        .take()
}

fn milestone() -> TableCreateStatement {
    Table::create()
        .table("creation_support_milestone")
        .col(uuid("support_id"))
        .references("support_id", "creation_support", "id")
        .col(integer("position"))
        .col(text("title"))
        .col(date("due_on"))
        .col(date_null("reached_on"))
        .col(text_null("remark"))
        .primary_key(Index::create().col("support_id").col("position"))
        .take()
}
