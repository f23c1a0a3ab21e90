//! Inspections of houses (تفتيش, inspection; law 65-15): planned, with or without a word to the house beforehand, made with what was
//! found norm by norm by the rules that govern the house that day, or cancelled. One that is not announced is not there for the
//! house and its association until it is made: in no list, no count and no history, and told to nobody.

mod change;
mod input;
mod mutation;
mod object;
mod procedure;
mod query;
mod queue;
mod scope;

pub use mutation::InspectionMutation;
pub use object::Inspection;
pub use query::InspectionQuery;
pub use queue::waiting;
