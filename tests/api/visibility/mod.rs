//! Who sees what: every type, by every door, as every role, against a naive model ([`model`]).
//!
//! [`crossings`] lays what lies across slices; [`matrix`] reads as every person, [`systems`] as the systems of partners, [`mutations`] changes, [`rules`] asks the
//! rules that no door asks yet; [`leaks`] are those of other systems, each put in once and seen to be found; [`ways`] holds the two ways to an answer together.

mod crossings;
mod leaks;
mod matrix;
mod model;
mod mutations;
mod rules;
mod systems;
mod ways;
