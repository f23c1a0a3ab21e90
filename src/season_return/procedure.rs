//! The procedure of a return: the house fills it in and submits it, the delegation sends it back or validates it, and opens it again
//! for a late correction.

use async_graphql::Enum;
use entity::season_return::{self, SeasonReturnState as State};

use super::form::Filled;
use super::rules::{is_whole, validated_by_another};
use crate::auth::Right;
use crate::error::Mistake;
use crate::procedure::{By, Procedure};

/// What can be done with a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SeasonReturnTransitionName {
    /// Fill figures in: `seasonReturnFill`.
    Fill,
    /// Submit it: `seasonReturnSubmit`.
    Submit,
    /// Send it back: `seasonReturnSendBack`.
    SendBack,
    /// Validate it: `seasonReturnValidate`.
    Validate,
    /// Open it again: `seasonReturnReopen`.
    Reopen,
}

/// From where it is done.
fn from(name: SeasonReturnTransitionName) -> &'static [State] {
    match name {
        SeasonReturnTransitionName::Fill | SeasonReturnTransitionName::Submit => &[State::Draft, State::Returned],
        SeasonReturnTransitionName::SendBack | SeasonReturnTransitionName::Validate => &[State::Submitted],
        SeasonReturnTransitionName::Reopen => &[State::Validated],
    }
}

impl Procedure for SeasonReturnTransitionName {
    type Entity = season_return::Entity;
    type Facts = Filled;
    const DESCRIPTION: &'static str = "Something that can be done with a return, as far as you are concerned, now.";

    fn right(self) -> Right {
        match self {
            Self::Fill | Self::Submit => Right::FillReturns,
            Self::SendBack | Self::Validate | Self::Reopen => Right::ValidateReturns,
        }
    }

    fn is_due(self, row: &season_return::Model) -> Result<(), &'static str> {
        if from(self).contains(&row.state) {
            return Ok(());
        }
        Err(match row.state {
            State::Draft | State::Returned => "return-with-the-house",
            State::Submitted => "return-submitted",
            State::Validated => "return-validated",
        })
    }

    fn rules(self, row: &season_return::Model, filled: &Filled, by: By) -> Vec<Mistake> {
        match self {
            Self::Submit => is_whole(row, filled, by.today),
            Self::Validate => validated_by_another(row, by.account).err().into_iter().collect(),
            Self::Fill | Self::SendBack | Self::Reopen => Vec::new(),
        }
    }
}
