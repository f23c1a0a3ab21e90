//! The references of establishments: `EPS-05-301-0040`. The wide kind's code for social-protection establishments, else the
//! kind's own; the delegation's code; the next number that was never given.

use std::collections::{BTreeMap, HashMap};

use entity::{delegation, establishment, establishment_kind, reference_given};

use crate::db::{Change, Refused};
use crate::error::Error;

/// Gives the establishments of a delegation their references, one after the other.
#[derive(Debug)]
pub struct Numbers<'a> {
    delegation: &'a delegation::Model,
    given: HashMap<String, u32>,
}

impl<'a> Numbers<'a> {
    /// Those of a delegation, whose stream is locked.
    #[must_use]
    pub fn of(delegation: &'a delegation::Model) -> Self {
        Self { delegation, given: HashMap::new() }
    }

    /// The next one for an establishment of a kind.
    pub async fn next(&mut self, change: &Change, kind: &establishment_kind::Model) -> Result<String, Refused> {
        let word = if kind.parent_code.as_deref() == Some("EPS") { "EPS" } else { &kind.code };
        let prefix = format!("{word}-{}-", self.delegation.code.trim_start_matches("EN-"));
        let given = if let Some(given) = self.given.get(&prefix) {
            *given
        } else {
            let column = establishment::Column::Reference;
            let last = change.last_with_prefix::<establishment::Entity>(column, &prefix).await?;
            let there = last.and_then(|last| last.strip_prefix(&prefix)?.parse().ok()).unwrap_or(0);
            let gone = change.last_given(&prefix).await?.unwrap_or(0);
            there.max(u32::try_from(gone).map_err(Error::internal)?)
        };
        self.given.insert(prefix.clone(), given + 1);
        Ok(format!("{prefix}{:04}", given + 1))
    }
}

/// Notes the references of houses that shall be there no more, so that no other house is given one of them.
pub fn keep_references(change: &mut Change, houses: &[establishment::Model]) -> Result<(), Refused> {
    let mut last: BTreeMap<&str, i32> = BTreeMap::new();
    for house in houses {
        let Some((prefix, number)) = parted(&house.reference) else { continue };
        last.entry(prefix).and_modify(|last| *last = number.max(*last)).or_insert(number);
    }
    let given = last.into_iter().map(|(prefix, number)| reference_given::Model { prefix: prefix.to_owned(), number });
    change.keep_given(&given.collect::<Vec<_>>())
}

/// What stands before the number of a reference, and the number.
fn parted(reference: &str) -> Option<(&str, i32)> {
    let (prefix, number) = reference.split_at(reference.rfind('-')? + 1);
    Some((prefix, number.parse().ok()?))
}
