//! Bank accounts of associations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, date_null, string_len, uuid, uuid_null};

use crate::columns::{Columns, create, drop, index, one, record};

const TABLES: &[&str] = &["bank_account"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            vec![
                record("bank_account")
                    .belongs_to("association_id", "association")
                    .belongs_to("delegation_id", "delegation")
                    .col(string_len("rib", 24))
                    .col(string_len("state", 32))
                    .col(uuid("proposed_by"))
                    .col(date("proposed_on"))
                    .col(uuid_null("decided_by"))
                    .col(date_null("decided_on"))
                    .check(Expr::cust("(state = 'PROPOSED') = (decided_by IS NULL)"))
                    .check(Expr::cust("(state = 'PROPOSED') = (decided_on IS NULL)"))
                    .check(Expr::cust("state <> 'APPROVED' OR decided_by <> proposed_by"))
                    .take(),
            ],
            vec![
                index("bank_account", &["delegation_id", "state"]),
                index("bank_account", &["association_id"]),
                one("bank_account", "association_id", "state", "PROPOSED"),
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, TABLES).await
    }
}
