//! How a request is changed by the association; and what all changes of requests have in common.

use entity::creation_support::{self, CreationSupportState};
use entity::id::{AssociationId, CreationSupportId, ProgrammeId, StreamId};
use entity::notice::NoticeKind;
use entity::{association, creation_support_line, delegation, establishment_kind, programme};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::counted::growth_of;
use super::facts::Facts;
use super::input::{
    CreationSupportDraftInput, CreationSupportSubmitInput, CreationSupportUpdateInput, CreationSupportWithdrawInput,
};
use super::rules::{LONGEST, cost, lines, listed, places, supports_creation};
use crate::auth::Right;
use crate::db::{Change, Mutation, Place, Refused, ScopedDb};
use crate::delegation::entry::{commune_of, entered_in, stream_in};
use crate::error::Mistake;
use crate::global_id::IdOf;
use crate::named::needed_text;
use crate::notice::tell;

/// A change of a request that is there: a step of the procedure, and how it is made.
macro_rules! transitions {
    ($($input:ident as $name:literal is $transition:ident by $apply:ident;)*) => {$(
        impl $crate::db::Mutation for $input {
            const NAME: &'static str = $name;
            type Entity = entity::creation_support::Entity;

            fn validate_only(&self) -> bool {
                self.validate_only
            }

            async fn streams(
                &self,
                db: &$crate::db::ScopedDb,
            ) -> Result<Vec<entity::id::StreamId>, $crate::db::Refused> {
                Ok(vec![db.stream_of::<entity::creation_support::Entity>(&self.id, "id").await?])
            }

            async fn apply(&self, change: &mut $crate::db::Change) -> Result<(), $crate::db::Refused> {
                let key = self.id.key_at("id")?;
                let row = change.edit::<entity::creation_support::Entity>(key, self.expected_version, "id").await?;
                let facts = $crate::creation_support::facts::Facts::read_in(change, row).await?;
                let step = $crate::creation_support::procedure::CreationSupportTransitionName::$transition;
                $crate::procedure::permit(change, step, &facts.row, &facts)?;
                $apply(self, change, facts).await
            }
        }
    )*};
}
pub(super) use transitions;

transitions! {
    CreationSupportUpdateInput as "creationSupportUpdate" is Update by update;
    CreationSupportSubmitInput as "creationSupportSubmit" is Submit by submit;
    CreationSupportWithdrawInput as "creationSupportWithdraw" is Withdraw by withdraw;
}

impl Mutation for CreationSupportDraftInput {
    const NAME: &'static str = "creationSupportDraft";
    type Entity = creation_support::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let of_seat = db.stream_of::<association::Entity>(&self.association, "association").await?;
        match &self.delegation {
            Some(delegation) => Ok(vec![stream_in(db, Some(delegation)).await?]),
            None => Ok(vec![of_seat]),
        }
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let association = change.refer::<association::Entity>(&self.association, "association").await?;
        change.settle()?;
        let Some(association) = association else { return Ok(()) };
        let delegation = match &self.delegation {
            Some(delegation) => entered_in(change, Some(delegation)).await?,
            None => seat_of(change, &association).await?,
        };
        let programme = programme_of(change, &self.programme).await?;
        let kind = kind_of(change, &self.kind).await?;
        let commune = commune_of(change, &self.commune, &delegation).await?;
        let names = self.names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        let capacity = change.take(places(self.capacity));
        let need = change.take(needed_text(&self.need, LONGEST, "need"));
        let cost = cost(&self.cost).map_err(|mistakes| change.note(mistakes)).ok();
        let id = CreationSupportId(Uuid::now_v7());
        let lines = lines(id, &self.lines, 1, "lines").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        change.settle()?;
        let (Some(programme_id), Some(kind_code), Some(commune_id)) = (programme, kind, commune) else { return Ok(()) };
        let (Some(capacity), Some(need), Some((cost_total, cost_own, cost_basis))) = (capacity, need, cost) else {
            return Ok(());
        };
        change.insert::<creation_support::Entity>(&creation_support::Model {
            id,
            delegation_id: delegation.id,
            association_id: association.id,
            reference: next_reference(change, &delegation).await?,
            programme_id,
            kind_code,
            commune_id,
            name_ar: names.0,
            name_fr: names.1,
            capacity,
            need,
            cost_total,
            cost_own,
            cost_basis,
            state: CreationSupportState::Draft,
            submitted_by: None,
            submitted_on: None,
            returned_on: None,
            instructed_by: None,
            instructed_on: None,
            decider: None,
            decided_by: None,
            decided_on: None,
            ended_on: None,
            reason: None,
            amount_asked: asked(&lines),
            amount_proposed: None,
            amount_granted: None,
            project_id: None,
            establishment_id: None,
            licence_application_id: None,
            demonstration: association.demonstration,
            version: 1,
        })?;
        change.replace_children::<creation_support_line::Entity>("lines", &[], &lines)
    }
}

async fn update(input: &CreationSupportUpdateInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let before = &facts.row;
    let mut after = before.clone();
    if let Some(programme) = &input.programme {
        after.programme_id = programme_of(change, programme).await?.unwrap_or(before.programme_id);
    }
    if let Some(kind) = &input.kind {
        after.kind_code = kind_of(change, kind).await?.unwrap_or_default();
    }
    if let Some(commune) = &input.commune {
        let delegations = change.find::<delegation::Entity>();
        let delegation = delegations.filter(delegation::COLUMN.id.eq(before.delegation_id)).one().await?;
        let delegation = delegation.ok_or_else(|| Mistake::not_found("commune"))?;
        after.commune_id = commune_of(change, commune, &delegation).await?.unwrap_or(before.commune_id);
    }
    if let Some(names) = &input.names {
        (after.name_ar, after.name_fr) =
            names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
    }
    if let Some(capacity) = input.capacity {
        after.capacity = change.take(places(capacity)).unwrap_or_default();
    }
    if let Some(need) = &input.need {
        after.need = change.take(needed_text(need, LONGEST, "need")).unwrap_or_default();
    }
    if let Some(given) = &input.cost {
        (after.cost_total, after.cost_own, after.cost_basis) =
            cost(given).map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
    }
    let mut kept = facts.lines.clone();
    if let Some(given) = &input.lines {
        kept = lines(before.id, given, 1, "lines").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        after.amount_asked = asked(&kept);
    }
    change.settle()?;
    save(change, before, after)?;
    change.replace_children::<creation_support_line::Entity>("lines", &facts.lines, &kept)
}

async fn submit(_: &CreationSupportSubmitInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let after = creation_support::Model {
        state: CreationSupportState::Submitted,
        submitted_by: Some(change.account()),
        submitted_on: Some(change.today()),
        returned_on: None,
        reason: None,
        ..facts.row.clone()
    };
    save(change, &facts.row, after)?;
    let instructors = (Right::InstructCreationSupport, Place::Delegation(facts.row.delegation_id));
    tell(change, NoticeKind::CreationSupportSubmitted, facts.row.id, instructors).await
}

async fn withdraw(input: &CreationSupportWithdrawInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let reason = reason(change, &input.reason);
    change.settle()?;
    let after = creation_support::Model {
        state: CreationSupportState::Withdrawn,
        ended_on: Some(change.today()),
        reason,
        ..facts.row.clone()
    };
    save(change, &facts.row, after)
}

/// Saves a request, and counts what it adds to the measures.
pub(super) fn save(
    change: &mut Change,
    before: &creation_support::Model,
    after: creation_support::Model,
) -> Result<(), Refused> {
    for (row, sign) in [(before, -1), (&after, 1)] {
        change.count(growth_of(row), sign)?;
    }
    change.save::<creation_support::Entity>(before, after)?;
    Ok(())
}

/// Whoever asks for an association.
pub(super) fn managers_of(association: AssociationId) -> (Right, Place) {
    (Right::RequestCreationSupport, Place::Association(association))
}

/// Why something is done.
pub(super) fn reason(change: &mut Change, text: &str) -> Option<String> {
    change.take(needed_text(text, LONGEST, "reason"))
}

/// The sum of what is asked.
fn asked(lines: &[creation_support_line::Model]) -> i64 {
    lines.iter().filter_map(|line| line.amount_asked).sum()
}

/// The delegation of an association's seat.
async fn seat_of(change: &Change, association: &association::Model) -> Result<delegation::Model, Refused> {
    let seat = change.find::<delegation::Entity>().filter(delegation::COLUMN.id.eq(association.delegation_id));
    Ok(seat.one().await?.ok_or_else(|| Mistake::not_found("association"))?)
}

async fn programme_of(change: &mut Change, id: &IdOf<ProgrammeId>) -> Result<Option<ProgrammeId>, Refused> {
    let Some(programme) = change.refer::<programme::Entity>(id, "programme").await? else { return Ok(None) };
    Ok(change.take(supports_creation(&programme)).map(|()| programme.id))
}

async fn kind_of(change: &mut Change, code: &str) -> Result<Option<String>, Refused> {
    let kinds = change.find::<establishment_kind::Entity>().filter(establishment_kind::COLUMN.code.eq(code));
    let kind = kinds.one().await?;
    Ok(change.take(listed(kind, code)))
}

/// The next reference of a delegation that was never given, as that of a house: `DCR-05-301-0007`.
async fn next_reference(change: &Change, delegation: &delegation::Model) -> Result<String, Refused> {
    let prefix = format!("DCR-{}-", delegation.code.trim_start_matches("EN-"));
    let last =
        change.last_with_prefix::<creation_support::Entity>(creation_support::Column::Reference, &prefix).await?;
    let given: u32 = last.and_then(|last| last.strip_prefix(&prefix)?.parse().ok()).unwrap_or(0);
    Ok(format!("{prefix}{:04}", given + 1))
}
