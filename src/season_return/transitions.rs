//! What can be done with a return, by whom, and why not.

use async_graphql::{Context, Enum, SimpleObject};
use entity::{season_return, season_return_line};

use super::form::Form;
use super::rules::{is_submitted, is_validated, is_with_the_house, may_be_submitted, validated_by_another};
use crate::auth::Right;
use crate::error::{Error, Mistake};
use crate::request::Request;

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

/// Something that can be done with a return, as far as you are concerned, now.
#[derive(Debug, SimpleObject)]
pub(super) struct SeasonReturnTransition {
    /// What.
    name: SeasonReturnTransitionName,
    /// Whether you may do it now.
    allowed: bool,
    /// Why not, in the language of `Accept-Language`; empty where you may.
    reasons: Vec<String>,
}

/// What can be done with a return, in the order of its life.
pub(super) async fn transitions_of(
    ctx: &Context<'_>,
    row: &season_return::Model,
) -> Result<Vec<SeasonReturnTransition>, Error> {
    let (identity, language, today) = (ctx.identity()?, ctx.language()?, ctx.today()?);
    let form = Form::read(ctx, row.template_id).await?;
    let lines = ctx.children::<season_return_line::Entity, season_return::Entity>(row.id).await?;
    let only = |rule: Result<(), Mistake>| rule.err().into_iter().collect::<Vec<_>>();
    let validation = [is_submitted(row), validated_by_another(row, identity.account)];
    let all = [
        (SeasonReturnTransitionName::Fill, Right::FillReturns, only(is_with_the_house(row))),
        (SeasonReturnTransitionName::Submit, Right::FillReturns, may_be_submitted(row, &form, &lines, today)),
        (SeasonReturnTransitionName::SendBack, Right::ValidateReturns, only(is_submitted(row))),
        (
            SeasonReturnTransitionName::Validate,
            Right::ValidateReturns,
            validation.into_iter().filter_map(Result::err).collect(),
        ),
        (SeasonReturnTransitionName::Reopen, Right::ValidateReturns, only(is_validated(row))),
    ];
    let told = all.into_iter().map(|(name, right, mistakes)| {
        let reasons = if identity.rights().contains(right) {
            let mut reasons: Vec<_> = mistakes.into_iter().map(|mistake| mistake.told(language).message).collect();
            reasons.dedup();
            reasons
        } else {
            vec![Error::Forbidden(right).message().text(language)]
        };
        SeasonReturnTransition { name, allowed: reasons.is_empty(), reasons }
    });
    Ok(told.collect())
}
