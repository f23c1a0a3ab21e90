//! The institution: regional coordinations and delegations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_uniq;

use crate::columns::{Columns, create, drop, index, record};

const TABLES: &[&str] = &["regional_coordination", "delegation"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                record("regional_coordination")
                    .belongs_to("region_id", "region")
                    .col(string_uniq("code"))
                    .names()
                    .take(),
                record("delegation")
                    .belongs_to("regional_coordination_id", "regional_coordination")
                    .belongs_to("province_id", "province")
                    .col(string_uniq("code"))
                    .names()
                    .validity()
                    .take(),
            ],
            vec![index("delegation", &["regional_coordination_id"]), index("delegation", &["province_id"])],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
