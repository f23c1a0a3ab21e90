//! Agreements with partners (اتفاقية شراكة, convention de partenariat), and the systems of partners that read by them: each with
//! the scopes it opens, the part of the country or the projects it reaches, its number with the CNDP (law 09-08), and its
//! days. Outside them, and from the second in which it is ended, nothing is read by it.

mod change;
mod mutation;
mod object;
mod query;
mod rules;
mod scope;

pub use mutation::PartnerAgreementMutation;
pub use object::{ApiClient, ApiClientSecret, PartnerAgreement};
pub use query::PartnerAgreementQuery;
