//! What an import adds to the measures. What its parts add is worked out when they are entered; the change that shows them all, or
//! hides them again, adds or takes away what they have summed.

use std::collections::HashMap;

use async_graphql::InputObject;
use entity::id::{ImportId, ImportPartId, StreamId};
use entity::{establishment, import_part, licence_period};

use crate::db::counter::Growth;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::Error;
use crate::establishment::Counted;

/// What houses and their licences add that an import brings.
pub(super) fn growth(houses: &[establishment::Model], licences: &[licence_period::Model]) -> Vec<Growth> {
    let mut by_house: HashMap<_, Vec<_>> = HashMap::new();
    for licence in licences {
        by_house.entry(licence.establishment_id).or_default().push(licence.clone());
    }
    let growth = |house: &establishment::Model| {
        let licences = by_house.get(&house.id).map_or(&[][..], Vec::as_slice);
        Counted { house, past: &[], licences, audiences: &[] }.growth()
    };
    houses.iter().flat_map(growth).collect()
}

/// What the houses of parts add.
pub(super) async fn growth_of(change: &Change, parts: &[import_part::Model]) -> Result<Vec<Growth>, Error> {
    let mut grown = Vec::new();
    for part in parts {
        let houses = change.brought_by::<establishment::Entity>(&[part.id]).await?;
        grown.extend(growth(&houses, &change.brought_by::<licence_period::Entity>(&[part.id]).await?));
    }
    Ok(grown)
}

/// All parts of an import are seen from now on, and counted; or neither.
pub(super) async fn show(change: &mut Change, import: ImportId, shown: bool) -> Result<(), Refused> {
    let (parts, sign, known) = (change.parts_of(import).await?, if shown { 1 } else { -1 }, change.known()?);
    // A month has begun since: they are counted in it first.
    if shown && parts.iter().any(|part| part.counted_in.is_some_and(|month| month != known)) {
        return Err(Refused::Moved);
    }
    // Nothing was counted of those that were entered before this was done part by part.
    let at_once: Vec<_> = parts.iter().filter(|part| part.counted_in.is_none()).cloned().collect();
    let growth = growth_of(change, &at_once).await?;
    change.count(growth, sign)?;
    change.count_summed(import, &parts, sign).await?;
    for part in parts {
        change.save::<import_part::Entity>(&part, import_part::Model { shown, ..part.clone() })?;
    }
    Ok(())
}

/// A part that was entered in an earlier month: what is shown in a month was not known before it.
#[derive(Debug, InputObject)]
pub(super) struct MonthInput {
    pub(super) number: i32,
    #[graphql(skip)]
    pub(super) part: Option<ImportPartId>,
}

impl MonthInput {
    fn key(&self) -> Result<ImportPartId, Error> {
        self.part.ok_or_else(|| Error::internal("no part"))
    }
}

impl Mutation for MonthInput {
    const NAME: &'static str = "importPartMonth";
    type Entity = import_part::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let part = db.find_by_key::<import_part::Entity>(self.key()?)?.one().await?;
        let part = part.ok_or_else(|| Error::internal("a part that is gone"))?;
        Ok(vec![part.delegation_id.into()])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<import_part::Entity>(self.key()?, None, "part").await?;
        let known = change.known()?;
        if let Some(counted_in) = before.counted_in.filter(|month| *month != known && !before.shown && !before.removed)
        {
            let growth = growth_of(change, std::slice::from_ref(&before)).await?;
            change.count_own(&before, &growth, counted_in, -1).await?;
            change.count_own(&before, &growth, known, 1).await?;
        }
        let after = import_part::Model { counted_in: before.counted_in.map(|_| known), ..before.clone() };
        change.save::<import_part::Entity>(&before, after)?;
        Ok(())
    }
}
