//! Territory: 12 regions, 75 provinces and prefectures, cercles, communes; their official codes, their names in Arabic
//! and French, other spellings of them, and the days between which they exist. Reference data: everyone who has signed
//! in reads it.

pub mod import;
mod object;
mod query;
mod scope;

pub use import::TerritoryMutation;
pub use object::{Cercle, Commune, Province, Region, TerritoryImport, Validity};
pub use query::TerritoryQuery;
