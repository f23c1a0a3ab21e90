//! What of documents waits for somebody: one that is about to expire, for the association for its own and those of its houses,
//! and for the director for those of the house. The delegation, which may replace all of them, lists them by `documents`.

use chrono::Days;
use entity::document::{self, DocumentState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Expr;

use crate::auth::{Right, Viewer};
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::work::{Asker, WorkKind};

/// So many days before its last one a document is to be replaced.
const AHEAD: Days = Days::new(60);

/// What waits for whoever asks.
pub fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    let are_own = match asker.identity.viewer() {
        Viewer::Association(_) | Viewer::Establishment(_) => true,
        Viewer::NationalOffice(_) | Viewer::Region(_) | Viewer::Delegation(..) | Viewer::Partner(_) => false,
    };
    if !are_own || !asker.may(Right::ManageDocuments) {
        return Ok(Vec::new());
    }
    let until = asker.today.checked_add_days(AHEAD).unwrap_or(asker.today);
    let documents = asker.db.find_editable::<document::Entity>();
    let documents = documents.filter(document::COLUMN.state.eq(DocumentState::Current));
    let documents = documents.filter(document::COLUMN.expires_on.lte(until));
    let due = Expr::col((document::Entity, document::Column::ExpiresOn));
    let unknown = Expr::val(None::<chrono::NaiveDate>);
    Ok(vec![documents.waiting(WorkKind::DocumentReplace.number(), due, unknown)?])
}
