//! Renewals of the bureaus of associations with their members, and what the dossier of an association must have.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, integer_null, string, string_len, string_null, text, uuid,
};

use crate::columns::{Columns, create, drop, index, record};

const TABLES: &[&str] = &["bureau_renewal", "bureau_member", "dossier_requirement"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut once = index("bureau_renewal", &["association_id", "elected_on"]);
        create(
            manager,
            vec![renewal(), member(), requirement()],
            vec![once.unique().take(), index("bureau_renewal", &["delegation_id", "id"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn renewal() -> TableCreateStatement {
    record("bureau_renewal")
        .belongs_to("association_id", "association")
        .belongs_to("delegation_id", "delegation")
        .col(date("elected_on"))
        .col(date_null("mandate_ends_on"))
        .col(date_null("declared_on"))
        .col(string_null("provisional_receipt_number"))
        .col(date_null("provisional_receipt_on"))
        .col(string_null("final_receipt_number"))
        .col(date_null("final_receipt_on"))
        .take()
}

fn member() -> TableCreateStatement {
    Table::create()
        .table("bureau_member")
        .col(uuid("renewal_id"))
        .references("renewal_id", "bureau_renewal", "id")
        .col(integer("position"))
        .col(string_len("function", 32))
        .names()
        .primary_key(Index::create().col("renewal_id").col("position"))
        .take()
}

fn requirement() -> TableCreateStatement {
    Table::create()
        .table("dossier_requirement")
        .col(string("category_code").primary_key())
        .references("category_code", "document_category", "code")
        .col(integer("position"))
        .col(string_len("since", 32))
        .col(integer("after_days"))
        .col(integer_null("valid_months"))
        .col(integer("warn_days"))
        .col(boolean("of_bureau"))
        .col(text("source"))
        .take()
}
