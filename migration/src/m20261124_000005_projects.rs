//! Partners and the projects they take part in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_null, string_uniq, text, uuid};

use crate::columns::{Columns, create, drop, index, record};

const TABLES: &[&str] = &["partner", "project", "project_partner"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                record("partner").col(string_uniq("code")).names().take(),
                record("project")
                    .belongs_to("delegation_id", "delegation")
                    .belongs_to("commune_id", "commune")
                    .col(string_null("kind_code"))
                    .references("kind_code", "establishment_kind", "code")
                    .may_belong_to("establishment_id", "establishment")
                    .may_belong_to("association_id", "association")
                    .names()
                    .col(text("source"))
                    .take(),
                Table::create()
                    .table("project_partner")
                    .col(uuid("project_id"))
                    .references("project_id", "project", "id")
                    .col(uuid("partner_id"))
                    .references("partner_id", "partner", "id")
                    .primary_key(Index::create().col("project_id").col("partner_id"))
                    .take(),
            ],
            vec![
                index("project", &["delegation_id"]),
                index("project", &["commune_id"]),
                index("project", &["establishment_id"]),
                index("project", &["association_id"]),
                index("project_partner", &["partner_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
