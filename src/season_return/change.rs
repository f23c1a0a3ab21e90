//! How each change of a return is made.

use entity::id::{EstablishmentId, SeasonReturnId, StreamId};
use entity::notice::NoticeKind;
use entity::season_return::{self, SeasonReturnState};
use entity::{establishment, establishment_past, season_return_line};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::Counted;
use super::form::Filled;
use super::mutation::{
    SeasonReturnBeginInput, SeasonReturnFillInput, SeasonReturnReopenInput, SeasonReturnSendBackInput,
    SeasonReturnSubmitInput, SeasonReturnValidateInput,
};
use super::period::{Period, Templates};
use super::procedure::SeasonReturnTransitionName as Name;
use super::rules::{figure, has_begun, is_said_once, is_the_first, was_open_in};
use crate::auth::Right;
use crate::db::{Change, Mutation, Place, Refused, ScopedDb};
use crate::error::{Mistake, UserErrorCode};
use crate::establishment::{house_of, streams_of_house};
use crate::global_id::IdOf;
use crate::named::needed_text;
use crate::notice::tell;
use crate::procedure::permit;
use crate::text::Message;

/// Figures in one change.
const MOST_LINES: usize = 200;
/// Longest reason, in characters.
const LONGEST_REASON: usize = 1000;

impl Mutation for SeasonReturnBeginInput {
    const NAME: &'static str = "seasonReturnBegin";
    type Entity = season_return::Entity;

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
        change.settle()?;
        let Some(house) = house else { return Ok(()) };
        let templates = Templates::read_in(change).await?;
        let asked = templates.of_kind(&house.kind_code, |template| Period::starting(template, self.period));
        let asked = asked.and_then(|(template, period)| Some((template, period, period.due_on(template)?)));
        let none = || Mistake::new(UserErrorCode::Invalid, Message::new("return-no-period"), "period");
        let Some((template, period, due_on)) = change.take(asked.ok_or_else(none)) else {
            return change.settle();
        };
        change.require(has_begun(period, change.today()));
        change.require(was_open_in(&house, period));
        let there = change.find::<season_return::Entity>();
        let there = there.filter(season_return::COLUMN.establishment_id.eq(house.id));
        let there = there.filter(season_return::COLUMN.period_first.eq(period.first)).one().await?;
        change.require(is_the_first(there.as_ref()));
        change.settle()?;
        change.insert::<season_return::Entity>(&season_return::Model {
            id: SeasonReturnId(Uuid::now_v7()),
            delegation_id: house.delegation_id,
            association_id: house.association_id,
            establishment_id: house.id,
            template_id: template.id,
            period_first: period.first,
            period_last: period.last,
            due_on,
            state: SeasonReturnState::Draft,
            submitted_by: None,
            submitted_on: None,
            decided_on: None,
            reason: None,
            head_count: None,
            present: None,
            capacity: house.capacity_total,
            demonstration: house.demonstration,
            version: 1,
        })
    }
}

/// A return before a change, and what is filled in of it.
struct Before {
    row: season_return::Model,
    filled: Filled,
}

/// A change of a return that is there.
macro_rules! of_return {
    ($($input:ident as $name:literal is $transition:ident by $apply:ident, counted $counted:literal;)*) => {$(
        impl Mutation for $input {
            const NAME: &'static str = $name;
            type Entity = season_return::Entity;

            fn validate_only(&self) -> bool {
                self.validate_only
            }

            async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
                streams_of(db, &self.id, $counted).await
            }

            async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
                let key = self.id.key_at("id")?;
                let row = change.edit::<season_return::Entity>(key, self.expected_version, "id").await?;
                let filled = Filled::read_in(change, &row).await?;
                permit(change, Name::$transition, &row, &filled)?;
                $apply(self, change, Before { row, filled }).await
            }
        }
    )*};
}

of_return! {
    SeasonReturnFillInput as "seasonReturnFill" is Fill by fill, counted false;
    SeasonReturnSubmitInput as "seasonReturnSubmit" is Submit by submit, counted false;
    SeasonReturnSendBackInput as "seasonReturnSendBack" is SendBack by send_back, counted false;
    SeasonReturnValidateInput as "seasonReturnValidate" is Validate by validate, counted true;
    SeasonReturnReopenInput as "seasonReturnReopen" is Reopen by reopen, counted true;
}

/// The stream of a return; of one that is counted, also those of the delegations where its house stood.
async fn streams_of(db: &ScopedDb, id: &IdOf<SeasonReturnId>, counted: bool) -> Result<Vec<StreamId>, Refused> {
    if !counted {
        return Ok(vec![db.stream_of::<season_return::Entity>(id, "id").await?]);
    }
    let returns = db.find::<season_return::Entity>().filter(season_return::COLUMN.id.eq(id.key_at("id")?));
    let row = returns.one().await?.ok_or_else(|| Mistake::not_found("id"))?;
    streams_of_house(db, row.establishment_id).await
}

async fn fill(input: &SeasonReturnFillInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    if input.lines.len() > MOST_LINES {
        let message = Message::new("list-too-long").with("maximum", MOST_LINES);
        return Err(Mistake::new(UserErrorCode::TooLong, message, "lines").into());
    }
    let Before { row, filled: Filled { form, lines: there } } = before;
    let mut lines = there.clone();
    for (index, line) in input.lines.iter().enumerate() {
        change.require(is_said_once(&input.lines, index));
        if let Some(figure) = change.take(figure(row.id, &form, line, &format!("lines.{index}"))) {
            lines.retain(|known| known.item_code != line.item);
            lines.extend(figure);
        }
    }
    change.settle()?;
    lines.sort_by_key(|line| line.position);
    let after = form.summed(row.clone(), &lines, places_of(change, row.establishment_id).await?);
    change.save::<season_return::Entity>(&row, after)?;
    change.replace_children::<season_return_line::Entity>("lines", &there, &lines)
}

async fn submit(_: &SeasonReturnSubmitInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let Before { row, filled: Filled { form, lines } } = before;
    let after = season_return::Model {
        state: SeasonReturnState::Submitted,
        submitted_by: Some(change.account()),
        submitted_on: Some(change.today()),
        ..form.summed(row.clone(), &lines, places_of(change, row.establishment_id).await?)
    };
    change.save::<season_return::Entity>(&row, after)?;
    let validators = (Right::ValidateReturns, Place::Delegation(row.delegation_id));
    tell(change, NoticeKind::SeasonReturnSubmitted, row.id, validators).await
}

async fn send_back(input: &SeasonReturnSendBackInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let after = returned(change, &before.row, &input.reason)?;
    change.save::<season_return::Entity>(&before.row, after)?;
    tell(change, NoticeKind::SeasonReturnSentBack, before.row.id, director_of(&before.row)).await
}

async fn validate(_: &SeasonReturnValidateInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let after = season_return::Model {
        state: SeasonReturnState::Validated,
        decided_on: Some(change.today()),
        ..before.row.clone()
    };
    count_in_or_out(change, &before, after).await?;
    tell(change, NoticeKind::SeasonReturnValidated, before.row.id, director_of(&before.row)).await
}

async fn reopen(input: &SeasonReturnReopenInput, change: &mut Change, before: Before) -> Result<(), Refused> {
    let after = returned(change, &before.row, &input.reason)?;
    count_in_or_out(change, &before, after).await?;
    tell(change, NoticeKind::SeasonReturnSentBack, before.row.id, director_of(&before.row)).await
}

/// The one place where a return becomes validated, and where it stops being so: what is counted of returns changes here, and
/// with no other change of them. Its sums are taken from its figures.
async fn count_in_or_out(change: &mut Change, before: &Before, after: season_return::Model) -> Result<(), Refused> {
    let Before { row, filled: Filled { form, lines } } = before;
    let house = house_of(change, row.establishment_id).await?;
    let past = change.find::<establishment_past::Entity>();
    let past = past.filter(establishment_past::COLUMN.establishment_id.eq(house.id));
    let past = past.all_by(establishment_past::Column::Until, Order::Asc).await?;
    let items = form.items().map(|(_, item)| (item.code.clone(), item.clone())).collect();
    let after = form.summed(after.clone(), lines, after.capacity);
    for (report, sign) in [(row, -1), (&after, 1)] {
        change.count(Counted { report, lines, house: &house, past: &past }.growth(&items), sign)?;
    }
    change.save::<season_return::Entity>(row, after)?;
    Ok(())
}

/// Whoever fills in the returns of the house, at the house itself.
fn director_of(row: &season_return::Model) -> (Right, Place) {
    (Right::FillReturns, Place::Establishment(row.establishment_id))
}

/// A return that is with its house again, for a reason.
fn returned(change: &mut Change, row: &season_return::Model, reason: &str) -> Result<season_return::Model, Refused> {
    let reason = change.take(needed_text(reason, LONGEST_REASON, "reason"));
    change.settle()?;
    let decided_on = Some(change.today());
    Ok(season_return::Model { state: SeasonReturnState::Returned, decided_on, reason, ..row.clone() })
}

/// The places of a house; `None` where they are unknown.
async fn places_of(change: &Change, house: EstablishmentId) -> Result<Option<i32>, Refused> {
    Ok(house_of(change, house).await?.capacity_total)
}
