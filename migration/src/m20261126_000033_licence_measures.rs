//! Formal notices and their items; measures against licences.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, integer, string_len, string_null, text, text_null, uuid, uuid_null};

use crate::columns::{Columns, create, drop, index, one, record};

const TABLES: &[&str] = &["formal_notice", "formal_notice_item", "licence_measure"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![notice(), item(), measure()],
            vec![
                index("formal_notice", &["delegation_id", "id"]),
                index("formal_notice", &["association_id", "id"]),
                index("formal_notice", &["establishment_id", "id"]),
                // What is overdue is asked for by day, and nothing is written as time passes.
                index("formal_notice", &["state", "due_on"]),
                index("licence_measure", &["delegation_id", "id"]),
                index("licence_measure", &["association_id", "id"]),
                index("licence_measure", &["establishment_id", "id"]),
                one("licence_measure", "establishment_id", "state", "PROPOSED"),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn notice() -> TableCreateStatement {
    record("formal_notice")
        .belongs_to("delegation_id", "delegation")
        .may_belong_to("association_id", "association")
        .belongs_to("establishment_id", "establishment")
        .may_belong_to("inspection_id", "inspection")
        .col(string_len("state", 32))
        .col(date("served_on"))
        .col(date("due_on"))
        .col(date_null("closed_on"))
        .col(text_null("reason"))
        .take()
}

fn item() -> TableCreateStatement {
    Table::create()
        .table("formal_notice_item")
        .belongs_to("notice_id", "formal_notice")
        .col(integer("position"))
        .col(string_null("norm_code"))
        .col(text("text"))
        .col(date_null("met_on"))
        .col(text_null("met_remark"))
        .primary_key(Index::create().col("notice_id").col("position"))
        .take()
}

fn measure() -> TableCreateStatement {
    let noticed = Expr::col("formal_notice_id").is_not_null();
    record("licence_measure")
        .belongs_to("delegation_id", "delegation")
        .may_belong_to("association_id", "association")
        .belongs_to("establishment_id", "establishment")
        .col(string_len("kind", 32))
        .col(string_len("state", 32))
        .col(text("grounds"))
        .may_belong_to("formal_notice_id", "formal_notice")
        .col(text_null("urgency"))
        .col(uuid("proposed_by"))
        .col(date("proposed_on"))
        .col(string_null("authority_code"))
        .references("authority_code", "competent_authority", "code")
        .col(string_null("decision_number"))
        .col(date_null("decided_on"))
        .col(uuid_null("decided_by"))
        .col(date_null("starts_on"))
        .col(date_null("ends_on"))
        .col(text_null("refusal"))
        .col(date_null("lifted_from"))
        .col(text_null("lifting"))
        .check(noticed.or(Expr::col("urgency").is_not_null()))
        .take()
}
