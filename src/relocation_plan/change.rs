//! How relocation plans are prepared, changed and approved.

use entity::id::{RelocationPlanId, SeasonReturnId, StreamId};
use entity::relocation_line::{self, RelocationDestination};
use entity::relocation_plan::{self, RelocationPlanState};
use entity::{establishment, season_return};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::input::{
    RelocationLineInput, RelocationPlanApproveInput, RelocationPlanCreateInput, RelocationPlanUpdateInput,
};
use super::procedure::RelocationPlanTransitionName as Name;
use super::residents::{approved, residents_by, return_that_tells};
use super::rules::destinations_can_take_them;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::establishment::house_of;
use crate::procedure::permit;
use crate::text::Message;
use crate::visit::remark;

/// Lines of one plan.
const MOST_LINES: usize = 50;
/// More residents than any house has.
const MOST_RESIDENTS: i32 = 10_000;

impl Mutation for RelocationPlanCreateInput {
    const NAME: &'static str = "relocationPlanCreate";
    type Entity = relocation_plan::Entity;

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
        let Some(house) = change.refer::<establishment::Entity>(&self.establishment, "establishment").await? else {
            return change.settle();
        };
        let id = RelocationPlanId(Uuid::now_v7());
        let telling = return_that_tells(change, &house).await?;
        let (residents, source) = residents(change, telling.as_ref(), self.residents, None);
        let lines = lines(change, id, &self.lines)?;
        destinations_can_take_them(change, house.id, &lines).await?;
        change.settle()?;
        change.insert::<relocation_plan::Entity>(&relocation_plan::Model {
            id,
            delegation_id: house.delegation_id,
            association_id: house.association_id,
            establishment_id: house.id,
            state: RelocationPlanState::Draft,
            residents,
            season_return_id: source,
            placed: placed(&lines),
            prepared_by: change.account(),
            prepared_on: change.today(),
            approved_by: None,
            approved_on: None,
            demonstration: house.demonstration,
            version: 1,
        })?;
        change.replace_children::<relocation_line::Entity>("lines", &[], &lines)
    }
}

impl Mutation for RelocationPlanUpdateInput {
    const NAME: &'static str = "relocationPlanUpdate";
    type Entity = relocation_plan::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<relocation_plan::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<relocation_plan::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let house = house_of(change, before.establishment_id).await?;
        let telling = return_that_tells(change, &house).await?;
        permit(change, Name::Update, &before, &residents_by(telling.as_ref(), &before))?;
        let stated = Some(before.residents).filter(|_| before.season_return_id.is_none());
        let (residents, source) = residents(change, telling.as_ref(), self.residents, stated);
        let was = lines_of(change, before.id).await?;
        let is = match &self.lines {
            Some(given) => lines(change, before.id, given)?,
            None => was.clone(),
        };
        destinations_can_take_them(change, house.id, &is).await?;
        change.settle()?;
        let after =
            relocation_plan::Model { residents, season_return_id: source, placed: placed(&is), ..before.clone() };
        change.save::<relocation_plan::Entity>(&before, after)?;
        change.replace_children::<relocation_line::Entity>("lines", &was, &is)
    }
}

impl Mutation for RelocationPlanApproveInput {
    const NAME: &'static str = "relocationPlanApprove";
    type Entity = relocation_plan::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<relocation_plan::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<relocation_plan::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let house = house_of(change, before.establishment_id).await?;
        let telling = return_that_tells(change, &house).await?;
        permit(change, Name::Approve, &before, &residents_by(telling.as_ref(), &before))?;
        // A destination may have closed, or lost its licence, since.
        let lines = lines_of(change, before.id).await?;
        destinations_can_take_them(change, house.id, &lines).await?;
        change.settle()?;
        let superseded = approved(change, &house).await?;
        let after = relocation_plan::Model {
            state: RelocationPlanState::Approved,
            approved_by: Some(change.account()),
            approved_on: Some(change.today()),
            ..before.clone()
        };
        change.save::<relocation_plan::Entity>(&before, after)?;
        if let Some(plan) = superseded {
            let after = relocation_plan::Model { state: RelocationPlanState::Superseded, ..plan.clone() };
            change.save::<relocation_plan::Entity>(&plan, after)?;
        }
        Ok(())
    }
}

async fn lines_of(change: &Change, plan: RelocationPlanId) -> Result<Vec<relocation_line::Model>, Error> {
    let lines = change.find::<relocation_line::Entity>().filter(relocation_line::COLUMN.plan_id.eq(plan));
    lines.all_by(relocation_line::Column::Position, Order::Asc).await
}

/// The residents, and the return that counts them; where none does, as many as are stated, now or before.
fn residents(
    change: &mut Change,
    telling: Option<&season_return::Model>,
    given: Option<i32>,
    before: Option<i32>,
) -> (i32, Option<SeasonReturnId>) {
    if let Some((id, present)) = telling.and_then(|row| Some((row.id, row.present?))) {
        if given.is_some() {
            let message = Message::new("relocation-residents-counted").with("residents", present);
            change.note(vec![Mistake::new(UserErrorCode::Invalid, message, "residents")]);
        }
        return (present, Some(id));
    }
    match given.or(before) {
        Some(residents) if (0..=MOST_RESIDENTS).contains(&residents) => (residents, None),
        Some(_) => {
            let message = Message::new("number-range").with("from", 0).with("to", MOST_RESIDENTS);
            change.note(vec![Mistake::new(UserErrorCode::Invalid, message, "residents")]);
            (0, None)
        }
        None => {
            let message = Message::new("relocation-residents-blank");
            change.note(vec![Mistake::new(UserErrorCode::Blank, message, "residents")]);
            (0, None)
        }
    }
}

fn placed(lines: &[relocation_line::Model]) -> i32 {
    lines.iter().map(|line| line.residents).sum()
}

fn lines(
    change: &mut Change,
    plan: RelocationPlanId,
    given: &[RelocationLineInput],
) -> Result<Vec<relocation_line::Model>, Refused> {
    if given.len() > MOST_LINES {
        let message = Message::new("list-too-long").with("maximum", MOST_LINES);
        return Err(Mistake::new(UserErrorCode::TooLong, message, "lines").into());
    }
    let mut lines = Vec::new();
    for (index, (line, position)) in given.iter().zip(1..).enumerate() {
        let at = |field: &str| format!("lines.{index}.{field}");
        if !(1..=MOST_RESIDENTS).contains(&line.residents) {
            let message = Message::new("number-range").with("from", 1).with("to", MOST_RESIDENTS);
            change.note(vec![Mistake::new(UserErrorCode::Invalid, message, &at("residents"))]);
        }
        if line.destination == RelocationDestination::Other && line.remark.is_none() {
            let message = Message::new("relocation-remark-blank");
            change.note(vec![Mistake::new(UserErrorCode::Blank, message, &at("remark"))]);
        }
        let establishment = line.establishment.as_ref();
        lines.push(relocation_line::Model {
            plan_id: plan,
            position,
            destination: line.destination,
            establishment_id: establishment.and_then(|id| change.take(id.key_at(&at("establishment")))),
            residents: line.residents,
            remark: remark(change, line.remark.as_deref(), &at("remark")),
        });
    }
    // Numbers that are no numbers are not added up.
    change.settle()?;
    Ok(lines)
}
