//! What the journal says of persons, sealed under each person's own key.
//!
//! The key stands in a row of its own, sealed under the master key. Destroyed, it takes with it what every entry about the
//! person says, here and in every copy, and leaves the entries, their hashes and the counters as they are.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::id::PersonId;
use entity::person_key;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait};
use serde_json::json;

use super::flush::Staged;
use super::journal::Object;
use super::{Change, Record};
use crate::auth::keys::Sealer;
use crate::error::Error;

/// The columns of a record that say something of a person, and of whom.
pub struct Personal<E: Record> {
    /// Of whom the row speaks.
    pub person: fn(&E::Model) -> PersonId,
    /// The columns that say something of them.
    pub columns: &'static [E::Column],
}

impl<E: Record> std::fmt::Debug for Personal<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Personal({} columns)", self.columns.len())
    }
}

/// The key of a person.
enum PersonKey {
    There(Sealer),
    Destroyed,
}

impl Change {
    /// Destroys the key of a person when this change is made: what the journal ever said of them can be read no more.
    /// What the records themselves say is for the change to clear, in the same stroke.
    pub fn forget(&mut self, person: PersonId) {
        let mut destroy = Query::update();
        destroy
            .table(person_key::Entity)
            .value(person_key::Column::Sealed, Option::<Vec<u8>>::None)
            .value(person_key::Column::DestroyedAt, self.now)
            .and_where(person_key::COLUMN.id.eq(person))
            .and_where(person_key::COLUMN.sealed.is_not_null());
        self.staged.push(Staged::follow(destroy));
        self.forgotten.push(person);
    }

    /// Seals what the entries of this change say of persons.
    pub(super) async fn seal(&mut self, objects: &mut [Object]) -> Result<(), Error> {
        for object in objects {
            let Some(person) = object.person else { continue };
            let key = if self.forgotten.contains(&person) { PersonKey::Destroyed } else { self.key(person).await? };
            object.seal(&key)?;
        }
        Ok(())
    }

    /// The key of a person; made where there is none yet.
    async fn key(&mut self, person: PersonId) -> Result<PersonKey, Error> {
        let master =
            self.master.as_ref().ok_or_else(|| Error::internal("a change of a person without a master key"))?;
        match person_key::Entity::find_by_id(person).one(&self.transaction).await? {
            Some(person_key::Model { sealed: Some(sealed), .. }) => {
                Ok(PersonKey::There(master.open_person_key(person, &sealed)?))
            }
            Some(_) => Ok(PersonKey::Destroyed),
            None => {
                let (key, sealed) = master.make_person_key(person)?;
                let row =
                    person_key::Model { id: person, sealed: Some(sealed), created_at: self.now, destroyed_at: None };
                person_key::Entity::insert(sea_orm::IntoActiveModel::into_active_model(row))
                    .exec_without_returning(&self.transaction)
                    .await?;
                Ok(PersonKey::There(key))
            }
        }
    }
}

impl Object {
    /// Replaces what is personal by what only the person's key opens; by nothing where there is no key any more.
    fn seal(&mut self, key: &PersonKey) -> Result<(), Error> {
        for (field, values) in self.changes.iter_mut().filter(|(field, _)| self.personal.contains(field)) {
            for (side, value) in ["before", "after"].into_iter().zip(values) {
                if value.is_null() {
                    continue;
                }
                let sealed = match key {
                    PersonKey::There(key) => {
                        let place = format!("{}/{}/{field}/{side}", self.id, self.version);
                        Some(STANDARD.encode(key.seal(value.to_string().as_bytes(), place.as_bytes())?))
                    }
                    PersonKey::Destroyed => None,
                };
                *value = json!({ "sealed": sealed });
            }
        }
        Ok(())
    }
}
