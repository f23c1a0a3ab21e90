//! Releases (نشرة إحصائية, publication statistique): fixed tables that the national office publishes of a month, once, with
//! their date and definitions. Partners and the public read these and never a live figure. Cells below a threshold are kept
//! back, and with them whatever would give them away, over all tables of a release and the release before together
//! ([`suppression`]). A release is worked out wholly before it is written, and never changed; it can be withdrawn.

mod change;
mod compile;
mod definition;
mod figures;
pub mod file;
mod mutation;
mod object;
mod query;
mod rules;
mod scope;
pub mod suppression;
mod table;

pub use compile::{Compiled, Prepared, prepare};
pub use mutation::{ReleaseMutation, ReleasePublishInput};
pub use object::{Release, ReleaseTable};
pub use query::ReleaseQuery;
pub use rules::last_ended;
pub use table::{About, Category, Cell, Dimension, Name, Trilingual};
