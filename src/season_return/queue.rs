//! What of returns waits for somebody: with the house, to be begun, filled in and corrected; with the delegation, to be decided
//! by another person than the one who submitted.

use entity::season_return::{self, SeasonReturnState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use super::due::{Due, ReturnDueState, Wanted};
use crate::auth::Right;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub async fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    let mut waiting = Vec::new();
    let returns = |state| {
        let returns = asker.db.find_editable::<season_return::Entity>();
        returns.filter(season_return::COLUMN.state.eq(state))
    };
    let column = |column: season_return::Column| Expr::col((season_return::Entity, column));
    let (due, decided) = (column(season_return::Column::DueOn), column(season_return::Column::DecidedOn));
    if asker.may(Right::FillReturns) {
        let (draft, back) = (returns(SeasonReturnState::Draft), returns(SeasonReturnState::Returned));
        waiting.push(draft.waiting(WorkKind::SeasonReturnSubmit.number(), due.clone(), unknown())?);
        waiting.push(back.waiting(WorkKind::SeasonReturnCorrect.number(), due.clone(), decided)?);
        let missing = Some(ReturnDueState::Missing);
        let wanted = Wanted { day: asker.today, period: None, delegation: None, state: missing, late: None };
        waiting.extend(Due::find(asker.db, &wanted).await?.map(Due::waiting).transpose()?);
    }
    if asker.may(Right::ValidateReturns) {
        let another = season_return::COLUMN.submitted_by.ne(asker.identity.account);
        let submitted = returns(SeasonReturnState::Submitted).filter(another);
        let since = column(season_return::Column::SubmittedOn);
        waiting.push(submitted.waiting(WorkKind::SeasonReturnDecide.number(), due, since)?);
    }
    Ok(waiting)
}

/// No day.
fn unknown() -> Expr {
    Expr::val(None::<chrono::NaiveDate>)
}
