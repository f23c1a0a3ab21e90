//! Reading the journal.

use async_graphql::{Context, ID, InputObject, Object, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::journal_entry;
use uuid::Uuid;

use super::object::JournalEntry;
use crate::auth::Right;
use crate::db::{Key, Record};
use crate::error::Error;
use crate::global_id::malformed;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// The journal.
#[derive(Debug, Default)]
pub struct JournalQuery;

/// Which entries; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct JournalWhere {
    /// Those of this object, whatever its type.
    object: Option<ID>,
    /// Those made by this mutation.
    mutation: Option<String>,
}

#[Object]
impl JournalQuery {
    /// The journal, the latest change first: for the auditor all of it, for the head of a delegation what was or came to
    /// be in the delegation. Needs the right READ_JOURNAL.
    async fn journal(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<JournalWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<JournalEntry>> {
        ctx.require(Right::ReadJournal)?;
        let filter = filter.unwrap_or_default();
        let mut entries = ctx.db()?.find::<journal_entry::Entity>();
        if let Some(object) = filter.object {
            entries = entries.filter(journal_entry::COLUMN.object_id.eq(key_of(&object)?));
        }
        if let Some(mutation) = filter.mutation {
            entries = entries.filter(journal_entry::COLUMN.mutation.eq(mutation));
        }
        let latest_first = Sort::by("journal as written", vec![journal_entry::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, entries, latest_first, Window { first, after, last, before }).await?)
    }
}

/// The latest entries about a record, the last first. A change that two streams saw is told once.
pub async fn history_of<R: Record>(ctx: &Context<'_>, key: Key<R>) -> Result<Vec<JournalEntry>, Error> {
    ctx.require(Right::ReadJournal)?;
    let mut entries = ctx.children::<journal_entry::Entity, R>(key).await?;
    entries.dedup_by_key(|entry| entry.version);
    Ok(entries.into_iter().rev().map(JournalEntry).collect())
}

/// The key in a global id of any type.
fn key_of(id: &str) -> Result<Uuid, Error> {
    let key = id.split_once('_').and_then(|(_, key)| URL_SAFE_NO_PAD.decode(key).ok());
    key.and_then(|key| Uuid::from_slice(&key).ok()).ok_or_else(|| malformed(id, "any"))
}
