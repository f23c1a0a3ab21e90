//! How measures are proposed, decided, refused and lifted.

use entity::formal_notice::{self, FormalNoticeState};
use entity::id::{LicenceMeasureId, StreamId};
use entity::licence_measure::{self, LicenceMeasureState};
use entity::notice::NoticeKind;
use entity::{competent_authority, establishment};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::input::{
    LicenceMeasureDecideInput, LicenceMeasureLiftInput, LicenceMeasureProposeInput, LicenceMeasureRefuseInput,
};
use super::licensing::{again, held_back};
use super::procedure::{Facts, LicenceMeasureTransitionName as Name};
use super::rules::{has_a_licence, in_force, suspended_on, suspends_one_licence};
use crate::auth::Right;
use crate::db::{Change, Mutation, Place, Refused, ScopedDb};
use crate::error::{Mistake, UserErrorCode};
use crate::establishment::{house_of, streams_of_house};
use crate::global_id::IdOf;
use crate::licence::{licence_changes, licences_of};
use crate::named::needed_text;
use crate::notice::tell;
use crate::procedure::{Procedure, permit};
use crate::text::Message;

/// Longest number of a decision, in characters.
const LONGEST_NUMBER: usize = 100;
/// Longest grounds and reasons, in characters.
const LONGEST_REASON: usize = 4000;
/// Longest reason of an urgency, in characters.
const LONGEST_URGENCY: usize = 1000;

fn invalid(message: &'static str, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, Message::new(message), path)
}

impl Mutation for LicenceMeasureProposeInput {
    const NAME: &'static str = "licenceMeasurePropose";
    type Entity = licence_measure::Entity;

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
        let notice = match &self.formal_notice {
            Some(id) => change.refer::<formal_notice::Entity>(id, "formalNotice").await?,
            None => None,
        };
        let grounds = change.take(needed_text(&self.grounds, LONGEST_REASON, "grounds"));
        let urgency = self.urgency.as_deref();
        let urgency = urgency.and_then(|text| change.take(needed_text(text, LONGEST_URGENCY, "urgency")));
        if self.formal_notice.is_none() && self.urgency.is_none() {
            change.note(vec![Mistake::new(UserErrorCode::Blank, Message::new("measure-urgency-blank"), "urgency")]);
        }
        if let Some(house) = &house {
            let licences = licences_of(change, house.id).await?;
            change.require(has_a_licence(self.kind, &licences, change.today(), "establishment"));
            let of_it = |notice: &formal_notice::Model| {
                notice.establishment_id == house.id && notice.state == FormalNoticeState::NotMet
            };
            if notice.as_ref().is_some_and(|notice| !of_it(notice)) {
                change.note(vec![invalid("measure-notice-wanted", "formalNotice")]);
            }
            let others = change.find::<licence_measure::Entity>();
            let others = others.filter(licence_measure::COLUMN.establishment_id.eq(house.id)).all().await?;
            if others.iter().any(|other| other.state == LicenceMeasureState::Proposed) {
                let message = Message::new("measure-another-proposed");
                change.note(vec![Mistake::new(UserErrorCode::Taken, message, "establishment")]);
            }
        }
        change.settle()?;
        let (Some(house), Some(grounds)) = (house, grounds) else { return Ok(()) };
        let id = LicenceMeasureId(Uuid::now_v7());
        change.insert::<licence_measure::Entity>(&licence_measure::Model {
            id,
            delegation_id: house.delegation_id,
            association_id: house.association_id,
            establishment_id: house.id,
            kind: self.kind,
            state: LicenceMeasureState::Proposed,
            grounds,
            formal_notice_id: notice.map(|notice| notice.id),
            urgency,
            proposed_by: change.account(),
            proposed_on: change.today(),
            authority_code: None,
            decision_number: None,
            decided_on: None,
            decided_by: None,
            starts_on: None,
            ends_on: None,
            refusal: None,
            lifted_from: None,
            lifting: None,
            demonstration: house.demonstration,
            version: 1,
        })?;
        tell(change, NoticeKind::LicenceMeasureProposed, id, (Name::Decide.right(), Place::NationalOffice)).await
    }
}

/// A measure before a step, its house, and what the rules look at.
struct Before {
    row: licence_measure::Model,
    house: establishment::Model,
    facts: Facts,
}

/// A step of a measure.
macro_rules! steps {
    ($($input:ident as $name:literal is $transition:ident by $apply:path;)*) => {$(
        impl Mutation for $input {
            const NAME: &'static str = $name;
            type Entity = licence_measure::Entity;

            fn validate_only(&self) -> bool {
                self.validate_only
            }

            async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
                streams_of(db, &self.id).await
            }

            async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
                let key = self.id.key_at("id")?;
                let row = change.edit::<licence_measure::Entity>(key, self.expected_version, "id").await?;
                let house = house_of(change, row.establishment_id).await?;
                let facts = Facts::read_in(change, &house).await?;
                permit(change, Name::$transition, &row, &facts)?;
                $apply(self, change, Before { row, house, facts }).await
            }
        }
    )*};
}

steps! {
    LicenceMeasureDecideInput as "licenceMeasureDecide" is Decide by decide;
    LicenceMeasureRefuseInput as "licenceMeasureRefuse" is Refuse by refuse;
    LicenceMeasureLiftInput as "licenceMeasureLift" is Lift by lift;
}

/// The streams of the delegations where the house of a measure stands and stood: it is counted there as of then.
async fn streams_of(db: &ScopedDb, id: &IdOf<LicenceMeasureId>) -> Result<Vec<StreamId>, Refused> {
    let measures = db.find::<licence_measure::Entity>();
    let measures = measures.filter(licence_measure::COLUMN.id.eq(id.key_at("id")?));
    let measure = measures.one().await?.ok_or_else(|| Mistake::not_found("id"))?;
    streams_of_house(db, measure.establishment_id).await
}

async fn decide(input: &LicenceMeasureDecideInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let (kind, first, last) = (before.row.kind, input.starts_on.0, input.ends_on.map(|day| day.0));
    change.require(input.decided_on.is_past(change.today(), "decidedOn"));
    if input.decided_on.0 < before.row.proposed_on {
        change.note(vec![invalid("measure-before-proposed", "decidedOn")]);
    }
    if first < input.decided_on.0 {
        change.note(vec![invalid("measure-before-decision", "startsOn")]);
    }
    let authority = change.find::<competent_authority::Entity>();
    let authority = authority.filter(competent_authority::COLUMN.code.eq(&input.authority)).one().await?;
    if authority.is_none() {
        let shown: String = input.authority.chars().take(64).collect();
        let message = Message::new("unknown-code").with("code", shown).with("field", "competentAuthorities");
        change.note(vec![Mistake::new(UserErrorCode::NotFound, message, "authority")]);
    }
    let number = change.take(needed_text(&input.decision_number, LONGEST_NUMBER, "decisionNumber"));
    let licence = change.take(in_force(kind, &before.facts.licences, first)).cloned();
    if licence.is_some() {
        change.require(suspends_one_licence(kind, &before.facts.licences, (first, last)));
    }
    change.settle()?;
    let Some(licence) = licence else { return Ok(()) };
    let after = licence_measure::Model {
        state: LicenceMeasureState::Decided,
        authority_code: authority.map(|authority| authority.code),
        decision_number: number,
        decided_on: Some(input.decided_on.0),
        decided_by: Some(change.account()),
        starts_on: Some(first),
        ends_on: last,
        ..before.row.clone()
    };
    let next = held_back(&after, &licence, first);
    change.save::<licence_measure::Entity>(&before.row, after)?;
    licence_changes(change, &before.house, next).await?;
    decided(change, &before.row).await
}

async fn refuse(input: &LicenceMeasureRefuseInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let refusal = change.take(needed_text(&input.reason, LONGEST_REASON, "reason"));
    change.settle()?;
    let after = licence_measure::Model {
        state: LicenceMeasureState::Refused,
        decided_by: Some(change.account()),
        refusal,
        ..before.row.clone()
    };
    change.save::<licence_measure::Entity>(&before.row, after)?;
    decided(change, &before.row).await
}

async fn lift(input: &LicenceMeasureLiftInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let first = input.from.0;
    let suspended = change.take(suspended_on(&before.facts.licences, first, "from")).cloned();
    // Of this suspension, not of another one of the house.
    if suspended.as_ref().is_some_and(|span| Some(span.starts_on) != before.row.starts_on) {
        change.note(vec![invalid("measure-not-suspended", "from")]);
    }
    let lifting = change.take(needed_text(&input.reason, LONGEST_REASON, "reason"));
    change.settle()?;
    let Some(suspended) = suspended else { return Ok(()) };
    let next = again(&before.facts.licences, &suspended, first)?;
    let after = licence_measure::Model {
        state: LicenceMeasureState::Lifted,
        lifted_from: Some(first),
        lifting,
        ..before.row.clone()
    };
    change.save::<licence_measure::Entity>(&before.row, after)?;
    licence_changes(change, &before.house, next).await?;
    decided(change, &before.row).await
}

/// Those who manage the house, and those who proposed, are told.
async fn decided(change: &mut Change, row: &licence_measure::Model) -> Result<(), Refused> {
    let kind = NoticeKind::LicenceMeasureDecided;
    let delegation = Place::Delegation(row.delegation_id);
    if let Some(association) = row.association_id {
        tell(change, kind, row.id, (Right::ApplyForLicences, Place::Association(association))).await?;
    }
    tell(change, kind, row.id, (Right::InspectHouses, delegation)).await
}
