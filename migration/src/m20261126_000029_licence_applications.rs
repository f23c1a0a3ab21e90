//! Applications for licences: what is applied for, what was done, visits, reserves.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    date, date_null, integer, integer_null, string, string_len, string_len_null, string_null, text, text_null, uuid,
    uuid_null,
};

use crate::columns::{Columns, create, drop, index, record, table};

const TABLES: &[&str] = &[
    "licence_application",
    "application_change",
    "application_event",
    "application_lack",
    "application_visit",
    "visit_member",
    "visit_finding",
    "application_reserve",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![application(), changes(), events(), lacks(), visits(), members(), findings(), reserves()],
            vec![
                index("licence_application", &["delegation_id", "id"]),
                index("licence_application", &["association_id", "id"]),
                index("licence_application", &["establishment_id", "id"]),
                index("licence_application", &["state", "id"]),
                // What is overdue is asked for by day, and nothing is written as time passes.
                index("licence_application", &["delegation_id", "due_on"]),
                index("licence_application", &["due_on", "id"]),
                index("application_visit", &["application_id", "position"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}

fn application() -> TableCreateStatement {
    let paused = || Expr::col("paused_on").is_not_null();
    let paused_due = || Expr::col("paused_due_on").is_not_null();
    record("licence_application")
        .belongs_to("delegation_id", "delegation")
        .may_belong_to("association_id", "association")
        .belongs_to("establishment_id", "establishment")
        .col(string_len("kind", 32))
        .col(string_len("framework", 32))
        .col(string("legal_category_code"))
        .references("legal_category_code", "legal_category", "code")
        .may_belong_to("rule_set_id", "rule_set")
        .col(integer_null("capacity_total"))
        .col(integer_null("capacity_female"))
        .col(integer_null("capacity_male"))
        .col(text_null("statement"))
        .col(string_len("state", 32))
        .col(string_null("receipt_number").unique_key())
        .col(date_null("submitted_on"))
        .col(string_len_null("step", 32))
        .col(date_null("due_on"))
        .col(date_null("paused_on"))
        .col(date_null("paused_due_on"))
        .col(string_null("authority_code"))
        .col(string_null("decision_number"))
        .col(date_null("decided_on"))
        .col(uuid_null("decided_by"))
        .col(text_null("reason"))
        .col(integer_null("granted_total"))
        .col(integer_null("granted_female"))
        .col(integer_null("granted_male"))
        .col(date_null("valid_from"))
        .col(date_null("valid_until"))
        .col(uuid_null("licence_period_id"))
        .check(paused().and(paused_due()).or(paused().not().and(paused_due().not())))
        .take()
}

/// A table of what belongs to applications, by its application and another column.
fn of_application(name: &'static str, column: ColumnDef, key: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .belongs_to("application_id", "licence_application")
        .col(column)
        .primary_key(Index::create().col("application_id").col(key))
        .take()
}

fn changes() -> TableCreateStatement {
    of_application("application_change", string_len("matter", 32), "matter")
}

fn events() -> TableCreateStatement {
    of_application("application_event", integer("position"), "position")
        .col(string_len("transition", 32))
        .col(string_len("state", 32))
        .col(date("on_day"))
        .col(uuid("by_account"))
        .col(text_null("reason"))
        .take()
}

fn lacks() -> TableCreateStatement {
    of_application("application_lack", string("category_code"), "category_code")
        .references("category_code", "document_category", "code")
        .col(text_null("remark"))
        .take()
}

fn visits() -> TableCreateStatement {
    table("application_visit")
        .belongs_to("application_id", "licence_application")
        .col(integer("position"))
        .col(date("planned_on"))
        .col(date_null("visited_on"))
        .col(uuid_null("minutes_id"))
        .references("minutes_id", "document", "id")
        .col(string_len_null("opinion", 32))
        .col(integer_null("capacity_total"))
        .col(integer_null("capacity_female"))
        .col(integer_null("capacity_male"))
        .take()
}

fn members() -> TableCreateStatement {
    Table::create()
        .table("visit_member")
        .col(uuid("visit_id"))
        .references("visit_id", "application_visit", "id")
        .col(integer("position"))
        .col(string_len("body", 32))
        .col(text_null("post"))
        .primary_key(Index::create().col("visit_id").col("position"))
        .take()
}

fn findings() -> TableCreateStatement {
    Table::create()
        .table("visit_finding")
        .col(uuid("visit_id"))
        .references("visit_id", "application_visit", "id")
        .col(string("norm_code"))
        .col(string_len("verdict", 32))
        .col(text_null("remark"))
        .primary_key(Index::create().col("visit_id").col("norm_code"))
        .take()
}

fn reserves() -> TableCreateStatement {
    of_application("application_reserve", integer("position"), "position")
        .col(string_null("norm_code"))
        .col(text("text"))
        .col(date("due_on"))
        .col(date_null("lifted_on"))
        .col(text_null("lifted_remark"))
        .take()
}
