//! How each change of an establishment is made: what it reads, which rules must hold, what it writes.

use async_graphql::{MaybeUndefined, Result};
use entity::establishment::EstablishmentState;
use entity::establishment_audience::Audience;
use entity::id::{AssociationId, CommuneId, DelegationId, EstablishmentId, StreamId};
use entity::{
    association, commune, delegation, establishment, establishment_audience, establishment_kind, legal_category,
    licence_period,
};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::mutation::{
    EstablishmentCloseInput, EstablishmentCreateInput, EstablishmentMoveInput, EstablishmentUpdateInput,
};
use super::rules::{CapacityInput, capacity_adds_up, closes_after_opening, commune_in_province, is_past, known};
use crate::auth::Viewer;
use crate::db::{Change, Mutation, Record, Refused, ScopedDb};
use crate::error::{Mistake, UserErrorCode};
use crate::global_id::IdOf;
use crate::statistics::growth_of;
use crate::text::Message;

/// The stream of a house, as far as can be told without a lock.
async fn stream_of(db: &ScopedDb, id: &IdOf<EstablishmentId>) -> Result<StreamId, Refused> {
    let house = db.find::<establishment::Entity>().filter(establishment::COLUMN.id.eq(id.key_at("id")?)).one().await?;
    let house = house.ok_or_else(|| Mistake::new(UserErrorCode::NotFound, Message::new("not-found"), "id"))?;
    Ok(house.delegation_id.into())
}

impl Mutation for EstablishmentCreateInput {
    const NAME: &'static str = "establishmentCreate";
    type Entity = establishment::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let delegation = match (&self.delegation, db.viewer()) {
            (Some(delegation), _) => delegation.key_at("delegation")?,
            (None, Viewer::Delegation(own, _)) => own,
            (None, _) => {
                return Err(Mistake::new(UserErrorCode::Blank, Message::new("delegation-needed"), "delegation").into());
            }
        };
        known(db.find::<delegation::Entity>().filter(delegation::COLUMN.id.eq(delegation)).one().await?, "delegation")?;
        Ok(vec![delegation.into()])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let delegation = delegation_of(change, self.delegation.as_ref()).await?;
        let kind = kind(change, &self.kind).await?;
        let commune_id = commune(change, &self.commune, &delegation).await?;
        let association_id = association(change, self.association.as_ref()).await?;
        let parent_id = parent(change, self.parent.as_ref(), delegation.id).await?;
        let legal_category_code = legal_category(change, self.legal_category.as_deref()).await?;
        let (capacity_total, capacity_female, capacity_male) = capacity(change, self.capacity.as_ref());
        if let Some(day) = self.opened_on {
            change.require(is_past(day.0, change.now(), "openedOn"));
        }
        let names = self.names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        change.settle()?;

        let (Some(kind), Some(commune_id)) = (kind, commune_id) else { return Ok(()) };
        let id = EstablishmentId(Uuid::now_v7());
        let kind_counted = kind.parent_code.clone();
        let row = establishment::Model {
            id,
            delegation_id: delegation.id,
            association_id,
            parent_id,
            commune_id,
            reference: next_reference(change, &kind, &delegation).await?,
            kind_code: kind.code,
            legal_category_code,
            name_ar: names.0,
            name_fr: names.1,
            state: EstablishmentState::Open,
            capacity_total,
            capacity_female,
            capacity_male,
            opened_on: self.opened_on.map(|day| day.0),
            closed_on: None,
            demonstration: false,
            version: 1,
        };
        change.insert::<establishment::Entity>(&row)?;
        let wide = kind_counted.as_deref().unwrap_or(&row.kind_code);
        change.count(establishment::Entity::keys(&row), growth_of(&row, wide, &[]), 1)?;
        change.replace_children::<establishment_audience::Entity>("audiences", &[], &audiences(id, &self.audiences))
    }
}

impl Mutation for EstablishmentUpdateInput {
    const NAME: &'static str = "establishmentUpdate";
    type Entity = establishment::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![stream_of(db, &self.id).await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<establishment::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let mut after = before.clone();
        if let Some(names) = &self.names {
            (after.name_ar, after.name_fr) =
                names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        }
        if let Some(commune_id) = &self.commune {
            let delegation = known(
                change
                    .find::<delegation::Entity>()
                    .filter(delegation::COLUMN.id.eq(before.delegation_id))
                    .one()
                    .await?,
                "id",
            )?;
            after.commune_id = commune(change, commune_id, &delegation).await?.unwrap_or(before.commune_id);
        }
        match &self.association {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.association_id = None,
            MaybeUndefined::Value(id) => after.association_id = association(change, Some(id)).await?,
        }
        match &self.legal_category {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.legal_category_code = None,
            MaybeUndefined::Value(code) => after.legal_category_code = legal_category(change, Some(code)).await?,
        }
        match &self.capacity {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => {
                (after.capacity_total, after.capacity_female, after.capacity_male) = (None, None, None);
            }
            MaybeUndefined::Value(places) => {
                (after.capacity_total, after.capacity_female, after.capacity_male) = capacity(change, Some(places));
            }
        }
        change.settle()?;
        save(change, &before, after).await?;
        if let Some(wanted) = &self.audiences {
            let rows = change.find::<establishment_audience::Entity>();
            let rows = rows.filter(establishment_audience::COLUMN.establishment_id.eq(before.id)).all().await?;
            change.replace_children::<establishment_audience::Entity>(
                "audiences",
                &rows,
                &audiences(before.id, wanted),
            )?;
        }
        Ok(())
    }
}

impl Mutation for EstablishmentMoveInput {
    const NAME: &'static str = "establishmentMove";
    type Entity = establishment::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let receiver = self.delegation.key_at("delegation")?;
        known(db.find::<delegation::Entity>().filter(delegation::COLUMN.id.eq(receiver)).one().await?, "delegation")?;
        Ok(vec![stream_of(db, &self.id).await?, receiver.into()])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<establishment::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let receiver = delegation_of(change, Some(&self.delegation)).await?;
        let commune_id = commune(change, &self.commune, &receiver).await?;
        change.settle()?;
        let Some(commune_id) = commune_id else { return Ok(()) };
        let after = establishment::Model { delegation_id: receiver.id, commune_id, parent_id: None, ..before.clone() };
        save(change, &before, after).await
    }
}

impl Mutation for EstablishmentCloseInput {
    const NAME: &'static str = "establishmentClose";
    type Entity = establishment::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![stream_of(db, &self.id).await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<establishment::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(is_past(self.closed_on.0, change.now(), "closedOn"));
        change.require(closes_after_opening(&before, self.closed_on.0));
        change.settle()?;
        let after = establishment::Model {
            state: EstablishmentState::Closed,
            closed_on: Some(self.closed_on.0),
            ..before.clone()
        };
        save(change, &before, after).await
    }
}

/// Saves a house, and lets the licences that repeat its slice keys and the counters that count it follow it.
async fn save(change: &mut Change, before: &establishment::Model, after: establishment::Model) -> Result<(), Refused> {
    let counted = |house: &establishment::Model| {
        (house.delegation_id, house.association_id, house.state, house.opened_on, house.closed_on)
    };
    if counted(before) != counted(&after) {
        let kinds = change.find::<establishment_kind::Entity>();
        let kind = known(kinds.filter(establishment_kind::COLUMN.code.eq(&before.kind_code)).one().await?, "id")?;
        let licences = change.find::<licence_period::Entity>();
        let licences = licences.filter(licence_period::COLUMN.establishment_id.eq(before.id)).all().await?;
        let wide = kind.parent_code.as_deref().unwrap_or(&kind.code);
        change.count(establishment::Entity::keys(before), growth_of(before, wide, &licences), -1)?;
        change.count(establishment::Entity::keys(&after), growth_of(&after, wide, &licences), 1)?;
    }
    let mut keys = Vec::new();
    if before.delegation_id != after.delegation_id {
        keys.push((licence_period::Column::DelegationId, after.delegation_id.into()));
    }
    if before.association_id != after.association_id {
        keys.push((licence_period::Column::AssociationId, after.association_id.into()));
    }
    change.save::<establishment::Entity>(before, after)?;
    change.follow::<licence_period::Entity>(licence_period::Column::EstablishmentId, before.id.0, &keys);
    Ok(())
}

fn audiences(id: EstablishmentId, wanted: &[Audience]) -> Vec<establishment_audience::Model> {
    let mut rows: Vec<_> = wanted
        .iter()
        .map(|audience| establishment_audience::Model { establishment_id: id, audience: *audience })
        .collect();
    rows.sort_by_key(|row| row.audience as u8);
    rows.dedup();
    rows
}

async fn delegation_of(change: &mut Change, given: Option<&IdOf<DelegationId>>) -> Result<delegation::Model, Refused> {
    let delegations = change.find::<delegation::Entity>();
    let found = match given {
        Some(id) => delegations.filter(delegation::COLUMN.id.eq(id.key_at("delegation")?)).one().await?,
        None => delegations.one().await?,
    };
    Ok(known(found, "delegation")?)
}

async fn kind(change: &mut Change, code: &str) -> Result<Option<establishment_kind::Model>, Refused> {
    let kind =
        change.find::<establishment_kind::Entity>().filter(establishment_kind::COLUMN.code.eq(code)).one().await?;
    Ok(change.take(listed(kind, code, "establishmentKinds", "kind")))
}

async fn legal_category(change: &mut Change, code: Option<&str>) -> Result<Option<String>, Refused> {
    let Some(code) = code else { return Ok(None) };
    let category = change.find::<legal_category::Entity>().filter(legal_category::COLUMN.code.eq(code)).one().await?;
    let category = change.take(listed(category, code, "legalCategories", "legalCategory"));
    Ok(category.map(|category| category.code))
}

fn listed<T>(found: Option<T>, code: &str, list: &str, path: &str) -> Result<T, Mistake> {
    let shown: String = code.chars().take(64).collect();
    let message = Message::new("unknown-code").with("code", shown).with("field", list);
    found.ok_or_else(|| Mistake::new(UserErrorCode::NotFound, message, path))
}

async fn commune(
    change: &mut Change,
    id: &IdOf<CommuneId>,
    delegation: &delegation::Model,
) -> Result<Option<CommuneId>, Refused> {
    let Some(key) = change.take(id.key_at("commune")) else { return Ok(None) };
    let commune = change.find::<commune::Entity>().filter(commune::COLUMN.id.eq(key)).one().await?;
    let commune = change.take(known(commune, "commune").and_then(|commune| commune_in_province(commune, delegation)));
    Ok(commune.map(|commune| commune.id))
}

async fn association(change: &mut Change, id: Option<&IdOf<AssociationId>>) -> Result<Option<AssociationId>, Refused> {
    let Some(key) = id.and_then(|id| change.take(id.key_at("association"))) else { return Ok(None) };
    let association = change.find::<association::Entity>().filter(association::COLUMN.id.eq(key)).one().await?;
    Ok(change.take(known(association, "association")).map(|association| association.id))
}

async fn parent(
    change: &mut Change,
    id: Option<&IdOf<EstablishmentId>>,
    delegation: DelegationId,
) -> Result<Option<EstablishmentId>, Refused> {
    let Some(key) = id.and_then(|id| change.take(id.key_at("parent"))) else { return Ok(None) };
    let houses = change.find::<establishment::Entity>().filter(establishment::COLUMN.id.eq(key));
    let complex = houses.filter(establishment::COLUMN.delegation_id.eq(delegation)).one().await?;
    Ok(change.take(known(complex, "parent")).map(|complex| complex.id))
}

fn capacity(change: &mut Change, places: Option<&CapacityInput>) -> (Option<i32>, Option<i32>, Option<i32>) {
    let Some(places) = places else { return (None, None, None) };
    change.note(capacity_adds_up(places));
    (places.total, places.female, places.male)
}

/// `EPS-05-301-0040`: the wide kind's code for social-protection establishments, else the kind's own; the delegation's
/// code; the next number that was never given.
async fn next_reference(
    change: &Change,
    kind: &establishment_kind::Model,
    delegation: &delegation::Model,
) -> Result<String, Refused> {
    let word = if kind.parent_code.as_deref() == Some("EPS") { "EPS" } else { &kind.code };
    let prefix = format!("{word}-{}-", delegation.code.trim_start_matches("EN-"));
    let last = change.last_with_prefix::<establishment::Entity>(establishment::Column::Reference, &prefix).await?;
    let last: u32 = last.and_then(|last| last.strip_prefix(&prefix)?.parse().ok()).unwrap_or(0);
    Ok(format!("{prefix}{:04}", last + 1))
}
