//! The procedure of a formal notice: all that can be done with it is done while it stands as served.

use async_graphql::Enum;
use chrono::NaiveDate;
use entity::formal_notice::{self, FormalNoticeState as State};

use crate::auth::Right;
use crate::error::{Mistake, UserErrorCode};
use crate::procedure::{By, Procedure};
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

impl Procedure for FormalNoticeTransitionName {
    type Entity = formal_notice::Entity;
    type Facts = ();
    const DESCRIPTION: &'static str =
        "Something that can be done with a formal notice, as far as you are concerned, now.";

    fn right(self) -> Right {
        match self {
            Self::Meet | Self::Close | Self::Withdraw => Right::InspectHouses,
        }
    }

    fn is_due(self, row: &formal_notice::Model) -> Result<(), &'static str> {
        match row.state {
            State::Served => Ok(()),
            State::Met => Err("notice-met"),
            State::NotMet => Err("notice-not-met"),
            State::Withdrawn => Err("notice-withdrawn"),
        }
    }

    fn rules(self, row: &formal_notice::Model, (): &(), by: By) -> Vec<Mistake> {
        match self {
            Self::Close => last_day_has_passed(row, by.today).err().into_iter().collect(),
            Self::Meet | Self::Withdraw => Vec::new(),
        }
    }
}

/// Until its last day has passed, it may be met.
fn last_day_has_passed(row: &formal_notice::Model, today: NaiveDate) -> Result<(), Mistake> {
    if row.due_on < today {
        return Ok(());
    }
    Err(Mistake::new(UserErrorCode::Invalid, Message::new("notice-not-due"), "id"))
}
