//! Bank accounts of associations. Money is paid to the one approved last, and it takes two people: one proposes, another
//! approves. Only those who keep the association's file see them.

mod change;
mod mutation;
mod object;
mod queue;
mod rules;
mod scope;

pub use mutation::BankAccountMutation;
pub use object::BankAccount;
pub use queue::waiting;
