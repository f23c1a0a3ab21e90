//! The security log.

use entity::security_event;
use sea_orm::ConnectionTrait;

use super::super::Pool;
use super::insert;
use crate::error::Error;

impl Pool {
    /// Writes an event into the security log.
    pub async fn log_security(&self, event: security_event::Model) -> Result<(), Error> {
        log(self.writer(), event).await
    }
}

/// The same, with what it tells of.
pub(super) async fn log(connection: &impl ConnectionTrait, event: security_event::Model) -> Result<(), Error> {
    insert::<security_event::Entity>(connection, event).await
}
