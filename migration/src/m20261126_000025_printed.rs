//! Jobs that people ask for, each by a key of theirs; who signs the paper of a return; and bank accounts that wait to be
//! approved, wherever they are.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, string_len_null, uuid};

use crate::columns::{Columns, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let key = string_len_null("idempotency_key", 128);
        manager.alter_table(Table::alter().table("job").add_column(key).take()).await?;
        manager.create_index(index("job", &["account_id", "idempotency_key"]).unique().take()).await?;
        let signature = Table::create()
            .table("return_signature")
            .col(uuid("template_id"))
            .col(integer("position"))
            .names()
            .references("template_id", "return_template", "id")
            .primary_key(Index::create().col("template_id").col("position"))
            .take();
        manager.create_table(signature).await?;
        manager.create_index(index("bank_account", &["state"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut waiting = Index::drop();
        manager.drop_index(waiting.name("bank_account_state").table("bank_account").to_owned()).await?;
        manager.drop_table(Table::drop().table("return_signature").take()).await?;
        let mut asked = Index::drop();
        manager.drop_index(asked.name("job_account_id_idempotency_key").table("job").to_owned()).await?;
        manager.alter_table(Table::alter().table("job").drop_column("idempotency_key").take()).await
    }
}
