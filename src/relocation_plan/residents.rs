//! How many people live in a house, and whether a plan places all of them.

use async_graphql::Context;
use entity::establishment::{self, EstablishmentState};
use entity::establishment_kind;
use entity::relocation_plan::{self, RelocationPlanState};
use entity::season_return::{self, SeasonReturnState};
use sea_orm::ColumnTrait;

use crate::db::Change;
use crate::error::{Error, Mistake, UserErrorCode};
use crate::request::Request;
use crate::text::Message;

/// The return that says how many live in a house: the last validated one that counts those present, else the last submitted one.
fn telling(returns: Vec<season_return::Model>) -> Option<season_return::Model> {
    let standing = |row: &season_return::Model| match row.state {
        SeasonReturnState::Validated => Some((true, row.period_first)),
        SeasonReturnState::Submitted => Some((false, row.period_first)),
        SeasonReturnState::Draft | SeasonReturnState::Returned => None,
    };
    let counting = returns.into_iter().filter(|row| row.present.is_some() && standing(row).is_some());
    counting.max_by_key(standing)
}

/// As a change reads it.
pub(super) async fn return_that_tells(
    change: &Change,
    house: &establishment::Model,
) -> Result<Option<season_return::Model>, Error> {
    let returns = change.find::<season_return::Entity>();
    let returns = returns.filter(season_return::COLUMN.establishment_id.eq(house.id));
    Ok(telling(returns.all().await?))
}

/// The residents whom a plan must place now: those of the last return, else those that were stated with it.
pub(super) async fn residents_now(ctx: &Context<'_>, plan: &relocation_plan::Model) -> Result<i32, Error> {
    let returns = ctx.children::<season_return::Entity, establishment::Entity>(plan.establishment_id).await?;
    Ok(residents_by(telling(returns).as_ref(), plan))
}

/// Those whom the return counts that tells, else those that were stated with the plan.
pub(super) fn residents_by(telling: Option<&season_return::Model>, plan: &relocation_plan::Model) -> i32 {
    telling.and_then(|row| row.present).unwrap_or(plan.residents)
}

/// Whether a plan places as many as there are.
pub(super) fn places_all(plan: &relocation_plan::Model, residents: i32) -> Result<(), Mistake> {
    if plan.placed >= residents {
        return Ok(());
    }
    let message = Message::new("relocation-short").with("placed", plan.placed).with("residents", residents);
    Err(Mistake::new(UserErrorCode::Invalid, message, "id"))
}

/// The plan of a house that was approved.
pub(super) async fn approved(
    change: &Change,
    house: &establishment::Model,
) -> Result<Option<relocation_plan::Model>, Error> {
    let plans = change.find::<relocation_plan::Entity>();
    let plans = plans.filter(relocation_plan::COLUMN.establishment_id.eq(house.id));
    let plans = plans.filter(relocation_plan::COLUMN.state.eq(RelocationPlanState::Approved));
    plans.one().await
}

/// Nobody is left without a place: an approved plan covers all who live in a house now. Nobody lives in one that has not opened or
/// whose last return counts none, and in houses of kinds that need no licence, which lodge nobody. Where no return counts them,
/// the plan says how many there are.
pub async fn residents_are_placed(change: &Change, house: &establishment::Model) -> Result<Result<(), Mistake>, Error> {
    let kinds = change.find::<establishment_kind::Entity>();
    let kind = kinds.filter(establishment_kind::COLUMN.code.eq(&house.kind_code)).one().await?;
    let counted = return_that_tells(change, house).await?.and_then(|row| row.present);
    Ok(are_placed(house, kind.as_ref(), counted, approved(change, house).await?.as_ref()))
}

/// The same where nothing is changed.
pub async fn residents_are_placed_as_read(
    ctx: &Context<'_>,
    house: &establishment::Model,
) -> Result<Result<(), Mistake>, Error> {
    let kind = ctx.row::<establishment_kind::Entity>(house.kind_code.clone()).await?;
    let returns = ctx.children::<season_return::Entity, establishment::Entity>(house.id).await?;
    let counted = telling(returns).and_then(|row| row.present);
    let plans = ctx.children::<relocation_plan::Entity, establishment::Entity>(house.id).await?;
    let plan = plans.iter().find(|plan| plan.state == RelocationPlanState::Approved);
    Ok(are_placed(house, kind.as_ref(), counted, plan))
}

fn are_placed(
    house: &establishment::Model,
    kind: Option<&establishment_kind::Model>,
    counted: Option<i32>,
    plan: Option<&relocation_plan::Model>,
) -> Result<(), Mistake> {
    let lodges_nobody = kind.is_some_and(|kind| !kind.licence_required);
    if house.state == EstablishmentState::Planned || lodges_nobody || counted == Some(0) {
        return Ok(());
    }
    let message = match (plan, counted) {
        (Some(plan), counted) => return places_all(plan, counted.unwrap_or(plan.residents)),
        (None, Some(residents)) => Message::new("relocation-missing").with("residents", residents),
        (None, None) => Message::new("relocation-unknown"),
    };
    Err(Mistake::new(UserErrorCode::Invalid, message, "id"))
}
