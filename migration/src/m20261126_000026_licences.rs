//! What a decision says of a licence, the authorities that decide, and the number by which certificates name a licence.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, date_null, integer_null, string, string_null, text, uuid_null};
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::{Columns, index};

/// The columns that licences gain.
const COLUMNS: &[&str] = &[
    "authority_code",
    "decided_on",
    "capacity_total",
    "capacity_female",
    "capacity_male",
    "application_id",
    "public_number",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut authority = Table::create();
        authority.table("competent_authority").col(string("code").primary_key()).names().col(text("source"));
        manager.create_table(authority).await?;
        let mut decided_by = string_null("authority_code");
        decided_by.extra("REFERENCES competent_authority (code)");
        let places = |name: &'static str| integer_null(name).check(Expr::col(name).gte(0)).take();
        let columns = [
            decided_by,
            date_null("decided_on"),
            places("capacity_total"),
            places("capacity_female"),
            places("capacity_male"),
            uuid_null("application_id"),
            big_integer_null("public_number"),
        ];
        for column in columns {
            manager.alter_table(Table::alter().table("licence_period").add_column(column).take()).await?;
        }
        let random = if manager.get_database_backend() == DbBackend::Postgres {
            "CAST(floor(random() * 1099511627776) AS BIGINT)"
        } else {
            "abs(random() % 1099511627776)"
        };
        let mut numbered = Query::update();
        numbered.table("licence_period").value("public_number", Expr::cust(random));
        numbered.and_where(Expr::col("state").eq("LICENSED"));
        manager.execute(numbered).await?;
        manager.create_index(index("licence_period", &["public_number"])).await?;
        manager.create_index(index("licence_period", &["authority_code"])).await?;
        manager.create_index(index("licence_period", &["application_id"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["public_number", "authority_code", "application_id"] {
            let mut dropped = Index::drop();
            dropped.name(format!("licence_period_{column}")).table("licence_period");
            manager.drop_index(dropped).await?;
        }
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("licence_period").drop_column(*column).take()).await?;
        }
        manager.drop_table(Table::drop().table("competent_authority").take()).await
    }
}
