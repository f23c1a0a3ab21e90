//! What was decided stays as it was decided: the pieces of a file as they were accepted, the category, commune and manager of a
//! licence; photos of visits; what the region thinks of an application; the application that came of a support.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date_null, integer, string, string_len_null, string_null, text_null, uuid, uuid_null,
};

use crate::columns::{Columns, create, drop, index};

const TABLES: &[&str] = &["application_piece", "visit_photo"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The columns that join tables that are there.
fn added() -> Vec<(&'static str, ColumnDef)> {
    vec![
        ("licence_period", string_null("legal_category_code")),
        ("licence_period", uuid_null("commune_id")),
        ("licence_period", uuid_null("manager_id")),
        ("application_event", boolean("by_applicant").default(false).take()),
        ("document", uuid_null("updated_by")),
        ("licence_application", string_len_null("regional_opinion", 32)),
        ("licence_application", text_null("regional_remark")),
        ("licence_application", date_null("regional_opinion_on")),
        ("creation_support", uuid_null("licence_application_id")),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in added() {
            manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
        }
        let indexes = vec![
            index("visit_photo", &["application_visit_id"]),
            index("visit_photo", &["inspection_id"]),
            index("creation_support", &["licence_application_id"]),
        ];
        create(manager, vec![piece(), photo()], indexes).await?;
        // What people of associations have done so far, they did themselves.
        let themselves = "UPDATE application_event SET by_applicant = TRUE WHERE transition IN ('UPDATE', 'SUBMIT', 'COMPLETE', 'ABANDON') \
            AND EXISTS (SELECT 1 FROM mandate WHERE mandate.account_id = application_event.by_account AND mandate.association_id IS NOT NULL)";
        manager.get_connection().execute_unprepared(themselves).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await?;
        // What the program before did not know.
        for known in [
            "DELETE FROM application_event WHERE transition IN ('DISMISS', 'GIVE_OPINION')",
            "UPDATE licence_application SET state = 'ABANDONED' WHERE state = 'DISMISSED'",
        ] {
            manager.get_connection().execute_unprepared(known).await?;
        }
        let of_support =
            Index::drop().name("creation_support_licence_application_id").table("creation_support").to_owned();
        manager.drop_index(of_support).await?;
        for (table, column) in added().into_iter().rev() {
            let name = column.get_column_name();
            manager.alter_table(Table::alter().table(table).drop_column(name).take()).await?;
        }
        Ok(())
    }
}

fn piece() -> TableCreateStatement {
    Table::create()
        .table("application_piece")
        .col(uuid("application_id"))
        .references("application_id", "licence_application", "id")
        .col(string("category_code"))
        .references("category_code", "document_category", "code")
        .col(boolean("of_association"))
        .col(integer("position"))
        .col(uuid("document_id"))
        .references("document_id", "document", "id")
        .col(integer("document_version"))
        .primary_key(Index::create().col("application_id").col("category_code").col("of_association"))
        .take()
}

fn photo() -> TableCreateStatement {
    let application = || Expr::col("application_visit_id");
    let inspection = || Expr::col("inspection_id");
    let of_one = Expr::col("visit_id").eq(Func::coalesce([application(), inspection()]));
    Table::create()
        .table("visit_photo")
        .col(uuid("visit_id"))
        .col(integer("position"))
        .belongs_to("document_id", "document")
        .may_belong_to("application_visit_id", "application_visit")
        .may_belong_to("inspection_id", "inspection")
        .check(of_one.and(application().is_null().or(inspection().is_null())))
        .primary_key(Index::create().col("visit_id").col("position"))
        .take()
}
