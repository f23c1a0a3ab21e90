//! Territory: 12 regions, 75 provinces and prefectures, cercles, communes; their official codes, their names in Arabic
//! and French, other spellings of them, and the days between which they exist. Reference data: everyone who has signed
//! in reads it.

mod change;
mod mutation;
mod object;
mod query;
mod rules;
mod scope;

pub use mutation::{TerritoryImportInput, TerritoryLevel, TerritoryMutation, TerritoryUnitInput};
pub use object::{Cercle, Commune, Province, Region, TerritoryImport};
pub use query::TerritoryQuery;
pub use rules::mistakes;
