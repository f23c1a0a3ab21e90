//! What of measures waits for somebody: those that are proposed, for whoever records what the authority decides and is another
//! person than the one who proposed.

use entity::licence_measure::{self, LicenceMeasureState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use super::procedure::LicenceMeasureTransitionName;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::procedure::Procedure;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    if !asker.may(LicenceMeasureTransitionName::Decide.right()) {
        return Ok(Vec::new());
    }
    let column = &licence_measure::COLUMN;
    let proposed = asker.db.find_editable::<licence_measure::Entity>();
    let proposed = proposed.filter(column.state.eq(LicenceMeasureState::Proposed));
    let proposed = proposed.filter(column.proposed_by.ne(asker.identity.account));
    let never = Expr::val(None::<chrono::NaiveDate>);
    let since = Expr::col((licence_measure::Entity, licence_measure::Column::ProposedOn));
    Ok(vec![proposed.waiting(WorkKind::LicenceMeasureDecide.number(), never, since)?])
}
