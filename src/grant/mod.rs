//! Grants (منح الدعم، subventions): programmes, and the lines that say what a delegation's associations were granted in a
//! budget year. Where the source states no year or only an estimate, the line says so.

mod counted;
mod object;
mod query;
mod scope;

pub use counted::growth_of;
pub use object::{GrantLine, Programme};
pub use query::{GrantLineWhere, GrantQuery, lines_of, lines_step};
