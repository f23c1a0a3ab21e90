//! Since when the address of an account stands there (operational): an address that is older than what the account was given
//! since opens nothing.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// When an address was entered, as an identifier that is ordered among those of mandates.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entered_email")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Made when the address was entered, or confirmed by being entered again.
    pub entered: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
