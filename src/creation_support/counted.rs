//! What a request adds to the measures, by programme: itself in the month in which it was last submitted, and, once it is granted,
//! itself and its amount in the month of the decision, whatever becomes of it then.

use chrono::NaiveDate;
use entity::counter::{Boundaries, Measure};
use entity::creation_support;
use entity::month::YearMonth;

use crate::db::counter::{Cell, Dimension, Growth, Place};

/// What a request adds to the measures.
#[must_use]
pub fn growth_of(row: &creation_support::Model) -> Vec<Growth> {
    let growth = |measure, day: Option<NaiveDate>, by| {
        Some(Growth {
            measure,
            place: Place { delegation: row.delegation_id, association: Some(row.association_id), establishment: None },
            boundaries: Boundaries::Current,
            month: YearMonth::of(day?)?,
            by,
            cell: Cell::default().with(Dimension::Programme, row.programme_id.0.to_string()),
        })
    };
    // Only what was granted has an amount that was.
    let decided_on = row.decided_on.filter(|_| row.amount_granted.is_some());
    let grown = [
        growth(Measure::CreationSupportRequested, row.submitted_on, 1),
        growth(Measure::CreationSupportGranted, decided_on, 1),
        growth(Measure::CreationSupportAmountGranted, decided_on, row.amount_granted.unwrap_or_default()),
    ];
    grown.into_iter().flatten().collect()
}
