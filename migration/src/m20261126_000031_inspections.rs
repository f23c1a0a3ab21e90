//! Inspections; members and findings of a visit, whether it is one of an application or an inspection.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date, date_null, integer, string, string_len, string_len_null, text, text_null, uuid, uuid_null,
};

use crate::columns::{Columns, create, drop, index, record};

const TABLES: &[&str] = &["inspection"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![inspection()],
            vec![
                index("inspection", &["delegation_id", "id"]),
                index("inspection", &["association_id", "id"]),
                index("inspection", &["establishment_id", "id"]),
                index("inspection", &["state", "planned_on"]),
            ],
        )
        .await?;
        // A table that is there cannot drop the key that binds it to visits of applications on both databases.
        for (name, columns, new) in [
            ("visit_member", "position, body, post", members as fn(&'static str) -> TableCreateStatement),
            ("visit_finding", "norm_code, verdict, remark", findings),
        ] {
            let of_applications = "visit_id, application_visit_id";
            let copied = format!(
                "INSERT INTO of_any_visit ({of_applications}, {columns}) SELECT visit_id, visit_id, {columns} FROM {name}"
            );
            replace(manager, name, new("of_any_visit"), &copied).await?;
            manager.create_index(index(name, &["application_visit_id"])).await?;
            manager.create_index(index(name, &["inspection_id"])).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, columns, old) in [
            ("visit_member", "position, body, post", old_members as fn(&'static str) -> TableCreateStatement),
            ("visit_finding", "norm_code, verdict, remark", old_findings),
        ] {
            let copied = format!(
                "INSERT INTO of_applications (visit_id, {columns}) SELECT visit_id, {columns} FROM {name} WHERE application_visit_id IS NOT NULL"
            );
            replace(manager, name, old("of_applications"), &copied).await?;
        }
        drop(manager, TABLES).await
    }
}

/// A table takes the place of another one, with what is copied.
async fn replace(
    manager: &SchemaManager<'_>,
    name: &'static str,
    new: TableCreateStatement,
    copied: &str,
) -> Result<(), DbErr> {
    let between = if copied.contains("of_any_visit") { "of_any_visit" } else { "of_applications" };
    manager.create_table(new).await?;
    manager.get_connection().execute_unprepared(copied).await?;
    manager.drop_table(Table::drop().table(name).take()).await?;
    manager.rename_table(Table::rename().table(between, name).take()).await
}

fn inspection() -> TableCreateStatement {
    record("inspection")
        .belongs_to("delegation_id", "delegation")
        .may_belong_to("association_id", "association")
        .belongs_to("establishment_id", "establishment")
        .col(boolean("announced"))
        .col(date("planned_on"))
        .col(text("reason"))
        .col(string_len("state", 32))
        .col(date_null("made_on"))
        .may_belong_to("rule_set_id", "rule_set")
        .may_belong_to("minutes_id", "document")
        .col(string_len_null("conclusion", 32))
        .col(text_null("remark"))
        .col(text_null("cancellation"))
        .take()
}

/// A table of what belongs to a visit, which is one of an application or an inspection.
fn of_visit(name: &'static str, column: ColumnDef, key: &'static str) -> TableCreateStatement {
    let application = || Expr::col("application_visit_id");
    let inspection = || Expr::col("inspection_id");
    let of_one = Expr::col("visit_id").eq(Func::coalesce([application(), inspection()]));
    Table::create()
        .table(name)
        .col(uuid("visit_id"))
        .col(uuid_null("application_visit_id"))
        .references("application_visit_id", "application_visit", "id")
        .col(uuid_null("inspection_id"))
        .references("inspection_id", "inspection", "id")
        .col(column)
        .check(of_one.and(application().is_null().or(inspection().is_null())))
        .primary_key(Index::create().col("visit_id").col(key))
        .take()
}

fn members(name: &'static str) -> TableCreateStatement {
    of_visit(name, integer("position"), "position").col(string_len("body", 32)).col(text_null("post")).take()
}

fn findings(name: &'static str) -> TableCreateStatement {
    of_visit(name, string("norm_code"), "norm_code").col(string_len("verdict", 32)).col(text_null("remark")).take()
}

fn of_application(name: &'static str, column: ColumnDef, key: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(uuid("visit_id"))
        .references("visit_id", "application_visit", "id")
        .col(column)
        .primary_key(Index::create().col("visit_id").col(key))
        .take()
}

fn old_members(name: &'static str) -> TableCreateStatement {
    of_application(name, integer("position"), "position").col(string_len("body", 32)).col(text_null("post")).take()
}

fn old_findings(name: &'static str) -> TableCreateStatement {
    of_application(name, string("norm_code"), "norm_code")
        .col(string_len("verdict", 32))
        .col(text_null("remark"))
        .take()
}
