//! How formal notices are served, met, closed and taken back.

use entity::establishment::{self, EstablishmentState};
use entity::formal_notice::{self, FormalNoticeState};
use entity::id::{FormalNoticeId, InspectionId, StreamId};
use entity::inspection::{self, InspectionState};
use entity::notice::NoticeKind;
use entity::{formal_notice_item, rule_set_norm};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::input::{
    FormalNoticeCloseInput, FormalNoticeItemMeetInput, FormalNoticeServeInput, FormalNoticeWithdrawInput,
};
use super::procedure::FormalNoticeTransitionName as Name;
use crate::auth::Right;
use crate::db::{Change, Mutation, Place, Refused, ScopedDb};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::named::needed_text;
use crate::notice::tell;
use crate::procedure::permit;
use crate::text::Message;
use crate::visit::is_a_norm;

/// Items of one notice.
const MOST_ITEMS: usize = 50;
/// Longest text of an item, reason or remark, in characters.
const LONGEST_TEXT: usize = 1000;

fn invalid(message: &'static str, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, Message::new(message), path)
}

impl Mutation for FormalNoticeServeInput {
    const NAME: &'static str = "formalNoticeServe";
    type Entity = formal_notice::Entity;

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
        if house.as_ref().is_some_and(|house| house.state != EstablishmentState::Open) {
            change.note(vec![invalid("house-not-open", "establishment")]);
        }
        let inspection = match &self.inspection {
            Some(id) => change.refer::<inspection::Entity>(id, "inspection").await?,
            None => None,
        };
        if let (Some(house), Some(inspection)) = (&house, &inspection)
            && (inspection.establishment_id != house.id || inspection.state != InspectionState::Made)
        {
            change.note(vec![invalid("notice-inspection-wanted", "inspection")]);
        }
        change.require(self.served_on.is_past(change.today(), "servedOn"));
        if self.due_on.0 <= self.served_on.0 {
            change.note(vec![invalid("notice-due-before", "dueOn")]);
        }
        let id = FormalNoticeId(Uuid::now_v7());
        let norms = norms_of(change, inspection.as_ref()).await?;
        let items = self.items(change, id, &norms)?;
        change.settle()?;
        let Some(house) = house else { return Ok(()) };
        let row = formal_notice::Model {
            id,
            delegation_id: house.delegation_id,
            association_id: house.association_id,
            establishment_id: house.id,
            inspection_id: inspection.map(|inspection| -> InspectionId { inspection.id }),
            state: FormalNoticeState::Served,
            served_on: self.served_on.0,
            due_on: self.due_on.0,
            closed_on: None,
            reason: None,
            demonstration: house.demonstration,
            version: 1,
        };
        change.insert::<formal_notice::Entity>(&row)?;
        change.replace_children::<formal_notice_item::Entity>("items", &[], &items)?;
        tell(change, NoticeKind::FormalNoticeServed, id, managers(&row)).await
    }
}

impl FormalNoticeServeInput {
    fn items(
        &self,
        change: &mut Change,
        notice_id: FormalNoticeId,
        norms: &[rule_set_norm::Model],
    ) -> Result<Vec<formal_notice_item::Model>, Refused> {
        if self.items.len() > MOST_ITEMS {
            let message = Message::new("list-too-long").with("maximum", MOST_ITEMS);
            return Err(Mistake::new(UserErrorCode::TooLong, message, "items").into());
        }
        if self.items.is_empty() {
            change.note(vec![Mistake::new(UserErrorCode::Blank, Message::new("notice-items-blank"), "items")]);
        }
        let mut items = Vec::new();
        for (index, (item, position)) in self.items.iter().zip(1..).enumerate() {
            let at = |field: &str| format!("items.{index}.{field}");
            if let Some(code) = &item.norm {
                change.require(is_a_norm(norms, code, &at("norm")));
            }
            let text = change.take(needed_text(&item.text, LONGEST_TEXT, &at("text")));
            items.push(formal_notice_item::Model {
                notice_id,
                position,
                norm_code: item.norm.clone(),
                text: text.unwrap_or_default(),
                met_on: None,
                met_remark: None,
            });
        }
        Ok(items)
    }
}

/// The norms by which an inspection judged.
async fn norms_of(change: &Change, inspection: Option<&inspection::Model>) -> Result<Vec<rule_set_norm::Model>, Error> {
    let Some(rules) = inspection.and_then(|inspection| inspection.rule_set_id) else { return Ok(Vec::new()) };
    let norms = change.find::<rule_set_norm::Entity>().filter(rule_set_norm::COLUMN.rule_set_id.eq(rules));
    norms.all_by(rule_set_norm::Column::Position, Order::Asc).await
}

impl Mutation for FormalNoticeItemMeetInput {
    const NAME: &'static str = "formalNoticeItemMeet";
    type Entity = formal_notice::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<formal_notice::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<formal_notice::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        permit(change, Name::Meet, &before, &())?;
        let items = change.find::<formal_notice_item::Entity>();
        let items = items.filter(formal_notice_item::COLUMN.notice_id.eq(before.id)).all().await?;
        let open: Vec<_> = items.into_iter().filter(|item| item.met_on.is_none()).collect();
        let item = open.iter().find(|item| item.position == self.item);
        let item = change.take(item.ok_or_else(|| Mistake::not_found("item")));
        change.require(self.met_on.is_past(change.today(), "metOn"));
        if self.met_on.0 < before.served_on {
            change.note(vec![invalid("notice-met-before", "metOn")]);
        }
        let remark = change.take(needed_text(&self.remark, LONGEST_TEXT, "remark"));
        change.settle()?;
        let Some(item) = item else { return Ok(()) };
        let is_last = open.len() == 1;
        let after = if is_last {
            formal_notice::Model { state: FormalNoticeState::Met, closed_on: Some(change.today()), ..before.clone() }
        } else {
            before.clone()
        };
        change.save::<formal_notice::Entity>(&before, after)?;
        let met = formal_notice_item::Model { met_on: Some(self.met_on.0), met_remark: remark, ..item.clone() };
        change.replace_children::<formal_notice_item::Entity>("items", std::slice::from_ref(item), &[met])?;
        if is_last {
            tell(change, NoticeKind::FormalNoticeClosed, before.id, managers(&before)).await?;
        }
        Ok(())
    }
}

/// A notice ends for a reason.
macro_rules! ending {
    ($($input:ident as $name:literal is $transition:ident to $state:ident;)*) => {$(
        impl Mutation for $input {
            const NAME: &'static str = $name;
            type Entity = formal_notice::Entity;

            fn validate_only(&self) -> bool {
                self.validate_only
            }

            async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
                Ok(vec![db.stream_of::<formal_notice::Entity>(&self.id, "id").await?])
            }

            async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
                let key = self.id.key_at("id")?;
                let before = change.edit::<formal_notice::Entity>(key, self.expected_version, "id").await?;
                permit(change, Name::$transition, &before, &())?;
                let reason = change.take(needed_text(&self.reason, LONGEST_TEXT, "reason"));
                change.settle()?;
                let after = formal_notice::Model {
                    state: FormalNoticeState::$state,
                    closed_on: Some(change.today()),
                    reason,
                    ..before.clone()
                };
                change.save::<formal_notice::Entity>(&before, after)?;
                tell(change, NoticeKind::FormalNoticeClosed, before.id, managers(&before)).await
            }
        }
    )*};
}

ending! {
    FormalNoticeCloseInput as "formalNoticeClose" is Close to NotMet;
    FormalNoticeWithdrawInput as "formalNoticeWithdraw" is Withdraw to Withdrawn;
}

/// Those who manage the house: its association, or the delegation where Entraide Nationale does itself.
fn managers(row: &formal_notice::Model) -> (Right, Place) {
    let place = row.association_id.map_or(Place::Delegation(row.delegation_id), Place::Association);
    (Right::ApplyForLicences, place)
}
