//! What can be done with a formal notice, from where, by what right, and what must hold. Written once, for the changes that do it and
//! for those who ask beforehand.

use async_graphql::{Context, Enum, SimpleObject};
use chrono::NaiveDate;
use entity::formal_notice::{self, FormalNoticeState as State};

use crate::auth::Right;
use crate::error::{Error, Mistake, UserErrorCode};
use crate::request::Request;
use crate::text::Message;

/// What can be done with a formal notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FormalNoticeTransitionName {
    /// Note that an item is met: `formalNoticeItemMeet`.
    Meet,
    /// Close it as not met: `formalNoticeClose`.
    Close,
    /// Take it back: `formalNoticeWithdraw`.
    Withdraw,
}

/// Something that can be done with a formal notice, as far as you are concerned, now.
#[derive(Debug, SimpleObject)]
pub(super) struct FormalNoticeTransition {
    /// What.
    name: FormalNoticeTransitionName,
    /// Whether you may do it now.
    allowed: bool,
    /// Why not, in the language of `Accept-Language`; empty where you may.
    reasons: Vec<String>,
}

/// By what right any of it is done.
pub(super) const RIGHT: Right = Right::InspectHouses;

/// What keeps something from being done now, whatever is said with it.
pub(super) fn hindrance(
    name: FormalNoticeTransitionName,
    row: &formal_notice::Model,
    today: NaiveDate,
) -> Result<(), Mistake> {
    let message = match (row.state, name) {
        (State::Met, _) => "notice-met",
        (State::NotMet, _) => "notice-not-met",
        (State::Withdrawn, _) => "notice-withdrawn",
        // Until its last day has passed, it may be met.
        (State::Served, FormalNoticeTransitionName::Close) if today <= row.due_on => "notice-not-due",
        (
            State::Served,
            FormalNoticeTransitionName::Meet | FormalNoticeTransitionName::Close | FormalNoticeTransitionName::Withdraw,
        ) => return Ok(()),
    };
    Err(Mistake::new(UserErrorCode::Invalid, Message::new(message), "id"))
}

/// What can be done with a notice.
pub(super) fn transitions_of(
    ctx: &Context<'_>,
    row: &formal_notice::Model,
) -> Result<Vec<FormalNoticeTransition>, Error> {
    let (identity, language, today) = (ctx.identity()?, ctx.language()?, ctx.today()?);
    let all =
        [FormalNoticeTransitionName::Meet, FormalNoticeTransitionName::Close, FormalNoticeTransitionName::Withdraw];
    let told = all.into_iter().map(|name| {
        let reasons: Vec<_> = if identity.rights().contains(RIGHT) {
            let hindered = hindrance(name, row, today).err();
            hindered.map(|mistake| mistake.told(language).message).into_iter().collect()
        } else {
            vec![Error::Forbidden(RIGHT).message().text(language)]
        };
        FormalNoticeTransition { name, allowed: reasons.is_empty(), reasons }
    });
    Ok(told.collect())
}
