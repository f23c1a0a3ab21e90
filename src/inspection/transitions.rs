//! What can be done with an inspection, from where, and by what right. Written once, for the changes that do it and for those who
//! ask beforehand.

use async_graphql::{Context, Enum, SimpleObject};
use entity::inspection::{self, InspectionState as State};

use crate::auth::Right;
use crate::error::{Error, Mistake, UserErrorCode};
use crate::request::Request;
use crate::text::Message;

/// What can be done with an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum InspectionTransitionName {
    /// Record that it was made: `inspectionRecord`.
    Record,
    /// Cancel it: `inspectionCancel`.
    Cancel,
}

/// Something that can be done with an inspection, as far as you are concerned, now.
#[derive(Debug, SimpleObject)]
pub(super) struct InspectionTransition {
    /// What.
    name: InspectionTransitionName,
    /// Whether you may do it now.
    allowed: bool,
    /// Why not, in the language of `Accept-Language`; empty where you may.
    reasons: Vec<String>,
}

/// By what right any of it is done.
pub(super) const RIGHT: Right = Right::InspectHouses;

/// What keeps it from being done now: both are done with one that is planned.
pub(super) fn is_planned(row: &inspection::Model) -> Result<(), Mistake> {
    let message = match row.state {
        State::Planned => return Ok(()),
        State::Made => "inspection-made",
        State::Cancelled => "inspection-cancelled",
    };
    Err(Mistake::new(UserErrorCode::Invalid, Message::new(message), "id"))
}

/// What can be done with an inspection.
pub(super) fn transitions_of(ctx: &Context<'_>, row: &inspection::Model) -> Result<Vec<InspectionTransition>, Error> {
    let (identity, language) = (ctx.identity()?, ctx.language()?);
    let told = [InspectionTransitionName::Record, InspectionTransitionName::Cancel].into_iter().map(|name| {
        let reasons: Vec<_> = if identity.rights().contains(RIGHT) {
            is_planned(row).err().map(|mistake| mistake.told(language).message).into_iter().collect()
        } else {
            vec![Error::Forbidden(RIGHT).message().text(language)]
        };
        InspectionTransition { name, allowed: reasons.is_empty(), reasons }
    });
    Ok(told.collect())
}
