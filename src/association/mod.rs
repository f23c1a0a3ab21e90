//! Associations (جمعيات): the several thousand that manage establishments. An association's file is with the delegation
//! of its seat; its houses stand where they stand.

mod change;
mod mutation;
mod object;
mod query;
mod rules;
mod scope;

pub use mutation::AssociationMutation;
pub use object::{Association, Receipt};
pub use query::AssociationQuery;
pub use rules::final_after_provisional;
pub use rules::{ReceiptInput, receipt_is_whole};
