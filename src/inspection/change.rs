//! How inspections are planned, recorded and cancelled.

use entity::establishment::{self, EstablishmentState};
use entity::id::{InspectionId, StreamId};
use entity::inspection::{self, InspectionState};
use entity::notice::NoticeKind;
use entity::{
    document, legal_category, licence_period, rule_set, rule_set_norm, visit_finding, visit_member, visit_photo,
};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::input::{InspectionCancelInput, InspectionPlanInput, InspectionRecordInput};
use super::procedure::InspectionTransitionName as Name;
use crate::auth::Right;
use crate::db::{Change, Mutation, Place, Refused, ScopedDb};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::licence::in_force_on;
use crate::named::needed_text;
use crate::notice::tell;
use crate::procedure::permit;
use crate::rule_set::RuleSet;
use crate::text::Message;
use crate::visit::{VisitOf, findings, members, minutes_are_there, photos, remark};

/// Longest reason, in characters.
const LONGEST_REASON: usize = 1000;

impl Mutation for InspectionPlanInput {
    const NAME: &'static str = "inspectionPlan";
    type Entity = inspection::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<establishment::Entity>(&self.establishment, "establishment").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let house = change.refer::<establishment::Entity>(&self.establishment, "establishment").await?;
        let day = self.planned_on.0;
        if day < change.today() {
            let message = Message::new("inspection-past");
            change.note(vec![Mistake::new(UserErrorCode::Invalid, message, "plannedOn")]);
        }
        let reason = change.take(needed_text(&self.reason, LONGEST_REASON, "reason"));
        if let Some(house) = &house {
            change.require(is_open(house));
        }
        change.settle()?;
        let (Some(house), Some(reason)) = (house, reason) else { return Ok(()) };
        let row = inspection::Model {
            id: InspectionId(Uuid::now_v7()),
            delegation_id: house.delegation_id,
            association_id: house.association_id,
            establishment_id: house.id,
            announced: self.announced,
            planned_on: day,
            reason,
            state: InspectionState::Planned,
            made_on: None,
            rule_set_id: None,
            minutes_id: None,
            conclusion: None,
            remark: None,
            cancellation: None,
            demonstration: house.demonstration,
            version: 1,
        };
        change.insert::<inspection::Entity>(&row)?;
        if row.announced {
            tell(change, NoticeKind::InspectionAnnounced, row.id, managers(&row)).await?;
        }
        Ok(())
    }
}

/// A house that works is inspected.
fn is_open(house: &establishment::Model) -> Result<(), Mistake> {
    match house.state {
        EstablishmentState::Open => Ok(()),
        EstablishmentState::Planned | EstablishmentState::Closed => {
            Err(Mistake::new(UserErrorCode::Invalid, Message::new("house-not-open"), "establishment"))
        }
    }
}

impl Mutation for InspectionRecordInput {
    const NAME: &'static str = "inspectionRecord";
    type Entity = inspection::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<inspection::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<inspection::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        permit(change, Name::Record, &before, &())?;
        let rules = governing(change, &before).await?;
        let norms = match &rules {
            Some(rules) => {
                let norms = change.find::<rule_set_norm::Entity>();
                let norms = norms.filter(rule_set_norm::COLUMN.rule_set_id.eq(rules.id));
                norms.all_by(rule_set_norm::Column::Position, Order::Asc).await?
            }
            None => Vec::new(),
        };
        change.require(self.made_on.is_past(change.today(), "madeOn"));
        let minutes = change.take(self.minutes.key_at("minutes"));
        if let Some(id) = minutes {
            let there = change.find::<document::Entity>().filter(document::COLUMN.id.eq(id)).one().await?;
            change.require(minutes_are_there(there.as_ref(), before.establishment_id));
        }
        let members = members(change, VisitOf::Inspection(before.id), &self.members)?;
        let findings = findings(change, VisitOf::Inspection(before.id), &norms, &self.findings)?;
        let house = before.establishment_id;
        let photos = photos(change, VisitOf::Inspection(before.id), house, &self.photos).await?;
        let remark = remark(change, self.remark.as_deref(), "remark");
        change.settle()?;
        let after = inspection::Model {
            state: InspectionState::Made,
            made_on: Some(self.made_on.0),
            rule_set_id: rules.map(|rules| rules.id),
            minutes_id: minutes,
            conclusion: Some(self.conclusion),
            remark,
            ..before.clone()
        };
        change.save::<inspection::Entity>(&before, after)?;
        change.replace_children::<visit_member::Entity>("members", &[], &members)?;
        change.replace_children::<visit_finding::Entity>("findings", &[], &findings)?;
        change.replace_children::<visit_photo::Entity>("photos", &[], &photos)?;
        tell(change, NoticeKind::InspectionMade, before.id, managers(&before)).await
    }
}

/// The rules that govern the house today: those of its category under the law, else of the law of its licence; `None` where there
/// are none.
async fn governing(change: &Change, row: &inspection::Model) -> Result<Option<rule_set::Model>, Error> {
    let today = change.today();
    let houses = change.find::<establishment::Entity>();
    let house = houses.filter(establishment::COLUMN.id.eq(row.establishment_id)).one().await?;
    let code = house.and_then(|house| house.legal_category_code);
    let category = match &code {
        Some(code) => {
            change.find::<legal_category::Entity>().filter(legal_category::COLUMN.code.eq(code)).one().await?
        }
        None => None,
    };
    let framework = if let Some(category) = category {
        Some(category.framework)
    } else {
        let licences = change.find::<licence_period::Entity>().filter(in_force_on(today));
        let licences = licences.filter(licence_period::COLUMN.establishment_id.eq(row.establishment_id));
        licences.one().await?.and_then(|licence| licence.framework)
    };
    match framework {
        Some(framework) => RuleSet::governing(change, framework, code.as_deref(), today).await,
        None => Ok(None),
    }
}

impl Mutation for InspectionCancelInput {
    const NAME: &'static str = "inspectionCancel";
    type Entity = inspection::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<inspection::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<inspection::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        permit(change, Name::Cancel, &before, &())?;
        let cancellation = change.take(needed_text(&self.reason, LONGEST_REASON, "reason"));
        change.settle()?;
        let after = inspection::Model { state: InspectionState::Cancelled, cancellation, ..before.clone() };
        change.save::<inspection::Entity>(&before, after)?;
        Ok(())
    }
}

/// Those who manage the house: its association, or the delegation where Entraide Nationale does itself.
fn managers(row: &inspection::Model) -> (Right, Place) {
    let place = row.association_id.map_or(Place::Delegation(row.delegation_id), Place::Association);
    (Right::ApplyForLicences, place)
}
