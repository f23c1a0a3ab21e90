//! Telling associations of what expires in their dossier, every day; once of each piece and term.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::AssociationId;
use entity::job::JobKind;
use entity::notice::{self, NoticeKind};
use entity::{association, document, dossier_requirement};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use super::object::DossierPieceState;
use super::state::{of_bureau, pieces};
use crate::db::operational::Left;
use crate::job::{Ended, Failed, Kind, Running};
use crate::notice::{mail_at_once, notice};

/// Associations that are read at once.
const SOME: u64 = 500;

/// Telling them.
#[derive(Debug)]
pub struct DossiersWarn;

impl Kind for DossiersWarn {
    const KIND: JobKind = JobKind::DossiersWarn;
    type Payload = ();

    async fn run(running: &Running, (): ()) -> Result<Ended, Failed> {
        let (db, now, today) = (running.everything(), running.app.clock.now(), running.app.clock.today());
        let requirements = db.find::<dossier_requirement::Entity>().all().await?;
        let (mut left, mut after, mut read) = (Left::default(), None::<AssociationId>, 0);
        loop {
            let mut some = db.find::<association::Entity>().order_by(association::Column::Id, Order::Asc).limit(SOME);
            if let Some(after) = after {
                some = some.filter(association::COLUMN.id.gt(after));
            }
            let some = some.all().await?;
            let Some(last) = some.last() else { break };
            after = Some(last.id);
            let documents = db.find::<document::Entity>();
            let documents = documents.filter(document::COLUMN.owner_id.is_in(some.iter().map(|row| row.id.0)));
            let mut of_each: HashMap<_, Vec<_>> = HashMap::new();
            for document in documents.all().await? {
                of_each.entry(document.owner_id).or_default().push(document);
            }
            let managers = running.pool.managers_of(some.iter().map(|row| row.id).collect(), today).await?;
            for row in &some {
                let own = of_each.remove(&row.id.0).unwrap_or_default();
                for (what, ends) in ending(row, &requirements, &own, today) {
                    for (_, manager) in managers.iter().filter(|(managed, _)| *managed == row.id) {
                        let once = Some(format!("{}/{what}/{ends}", row.id.0));
                        let told = notice(NoticeKind::DossierExpiring, manager.id, row.id, now);
                        left.notices.push(notice::Model { once, ..told });
                    }
                }
            }
            read += i32::try_from(some.len()).unwrap_or_default();
            running.progress(read, None).await?;
        }
        let told = left.notices.iter().map(|notice| notice.account_id).collect();
        for account in running.pool.written_to_at_once(told).await? {
            left.jobs.push(mail_at_once(account, now)?);
        }
        Ok(Ended::Leaving(left))
    }
}

/// What has expired in a dossier or is about to: the code of the piece, `BUREAU` for the bureau's mandate, and its last day.
fn ending(
    association: &association::Model,
    requirements: &[dossier_requirement::Model],
    documents: &[document::Model],
    today: NaiveDate,
) -> Vec<(String, NaiveDate)> {
    let ends = |state| match state {
        DossierPieceState::Expiring | DossierPieceState::Expired => true,
        DossierPieceState::Present | DossierPieceState::Missing | DossierPieceState::NotDue => false,
    };
    let pieces = pieces(association, requirements, documents, today).into_iter();
    let mut ending: Vec<_> = pieces
        .filter(|piece| ends(piece.state))
        .filter_map(|piece| Some((piece.requirement.category_code, piece.expires_on?)))
        .collect();
    if let Some(last) = association.bureau_mandate_ends_on
        && ends(of_bureau(association, requirements, today))
    {
        ending.push(("BUREAU".to_owned(), last));
    }
    ending
}
