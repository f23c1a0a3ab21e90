//! Where something is entered: in which delegation, in which of its communes.

use entity::id::{CommuneId, DelegationId, StreamId};
use entity::{commune, delegation};
use sea_orm::ColumnTrait;

use crate::auth::Viewer;
use crate::db::{Change, Refused, ScopedDb};
use crate::error::{Mistake, UserErrorCode};
use crate::global_id::IdOf;
use crate::text::Message;

/// The stream of the delegation that is named, or else of the viewer's own.
pub async fn stream_in(db: &ScopedDb, given: Option<&IdOf<DelegationId>>) -> Result<StreamId, Refused> {
    let delegation = match (given, db.viewer()) {
        (Some(delegation), _) => delegation.key_at("delegation")?,
        (None, Viewer::Delegation(own, _)) => own,
        (None, _) => {
            return Err(Mistake::new(UserErrorCode::Blank, Message::new("delegation-needed"), "delegation").into());
        }
    };
    let found = db.find::<delegation::Entity>().filter(delegation::COLUMN.id.eq(delegation)).one().await?;
    Ok(found.ok_or_else(|| Mistake::not_found("delegation"))?.id.into())
}

/// The delegation that is named, or else the viewer's own.
pub async fn entered_in(change: &Change, given: Option<&IdOf<DelegationId>>) -> Result<delegation::Model, Refused> {
    let delegations = change.find::<delegation::Entity>();
    let found = match given {
        Some(id) => delegations.filter(delegation::COLUMN.id.eq(id.key_at("delegation")?)).one().await?,
        None => delegations.one().await?,
    };
    Ok(found.ok_or_else(|| Mistake::not_found("delegation"))?)
}

/// What stands in a delegation, or has its seat there, is in a commune of its province.
pub async fn commune_of(
    change: &mut Change,
    id: &IdOf<CommuneId>,
    delegation: &delegation::Model,
) -> Result<Option<CommuneId>, Refused> {
    let Some(commune) = change.refer::<commune::Entity>(id, "commune").await? else { return Ok(None) };
    Ok(change.take(in_its_province(&commune, delegation)))
}

fn in_its_province(commune: &commune::Model, delegation: &delegation::Model) -> Result<CommuneId, Mistake> {
    if commune.province_id == delegation.province_id {
        Ok(commune.id)
    } else {
        Err(Mistake::new(UserErrorCode::Invalid, Message::new("commune-elsewhere"), "commune"))
    }
}
