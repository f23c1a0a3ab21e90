//! Establishments: the houses, centres and complexes of the network, each in the delegation where it stands, managed by
//! an association or by Entraide Nationale itself. Their kind (the institution's nomenclature) and their legal category
//! (laws 14-05 and 65-15) are two things, and both are reference data.

mod change;
mod counted;
mod found;
mod mutation;
mod numbers;
mod object;
mod past;
mod query;
mod reference;
mod rules;
mod scope;

use chrono::NaiveDate;
use entity::establishment::{self, EstablishmentState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, ExprTrait};

pub use counted::{Counted, audiences_of};
pub use found::{house_of, streams_of_house};
pub use mutation::EstablishmentMutation;
pub use numbers::{Numbers, keep_references};
pub use object::{Capacity, Establishment};
pub use past::was_on;
pub use query::EstablishmentQuery;
pub use reference::{EstablishmentKind, LegalCategory};
pub use rules::{CapacityInput, capacity_adds_up};

/// The establishments that are open on a day. One whose opening day is unknown counts as open since ever.
#[must_use]
pub fn open_on(day: NaiveDate) -> Condition {
    let opened = establishment::COLUMN.opened_on.is_null().or(establishment::COLUMN.opened_on.lte(day));
    let not_closed = establishment::COLUMN.closed_on.is_null().or(establishment::COLUMN.closed_on.gte(day));
    Condition::all().add(establishment::COLUMN.state.ne(EstablishmentState::Planned)).add(opened).add(not_closed)
}
