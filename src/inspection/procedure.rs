//! The procedure of an inspection: both that can be done with it are done with one that is planned.

use async_graphql::Enum;
use entity::inspection::{self, InspectionState as State};

use crate::auth::Right;
use crate::procedure::Procedure;

/// What can be done with an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum InspectionTransitionName {
    /// Record that it was made: `inspectionRecord`.
    Record,
    /// Cancel it: `inspectionCancel`.
    Cancel,
}

impl Procedure for InspectionTransitionName {
    type Entity = inspection::Entity;
    type Facts = ();
    const DESCRIPTION: &'static str =
        "Something that can be done with an inspection, as far as you are concerned, now.";

    fn right(self) -> Right {
        match self {
            Self::Record | Self::Cancel => Right::InspectHouses,
        }
    }

    fn is_due(self, row: &inspection::Model) -> Result<(), &'static str> {
        match row.state {
            State::Planned => Ok(()),
            State::Made => Err("inspection-made"),
            State::Cancelled => Err("inspection-cancelled"),
        }
    }
}
