//! Declared figures: what a delegation says of its year, each with its qualifier ("more than 23"), its month and its
//! source. A declaration stands beside a computed count and is never passed off as one.

mod mutation;
mod object;
mod query;
mod scope;

use entity::declared_figure::Qualifier;

pub use mutation::{DeclaredFigureMutation, GREATEST, LONGEST_SOURCE, MOST_CENTIMES, month_has_ended};
pub use object::DeclaredFigure;
pub use query::DeclaredFigureQuery;

/// Whether a count agrees with a declaration. "About" allows a tenth either way.
#[must_use]
pub fn agrees(computed: i64, declared: i64, qualifier: Qualifier) -> bool {
    match qualifier {
        Qualifier::Exact => computed == declared,
        Qualifier::MoreThan => computed > declared,
        Qualifier::About => (computed - declared).abs() * 10 <= declared,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_agrees_with_a_declaration_as_its_qualifier_says() {
        assert!(agrees(34, 34, Qualifier::Exact) && !agrees(35, 34, Qualifier::Exact));
        assert!(agrees(24, 23, Qualifier::MoreThan) && !agrees(23, 23, Qualifier::MoreThan));
        assert!(agrees(90, 100, Qualifier::About) && agrees(110, 100, Qualifier::About));
        assert!(!agrees(89, 100, Qualifier::About) && !agrees(111, 100, Qualifier::About));
    }
}
