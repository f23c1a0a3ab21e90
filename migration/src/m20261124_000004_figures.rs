//! Declared figures, programmes and grant lines.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, boolean, integer, string_len, string_uniq, text, text_null};

use crate::columns::{Columns, create, drop, index, record, table};

const TABLES: &[&str] = &["declared_figure", "programme", "grant_line"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                record("declared_figure")
                    .belongs_to("delegation_id", "delegation")
                    .col(string_len("measure", 32))
                    .col(integer("value").check(Expr::col("value").gte(0)))
                    .col(string_len("qualifier", 32))
                    .col(integer("as_of"))
                    .col(text("source"))
                    .take(),
                table("programme").col(string_uniq("code")).names().take(),
                record("grant_line")
                    .belongs_to("delegation_id", "delegation")
                    .may_belong_to("association_id", "association")
                    .belongs_to("programme_id", "programme")
                    .col(integer("budget_year"))
                    .col(boolean("year_inferred"))
                    .col(big_integer("amount_centimes").check(Expr::col("amount_centimes").gte(0)))
                    .col(string_len("amount_qualifier", 32))
                    .col(text_null("beneficiary_ar"))
                    .col(text_null("beneficiary_fr"))
                    .col(text("source"))
                    .take(),
            ],
            vec![
                index("declared_figure", &["delegation_id", "as_of"]),
                index("grant_line", &["delegation_id", "budget_year"]),
                index("grant_line", &["association_id", "budget_year"]),
                index("grant_line", &["programme_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
