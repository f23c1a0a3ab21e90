//! Partners (شركاء): INDH, external services of the State, civil society.

mod object;
mod query;
mod scope;

pub use object::Partner;
pub use query::PartnerQuery;
