//! Relocation plans and their lines.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, integer, string_len, text_null, uuid, uuid_null};

use crate::columns::{Columns, create, drop, index, record};

const TABLES: &[&str] = &["relocation_plan", "relocation_line"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![plan(), line()],
            vec![
                index("relocation_plan", &["delegation_id", "id"]),
                index("relocation_plan", &["association_id", "id"]),
                index("relocation_plan", &["establishment_id", "id"]),
                index("relocation_line", &["establishment_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn plan() -> TableCreateStatement {
    record("relocation_plan")
        .belongs_to("delegation_id", "delegation")
        .may_belong_to("association_id", "association")
        .belongs_to("establishment_id", "establishment")
        .col(string_len("state", 32))
        .col(integer("residents"))
        .may_belong_to("season_return_id", "season_return")
        .col(integer("placed"))
        .col(uuid("prepared_by"))
        .col(date("prepared_on"))
        .col(uuid_null("approved_by"))
        .col(date_null("approved_on"))
        .check(Expr::col("residents").gte(0))
        .take()
}

fn line() -> TableCreateStatement {
    Table::create()
        .table("relocation_line")
        .belongs_to("plan_id", "relocation_plan")
        .col(integer("position"))
        .col(string_len("destination", 32))
        .may_belong_to("establishment_id", "establishment")
        .col(integer("residents"))
        .col(text_null("remark"))
        .check(Expr::col("residents").gt(0))
        .primary_key(Index::create().col("plan_id").col("position"))
        .take()
}
