//! Jobs: work in the background, done by whichever process is free. A noun declares a kind of work ([`Kind`]); what is declared
//! and what is done every day stands in `src/background.rs`. A job is operational state and no record: ids, where it stands,
//! and what came of it. It is done under the rights of whoever asked for it, as they are when it is done; what it changes is
//! committed together with its end, so that it is done once, however often it is begun.

mod ask;
mod daily;
mod kind;
mod mutation;
mod object;
mod query;
mod scope;
mod worker;

pub use ask::ask;
pub use daily::Daily;
pub use kind::{Background, Ended, Failed, Kind, Running, asked_for, queued};
pub use mutation::JobMutation;
pub use object::Job;
pub use query::JobQuery;
pub use worker::Worker;
