//! The references of establishments: `EPS-05-301-0040`. The wide kind's code for social-protection establishments, else the
//! kind's own; the delegation's code; the next number that was never given.

use std::collections::HashMap;

use entity::{delegation, establishment, establishment_kind};

use crate::db::{Change, Refused};

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
            last.and_then(|last| last.strip_prefix(&prefix)?.parse().ok()).unwrap_or(0)
        };
        self.given.insert(prefix.clone(), given + 1);
        Ok(format!("{prefix}{:04}", given + 1))
    }
}
