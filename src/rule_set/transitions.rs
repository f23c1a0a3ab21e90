//! What can be done with a rule set, by whom, and why not.

use async_graphql::{Context, Enum, SimpleObject};
use entity::{rule_set, rule_set_deadline, rule_set_document, rule_set_norm};

use super::rules::{is_a_draft, is_not_retired, may_be_published};
use super::written::Written;
use crate::auth::Right;
use crate::error::{Error, Mistake};
use crate::request::Request;

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

/// Something that can be done with a rule set, as far as you are concerned, now.
#[derive(Debug, SimpleObject)]
pub(super) struct RuleSetTransition {
    /// What.
    name: RuleSetTransitionName,
    /// Whether you may do it now.
    allowed: bool,
    /// Why not, in the language of `Accept-Language`; empty where you may.
    reasons: Vec<String>,
}

/// What can be done with a rule set, in the order of its life.
pub(super) async fn transitions_of(ctx: &Context<'_>, row: &rule_set::Model) -> Result<Vec<RuleSetTransition>, Error> {
    let (identity, language) = (ctx.identity()?, ctx.language()?);
    let written = Written {
        documents: ctx.children::<rule_set_document::Entity, rule_set::Entity>(row.id).await?,
        norms: ctx.children::<rule_set_norm::Entity, rule_set::Entity>(row.id).await?,
        deadlines: ctx.children::<rule_set_deadline::Entity, rule_set::Entity>(row.id).await?,
    };
    let only = |rule: Result<(), Mistake>| rule.err().into_iter().collect::<Vec<_>>();
    let all = [
        (RuleSetTransitionName::Update, only(is_a_draft(row))),
        (RuleSetTransitionName::Publish, may_be_published(row, &written)),
        (RuleSetTransitionName::Retire, only(is_not_retired(row))),
    ];
    let may = identity.rights().contains(Right::KeepRuleSets);
    let told = all.into_iter().map(|(name, mistakes)| {
        let reasons = if may {
            mistakes.into_iter().map(|mistake| mistake.told(language).message).collect()
        } else {
            vec![Error::Forbidden(Right::KeepRuleSets).message().text(language)]
        };
        RuleSetTransition { name, allowed: reasons.is_empty(), reasons }
    });
    Ok(told.collect())
}
