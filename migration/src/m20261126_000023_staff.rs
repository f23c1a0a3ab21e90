//! Staff of houses, their functions, and on what the documents of a category hang.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer_null, boolean, boolean_null, date, date_null, integer_null, string, string_len, string_len_null,
};

use crate::columns::{Columns, create, drop, index, record};

const TABLES: &[&str] = &["staff_function", "staff_member"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let function = Table::create()
            .table("staff_function")
            .col(string("code").primary_key())
            .col(string_len("staff_type", 32))
            .col(boolean("directs"))
            .names()
            .take();
        create(
            manager,
            vec![function, member()],
            vec![
                index("staff_member", &["establishment_id", "id"]),
                index("staff_member", &["delegation_id", "id"]),
                index("staff_member", &["association_id", "id"]),
                index("staff_member", &["function_code", "id"]),
                index("staff_member", &["started_on", "id"]),
            ],
        )
        .await?;
        let column = string_len_null("owner_kind", 32);
        manager.alter_table(Table::alter().table("document_category").add_column(column).take()).await?;
        let mut certificate = Query::update();
        certificate.table("document_category").value("owner_kind", "ASSOCIATION");
        certificate.and_where(Expr::col("code").eq("BANK_CERTIFICATE"));
        manager.execute(certificate).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("document_category").drop_column("owner_kind").take()).await?;
        drop(manager, TABLES).await
    }
}

fn member() -> TableCreateStatement {
    let has_ended = || Expr::col("ended_on").is_not_null();
    let has_reason = || Expr::col("end_reason").is_not_null();
    record("staff_member")
        .belongs_to("establishment_id", "establishment")
        .belongs_to("delegation_id", "delegation")
        .may_belong_to("association_id", "association")
        .names()
        .col(string_len("sex", 32))
        .col(string("function_code"))
        .references("function_code", "staff_function", "code")
        .col(boolean("directs"))
        .col(string_len_null("qualification", 32))
        .col(boolean_null("certified"))
        .col(string_len("contract", 32))
        .col(date("started_on"))
        .col(date_null("ended_on"))
        .col(string_len_null("end_reason", 32))
        .col(integer_null("weekly_hours"))
        .col(big_integer_null("monthly_cost"))
        .check(Expr::col("ended_on").is_null().or(Expr::col("ended_on").gte(Expr::col("started_on"))))
        .check(has_ended().and(has_reason()).or(has_ended().not().and(has_reason().not())))
        .take()
}
