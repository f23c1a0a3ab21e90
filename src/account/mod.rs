//! Accounts: who may sign in, how they do, and who looks after them.

mod change;
mod explain;
mod letters;
mod mutation;
mod object;
mod password;
mod query;
mod rules;
mod scope;
mod second_factor;
mod session;
mod sign_in;
mod single_sign_on;
mod viewer;

pub use explain::ExplainQuery;
pub use letters::{letter_to, not_leading};
pub use mutation::{AccountInviteInput, AccountMutation};
pub use object::Account;
pub use password::PasswordMutation;
pub use query::AccountQuery;
pub use second_factor::SecondFactorMutation;
pub use session::{SessionMutation, SessionQuery};
pub use sign_in::SignInMutation;
pub use single_sign_on::SingleSignOnMutation;
pub use viewer::ViewerQuery;
