//! Formal notices (إنذار, mise en demeure): what a house must put right, item by item, until a day. The delegation serves one, after
//! an inspection or without, and follows whether each item is met; the association is told. What is overdue follows from the day.
//! One that was not met lets the delegation propose a suspension or a withdrawal of the licence.

mod change;
mod input;
mod mutation;
mod object;
mod procedure;
mod query;
mod queue;
mod scope;

pub use mutation::FormalNoticeMutation;
pub use object::FormalNotice;
pub use query::FormalNoticeQuery;
pub use queue::waiting;
