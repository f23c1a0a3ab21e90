//! Relocation plans (خطة إعادة الإيواء): where the residents of a house go before it is suspended, loses its licence or closes (law
//! 65-15: none of these before everyone has a place). How many there are, its last season return says; where no return counts
//! them, whoever prepares the plan. A plan holds numbers and destinations, and names nobody. It is prepared by the delegation and
//! approved by its head, who is another person; it covers while it places as many as live there now.

mod change;
mod input;
mod mutation;
mod object;
mod procedure;
mod query;
mod queue;
mod residents;
mod rules;
mod scope;

pub use mutation::RelocationPlanMutation;
pub use object::RelocationPlan;
pub use query::RelocationPlanQuery;
pub use queue::waiting;
pub use residents::{residents_are_placed, residents_are_placed_as_read};
