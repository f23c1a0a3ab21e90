//! Applications for licences (طلبات الترخيص; laws 14-05 and 65-15): what an association asks for its house, how the delegation
//! instructs it and visits, what the competent authority decided, and the licence that comes of it. The authority is not
//! Entraide Nationale: its decision is recorded here. What must be there, which norms are judged and how long each step may
//! take is said by rule sets, never here.

mod applicant;
mod change;
mod clock;
mod decision;
mod draft;
mod facts;
mod input;
mod instruction;
mod licensing;
mod mutation;
mod object;
mod pieces;
mod procedure;
mod query;
mod queue;
mod receipt;
mod rules;
mod scope;
mod visit;

pub use draft::applications_of;
pub use mutation::LicenceApplicationMutation;
pub use object::LicenceApplication;
pub use procedure::UNDER_WAY;
pub use query::LicenceApplicationQuery;
pub use queue::waiting;
pub use receipt::LicenceApplicationReceipt;
pub use rules::{category_stays_licensed, none_is_open};
