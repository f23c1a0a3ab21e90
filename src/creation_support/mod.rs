//! Support for creation (دعم إحداث مؤسسات الرعاية الاجتماعية): an association asks Entraide Nationale for support to create a
//! house, under a programme such as the protection of minors. The delegation where the house shall stand instructs the request
//! and makes a proposal, line by line; its head or the national office decides, by what the programme says; milestones are
//! followed until the house is there. What comes of it is linked, and no money is moved here: a grant line pays.
//!
//! | file | |
//! |---|---|
//! | `procedure.rs` | what can be done in which state, by whom: the one table from which all else follows |
//! | `rules.rs` | what more must hold |
//! | `input.rs`, `mutation.rs` | what is asked for |
//! | `change.rs`, `instruction.rs`, `decision.rs` | how it is done, by the association, by who instructs and who decides |

mod change;
mod counted;
mod decision;
mod facts;
mod input;
mod instruction;
mod mutation;
mod object;
mod procedure;
mod query;
mod queue;
mod rules;
mod scope;

pub use counted::growth_of;
pub use mutation::CreationSupportMutation;
pub use object::CreationSupport;
pub use query::CreationSupportQuery;
pub use queue::waiting;
