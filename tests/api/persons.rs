//! What the journal says of persons: sealed under each person's key, and gone with it. The table stands in for those that
//! domains will bring.

#![expect(clippy::disallowed_methods, reason = "the test makes a table of its own, and looks past the doors")]

use std::path::Path;

use async_graphql::InputObject;
use entity::id::{AccountId, DelegationId, MandateId, PersonId, StreamId};
use entity::{journal_entry, person_key};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::Value;
use taawun::auth::{DelegationRole, Viewer};
use taawun::db::{Actor, Change, Keys, Mutation, Personal, Record, Refused, Scoped, ScopedDb, Slice};
use uuid::Uuid;

use crate::harness::{key_of, on_both};

/// A name that stands nowhere else.
const NAME: &str = "Zineb Bent-Essai-Unique";
const OTHER: &str = "Hamid Ould-Essai-Unique";
/// One that stands at the end of a long text, on a page of its own that is given back whole.
const LAST: &str = "Rkia Bent-Essai-Unique";

/// One that stood beside the record.
const PHONE: &str = "+212-600-unique-000";

mod note {
    #![expect(unreachable_pub, reason = "expanded by #[sea_orm::model]")]
    use entity::id::{DelegationId, PersonId};
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_note")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub delegation_id: DelegationId,
        pub person_id: PersonId,
        pub name_fr: Option<String>,
        pub pages: i32,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod phone {
    #![expect(unreachable_pub, reason = "expanded by #[sea_orm::model]")]
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_phone")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub note_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: String,
        pub label: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Scoped for note::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Delegation(id, _) => Slice::only(sea_orm::ColumnTrait::eq(&note::Column::DelegationId, id)),
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        Self::visible_to(viewer)
    }
}

impl Record for note::Entity {
    const TYPE: &'static str = "CaseNote";
    const PERSONAL: Option<Personal<Self>> =
        Some(Personal { person: |row| Some(row.person_id), columns: &[note::Column::NameFr] });

    fn keys(row: &note::Model) -> Keys {
        Keys { delegation: Some(row.delegation_id), ..Keys::default() }
    }
}

/// Writes a note, changes it, or forgets whom it speaks of.
#[derive(InputObject)]
struct Write {
    id: String,
    delegation: String,
    person: String,
    name: Option<String>,
    pages: i32,
    version: i32,
    forget: bool,
    phones: Vec<String>,
    phones_before: Vec<String>,
}

impl Mutation for Write {
    const NAME: &'static str = "caseNoteWrite";
    type Entity = note::Entity;

    async fn streams(&self, _: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![StreamId(self.delegation.parse().unwrap())])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let row = note::Model {
            id: self.id.parse().unwrap(),
            delegation_id: DelegationId(self.delegation.parse().unwrap()),
            person_id: PersonId(self.person.parse().unwrap()),
            name_fr: self.name.clone(),
            pages: self.pages,
            version: self.version,
        };
        let phones = |numbers: &[String], label: i32| -> Vec<phone::Model> {
            numbers.iter().map(|number| phone::Model { note_id: row.id, number: number.clone(), label }).collect()
        };
        let (phones_before, phones) =
            (phones(&self.phones_before, self.version - 1), phones(&self.phones, self.version));
        if self.version == 0 {
            change.insert::<note::Entity>(&note::Model { version: 1, ..row })?;
            return change.replace_children::<phone::Entity>("phones", &phones_before, &phones);
        }
        let before = change.edit::<note::Entity>(row.id, self.version, "id").await?;
        change.save::<note::Entity>(&before, row)?;
        change.replace_children::<phone::Entity>("phones", &phones_before, &phones)?;
        if self.forget {
            change.forget(before.person_id)?;
        }
        Ok(())
    }
}

/// Everything that the database has, as bytes: its files, or a dump.
pub(crate) fn everything(url: &str) -> Vec<u8> {
    if !url.starts_with("sqlite://") {
        let dump = std::process::Command::new("pg_dump").arg(url).output().expect("pg_dump is there");
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        return dump.stdout;
    }
    let path = url.strip_prefix("sqlite://").unwrap();
    ["", "-wal", "-shm"]
        .iter()
        .flat_map(|end| std::fs::read(Path::new(&format!("{path}{end}"))).unwrap_or_default())
        .collect()
}

pub(crate) fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

on_both! {
    async fn a_destroyed_key_takes_along_what_the_journal_said_and_leaves_the_chain(app: &App) {
        let connection = app.connection().await;
        connection
            .execute_unprepared(if app.is_postgres() {
                "CREATE TABLE case_note (id uuid PRIMARY KEY, delegation_id uuid NOT NULL, person_id uuid NOT NULL, name_fr text, pages integer NOT NULL, version integer NOT NULL)"
            } else {
                "CREATE TABLE case_note (id uuid_text PRIMARY KEY, delegation_id uuid_text NOT NULL, person_id uuid_text NOT NULL, name_fr text, pages integer NOT NULL, version integer NOT NULL)"
            })
            .await
            .unwrap();
        let key = if app.is_postgres() { "uuid" } else { "uuid_text" };
        let table = format!("CREATE TABLE case_phone (note_id {key} NOT NULL, number text NOT NULL, label integer NOT NULL, PRIMARY KEY (note_id, number))");
        connection.execute_unprepared(&table).await.unwrap();
        let delegations = app.data("khenifra-head", "{ delegations { nodes { id } } }").await;
        let delegation = key_of(&delegations["delegations"]["nodes"][0]["id"]);
        let viewer = Viewer::Delegation(delegation.into(), DelegationRole::Head);
        let actor = Actor::new(AccountId(Uuid::now_v7()), MandateId(Uuid::now_v7()), viewer);
        let (id, person) = (Uuid::now_v7(), Uuid::now_v7());
        let write = async |name: Option<&str>, pages, version, forget| {
            let write = Write {
                id: id.to_string(), delegation: delegation.to_string(), person: person.to_string(),
                name: name.map(str::to_owned), pages, version, forget,
                phones: if version <= 1 { vec![PHONE.to_owned()] } else { Vec::new() },
                phones_before: if version == 1 || version == 2 { vec![PHONE.to_owned()] } else { Vec::new() },
            };
            let outcome = app.pool.change(actor, app.now(), write).await.unwrap();
            assert_eq!(outcome.mistakes, []);
        };
        write(Some(NAME), 1, 0, false).await;
        write(Some(OTHER), 2, 1, false).await;
        write(Some(OTHER), 3, 2, false).await;
        write(Some(&format!("{}{LAST}", "-".repeat(20_000))), 3, 3, false).await;

        // The journal has the change, sealed; the person's key opens it, at its own place and no other.
        let mut entries = journal_entry::Entity::find().all(&connection).await.unwrap();
        entries.retain(|entry| entry.mutation == "caseNoteWrite");
        entries.sort_by_key(|entry| entry.position);
        let changes: Vec<Value> = entries.iter().map(|entry| serde_json::from_str(&entry.changes).unwrap()).collect();
        assert_eq!(changes[2].get("name_fr"), None, "what did not change is not there");
        assert_eq!(changes[1]["pages"], serde_json::json!([1, 2]), "what is not personal is");
        let kept = person_key::Entity::find_by_id(PersonId(person)).one(&connection).await.unwrap().unwrap();
        let key = app.keys().open_person_key(PersonId(person), kept.sealed.as_deref().unwrap()).unwrap();
        let opened = |value: &Value, place: &str| {
            use base64::Engine;
            let sealed = base64::engine::general_purpose::STANDARD.decode(value["sealed"].as_str().unwrap()).unwrap();
            key.open(&sealed, format!("{id}/{place}").as_bytes()).map(|text| String::from_utf8(text.to_vec()).unwrap())
        };
        assert_eq!(opened(&changes[0]["name_fr"][1], "1/name_fr/after").unwrap(), format!("\"{NAME}\""));
        assert_eq!(opened(&changes[1]["name_fr"][0], "2/name_fr/before").unwrap(), format!("\"{NAME}\""));
        assert_eq!(opened(&changes[1]["name_fr"][1], "1/name_fr/after"), None, "a value moved to another place does not open");
        let before = everything(app.database_url());
        assert!(contains(&before, LAST), "the record itself has it");
        assert!(contains(&before, "rkia bent essai unique"), "it is searched by its name");
        if app.is_postgres() {
            assert!([NAME, OTHER, PHONE].iter().all(|text| !contains(&before, text)), "the journal has what the record no longer says, but sealed");
        }
        // Whoever reads the journal is told that something personal changed, and not what.
        let shown = app.data("khenifra-head", "{ journal(first: 4) { nodes { changes { field before after personal } } } }").await;
        let second = shown["journal"]["nodes"][2]["changes"].as_array().unwrap().iter().find(|change| change["field"] == "name_fr").unwrap();
        assert_eq!(second, &serde_json::json!({ "field": "name_fr", "before": null, "after": null, "personal": true }));

        // On SQLite, a reader keeps the log from being emptied; then the next change does it.
        let reader = (!app.is_postgres()).then_some(app.connection().await);
        let reading = if let Some(reader) = &reader {
            let reading = sea_orm::TransactionTrait::begin(reader).await.unwrap();
            person_key::Entity::find().all(&reading).await.unwrap();
            Some(reading)
        } else {
            None
        };
        write(None, 0, 4, true).await;
        if let Some(reading) = reading {
            assert!(contains(&everything(app.database_url()), LAST), "what is being read stays");
            reading.rollback().await.unwrap();
            write(None, 1, 5, false).await;
        } else {
            write(None, 1, 5, false).await;
        }
        assert_eq!(app.entries().await, 6);
        let kept = person_key::Entity::find_by_id(PersonId(person)).one(&connection).await.unwrap().unwrap();
        assert_eq!((kept.sealed, kept.destroyed_at), (None, Some(app.now())));
        let after = everything(app.database_url());
        for name in [NAME, OTHER, LAST, PHONE, "zineb bent essai", "hamid ould essai", "rkia bent essai"] {
            assert!(!contains(&after, name), "{name} is in the database still");
        }
        // A record of one person does not become another's.
        let of_another = Write {
            id: id.to_string(), delegation: delegation.to_string(), person: Uuid::now_v7().to_string(), name: None, pages: 8, version: 6,
            forget: false, phones: Vec::new(), phones_before: Vec::new(),
        };
        assert!(app.pool.change(actor, app.now(), of_another).await.is_err());
        // The destroyed key is not made anew by a later change.
        write(None, 7, 6, false).await;
        let kept = person_key::Entity::find_by_id(PersonId(person)).one(&connection).await.unwrap().unwrap();
        assert_eq!(kept.sealed, None);
    }
}
