//! Season returns: their templates, and what houses report by them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, boolean_null, date, date_null, integer, integer_null, string, string_len, string_len_null,
    string_null, string_uniq, text, text_null, uuid, uuid_null,
};

use crate::columns::{Columns, create, drop, index, record, table};

const TABLES: &[&str] = &[
    "return_band",
    "return_item",
    "return_template",
    "return_template_kind",
    "return_template_item",
    "season_return",
    "season_return_line",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut tables = reference();
        tables.extend(returns());
        let mut once = index("season_return", &["establishment_id", "period_first"]);
        create(
            manager,
            tables,
            vec![
                index("return_item", &["band_code"]),
                index("return_template_kind", &["kind_code"]),
                index("return_template_item", &["item_code"]),
                once.unique().take(),
                index("season_return", &["delegation_id", "period_first", "id"]),
                index("season_return", &["association_id", "period_first", "id"]),
                index("season_return", &["period_first", "id"]),
                index("season_return", &["delegation_id", "state"]),
                index("season_return", &["template_id"]),
                index("season_return_line", &["item_code"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn reference() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("return_band")
            .col(string("code").primary_key())
            .col(string_len("kind", 32))
            .names()
            .take(),
        Table::create()
            .table("return_item")
            .col(string("code").primary_key())
            .col(string_len("section", 32))
            .col(string_len("unit", 32))
            .col(string_len_null("sex", 32))
            .col(string_null("band_code"))
            .references("band_code", "return_band", "code")
            .col(string_len_null("staff_type", 32))
            .col(boolean_null("qualified"))
            .col(string_len_null("funding_source", 32))
            .names()
            .take(),
        table("return_template")
            .col(string_uniq("code"))
            .col(string_len("period", 32))
            .col(integer_null("first_month"))
            .col(integer_null("last_month"))
            .col(integer("due_days").check(Expr::col("due_days").gte(0)))
            .col(integer("jump_percent").check(Expr::col("jump_percent").gte(0)))
            .col(integer("jump_least").check(Expr::col("jump_least").gte(0)))
            .col(big_integer("jump_least_centimes").check(Expr::col("jump_least_centimes").gte(0)))
            .col(integer("in_force_from"))
            .col(integer_null("in_force_to"))
            .names()
            .col(text("source"))
            .take(),
        Table::create()
            .table("return_template_kind")
            .col(uuid("template_id"))
            .references("template_id", "return_template", "id")
            .col(string("kind_code"))
            .references("kind_code", "establishment_kind", "code")
            .primary_key(Index::create().col("template_id").col("kind_code"))
            .take(),
        Table::create()
            .table("return_template_item")
            .col(uuid("template_id"))
            .references("template_id", "return_template", "id")
            .col(string("item_code"))
            .references("item_code", "return_item", "code")
            .col(boolean("required"))
            .col(integer("position"))
            .primary_key(Index::create().col("template_id").col("item_code"))
            .take(),
    ]
}

fn returns() -> Vec<TableCreateStatement> {
    vec![
        record("season_return")
            .belongs_to("delegation_id", "delegation")
            .may_belong_to("association_id", "association")
            .belongs_to("establishment_id", "establishment")
            .belongs_to("template_id", "return_template")
            .col(integer("period_first"))
            .col(integer("period_last"))
            .col(date("due_on"))
            .col(string_len("state", 32))
            // Without a foreign key, as in the journal: who it was stays told.
            .col(uuid_null("submitted_by"))
            .col(date_null("submitted_on"))
            .col(date_null("decided_on"))
            .col(text_null("reason"))
            .col(integer_null("head_count"))
            .col(integer_null("present"))
            .col(integer_null("capacity"))
            .check(Expr::col("period_first").lte(Expr::col("period_last")))
            .check(Expr::col("state").eq("DRAFT").or(Expr::col("submitted_by").is_not_null()))
            .take(),
        Table::create()
            .table("season_return_line")
            .col(uuid("return_id"))
            .references("return_id", "season_return", "id")
            .col(string("item_code"))
            .references("item_code", "return_item", "code")
            .col(big_integer("value").check(Expr::col("value").gte(0)))
            .col(string_len("unit", 32))
            .col(integer("position"))
            .primary_key(Index::create().col("return_id").col("item_code"))
            .take(),
    ]
}
