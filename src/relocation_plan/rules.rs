//! The rules of relocation plans, each a function named after it.

use entity::establishment::{self, EstablishmentState};
use entity::id::{AccountId, EstablishmentId};
use entity::licence_period::LicenceState;
use entity::relocation_line::{self, RelocationDestination};
use entity::{establishment_kind, licence_period, relocation_plan};
use sea_orm::ColumnTrait;

use crate::db::{Change, Refused};
use crate::error::{Mistake, UserErrorCode};
use crate::licence::in_force_on;
use crate::text::Message;

fn invalid(message: Message, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, message, path)
}

/// A draft is changed by whoever prepared it, so that who approves it had no hand in it.
pub(super) fn is_prepared_by(plan: &relocation_plan::Model, account: AccountId) -> Result<(), Mistake> {
    if plan.prepared_by == account {
        return Ok(());
    }
    Err(Mistake::new(UserErrorCode::Forbidden, Message::new("relocation-of-another"), "id"))
}

/// Two people: nobody approves what they prepared.
pub(super) fn approved_by_another(plan: &relocation_plan::Model, account: AccountId) -> Result<(), Mistake> {
    if plan.prepared_by != account {
        return Ok(());
    }
    Err(Mistake::new(UserErrorCode::Forbidden, Message::new("relocation-approved-by-another"), "id"))
}

/// Each house that takes residents in is open, licensed where its kind needs it, another one than the house itself, and gets no
/// more than it has places.
pub(super) async fn destinations_can_take_them(
    change: &mut Change,
    house: EstablishmentId,
    lines: &[relocation_line::Model],
) -> Result<(), Refused> {
    let mut known: Vec<(EstablishmentId, i32)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let path = format!("lines.{index}.establishment");
        let id = match (line.destination, line.establishment_id) {
            (RelocationDestination::Establishment, Some(id)) => id,
            (RelocationDestination::Establishment, None) => {
                let message = Message::new("relocation-destination-blank");
                change.note(vec![Mistake::new(UserErrorCode::Blank, message, &path)]);
                continue;
            }
            (RelocationDestination::Family | RelocationDestination::Other, Some(_)) => {
                change.note(vec![invalid(Message::new("relocation-no-house-here"), &path)]);
                continue;
            }
            (RelocationDestination::Family | RelocationDestination::Other, None) => continue,
        };
        if id == house {
            change.note(vec![invalid(Message::new("relocation-house-itself"), &path)]);
            continue;
        }
        let houses = change.find::<establishment::Entity>();
        let Some(taking) = houses.filter(establishment::COLUMN.id.eq(id)).one().await? else {
            change.note(vec![Mistake::not_found(&path)]);
            continue;
        };
        change.require(is_open(&taking, &path));
        let licensed = is_licensed(change, &taking, &path).await?;
        change.require(licensed);
        let before = known.iter().filter(|(other, _)| *other == id).map(|(_, residents)| residents).sum::<i32>();
        known.push((id, line.residents));
        let all = before.saturating_add(line.residents);
        if taking.capacity_total.is_some_and(|places| all > places) {
            let places = taking.capacity_total.unwrap_or_default();
            change.note(vec![invalid(Message::new("relocation-too-many").with("places", places), &path)]);
        }
    }
    Ok(())
}

fn is_open(house: &establishment::Model, path: &str) -> Result<(), Mistake> {
    match house.state {
        EstablishmentState::Open => Ok(()),
        EstablishmentState::Planned | EstablishmentState::Closed => Err(invalid(Message::new("house-not-open"), path)),
    }
}

async fn is_licensed(
    change: &Change,
    house: &establishment::Model,
    path: &str,
) -> Result<Result<(), Mistake>, Refused> {
    let kinds = change.find::<establishment_kind::Entity>();
    let kind = kinds.filter(establishment_kind::COLUMN.code.eq(&house.kind_code)).one().await?;
    let licences = change.find::<licence_period::Entity>().filter(in_force_on(change.today()));
    let licences = licences.filter(licence_period::COLUMN.establishment_id.eq(house.id));
    let licence = licences.one().await?;
    if kind.is_some_and(|kind| !kind.licence_required)
        || licence.is_some_and(|licence| licence.state == LicenceState::Licensed)
    {
        return Ok(Ok(()));
    }
    Ok(Err(invalid(Message::new("house-not-licensed"), path)))
}
