//! Documents that only the delegation adds.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let official = boolean("official").default(false).take();
        manager.alter_table(Table::alter().table("document_category").add_column(official).take()).await?;
        let known = Query::update()
            .table("document_category")
            .value("official", true)
            .and_where(Expr::col("code").is_in(["VISIT_MINUTES", "LICENCE_DECISION"]))
            .take();
        manager.execute(known).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("document_category").drop_column("official").take()).await
    }
}
