//! The processes that serve from one database.

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::ProcessId;
use entity::process;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::super::Pool;
use crate::error::Error;

/// How long a process is taken for alive that says nothing.
const SILENCE: TimeDelta = TimeDelta::seconds(20);

impl Pool {
    /// A process says that it lives; how many do. Not counted among the statements that requests cost.
    pub async fn beat(&self, id: ProcessId, now: DateTime<Utc>) -> Result<u64, Error> {
        let connection = self.watcher();
        let mut beat = Query::insert();
        beat.into_table(process::Entity).columns([process::Column::Id, process::Column::SeenAt]);
        beat.values([id.into(), now.into()]).map_err(Error::internal)?;
        let again = OnConflict::column(process::Column::Id).update_column(process::Column::SeenAt).to_owned();
        connection.execute(beat.on_conflict(again)).await?;
        let silent = process::Column::SeenAt.lt(now - SILENCE);
        process::Entity::delete_many().filter(silent).exec(connection).await?;
        Ok(process::Entity::find().count(connection).await?)
    }
}
