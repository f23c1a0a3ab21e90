//! What the journal says of persons, sealed under each person's own key.
//!
//! The key stands in a row of its own, sealed under the master key. Destroyed, it takes with it what every entry about the
//! person says, here and in every copy, and leaves the entries, their hashes and the counters as they are.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::id::PersonId;
use entity::person_key;
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;

use super::flush::Staged;
use super::journal::Object;
use super::{Change, Record, Refused};
use crate::auth::keys::Sealer;
use crate::error::Error;

/// The columns of a record that say something of a person, and of whom.
pub struct Personal<E: Record> {
    /// Of whom the row speaks; `None` where it is of nobody.
    pub person: fn(&E::Model) -> Option<PersonId>,
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
    pub fn forget(&mut self, person: PersonId) -> Result<(), Refused> {
        // Where there is no key yet, none is made later.
        let mut destroy = Query::insert();
        let values = [person.into(), Option::<Vec<u8>>::None.into(), self.now.into(), self.now.into()];
        destroy.into_table(person_key::Entity).columns([
            person_key::Column::Id,
            person_key::Column::Sealed,
            person_key::Column::CreatedAt,
            person_key::Column::DestroyedAt,
        ]);
        destroy.values(values).map_err(Error::internal)?;
        let overwrite = [person_key::Column::Sealed, person_key::Column::DestroyedAt];
        destroy.on_conflict(OnConflict::column(person_key::Column::Id).update_columns(overwrite).to_owned());
        self.staged.push(Staged::laid(destroy));
        self.forgotten.push(person);
        Ok(())
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
        let keys = self.keys.as_ref().ok_or_else(|| Error::internal("a change of a person without keys"))?.now();
        let mut kept = person_key::Entity::find_by_id(person).one(&self.transaction).await?;
        if kept.is_none() {
            let (_, sealed) = keys.make_person_key(person)?;
            let row = person_key::Model { id: person, sealed: Some(sealed), created_at: self.now, destroyed_at: None };
            // In another stream the same may be done at the same moment: whichever comes first is the person's key.
            person_key::Entity::insert(row.into_active_model())
                .on_conflict(OnConflict::column(person_key::Column::Id).do_nothing().to_owned())
                .exec_without_returning(&self.transaction)
                .await?;
            kept = person_key::Entity::find_by_id(person).one(&self.transaction).await?;
        }
        match kept.ok_or_else(|| Error::internal("a person's key that was made and is not there"))?.sealed {
            Some(sealed) => Ok(PersonKey::There(keys.open_person_key(person, &sealed)?)),
            None => Ok(PersonKey::Destroyed),
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
