//! The journal: who changed what, when, by which mandate; for the auditor, and, within the delegation, for its head. How it
//! is written and chained is the write door's (`db::change::journal`).

mod object;
mod query;
mod scope;

pub use object::JournalEntry;
pub use query::{JournalQuery, history_of};
