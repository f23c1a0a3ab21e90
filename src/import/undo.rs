//! Taking out what an import brought that stopped or was taken back: nobody sees it any more, and its rows go, part by part.

use async_graphql::InputObject;
use entity::id::{ImportId, ImportPartId, StreamId};
use entity::job::JobKind;
use entity::{association, declared_figure, establishment, import, import_part, licence_period};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::counted::growth;
use crate::auth::NationalRole;
use crate::db::change::Found;
use crate::db::operational::Left;
use crate::db::{Actor, Change, Mutation, Refused, ScopedDb};
use crate::error::Error;
use crate::establishment::keep_references;
use crate::job::{Ended, Failed, Kind, Running};

/// Taking out what an import brought.
#[derive(Debug)]
pub struct ImportRemove;

impl Kind for ImportRemove {
    const KIND: JobKind = JobKind::ImportRemove;
    type Payload = Uuid;

    async fn run(running: &Running, id: Uuid) -> Result<Ended, Failed> {
        let parts = running.everything().find::<import_part::Entity>();
        let parts = parts.filter(import_part::COLUMN.import_id.eq(ImportId(id)));
        let parts = parts.filter(import_part::COLUMN.removed.eq(false));
        // The last ones first: houses before the associations that run them.
        for part in parts.order_by(import_part::Column::Number, Order::Desc).all().await? {
            while !removed(running, &part).await? {}
        }
        Ok(Ended::Leaving(Left::default()))
    }
}

/// Takes out some more of what a part brought; whether that was the last of it.
async fn removed(running: &Running, part: &import_part::Model) -> Result<bool, Error> {
    let input = RemoveInput { number: part.number, part: Some(part.id) };
    let operator = Actor::operator(NationalRole::Admin);
    let outcome = running.pool.change(operator, running.app.clock.now(), input).await?;
    match outcome.row {
        Some(Found::Row(part)) if outcome.mistakes.is_empty() => Ok(part.removed),
        _ => Err(Error::internal(format!("a part cannot be taken out: {:?}", outcome.mistakes))),
    }
}

/// Rows that one change takes out, with the licences of houses: to wipe names from the index of a long list of similar ones takes
/// longer than to write them.
const MOST_GONE: usize = 50;

/// A part of which some rows go.
#[derive(Debug, InputObject)]
struct RemoveInput {
    number: i32,
    #[graphql(skip)]
    part: Option<ImportPartId>,
}

impl RemoveInput {
    fn key(&self) -> Result<ImportPartId, Error> {
        self.part.ok_or_else(|| Error::internal("no part"))
    }
}

impl Mutation for RemoveInput {
    const NAME: &'static str = "importRemove";
    type Entity = import_part::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let part = db.find_by_key::<import_part::Entity>(self.key()?)?.one().await?;
        let part = part.ok_or_else(|| Error::internal("a part that is gone"))?;
        Ok(vec![part.delegation_id.into()])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<import_part::Entity>(self.key()?, None, "part").await?;
        let of = [before.id];
        let mut room = MOST_GONE;
        let mut houses = change.brought_by::<establishment::Entity>(&of).await?;
        let mut licences = change.brought_by::<licence_period::Entity>(&of).await?;
        let mut associations = change.brought_by::<association::Entity>(&of).await?;
        let mut figures = change.brought_by::<declared_figure::Entity>(&of).await?;
        let removed = houses.len() + associations.len() + figures.len() <= MOST_GONE;
        some_of(&mut houses, &mut room);
        some_of(&mut associations, &mut room);
        some_of(&mut figures, &mut room);
        licences.retain(|licence| houses.iter().any(|house| house.id == licence.establishment_id));
        if let Some(counted_in) = before.counted_in {
            let import = change.find::<import::Entity>().filter(import::COLUMN.id.eq(before.import_id)).one().await?;
            // What was shown was known then; what was not never was.
            let was_shown = import.is_some_and(|import| import.applied_at.is_some());
            let known = if was_shown { change.known()? } else { counted_in };
            change.count_own(&before, &growth(&houses, &licences), known, -1).await?;
        }
        change.save::<import_part::Entity>(&before, import_part::Model { removed, ..before.clone() })?;
        change.drop_summed(before.import_id);
        keep_references(change, &houses)?;
        change.take_brought::<licence_period::Entity>("licences", &licences)?;
        change.take_brought::<establishment::Entity>("establishments", &houses)?;
        change.take_brought::<association::Entity>("associations", &associations)?;
        change.take_brought::<declared_figure::Entity>("figures", &figures)
    }
}

/// As many rows as there is room for.
fn some_of<T>(rows: &mut Vec<T>, room: &mut usize) {
    rows.truncate(*room);
    *room -= rows.len();
}
