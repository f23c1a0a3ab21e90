//! The procedure of a relocation plan: a draft is changed by whoever prepared it, and approved by another.

use async_graphql::Enum;
use entity::relocation_plan::{self, RelocationPlanState as State};

use super::residents::places_all;
use super::rules::{approved_by_another, is_prepared_by};
use crate::auth::Right;
use crate::error::Mistake;
use crate::procedure::{By, Procedure};

/// What can be done with a relocation plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RelocationPlanTransitionName {
    /// Change the draft: `relocationPlanUpdate`.
    Update,
    /// Approve it: `relocationPlanApprove`.
    Approve,
}

impl Procedure for RelocationPlanTransitionName {
    type Entity = relocation_plan::Entity;
    /// How many residents there are to be placed now.
    type Facts = i32;
    const DESCRIPTION: &'static str =
        "Something that can be done with a relocation plan, as far as you are concerned, now.";

    fn right(self) -> Right {
        match self {
            Self::Update => Right::InspectHouses,
            Self::Approve => Right::ApproveRelocationPlans,
        }
    }

    fn is_due(self, row: &relocation_plan::Model) -> Result<(), &'static str> {
        match row.state {
            State::Draft => Ok(()),
            State::Approved => Err("relocation-approved"),
            State::Superseded => Err("relocation-superseded"),
        }
    }

    fn rules(self, row: &relocation_plan::Model, residents: &i32, by: By) -> Vec<Mistake> {
        let rules = match self {
            Self::Update => vec![is_prepared_by(row, by.account)],
            Self::Approve => vec![approved_by_another(row, by.account), places_all(row, *residents)],
        };
        rules.into_iter().filter_map(Result::err).collect()
    }
}
