//! How each change of a public holiday is made.

use entity::id::{PublicHolidayId, StreamId};
use entity::public_holiday;
use uuid::Uuid;

use super::mutation::{PublicHolidayRemoveInput, PublicHolidaySetInput};
use super::rules::is_seen_where_it_is_there;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::named::needed_text;

/// Longest source, in characters.
const LONGEST_SOURCE: usize = 500;

impl Mutation for PublicHolidaySetInput {
    const NAME: &'static str = "publicHolidaySet";
    type Entity = public_holiday::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, _: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![StreamId::NATIONAL])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let there = change.find::<public_holiday::Entity>().filter(public_holiday::COLUMN.day.eq(self.day.0));
        let there = there.one().await?;
        change.require(is_seen_where_it_is_there(there.as_ref(), self.expected_version));
        let names = self.names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        let source = change.take(needed_text(&self.source, LONGEST_SOURCE, "source")).unwrap_or_default();
        change.settle()?;
        let holiday = public_holiday::Model {
            id: there.as_ref().map_or_else(|| PublicHolidayId(Uuid::now_v7()), |there| there.id),
            day: self.day.0,
            name_ar: names.0,
            name_fr: names.1,
            provisional: self.provisional,
            source,
            removed: false,
            demonstration: there.as_ref().is_some_and(|there| there.demonstration),
            version: there.as_ref().map_or(1, |there| there.version),
        };
        match there {
            Some(there) => {
                let before = change.edit::<public_holiday::Entity>(there.id, self.expected_version, "day").await?;
                change.save::<public_holiday::Entity>(&before, holiday)?;
            }
            None => change.insert::<public_holiday::Entity>(&holiday)?,
        }
        Ok(())
    }
}

impl Mutation for PublicHolidayRemoveInput {
    const NAME: &'static str = "publicHolidayRemove";
    type Entity = public_holiday::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<public_holiday::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<public_holiday::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.save::<public_holiday::Entity>(&before, public_holiday::Model { removed: true, ..before.clone() })?;
        Ok(())
    }
}
