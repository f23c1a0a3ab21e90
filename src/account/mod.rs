//! Accounts: signing in, and who one is once signed in.

mod object;
mod sign_in;

pub use object::ViewerQuery;
pub use sign_in::SignInMutation;
