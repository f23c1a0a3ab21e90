//! Staff (المستخدمون): who works in which house, as what, by which contract and with which diploma. A member of the staff is
//! one person's employment at one house; its director (مدير المؤسسة) is whoever has a function that directs, one at a time. What
//! is written of one is personal: the journal has it under the person's own key. Season returns count staff by the same types.

mod change;
mod director;
mod mutation;
mod object;
mod query;
mod rules;
mod scope;

pub use director::{director_of, director_step};
pub use mutation::StaffMutation;
pub use object::{StaffFunction, StaffMember};
pub use query::{StaffQuery, StaffWhere, staff_of, staff_step};
