//! What of relocation plans waits for somebody: drafts, for whoever approves them and is another person than the one who prepared
//! them.

use entity::relocation_plan::{self, RelocationPlanState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use super::procedure::RelocationPlanTransitionName;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::procedure::Procedure;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    if !asker.may(RelocationPlanTransitionName::Approve.right()) {
        return Ok(Vec::new());
    }
    let column = &relocation_plan::COLUMN;
    let drafts = asker.db.find_editable::<relocation_plan::Entity>();
    let drafts = drafts.filter(column.state.eq(RelocationPlanState::Draft));
    let drafts = drafts.filter(column.prepared_by.ne(asker.identity.account));
    let never = Expr::val(None::<chrono::NaiveDate>);
    let since = Expr::col((relocation_plan::Entity, relocation_plan::Column::PreparedOn));
    Ok(vec![drafts.waiting(WorkKind::RelocationPlanApprove.number(), never, since)?])
}
