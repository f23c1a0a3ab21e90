//! The journal: what was changed, by whom, in the order of its stream, chained by hashes.

use std::collections::BTreeMap;

use entity::id::{JournalEntryId, PersonId, StreamId};
use entity::{journal_entry, stream};
use sea_orm::{
    ColumnTrait, EntityTrait, IdenStatic, Iterable, ModelTrait, QueryFilter, QueryOrder, QuerySelect, Value,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::super::Pool;
use super::{Actor, Keys, Record, key_of};
use crate::error::Error;
use crate::global_id::global_of;

/// Entries read at a time when the journal is verified.
const BATCH: u64 = 1000;

/// What a change did to one of its objects.
#[derive(Debug)]
pub struct Object {
    kind: &'static str,
    pub(super) id: uuid::Uuid,
    pub(super) version: i32,
    before: Keys,
    after: Keys,
    pub(super) streams: Vec<StreamId>,
    pub(super) changes: BTreeMap<String, [serde_json::Value; 2]>,
    /// Of whom it speaks, and in which fields.
    pub(super) person: Option<PersonId>,
    pub(super) personal: Vec<String>,
}

impl Object {
    /// Its global id.
    pub(super) fn global(&self) -> String {
        global_of(self.kind, self.id)
    }

    pub(super) fn created<E: Record>(row: &E::Model) -> Result<Self, Error> {
        let changes = E::Column::iter().map(|column| (name(&column), [json!(null), json(&row.get(column))]));
        Ok(Self {
            kind: E::TYPE,
            id: key_of::<E>(row)?,
            version: E::version(row)?,
            before: Keys::default(),
            after: E::keys(row),
            streams: vec![E::stream(row)],
            changes: changes.filter(|(_, [_, after])| !after.is_null()).collect(),
            person: E::PERSONAL.and_then(|personal| (personal.person)(row)),
            personal: personal_fields::<E>(),
        })
    }

    pub(super) fn changed<E: Record>(before: &E::Model, after: &E::Model) -> Result<Self, Error> {
        let changed = E::Column::iter().filter(|column| before.get(*column) != after.get(*column));
        let person = E::PERSONAL.map(|personal| ((personal.person)(before), (personal.person)(after)));
        if person.is_some_and(|(before, after)| before != after) {
            return Err(Error::internal("a row of one person that becomes another's"));
        }
        let mut streams = vec![E::stream(before), E::stream(after)];
        streams.sort_unstable();
        streams.dedup();
        Ok(Self {
            kind: E::TYPE,
            id: key_of::<E>(after)?,
            version: E::version(after)?,
            before: E::keys(before),
            after: E::keys(after),
            streams,
            changes: changed
                .map(|column| (name(&column), [json(&before.get(column)), json(&after.get(column))]))
                .collect(),
            person: person.and_then(|(_, person)| person),
            personal: personal_fields::<E>(),
        })
    }

    pub(super) fn removed<E: Record>(row: &E::Model) -> Result<Self, Error> {
        let changes = E::Column::iter().map(|column| (name(&column), [json(&row.get(column)), json!(null)]));
        Ok(Self {
            kind: E::TYPE,
            id: key_of::<E>(row)?,
            version: E::version(row)? + 1,
            before: E::keys(row),
            after: Keys::default(),
            streams: vec![E::stream(row)],
            changes: changes.filter(|(_, [before, _])| !before.is_null()).collect(),
            person: E::PERSONAL.and_then(|personal| (personal.person)(row)),
            personal: personal_fields::<E>(),
        })
    }

    /// Rows that the program itself laid, by table.
    pub(in crate::db) fn laid(rows: &BTreeMap<String, u64>) -> Self {
        Self {
            kind: "Installation",
            id: uuid::Uuid::nil(),
            version: 0,
            before: Keys::default(),
            after: Keys::default(),
            streams: vec![StreamId::NATIONAL],
            changes: rows.iter().map(|(table, rows)| (table.clone(), [json!(null), json!(rows)])).collect(),
            person: None,
            personal: Vec::new(),
        }
    }

    /// Rows that belong to the object, or that it brought in, before and after.
    pub(super) fn note_rows<C: EntityTrait>(&mut self, field: &str, before: &[C::Model], after: &[C::Model]) {
        let rows = |rows: &[C::Model]| {
            let fields = |row: &C::Model| -> serde_json::Map<String, serde_json::Value> {
                C::Column::iter().map(|column| (name(&column), json(&row.get(column)))).collect()
            };
            json!(rows.iter().map(fields).collect::<Vec<_>>())
        };
        self.changes.insert(field.to_owned(), [rows(before), rows(after)]);
        // What belongs to a person's record may say anything of them.
        self.personal.push(field.to_owned());
    }

    /// The entry that a stream gets behind its head.
    pub(in crate::db) fn entry(
        &self,
        head: &stream::Model,
        actor: Actor,
        mutation: &str,
        at_micros: i64,
    ) -> Result<journal_entry::Model, Error> {
        let mut entry = journal_entry::Model {
            id: JournalEntryId(uuid::Uuid::now_v7()),
            stream_id: head.id,
            position: head.position + 1,
            at_micros,
            account_id: actor.account,
            mandate_id: actor.mandate,
            on_behalf_of_account_id: actor.on_behalf_of,
            mutation: mutation.to_owned(),
            object_type: self.kind.to_owned(),
            object_id: self.id,
            version: self.version,
            delegation_before: self.before.delegation,
            delegation_after: self.after.delegation,
            association_before: self.before.association,
            association_after: self.after.association,
            establishment_before: self.before.establishment,
            establishment_after: self.after.establishment,
            changes: serde_json::to_string(&self.changes).map_err(Error::internal)?,
            hash: Vec::new(),
        };
        entry.hash = hash(&head.hash, &entry);
        Ok(entry)
    }
}

fn name(column: &impl IdenStatic) -> String {
    column.as_str().to_owned()
}

fn personal_fields<E: Record>() -> Vec<String> {
    E::PERSONAL.iter().flat_map(|personal| personal.columns).map(name).collect()
}

/// The hash of an entry behind the one before it: every column but the hash itself, each with its length.
fn hash(previous: &[u8], entry: &journal_entry::Model) -> Vec<u8> {
    let mut digest = Sha256::new();
    let mut add = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    add(previous);
    for column in journal_entry::Column::iter() {
        if !matches!(column, journal_entry::Column::Hash) {
            add(column.as_str().as_bytes());
            add(json(&entry.get(column)).to_string().as_bytes());
        }
    }
    digest.finalize().to_vec()
}

/// A column's value as the journal writes it.
pub(in crate::db) fn json(value: &Value) -> serde_json::Value {
    if let Value::String(Some(text)) = value {
        json!(text)
    } else if let Value::Uuid(Some(key)) = value {
        json!(key.to_string())
    } else if let Value::Int(Some(number)) = value {
        json!(number)
    } else if let Value::BigInt(Some(number)) = value {
        json!(number)
    } else if let Value::Bool(Some(truth)) = value {
        json!(truth)
    } else if let Value::ChronoDate(Some(day)) = value {
        json!(day.to_string())
    } else if let Value::ChronoDateTimeUtc(Some(moment)) = value {
        json!(moment.to_rfc3339())
    } else {
        // A kind of value that no table had when this was written.
        if *value == value.as_null() { json!(null) } else { json!(format!("{value:?}")) }
    }
}

/// A place where the journal does not hold.
#[derive(Debug, PartialEq, Eq)]
pub struct Breach {
    /// The stream.
    pub stream: StreamId,
    /// The position of the first entry that does not hold.
    pub position: i64,
    /// What is wrong there.
    pub what: &'static str,
}

impl Pool {
    /// Reads the whole journal and returns how many entries it has and where it does not hold: at most one place a stream,
    /// the first.
    pub async fn verify_journal(&self) -> Result<(u64, Vec<Breach>), Error> {
        let (mut count, mut breaches) = (0, Vec::new());
        for head in stream::Entity::find().order_by_asc(stream::Column::Id).all(self.reader()).await? {
            let (entries, breach) = self.verify_stream(&head).await?;
            count += entries;
            breaches.extend(breach);
        }
        Ok((count, breaches))
    }

    async fn verify_stream(&self, head: &stream::Model) -> Result<(u64, Option<Breach>), Error> {
        let breach = |position, what| Some(Breach { stream: head.id, position, what });
        let (mut count, mut position, mut previous) = (0, 0, vec![0; 32]);
        loop {
            let entries = journal_entry::Entity::find()
                .filter(journal_entry::Column::StreamId.eq(head.id))
                .filter(journal_entry::Column::Position.gt(position))
                // What is added meanwhile is behind the head that was read.
                .filter(journal_entry::Column::Position.lte(head.position))
                .order_by_asc(journal_entry::Column::Position)
                .limit(BATCH)
                .all(self.reader())
                .await?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                count += 1;
                if entry.position != position + 1 {
                    return Ok((count, breach(position + 1, "an entry is missing")));
                }
                if entry.hash != hash(&previous, &entry) {
                    return Ok((count, breach(entry.position, "the entry is not what was written, or not where")));
                }
                position = entry.position;
                previous = entry.hash;
            }
        }
        if head.position != position {
            return Ok((count, breach(position + 1, "the last entries are missing")));
        }
        let holds = head.hash == previous;
        Ok((count, if holds { None } else { breach(position, "the head does not match the last entry") }))
    }
}
