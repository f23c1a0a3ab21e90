//! Processes of the server (operational): how many share the work.

use sea_orm::entity::prelude::*;

use crate::id::ProcessId;

/// A process, as long as it says that it lives.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "process")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProcessId,
    /// When it said so the last time.
    pub seen_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
