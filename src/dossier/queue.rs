//! What of dossiers waits for somebody: one that is not complete, or will not be for long, for the association. The delegation, which
//! keeps all of them, lists them by `associations`.

use entity::{association, dossier_requirement};
use sea_orm::sea_query::Expr;

use super::filter::wanting;
use crate::auth::{Right, Viewer};
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::work::{Asker, WorkKind};

/// What waits for whoever asks.
pub async fn waiting(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    let is_own = match asker.identity.viewer() {
        Viewer::Association(_) => true,
        Viewer::NationalOffice(_)
        | Viewer::Region(_)
        | Viewer::Delegation(..)
        | Viewer::Establishment(_)
        | Viewer::Partner(_) => false,
    };
    if !is_own || !asker.may(Right::ManageDocuments) {
        return Ok(Vec::new());
    }
    let requirements = asker.db.find::<dossier_requirement::Entity>().all().await?;
    let own = asker.db.find_editable::<association::Entity>();
    let own = own.filter(wanting(asker.db, &requirements, asker.today));
    let unknown = || Expr::val(None::<chrono::NaiveDate>);
    Ok(vec![own.waiting(WorkKind::DossierComplete.number(), unknown(), unknown())?])
}
