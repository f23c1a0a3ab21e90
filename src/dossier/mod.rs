//! The dossier (ملف) of an association: which documents it must have (`dossier_requirement`, data), which it has, and what of it has
//! expired or is about to. It is worked out of documents and of the bureau's term whenever it is asked for; nothing is
//! kept of it. Those who keep the file are told every day of what expires, once of each piece and term.

mod filter;
mod object;
mod query;
mod queue;
mod scope;
mod state;
mod warn;

pub use filter::in_state;
pub use object::{Dossier, DossierRequirement, DossierState, dossier_of};
pub use query::DossierQuery;
pub use queue::waiting;
pub use warn::DossiersWarn;
