//! What a project adds to the measures: itself, since ever: no day is known of it.

use entity::counter::{Boundaries, Measure};
use entity::month::YearMonth;
use entity::project;

use crate::db::counter::{Cell, Dimension, Growth, Place};

/// What a project adds to the measures.
#[must_use]
pub fn growth_of(project: &project::Model) -> Growth {
    let cell = Cell::default().with(Dimension::Commune, project.commune_id.0.to_string());
    Growth {
        measure: Measure::Projects,
        place: Place { delegation: project.delegation_id, association: project.association_id, establishment: None },
        boundaries: Boundaries::Current,
        month: YearMonth::BEFORE_ALL,
        by: 1,
        cell: cell.with(Dimension::Kind, project.kind_code.clone().unwrap_or_default()),
    }
}
