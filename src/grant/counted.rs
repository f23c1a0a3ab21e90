//! What a grant line adds to the measures: its amount, by programme, from the first month of the budget year on.

use entity::counter::{Boundaries, Measure};
use entity::grant_line;
use entity::month::YearMonth;

use crate::db::counter::{Cell, Dimension, Growth, Place};

/// What a line adds to the measures.
#[must_use]
pub fn growth_of(line: &grant_line::Model) -> Option<Growth> {
    Some(Growth {
        measure: Measure::GrantsAwarded,
        place: Place { delegation: line.delegation_id, association: line.association_id, establishment: None },
        boundaries: Boundaries::Current,
        month: YearMonth::try_new(line.budget_year, 1)?,
        by: line.amount_centimes,
        cell: Cell::default().with(Dimension::Programme, line.programme_id.0.to_string()),
    })
}
