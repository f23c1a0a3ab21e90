//! Territory: regions, provinces and prefectures, cercles, communes, and other spellings of communes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, integer, string_len, string_uniq, text};

use crate::columns::{Columns, create, drop, index, table};

const TABLES: &[&str] = &["region", "province", "cercle", "commune", "commune_alias", "territory_import"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                table("region").col(string_uniq("code")).names().validity().take(),
                table("province")
                    .belongs_to("region_id", "region")
                    .col(string_uniq("code"))
                    .col(string_len("kind", 32))
                    .names()
                    .validity()
                    .take(),
                table("cercle")
                    .belongs_to("province_id", "province")
                    .col(string_uniq("code"))
                    .names()
                    .validity()
                    .take(),
                table("commune")
                    .belongs_to("province_id", "province")
                    .may_belong_to("cercle_id", "cercle")
                    .col(string_uniq("code"))
                    .col(string_len("kind", 32))
                    .names()
                    .validity()
                    .take(),
                table("commune_alias")
                    .belongs_to("commune_id", "commune")
                    .col(string_len("language", 32))
                    .col(text("name"))
                    .col(text("source"))
                    .take(),
                table("territory_import")
                    .col(text("source"))
                    .col(date("imported_on"))
                    .col(integer("created"))
                    .col(integer("updated"))
                    .col(integer("unchanged"))
                    .col(integer("version").default(1))
                    .take(),
            ],
            vec![
                index("province", &["region_id"]),
                index("cercle", &["province_id"]),
                index("commune", &["province_id"]),
                index("commune", &["cercle_id"]),
                index("commune_alias", &["commune_id"]),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
