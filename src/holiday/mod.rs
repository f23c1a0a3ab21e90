//! Public holidays (العطل الرسمية), and the deadlines that reckon with them. Which days offices are closed is data, kept by the
//! national office: decrees change them, and the moon decides the religious ones. How a deadline is counted is arithmetic
//! ([`Calendar`]), of office days alone.

mod calendar;
mod change;
mod mutation;
mod object;
mod query;
mod rules;
mod scope;

pub use calendar::Calendar;
pub use mutation::HolidayMutation;
pub use object::PublicHoliday;
pub use query::HolidayQuery;
