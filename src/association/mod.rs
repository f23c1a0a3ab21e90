//! Associations (جمعيات): the several thousand that manage establishments. An association's file is with the delegation
//! of its seat; its houses stand where they stand.

mod object;
mod query;
mod scope;

pub use object::Association;
pub use query::AssociationQuery;
