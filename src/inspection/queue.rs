//! What of inspections waits for somebody: those that are planned, for the delegation that makes them.

use entity::inspection::{self, InspectionState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use super::procedure::InspectionTransitionName;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::procedure::Procedure;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    if !asker.may(InspectionTransitionName::Record.right()) {
        return Ok(Vec::new());
    }
    let planned = asker.db.find_editable::<inspection::Entity>();
    let planned = planned.filter(inspection::COLUMN.state.eq(InspectionState::Planned));
    let (due, unknown) =
        (Expr::col((inspection::Entity, inspection::Column::PlannedOn)), Expr::val(None::<chrono::NaiveDate>));
    Ok(vec![planned.waiting(WorkKind::InspectionRecord.number(), due, unknown)?])
}
