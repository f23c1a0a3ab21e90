//! Second factors (operational): what an account shows besides its password.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// The second factor of an account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factor")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// The secret shared with the person's device, sealed.
    pub sealed: Vec<u8>,
    /// When a first code was shown; null while none was, and it asks for nothing yet.
    pub confirmed_at: Option<DateTimeUtc>,
    /// The step of the last code that was taken: none of it or before it is taken again.
    pub last_step: i64,
    /// Digests of the recovery codes that are left, parted by blanks.
    pub recovery: String,
}

impl ActiveModelBehavior for ActiveModel {}
