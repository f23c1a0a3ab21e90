//! What of requests for support waits for somebody: one that was sent back, for the association; one that was submitted or is not
//! proposed yet, for the delegation; one that is proposed, for whoever decides and is another person. No rule of the institution
//! says until when.

use entity::creation_support::{self, CreationSupportState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use super::rules::decides_as;
use crate::auth::Right;
use crate::db::ScopedSelect;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    let mut waiting = Vec::new();
    let supports = |state| {
        let supports = asker.db.find_editable::<creation_support::Entity>();
        supports.filter(creation_support::COLUMN.state.eq(state))
    };
    let mut waits = |supports: ScopedSelect<creation_support::Entity>, kind: WorkKind, since| {
        let (never, since) = (Expr::val(None::<chrono::NaiveDate>), Expr::col((creation_support::Entity, since)));
        waiting.push(supports.waiting(kind.number(), never, since)?);
        Ok::<_, Error>(())
    };
    if asker.may(Right::RequestCreationSupport) {
        let back = supports(CreationSupportState::Draft).filter(creation_support::COLUMN.returned_on.is_not_null());
        waits(back, WorkKind::CreationSupportCorrect, creation_support::Column::ReturnedOn)?;
    }
    if asker.may(Right::InstructCreationSupport) {
        let submitted = supports(CreationSupportState::Submitted);
        waits(submitted, WorkKind::CreationSupportTakeUp, creation_support::Column::SubmittedOn)?;
        let open = supports(CreationSupportState::UnderInstruction);
        let open = open.filter(creation_support::COLUMN.decider.is_null());
        waits(open, WorkKind::CreationSupportPropose, creation_support::Column::InstructedOn)?;
    }
    if asker.may(Right::DecideCreationSupport) {
        let (own, column) = (asker.identity.account, creation_support::COLUMN);
        let proposed = supports(CreationSupportState::UnderInstruction)
            .filter(column.decider.eq(decides_as(asker.identity.viewer())));
        let proposed = proposed.filter(column.instructed_by.ne(own)).filter(column.submitted_by.ne(own));
        waits(proposed, WorkKind::CreationSupportDecide, creation_support::Column::InstructedOn)?;
    }
    Ok(waiting)
}
