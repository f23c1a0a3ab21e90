//! The network: associations, establishments, whom they serve, and their licences.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer_null, string, string_len, string_len_null, string_null, string_uniq, text,
    text_null, uuid, uuid_null,
};

use crate::columns::{Columns, create, drop, index, record};

const TABLES: &[&str] = &[
    "association",
    "establishment_kind",
    "legal_category",
    "establishment",
    "establishment_audience",
    "licence_period",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                record("association")
                    .belongs_to("delegation_id", "delegation")
                    .may_belong_to("commune_id", "commune")
                    .names()
                    .col(text_null("provisional_receipt_number"))
                    .col(date_null("provisional_receipt_on"))
                    .col(text_null("final_receipt_number"))
                    .col(date_null("final_receipt_on"))
                    .col(date_null("bureau_elected_on"))
                    .col(date_null("bureau_mandate_ends_on"))
                    .col(uuid_null("bank_account_id"))
                    .take(),
                Table::create()
                    .table("establishment_kind")
                    .col(string("code").primary_key())
                    .col(string_null("parent_code"))
                    .col(boolean("licence_required"))
                    .names()
                    .references("parent_code", "establishment_kind", "code")
                    .take(),
                Table::create()
                    .table("legal_category")
                    .col(string("code").primary_key())
                    .col(string_len("framework", 32))
                    .names()
                    .col(text("source"))
                    .take(),
                record("establishment")
                    .belongs_to("delegation_id", "delegation")
                    .may_belong_to("association_id", "association")
                    .may_belong_to("parent_id", "establishment")
                    .belongs_to("commune_id", "commune")
                    .col(string("kind_code"))
                    .references("kind_code", "establishment_kind", "code")
                    .col(string_null("legal_category_code"))
                    .references("legal_category_code", "legal_category", "code")
                    .col(string_uniq("reference"))
                    .names()
                    .col(string_len("state", 32))
                    .col(integer_null("capacity_total").check(Expr::col("capacity_total").gte(0)))
                    .col(integer_null("capacity_female").check(Expr::col("capacity_female").gte(0)))
                    .col(integer_null("capacity_male").check(Expr::col("capacity_male").gte(0)))
                    .col(date_null("opened_on"))
                    .col(date_null("closed_on"))
                    .check(Expr::col("state").ne("CLOSED").or(Expr::col("closed_on").is_not_null()))
                    .take(),
                Table::create()
                    .table("establishment_audience")
                    .col(uuid("establishment_id"))
                    .references("establishment_id", "establishment", "id")
                    .col(string_len("audience", 32))
                    .primary_key(Index::create().col("establishment_id").col("audience"))
                    .take(),
                record("licence_period")
                    .belongs_to("establishment_id", "establishment")
                    .belongs_to("delegation_id", "delegation")
                    .may_belong_to("association_id", "association")
                    .col(string_len("state", 32))
                    .col(string_len_null("framework", 32))
                    .col(text_null("decision_number"))
                    .col(date("starts_on"))
                    .col(date_null("ends_on"))
                    .check(Expr::col("ends_on").is_null().or(Expr::col("ends_on").gte(Expr::col("starts_on"))))
                    .take(),
            ],
            vec![
                index("association", &["delegation_id", "id"]),
                index("association", &["commune_id"]),
                index("association", &["bureau_mandate_ends_on"]),
                index("establishment", &["delegation_id", "reference"]),
                index("establishment", &["association_id", "reference"]),
                index("establishment", &["parent_id"]),
                index("establishment", &["commune_id"]),
                index("establishment", &["kind_code"]),
                index("establishment", &["legal_category_code"]),
                index("establishment_audience", &["audience", "establishment_id"]),
                index("licence_period", &["establishment_id", "starts_on"]),
                index("licence_period", &["delegation_id", "state"]),
                index("licence_period", &["association_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
