//! The house of what belongs to one, as a change finds it.

use entity::id::{EstablishmentId, StreamId};
use entity::{establishment, establishment_past};
use sea_orm::ColumnTrait;

use crate::db::{Change, Refused, ScopedDb};
use crate::error::Mistake;

/// The house; a mistake at `id` where it is not there for the viewer.
pub async fn house_of(change: &Change, id: EstablishmentId) -> Result<establishment::Model, Refused> {
    let house = change.find::<establishment::Entity>().filter(establishment::COLUMN.id.eq(id)).one().await?;
    Ok(house.ok_or_else(|| Mistake::not_found("id"))?)
}

/// The streams of the delegation where a house stands, and of those where it stood: it is counted there as of then. A mistake at
/// `id` where it is not there for the viewer.
pub async fn streams_of_house(db: &ScopedDb, id: EstablishmentId) -> Result<Vec<StreamId>, Refused> {
    let house = db.find::<establishment::Entity>().filter(establishment::COLUMN.id.eq(id)).one().await?;
    let stands = house.ok_or_else(|| Mistake::not_found("id"))?.delegation_id;
    let stood = db.find::<establishment_past::Entity>();
    let stood = stood.filter(establishment_past::COLUMN.establishment_id.eq(id)).all().await?;
    Ok(stood.into_iter().map(|past| past.delegation_id).chain([stands]).map(StreamId::from).collect())
}
