//! What of formal notices waits for somebody: those whose last day has passed, for the delegation that served them.

use entity::formal_notice::{self, FormalNoticeState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use super::procedure::FormalNoticeTransitionName;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::procedure::Procedure;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    if !asker.may(FormalNoticeTransitionName::Close.right()) {
        return Ok(Vec::new());
    }
    let overdue = asker.db.find_editable::<formal_notice::Entity>();
    let overdue = overdue.filter(formal_notice::COLUMN.state.eq(FormalNoticeState::Served));
    let overdue = overdue.filter(formal_notice::COLUMN.due_on.lt(asker.today));
    let column = |column: formal_notice::Column| Expr::col((formal_notice::Entity, column));
    let (due, since) = (column(formal_notice::Column::DueOn), column(formal_notice::Column::ServedOn));
    Ok(vec![overdue.waiting(WorkKind::FormalNoticeOverdue.number(), due, since)?])
}
