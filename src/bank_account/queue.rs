//! What of bank accounts waits for somebody: a proposal, for another person than the one who made it. No rule of the institution
//! says until when.

use entity::bank_account::{self, BankAccountState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use crate::auth::Right;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    if !asker.may(Right::ApproveBankAccounts) {
        return Ok(Vec::new());
    }
    let accounts = asker.db.find_editable::<bank_account::Entity>();
    let accounts = accounts.filter(bank_account::COLUMN.state.eq(BankAccountState::Proposed));
    let accounts = accounts.filter(bank_account::COLUMN.proposed_by.ne(asker.identity.account));
    let since = Expr::col((bank_account::Entity, bank_account::Column::ProposedOn));
    let never = Expr::val(None::<chrono::NaiveDate>);
    Ok(vec![accounts.waiting(WorkKind::BankAccountDecide.number(), never, since)?])
}
