//! What can be done with a relocation plan, from where, by what right, and what must hold. Written once, for the changes that do it
//! and for those who ask beforehand.

use async_graphql::{Context, Enum, SimpleObject};
use entity::id::AccountId;
use entity::relocation_plan::{self, RelocationPlanState as State};

use super::residents::{places_all, residents_now};
use super::rules::{approved_by_another, is_prepared_by};
use crate::auth::Right;
use crate::error::{Error, Mistake, UserErrorCode};
use crate::request::Request;
use crate::text::Message;

/// What can be done with a relocation plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RelocationPlanTransitionName {
    /// Change the draft: `relocationPlanUpdate`.
    Update,
    /// Approve it: `relocationPlanApprove`.
    Approve,
}

/// Something that can be done with a relocation plan, as far as you are concerned, now.
#[derive(Debug, SimpleObject)]
pub(super) struct RelocationPlanTransition {
    /// What.
    name: RelocationPlanTransitionName,
    /// Whether you may do it now.
    allowed: bool,
    /// Why not, in the language of `Accept-Language`; empty where you may.
    reasons: Vec<String>,
}

/// By what right.
pub(super) fn right(name: RelocationPlanTransitionName) -> Right {
    match name {
        RelocationPlanTransitionName::Update => Right::InspectHouses,
        RelocationPlanTransitionName::Approve => Right::ApproveRelocationPlans,
    }
}

/// All that keeps something from being done now, whatever is said with it.
pub(super) fn hindrances(
    name: RelocationPlanTransitionName,
    row: &relocation_plan::Model,
    residents: i32,
    account: AccountId,
) -> Vec<Mistake> {
    let message = match row.state {
        State::Draft => None,
        State::Approved => Some("relocation-approved"),
        State::Superseded => Some("relocation-superseded"),
    };
    if let Some(message) = message {
        return vec![Mistake::new(UserErrorCode::Invalid, Message::new(message), "id")];
    }
    let rules = match name {
        RelocationPlanTransitionName::Update => vec![is_prepared_by(row, account)],
        RelocationPlanTransitionName::Approve => vec![approved_by_another(row, account), places_all(row, residents)],
    };
    rules.into_iter().filter_map(Result::err).collect()
}

/// What can be done with a plan.
pub(super) async fn transitions_of(
    ctx: &Context<'_>,
    row: &relocation_plan::Model,
) -> Result<Vec<RelocationPlanTransition>, Error> {
    let (identity, language) = (ctx.identity()?, ctx.language()?);
    let residents = residents_now(ctx, row).await?;
    let all = [RelocationPlanTransitionName::Update, RelocationPlanTransitionName::Approve];
    let told = all.into_iter().map(|name| {
        let right = right(name);
        let reasons = if identity.rights().contains(right) {
            let mistakes = hindrances(name, row, residents, identity.account);
            mistakes.into_iter().map(|mistake| mistake.told(language).message).collect()
        } else {
            vec![Error::Forbidden(right).message().text(language)]
        };
        RelocationPlanTransition { name, allowed: reasons.is_empty(), reasons }
    });
    Ok(told.collect())
}
