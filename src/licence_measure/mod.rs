//! Measures against the licence of a house (laws 14-05 and 65-15): its suspension (توقيف) for a while, or its withdrawal (سحب). The
//! delegation proposes one, because a formal notice was not met or nothing could be waited for; the competent authority decides,
//! which the national office records; the licence and the public register follow at once. Neither is decided before everyone who
//! lives in the house has a place (`relocation_plan`). A suspension ends by itself, or is lifted before.

mod change;
mod input;
mod licensing;
mod mutation;
mod object;
mod procedure;
mod query;
mod queue;
mod rules;
mod scope;

pub use mutation::LicenceMeasureMutation;
pub use object::LicenceMeasure;
pub use query::LicenceMeasureQuery;
pub use queue::waiting;
