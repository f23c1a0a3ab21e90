//! The security log: sign-ins, refusals, and what was done to accounts, sessions and keys; for those who administer accounts
//! and for the auditor. What changed in records, the giving of mandates included, is in the journal.

mod object;
mod query;
mod scope;

pub use object::SecurityEvent;
pub use query::SecurityLogQuery;
