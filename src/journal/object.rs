//! Journal entries, as GraphQL shows them.

use async_graphql::{Description, ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use derive_more::From;
use entity::journal_entry;

use crate::error::Error;
use crate::global_id::{Global, global_of};
use crate::lane::declare;

/// A change, as it was written when it was made. Entries are never changed nor taken out.
#[derive(Debug, Description, From)]
pub struct JournalEntry(pub(crate) journal_entry::Model);

/// A field that was changed.
#[derive(Debug, SimpleObject)]
pub(super) struct FieldChange {
    /// The field, by the name under which it is kept.
    field: String,
    /// Its value before, as JSON; null where there was none, and where it is personal.
    before: Option<String>,
    /// Its value after, as JSON; null where there is none, and where it is personal.
    after: Option<String>,
    /// True where it says something of a person: it is kept sealed, and not shown here.
    personal: bool,
}

declare! {
    JournalEntry of journal_entry {
        /// When it was made.
        async fn at(&self) -> Option<DateTime<Utc>> {
            DateTime::from_timestamp_micros(self.0.at_micros)
        }

        /// The mutation by which it was made.
        mutation: String;

        /// The type of what was changed.
        object_type: String;

        /// Global id of what was changed; to be read under your own rights.
        async fn object_id(&self) -> ID {
            ID(global_of(&self.0.object_type, self.0.object_id))
        }

        /// Its version after the change.
        version: i32;

        /// Global id of the account that made it; to be read under your own rights.
        async fn account(&self) -> ID {
            self.0.account_id.global()
        }

        /// Global id of the mandate by which it was made.
        async fn mandate(&self) -> ID {
            self.0.mandate_id.global()
        }

        /// The account for which it was made, by a mandate on its behalf; null where it was made for nobody else.
        async fn on_behalf_of(&self) -> Option<ID> {
            self.0.on_behalf_of_account_id.map(Global::global)
        }

        /// The fields that were changed, by name.
        async fn changes(&self) -> Result<Vec<FieldChange>, Error> {
            let changes: std::collections::BTreeMap<String, [serde_json::Value; 2]> =
                serde_json::from_str(&self.0.changes).map_err(Error::internal)?;
            let sealed = |value: &serde_json::Value| value.get("sealed").is_some();
            let text = |value: serde_json::Value| (!value.is_null() && !sealed(&value)).then(|| value.to_string());
            Ok(changes
                .into_iter()
                .map(|(field, [before, after])| {
                    let personal = sealed(&before) || sealed(&after);
                    FieldChange { field, before: text(before), after: text(after), personal }
                })
                .collect())
        }
    }
}
