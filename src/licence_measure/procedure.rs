//! The procedure: what can be done with a measure, from where, by what right, and what must hold. Written once, for the changes that
//! do it and for those who ask beforehand.

use async_graphql::{Context, Enum, SimpleObject};
use chrono::NaiveDate;
use entity::id::AccountId;
use entity::licence_measure::{self, LicenceMeasureState as State};
use entity::{establishment, licence_period};

use super::rules::{decided_by_another, has_a_licence, is_under_way};
use crate::auth::Right;
use crate::error::{Error, Mistake, UserErrorCode};
use crate::relocation_plan::residents_are_placed_as_read;
use crate::request::Request;
use crate::text::Message;

/// What can be done with a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum LicenceMeasureTransitionName {
    /// Record what the authority decided: `licenceMeasureDecide`.
    Decide,
    /// Record that it does not take it: `licenceMeasureRefuse`.
    Refuse,
    /// Lift a suspension: `licenceMeasureLift`.
    Lift,
}

/// Something that can be done with a measure, as far as you are concerned, now.
#[derive(Debug, SimpleObject)]
pub(super) struct LicenceMeasureTransition {
    /// What.
    name: LicenceMeasureTransitionName,
    /// Whether you may do it now.
    allowed: bool,
    /// Why not, in the language of `Accept-Language`; empty where you may.
    reasons: Vec<String>,
}

/// What the rules look at beside the row.
#[derive(Debug)]
pub(super) struct Facts {
    /// Whether everyone who lives in the house has a place.
    pub(super) placed: Result<(), Mistake>,
    /// The licences of the house, the earliest first.
    pub(super) licences: Vec<licence_period::Model>,
}

/// By what right any of it is done.
pub(super) const RIGHT: Right = Right::RecordLicenceDecisions;

/// From where it is done.
fn from(name: LicenceMeasureTransitionName) -> State {
    match name {
        LicenceMeasureTransitionName::Decide | LicenceMeasureTransitionName::Refuse => State::Proposed,
        LicenceMeasureTransitionName::Lift => State::Decided,
    }
}

/// All that keeps something from being done now, whatever is said with it.
pub(super) fn hindrances(
    name: LicenceMeasureTransitionName,
    row: &licence_measure::Model,
    facts: &Facts,
    account: AccountId,
    today: NaiveDate,
) -> Vec<Mistake> {
    if from(name) != row.state {
        return vec![Mistake::new(UserErrorCode::Invalid, stands(row.state), "id")];
    }
    let rules = match name {
        LicenceMeasureTransitionName::Decide => vec![
            decided_by_another(row, account),
            has_a_licence(row.kind, &facts.licences, today, "id"),
            facts.placed.clone(),
        ],
        LicenceMeasureTransitionName::Refuse => vec![decided_by_another(row, account)],
        LicenceMeasureTransitionName::Lift => vec![is_under_way(row, &facts.licences, today)],
    };
    rules.into_iter().filter_map(Result::err).collect()
}

/// Where it stands, said to whoever wants to do what is not done there.
fn stands(state: State) -> Message {
    Message::new(match state {
        State::Proposed => "measure-proposed",
        State::Decided => "measure-decided",
        State::Refused => "measure-refused",
        State::Lifted => "measure-lifted",
    })
}

/// What can be done with a measure.
pub(super) async fn transitions_of(
    ctx: &Context<'_>,
    row: &licence_measure::Model,
) -> Result<Vec<LicenceMeasureTransition>, Error> {
    let (identity, language, today) = (ctx.identity()?, ctx.language()?, ctx.today()?);
    let house = ctx.row::<establishment::Entity>(row.establishment_id).await?.ok_or(Error::NotFound)?;
    let facts = Facts {
        placed: residents_are_placed_as_read(ctx, &house).await?,
        licences: ctx.children::<licence_period::Entity, establishment::Entity>(house.id).await?,
    };
    let all = [
        LicenceMeasureTransitionName::Decide,
        LicenceMeasureTransitionName::Refuse,
        LicenceMeasureTransitionName::Lift,
    ];
    let told = all.into_iter().map(|name| {
        let reasons = if identity.rights().contains(RIGHT) {
            let mistakes = hindrances(name, row, &facts, identity.account, today);
            mistakes.into_iter().map(|mistake| mistake.told(language).message).collect()
        } else {
            vec![Error::Forbidden(RIGHT).message().text(language)]
        };
        LicenceMeasureTransition { name, allowed: reasons.is_empty(), reasons }
    });
    Ok(told.collect())
}
