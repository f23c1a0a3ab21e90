//! The procedure of a measure: what is proposed is decided or refused, and a suspension that was decided is lifted.

use async_graphql::{Context, Enum};
use entity::licence_measure::{self, LicenceMeasureState as State};
use entity::{establishment, licence_period};

use super::rules::{decided_by_another, has_a_licence, is_under_way};
use crate::auth::Right;
use crate::db::Change;
use crate::error::{Error, Mistake};
use crate::licence::licences_of;
use crate::procedure::{By, Procedure};
use crate::relocation_plan::{residents_are_placed, residents_are_placed_as_read};
use crate::request::Request;

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

/// What the rules look at beside the row.
#[derive(Debug)]
pub struct Facts {
    /// Whether everyone who lives in the house has a place.
    pub(super) placed: Result<(), Mistake>,
    /// The licences of the house, the earliest first.
    pub(super) licences: Vec<licence_period::Model>,
}

impl Facts {
    /// As a resolver reads them.
    pub(super) async fn read(ctx: &Context<'_>, row: &licence_measure::Model) -> Result<Self, Error> {
        let house = ctx.row::<establishment::Entity>(row.establishment_id).await?.ok_or(Error::NotFound)?;
        Ok(Self {
            placed: residents_are_placed_as_read(ctx, &house).await?,
            licences: ctx.children::<licence_period::Entity, establishment::Entity>(house.id).await?,
        })
    }

    /// As a change reads them, with the stream locked.
    pub(super) async fn read_in(change: &Change, house: &establishment::Model) -> Result<Self, Error> {
        Ok(Self { placed: residents_are_placed(change, house).await?, licences: licences_of(change, house.id).await? })
    }
}

/// From where it is done.
fn from(name: LicenceMeasureTransitionName) -> State {
    match name {
        LicenceMeasureTransitionName::Decide | LicenceMeasureTransitionName::Refuse => State::Proposed,
        LicenceMeasureTransitionName::Lift => State::Decided,
    }
}

impl Procedure for LicenceMeasureTransitionName {
    type Entity = licence_measure::Entity;
    type Facts = Facts;
    const DESCRIPTION: &'static str = "Something that can be done with a measure, as far as you are concerned, now.";

    fn right(self) -> Right {
        match self {
            Self::Decide | Self::Refuse | Self::Lift => Right::RecordLicenceDecisions,
        }
    }

    fn is_due(self, row: &licence_measure::Model) -> Result<(), &'static str> {
        if from(self) == row.state {
            return Ok(());
        }
        Err(match row.state {
            State::Proposed => "measure-proposed",
            State::Decided => "measure-decided",
            State::Refused => "measure-refused",
            State::Lifted => "measure-lifted",
        })
    }

    fn rules(self, row: &licence_measure::Model, facts: &Facts, by: By) -> Vec<Mistake> {
        let rules = match self {
            Self::Decide => vec![
                decided_by_another(row, by.account),
                has_a_licence(row.kind, &facts.licences, by.today, "id"),
                facts.placed.clone(),
            ],
            Self::Refuse => vec![decided_by_another(row, by.account)],
            Self::Lift => vec![is_under_way(row, &facts.licences, by.today)],
        };
        rules.into_iter().filter_map(Result::err).collect()
    }
}
