//! The processes that serve from one database.

use entity::id::ProcessId;
use entity::process;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::super::Pool;
use crate::error::Error;

/// What a process said before this, by the database's own clock, is too long ago: twenty seconds.
const SILENT: [&str; 2] = ["CURRENT_TIMESTAMP - INTERVAL '20 seconds'", "datetime('now', '-20 seconds')"];

impl Pool {
    /// A process says that it lives; how many do, by the clock of the database, which they share. Not counted among the
    /// statements that requests cost.
    pub async fn beat(&self, id: ProcessId) -> Result<u64, Error> {
        let connection = self.watcher();
        let mut beat = Query::insert();
        beat.into_table(process::Entity).columns([process::Column::Id, process::Column::SeenAt]);
        beat.values([id.into(), Expr::cust("CURRENT_TIMESTAMP")]).map_err(Error::internal)?;
        let again = OnConflict::column(process::Column::Id).update_column(process::Column::SeenAt).to_owned();
        connection.execute(beat.on_conflict(again)).await?;
        let [of_postgres, of_sqlite] = SILENT;
        let before = if self.is_embedded() { of_sqlite } else { of_postgres };
        let silent = process::Column::SeenAt.into_expr().lt(Expr::cust(before));
        process::Entity::delete_many().filter(silent).exec(connection).await?;
        Ok(process::Entity::find().count(connection).await?)
    }
}
