//! Throttles (operational): how much was tried lately by one address, on one login, by one on the other.

use sea_orm::entity::prelude::*;

/// A throttle. It fills with each attempt and empties with time; there is no row where it is empty.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "throttle")]
pub struct Model {
    /// Of what, as a keyed digest: neither logins that were tried nor addresses stand here.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// When it will be empty, in milliseconds since 1970.
    pub empty_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
