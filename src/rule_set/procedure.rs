//! The procedure of a rule set: it is written and published as a draft, and retired once.

use async_graphql::Enum;
use entity::rule_set::{self, RuleSetState as State};

use super::rules::lacks_nothing;
use super::written::Written;
use crate::auth::Right;
use crate::error::Mistake;
use crate::procedure::{By, Procedure};

/// What can be done with a rule set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RuleSetTransitionName {
    /// Write it anew: `ruleSetUpdate`.
    Update,
    /// Publish it: `ruleSetPublish`.
    Publish,
    /// Retire it: `ruleSetRetire`.
    Retire,
}

impl Procedure for RuleSetTransitionName {
    type Entity = rule_set::Entity;
    type Facts = Written;
    const DESCRIPTION: &'static str = "Something that can be done with a rule set, as far as you are concerned, now.";

    fn right(self) -> Right {
        match self {
            Self::Update | Self::Publish | Self::Retire => Right::KeepRuleSets,
        }
    }

    fn is_due(self, row: &rule_set::Model) -> Result<(), &'static str> {
        match (self, row.state) {
            (Self::Update | Self::Publish, State::Draft) | (Self::Retire, State::Draft | State::Published) => Ok(()),
            // What was published is never edited, and what was given up is left.
            (Self::Update | Self::Publish, State::Published | State::Retired) => Err("rule-set-no-draft"),
            (Self::Retire, State::Retired) => Err("rule-set-retired"),
        }
    }

    fn rules(self, row: &rule_set::Model, written: &Written, _: By) -> Vec<Mistake> {
        match self {
            Self::Publish => lacks_nothing(row, written),
            Self::Update | Self::Retire => Vec::new(),
        }
    }
}
