//! What applications for a licence must meet, and the days on which offices are closed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, integer_null, string, string_len, string_null, text, text_null, uuid,
};

use crate::columns::{Columns, create, drop, index, record};

const TABLES: &[&str] = &["rule_set", "rule_set_document", "rule_set_norm", "rule_set_deadline", "public_holiday"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut edition = index("rule_set", &["framework", "legal_category_code", "edition"]);
        // Of two rows without a category, the index above says nothing.
        let mut general = index("rule_set", &["framework", "edition"]);
        let mut holiday = index("public_holiday", &["day"]);
        create(
            manager,
            vec![rule_set(), document(), norm(), deadline(), public_holiday()],
            vec![
                edition.unique().take(),
                general.unique().and_where(Expr::col("legal_category_code").is_null()).take(),
                index("rule_set", &["legal_category_code"]),
                index("rule_set_document", &["category_code"]),
                holiday.unique().and_where(Expr::col("removed").not()).take(),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn rule_set() -> TableCreateStatement {
    record("rule_set")
        .col(string_len("framework", 32))
        .col(string_null("legal_category_code"))
        .references("legal_category_code", "legal_category", "code")
        .col(integer("edition").check(Expr::col("edition").gt(0)))
        .col(string_len("state", 32))
        .col(boolean("licence_required"))
        .col(string("authority_code"))
        .col(integer_null("validity_months").check(Expr::col("validity_months").gt(0)))
        .col(date_null("published_on"))
        .col(date_null("retired_on"))
        .col(text_null("retirement_reason"))
        .col(text("source"))
        .check(Expr::cust("state <> 'DRAFT' OR published_on IS NULL"))
        .check(Expr::cust("state <> 'PUBLISHED' OR published_on IS NOT NULL"))
        .check(Expr::cust("(state = 'RETIRED') = (retired_on IS NOT NULL)"))
        .take()
}

fn document() -> TableCreateStatement {
    Table::create()
        .table("rule_set_document")
        .col(uuid("rule_set_id"))
        .references("rule_set_id", "rule_set", "id")
        .col(string_len("application_kind", 32))
        .col(string("category_code"))
        .references("category_code", "document_category", "code")
        .col(boolean("of_association"))
        .col(integer("position"))
        .primary_key(Index::create().col("rule_set_id").col("application_kind").col("category_code"))
        .take()
}

fn norm() -> TableCreateStatement {
    Table::create()
        .table("rule_set_norm")
        .col(uuid("rule_set_id"))
        .references("rule_set_id", "rule_set", "id")
        .col(string_len("code", 64))
        .col(string_len("subject", 32))
        .col(text_null("text_ar"))
        .col(text_null("text_fr"))
        .col(boolean("mandatory"))
        .col(integer("position"))
        .check(Expr::col("text_ar").is_not_null().or(Expr::col("text_fr").is_not_null()))
        .primary_key(Index::create().col("rule_set_id").col("code"))
        .take()
}

fn deadline() -> TableCreateStatement {
    Table::create()
        .table("rule_set_deadline")
        .col(uuid("rule_set_id"))
        .references("rule_set_id", "rule_set", "id")
        .col(string_len("step", 32))
        .col(integer("days").check(Expr::col("days").gt(0)))
        .col(string_len("unit", 32))
        .primary_key(Index::create().col("rule_set_id").col("step"))
        .take()
}

fn public_holiday() -> TableCreateStatement {
    record("public_holiday")
        .col(date("day"))
        .names()
        .col(boolean("provisional"))
        .col(text("source"))
        .col(boolean("removed"))
        .take()
}
