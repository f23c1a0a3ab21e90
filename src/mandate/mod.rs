//! Mandates: one role on one slice, held by an account from a day to a day. Rights come from a mandate, never from an account,
//! and never from two mandates at once.

mod change;
mod mutation;
mod object;
mod rules;
mod scope;

pub use mutation::{MandateInput, MandateMutation};
pub use object::Mandate;
pub use rules::{given, holds_none_but_yours, not_your_own};
