//! Social projects (مشاريع اجتماعية), carried out with partners, from plan to a running establishment.

mod counted;
mod object;
mod query;
mod scope;

pub use counted::growth_of;
pub use object::Project;
pub use query::ProjectQuery;
