//! A table as it is laid out: what stands where, what adds up to what, and by which name each figure is the same in all
//! tables and releases.

use serde::{Deserialize, Serialize};

use super::suppression::Relation;

/// The code of the category that stands for all others of its dimension.
pub(super) const ALL: &str = "ALL";

/// A text in three languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trilingual<T = String> {
    /// In Arabic.
    pub ar: T,
    /// In French.
    pub fr: T,
    /// In English.
    pub en: T,
}

impl From<Trilingual<&str>> for Trilingual {
    fn from(text: Trilingual<&str>) -> Self {
        Self { ar: text.ar.to_owned(), fr: text.fr.to_owned(), en: text.en.to_owned() }
    }
}

/// A name in the two languages of the office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// In Arabic; null where only the French one is known.
    pub ar: Option<String>,
    /// In French; null where only the Arabic one is known.
    pub fr: Option<String>,
}

/// A category of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Its code.
    pub code: String,
    /// The code of the category that it is a part of; none of the one for all.
    pub parent: Option<String>,
    /// Its name.
    pub name: Name,
}

/// A dimension of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// Its code, the same in all tables that have it.
    pub code: String,
    /// What it is called.
    pub title: Trilingual,
    /// Its categories, each behind the one that it is a part of. The parts of a category make it up.
    pub categories: Vec<Category>,
}

/// What is said of a table, and kept with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Which table it is.
    pub code: String,
    /// What is counted.
    pub measure: String,
    /// Whether it is counted at the month's end, not in the month.
    pub stock: bool,
    /// Its title.
    pub title: Trilingual,
    /// What exactly is counted.
    pub definition: Trilingual,
    /// What is counted, by the piece.
    pub unit: Trilingual,
    /// Below which figures are kept back.
    pub threshold: i64,
    /// The first month of which it was published.
    pub since: String,
    /// Its dimensions.
    pub dimensions: Vec<Dimension>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The code of its category in each dimension.
    pub categories: Vec<String>,
    /// Its value; null where it is kept back.
    pub value: Option<i64>,
}

impl About {
    /// The categories of each cell, in the order of the table.
    pub(super) fn cells(&self) -> Vec<Vec<String>> {
        self.dimensions.iter().fold(vec![Vec::new()], |cells, dimension| {
            let with = |cell: &Vec<String>| {
                let cell = cell.clone();
                dimension.categories.iter().map(move |category| [cell.clone(), vec![category.code.clone()]].concat())
            };
            cells.iter().flat_map(with).collect()
        })
    }

    /// By which name a cell's figure is the same in all tables: the same thing counted under the same conditions, of which
    /// "all" is none.
    pub(super) fn figure(&self, cell: &[String]) -> String {
        figure(&self.measure, self.dimensions.iter().map(|dimension| dimension.code.as_str()).zip(cell.iter()))
    }

    /// What adds up to what: along each dimension, a category's parts to the category. `at` tells where a figure is.
    pub(super) fn relations(&self, at: impl Fn(&str) -> Option<usize>) -> Vec<Relation> {
        let mut relations = Vec::new();
        for (along, dimension) in self.dimensions.iter().enumerate() {
            for whole in &dimension.categories {
                let is_part = |category: &&Category| category.parent.as_ref() == Some(&whole.code);
                let parts: Vec<_> = dimension.categories.iter().filter(is_part).collect();
                if parts.is_empty() {
                    continue;
                }
                for cell in self.cells().iter().filter(|cell| cell.get(along) == Some(&whole.code)) {
                    let place = |code: &str| {
                        let mut cell = cell.clone();
                        code.clone_into(&mut cell[along]);
                        at(&self.figure(&cell))
                    };
                    let parts = parts.iter().filter_map(|part| Some((place(&part.code)?, 1)));
                    relations.push(parts.chain(place(&whole.code).map(|total| (total, -1))).collect());
                }
            }
        }
        relations
    }
}

/// The name of a figure.
pub(super) fn figure<'a>(measure: &str, conditions: impl IntoIterator<Item = (&'a str, &'a String)>) -> String {
    let mut conditions: Vec<_> = conditions.into_iter().filter(|(_, code)| *code != ALL).collect();
    conditions.sort_unstable();
    conditions.iter().fold(measure.to_owned(), |name, (dimension, code)| format!("{name} {dimension}={code}"))
}
