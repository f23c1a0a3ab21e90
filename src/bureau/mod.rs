//! Bureaus (مكاتب) of associations, as their general assemblies elect them: the term, the declaration to the local authority with its
//! receipts (dahir 1-58-376, law 75-00), and the members. Each renewal stays; the last is the bureau there is, and the
//! association's own file repeats its days. Members are persons: the journal has them under a key of the renewal.

mod change;
mod mutation;
mod object;
mod rules;
mod scope;

pub use mutation::BureauMutation;
pub use object::BureauRenewal;
