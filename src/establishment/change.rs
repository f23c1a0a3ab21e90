//! How each change of an establishment is made: what it reads, which rules must hold, what it writes.

use async_graphql::{MaybeUndefined, Result};
use chrono::NaiveDate;
use entity::establishment::EstablishmentState;
use entity::establishment_audience::Audience;
use entity::id::{AssociationId, DelegationId, EstablishmentId, StreamId};
use entity::{
    association, delegation, document, establishment, establishment_audience, establishment_kind, establishment_past,
    formal_notice, inspection, legal_category, licence_application, licence_measure, licence_period, mandate,
    relocation_plan, season_return, staff_member,
};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::mutation::{
    EstablishmentCloseInput, EstablishmentCreateInput, EstablishmentMoveInput, EstablishmentUpdateInput,
};
use super::numbers::Numbers;
use super::past::since;
use super::rules::{CapacityInput, capacity_adds_up, closes_after_opening};
use super::{Counted, audiences_of, streams_of_house};
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::delegation::entry::{commune_of, entered_in, stream_in};
use crate::error::{Mistake, UserErrorCode};
use crate::global_id::IdOf;
use crate::licence::{NextLicence, licence_changes, licences_of};
use crate::licence_application::{applications_of, category_stays_licensed, none_is_open};
use crate::relocation_plan::residents_are_placed;
use crate::season_return::Returns;
use crate::text::Message;

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
        Ok(vec![stream_in(db, self.delegation.as_ref()).await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let delegation = entered_in(change, self.delegation.as_ref()).await?;
        let kind = kind(change, &self.kind).await?;
        let commune_id = commune_of(change, &self.commune, &delegation).await?;
        let association_id = association(change, self.association.as_ref()).await?;
        let parent_id = parent(change, self.parent.as_ref(), delegation.id).await?;
        let legal_category_code = legal_category(change, self.legal_category.as_deref()).await?;
        let (capacity_total, capacity_female, capacity_male) = capacity(change, self.capacity.as_ref());
        if let Some(day) = self.opened_on {
            change.require(day.is_past(change.today(), "openedOn"));
        }
        let names = self.names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        change.settle()?;

        let (Some(kind), Some(commune_id)) = (kind, commune_id) else { return Ok(()) };
        let id = EstablishmentId(Uuid::now_v7());
        let row = establishment::Model {
            id,
            delegation_id: delegation.id,
            association_id,
            parent_id,
            commune_id,
            reference: Numbers::of(&delegation).next(change, &kind).await?,
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
            present_declared: None,
            import_part_id: None,
            demonstration: false,
            version: 1,
        };
        change.insert::<establishment::Entity>(&row)?;
        let serves = audiences(id, &self.audiences);
        let counted = Counted { house: &row, past: &[], licences: &[], audiences: &audiences_of(&serves) };
        change.count(counted.growth(), 1)?;
        change.replace_children::<establishment_audience::Entity>("audiences", &[], &serves)
    }
}

impl Mutation for EstablishmentUpdateInput {
    const NAME: &'static str = "establishmentUpdate";
    type Entity = establishment::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let is_counted = self.commune.is_some() || self.audiences.is_some();
        let is_counted = is_counted || !self.association.is_undefined() || !self.capacity.is_undefined();
        if is_counted {
            return streams_of_house(db, self.id.key_at("id")?).await;
        }
        Ok(vec![db.stream_of::<establishment::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<establishment::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let mut after = before.clone();
        if let Some(names) = &self.names {
            (after.name_ar, after.name_fr) =
                names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        }
        if let Some(commune_id) = &self.commune {
            let delegations = change.find::<delegation::Entity>();
            let delegation = delegations.filter(delegation::COLUMN.id.eq(before.delegation_id)).one().await?;
            let delegation = delegation.ok_or_else(|| Mistake::not_found("id"))?;
            after.commune_id = commune_of(change, commune_id, &delegation).await?.unwrap_or(before.commune_id);
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
        if let Some(day) = self.since {
            change.require(day.is_past(change.today(), "since"));
        }
        if after.legal_category_code != before.legal_category_code {
            let (licences, applications) =
                (licences_of(change, before.id).await?, applications_of(change, before.id).await?);
            let today = change.today();
            change.require(category_stays_licensed(
                after.legal_category_code.as_deref(),
                &licences,
                &applications,
                today,
            ));
        }
        if after.commune_id != before.commune_id {
            change.require(none_is_open(&applications_of(change, before.id).await?, "commune"));
        }
        if after.association_id != before.association_id {
            change.require(none_is_open(&applications_of(change, before.id).await?, "association"));
        }
        change.settle()?;
        let since = self.since.map_or_else(|| change.today(), |day| day.0);
        save(change, &before, after, since, self.audiences.as_deref()).await
    }
}

impl Mutation for EstablishmentMoveInput {
    const NAME: &'static str = "establishmentMove";
    type Entity = establishment::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let receiver = stream_in(db, Some(&self.delegation)).await?;
        Ok(streams_of_house(db, self.id.key_at("id")?).await?.into_iter().chain([receiver]).collect())
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<establishment::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let receiver = entered_in(change, Some(&self.delegation)).await?;
        let commune_id = commune_of(change, &self.commune, &receiver).await?;
        if let Some(day) = self.moved_on {
            change.require(day.is_past(change.today(), "movedOn"));
        }
        // A commune that comes to another delegation takes its houses and their files along.
        if commune_id.is_some_and(|commune| commune != before.commune_id) {
            change.require(none_is_open(&applications_of(change, before.id).await?, "commune"));
        }
        change.settle()?;
        let Some(commune_id) = commune_id else { return Ok(()) };
        let after = establishment::Model { delegation_id: receiver.id, commune_id, parent_id: None, ..before.clone() };
        let moved_on = self.moved_on.map_or_else(|| change.today(), |day| day.0);
        save(change, &before, after, moved_on, None).await
    }
}

impl Mutation for EstablishmentCloseInput {
    const NAME: &'static str = "establishmentClose";
    type Entity = establishment::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        streams_of_house(db, self.id.key_at("id")?).await
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<establishment::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(self.closed_on.is_past(change.today(), "closedOn"));
        change.require(closes_after_opening(&before, self.closed_on.0));
        change.settle()?;
        let placed = residents_are_placed(change, &before).await?;
        change.require(placed);
        change.require(none_is_open(&applications_of(change, before.id).await?, "id"));
        change.settle()?;
        let after = establishment::Model {
            state: EstablishmentState::Closed,
            closed_on: Some(self.closed_on.0),
            ..before.clone()
        };
        let today = change.today();
        save(change, &before, after.clone(), today, None).await?;
        end_of_licence(change, &after, self.closed_on.0).await
    }
}

/// A house has no licence behind its last day: it is counted as it is then, which its licences follow.
async fn end_of_licence(change: &mut Change, house: &establishment::Model, last: NaiveDate) -> Result<(), Refused> {
    let licences = licences_of(change, house.id).await?;
    let Some(from) = last.succ_opt() else { return Ok(()) };
    if licences.iter().all(|licence| licence.ends_on.is_some_and(|ends| ends < from)) {
        return Ok(());
    }
    licence_changes(change, house, NextLicence::none_from(from)).await?;
    Ok(())
}

/// Saves a house as it is since a day, with whom it serves where that changes; what it was before is kept. The licences,
/// returns, staff, documents and mandates that repeat its slice keys and the counters that count it follow it.
async fn save(
    change: &mut Change,
    before: &establishment::Model,
    after: establishment::Model,
    day: NaiveDate,
    whom: Option<&[Audience]>,
) -> Result<(), Refused> {
    let counted = |house: &establishment::Model| {
        let places = (house.capacity_total, house.capacity_female, house.capacity_male);
        (house.delegation_id, house.commune_id, house.association_id, house.state, house.closed_on, places)
    };
    let place = |house: &establishment::Model| (house.delegation_id, house.commune_id, house.association_id);
    let (mut past, mut serving) = (None, None);
    if counted(before) != counted(&after) || whom.is_some() {
        let was = change.find::<establishment_past::Entity>();
        let was = was.filter(establishment_past::COLUMN.establishment_id.eq(before.id));
        let was = was.all_by(establishment_past::Column::Until, Order::Asc).await?;
        let licences = licences_of(change, before.id).await?;
        let served = change.find::<establishment_audience::Entity>();
        let served = served.filter(establishment_audience::COLUMN.establishment_id.eq(before.id)).all().await?;
        let (is, now) =
            (since(day, before, &after, &was), whom.map_or_else(|| served.clone(), |to| audiences(before.id, to)));
        for (house, past, serves, sign) in [(before, &was, &served, -1), (&after, &is, &now, 1)] {
            let counted = Counted { house, past, licences: &licences, audiences: &audiences_of(serves) };
            change.count(counted.growth(), sign)?;
        }
        if place(before) != place(&after) {
            let returns = Returns::read_in(change, before.id).await?;
            change.count(returns.growth(before, &was), -1)?;
            change.count(returns.growth(&after, &is), 1)?;
        }
        (past, serving) = (Some((was, is)), Some((served, now)));
    }
    let (mut licences, mut mandates, mut returns, mut documents) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut staff, mut applications) = (Vec::new(), Vec::new());
    let (mut inspections, mut plans) = (Vec::new(), Vec::new());
    let (mut notices, mut measures) = (Vec::new(), Vec::new());
    if before.delegation_id != after.delegation_id {
        licences.push((licence_period::Column::DelegationId, after.delegation_id.into()));
        returns.push((season_return::Column::DelegationId, after.delegation_id.into()));
        mandates.push((mandate::Column::DelegationId, after.delegation_id.into()));
        documents.push((document::Column::DelegationId, after.delegation_id.into()));
        staff.push((staff_member::Column::DelegationId, after.delegation_id.into()));
        applications.push((licence_application::Column::DelegationId, after.delegation_id.into()));
        inspections.push((inspection::Column::DelegationId, after.delegation_id.into()));
        plans.push((relocation_plan::Column::DelegationId, after.delegation_id.into()));
        notices.push((formal_notice::Column::DelegationId, after.delegation_id.into()));
        measures.push((licence_measure::Column::DelegationId, after.delegation_id.into()));
    }
    if before.association_id != after.association_id {
        licences.push((licence_period::Column::AssociationId, after.association_id.into()));
        returns.push((season_return::Column::AssociationId, after.association_id.into()));
        mandates.push((mandate::Column::AssociationId, after.association_id.into()));
        documents.push((document::Column::AssociationId, after.association_id.into()));
        staff.push((staff_member::Column::AssociationId, after.association_id.into()));
        applications.push((licence_application::Column::AssociationId, after.association_id.into()));
        inspections.push((inspection::Column::AssociationId, after.association_id.into()));
        plans.push((relocation_plan::Column::AssociationId, after.association_id.into()));
        notices.push((formal_notice::Column::AssociationId, after.association_id.into()));
        measures.push((licence_measure::Column::AssociationId, after.association_id.into()));
    }
    change.save::<establishment::Entity>(before, after)?;
    change.follow::<licence_period::Entity>(licence_period::Column::EstablishmentId, before.id.0, &licences);
    change.follow::<mandate::Entity>(mandate::Column::EstablishmentId, before.id.0, &mandates);
    change.follow::<season_return::Entity>(season_return::Column::EstablishmentId, before.id.0, &returns);
    change.follow::<document::Entity>(document::Column::EstablishmentId, before.id.0, &documents);
    change.follow::<staff_member::Entity>(staff_member::Column::EstablishmentId, before.id.0, &staff);
    let house = licence_application::Column::EstablishmentId;
    change.follow::<licence_application::Entity>(house, before.id.0, &applications);
    change.follow::<inspection::Entity>(inspection::Column::EstablishmentId, before.id.0, &inspections);
    change.follow::<relocation_plan::Entity>(relocation_plan::Column::EstablishmentId, before.id.0, &plans);
    change.follow::<formal_notice::Entity>(formal_notice::Column::EstablishmentId, before.id.0, &notices);
    change.follow::<licence_measure::Entity>(licence_measure::Column::EstablishmentId, before.id.0, &measures);
    if let Some((was, is)) = past {
        change.replace_children::<establishment_past::Entity>("past", &was, &is)?;
    }
    if let Some((served, now)) = serving {
        change.replace_children::<establishment_audience::Entity>("audiences", &served, &now)?;
    }
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

async fn association(change: &mut Change, id: Option<&IdOf<AssociationId>>) -> Result<Option<AssociationId>, Refused> {
    let Some(id) = id else { return Ok(None) };
    Ok(change.refer::<association::Entity>(id, "association").await?.map(|association| association.id))
}

async fn parent(
    change: &mut Change,
    id: Option<&IdOf<EstablishmentId>>,
    delegation: DelegationId,
) -> Result<Option<EstablishmentId>, Refused> {
    let Some(id) = id else { return Ok(None) };
    let Some(complex) = change.refer::<establishment::Entity>(id, "parent").await? else { return Ok(None) };
    let beside = (complex.delegation_id == delegation).then_some(complex.id);
    Ok(change.take(beside.ok_or_else(|| Mistake::not_found("parent"))))
}

fn capacity(change: &mut Change, places: Option<&CapacityInput>) -> (Option<i32>, Option<i32>, Option<i32>) {
    let Some(places) = places else { return (None, None, None) };
    change.note(capacity_adds_up(places));
    (places.total, places.female, places.male)
}
