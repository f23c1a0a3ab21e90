//! Taking out what an import brought that stopped or was taken back: nobody sees it any more, and part by part its rows go.

use async_graphql::InputObject;
use entity::id::{ImportId, ImportPartId, StreamId};
use entity::job::JobKind;
use entity::{association, declared_figure, establishment, import, import_part, licence_period};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::counted::growth_of;
use crate::auth::NationalRole;
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
        let operator = Actor::operator(NationalRole::Admin);
        let parts = running.everything().find::<import_part::Entity>();
        let parts = parts.filter(import_part::COLUMN.import_id.eq(ImportId(id)));
        let parts = parts.filter(import_part::COLUMN.removed.eq(false));
        // The last ones first: houses before the associations that run them.
        for part in parts.order_by(import_part::Column::Number, Order::Desc).all().await? {
            let input = RemoveInput { number: part.number, part: Some(part.id) };
            let removed = running.pool.change(operator, running.app.clock.now(), input).await?;
            if !removed.mistakes.is_empty() {
                return Err(Error::internal(format!("a part cannot be taken out: {:?}", removed.mistakes)).into());
            }
        }
        Ok(Ended::Leaving(Left::default()))
    }
}

/// A part of which all rows go.
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
        let part = before.id;
        if let Some(counted_in) = before.counted_in {
            let import = change.find::<import::Entity>().filter(import::COLUMN.id.eq(before.import_id)).one().await?;
            // What was shown was known then; what was not never was.
            let was_shown = import.is_some_and(|import| import.applied_at.is_some());
            let known = if was_shown { change.known()? } else { counted_in };
            let growth = growth_of(change, std::slice::from_ref(&before)).await?;
            change.count_own(&before, &growth, known, -1).await?;
        }
        change.save::<import_part::Entity>(&before, import_part::Model { removed: true, ..before.clone() })?;
        change.drop_summed(before.import_id);
        let houses = change.brought_by::<establishment::Entity>(&[part]).await?;
        keep_references(change, &houses)?;
        change.take_brought::<licence_period::Entity>("licences", part).await?;
        change.take_brought::<establishment::Entity>("establishments", part).await?;
        change.take_brought::<association::Entity>("associations", part).await?;
        change.take_brought::<declared_figure::Entity>("figures", part).await?;
        Ok(())
    }
}
