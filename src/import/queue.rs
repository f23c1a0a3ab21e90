//! What of imports waits for somebody: lists that have been read, for whoever sent them, until they are entered or given up.

use entity::import::{self, ImportState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use crate::auth::Right;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    if !asker.may(Right::KeepNetwork) {
        return Ok(Vec::new());
    }
    let read = asker.db.find_editable::<import::Entity>();
    let read = read.filter(import::COLUMN.state.eq(ImportState::Read));
    let read = read.filter(import::COLUMN.account_id.eq(asker.identity.account));
    let unknown = || Expr::val(None::<chrono::NaiveDate>);
    Ok(vec![read.waiting(WorkKind::ImportEnter.number(), unknown(), unknown())?])
}
