//! Lines of imports, as they were judged.

use entity::id::ImportId;
use entity::import_row;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::Pool;
use super::super::change::MOST_ROWS;
use crate::error::Error;

impl Pool {
    /// Lays the lines of an import in the place of those that were laid before, some at a time: nobody waits for all of them.
    pub async fn lay_lines(&self, import: ImportId, lines: Vec<import_row::Model>) -> Result<(), Error> {
        let before = import_row::Entity::delete_many().filter(import_row::Column::ImportId.eq(import));
        before.exec(self.writer()).await?;
        let mut lines = lines.into_iter().map(IntoActiveModel::into_active_model).peekable();
        while lines.peek().is_some() {
            let some: Vec<_> = lines.by_ref().take(MOST_ROWS).collect();
            import_row::Entity::insert_many(some).exec_without_returning(self.writer()).await?;
        }
        Ok(())
    }
}
