//! Season returns (بيانات الموسم): what each house reports of a season or a month, by the template of its kind: who was served,
//! by sex and age or level of school, beds, staff, money. The house fills it in and submits it; the delegation validates it or
//! sends it back. Nobody is named in one: this is how those served are counted before there is a file of each.

mod change;
mod counted;
mod due;
mod form;
mod jumps;
mod mutation;
mod object;
mod overdue;
mod paper;
mod period;
mod procedure;
mod query;
mod queue;
mod reminder;
mod rules;
mod scope;
mod template;

pub use counted::{Counted, Returns};
pub use mutation::SeasonReturnMutation;
pub use object::{SeasonReturn, latest_of, latest_step};
pub use overdue::SeasonReturnsRemind;
pub use paper::SeasonReturnPaper;
pub use query::SeasonReturnQuery;
pub use queue::waiting;
pub use template::{ReturnBand, ReturnTemplate};
