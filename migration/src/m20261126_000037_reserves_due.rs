//! Applications that were approved with reserves are due when the first of them is that is not fixed.

use sea_orm_migration::prelude::*;

const OPEN: &str = "SELECT MIN(due_on) FROM application_reserve \
    WHERE application_reserve.application_id = licence_application.id AND lifted_on IS NULL";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let due = format!("UPDATE licence_application SET due_on = ({OPEN}) WHERE state = 'APPROVED_WITH_RESERVES'");
        manager.get_connection().execute_unprepared(&due).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let none = "UPDATE licence_application SET due_on = NULL WHERE state = 'APPROVED_WITH_RESERVES'";
        manager.get_connection().execute_unprepared(none).await?;
        Ok(())
    }
}
