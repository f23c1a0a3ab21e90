//! Lists of an office, read: a file into sheets of cells ([`file`]), a cell into a value ([`value`]). Of what the values are
//! for, nothing is known here.

mod file;
mod value;

pub(super) use file::{Cell, Line, Sheet, Unreadable, read};
pub(super) use value::text::Script;
pub(super) use value::{Doubt, Fault, Qualifier, Read, amount, count, day, month, qualified_count, script, text};
