//! Operational state: what the server needs to run, and what is no record of the institution. It has no slice, no
//! journal and no counters. These tables, and no others: `credential`, `second_factor`, `one_time_link`, `session`,
//! `security_event`, `throttle`, `secret_key`, `installation`, `external_identity`, `single_sign_on_attempt`,
//! `entered_email`, `api_client_secret`, `process`, `document_upload`, `job`, `notice`, `notice_preference`.

mod addressee;
mod api_client;
mod credential;
mod identity;
mod import;
pub(in crate::db) mod job;
pub(in crate::db) mod notice;
mod process;
mod second_factor;
mod secret_key;
mod security;
mod session;
mod sweep;
mod throttle;
mod upload;

use chrono::{DateTime, Utc};
use entity::installation;
use entity::installation::Purpose;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, TransactionTrait};

use super::Pool;
use crate::error::Error;

pub use api_client::ApiClientHolder;
pub use credential::{Holder, Opener};
pub use identity::Named;
pub use job::{Lease, Left, job_of};
pub use notice::NoticesOf;
pub use session::{News, Rotated, Shown};
pub use throttle::Throttle;

impl Pool {
    /// What this database is for; `None` while nobody has said.
    pub async fn purpose(&self) -> Result<Option<Purpose>, Error> {
        let row = installation::Entity::find_by_id(1).one(self.reader()).await?;
        Ok(row.map(|row| row.purpose))
    }

    /// Settles what this database is for, once. `false`, and nothing done, where it was settled before, or where
    /// demonstration is asked for and the database holds records.
    pub async fn settle_purpose(&self, purpose: Purpose, now: DateTime<Utc>) -> Result<bool, Error> {
        let transaction = self.writer().begin().await?;
        let settled = installation::Entity::find_by_id(1).one(&transaction).await?.is_some();
        let records = entity::account::Entity::find().count(&transaction).await?
            + entity::delegation::Entity::find().count(&transaction).await?
            + entity::association::Entity::find().count(&transaction).await?;
        if settled || (purpose == Purpose::Demonstration && records > 0) {
            return Ok(false);
        }
        let row = installation::Model { id: 1, purpose, created_at: now };
        row.into_active_model().insert(&transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn insert<E>(connection: &impl ConnectionTrait, row: E::Model) -> Result<(), Error>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    E::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}
