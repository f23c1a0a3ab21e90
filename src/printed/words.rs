//! What papers say of the rows around their object.

use entity::association;
use entity::id::AssociationId;
use serde::Serialize;

use crate::db::{Key, Keyed, ScopedDb};
use crate::error::Error;

/// A name in the two languages, each none where it is not known.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Words {
    ar: Option<String>,
    fr: Option<String>,
}

/// A name in Arabic and in French.
#[must_use]
pub fn words(ar: Option<String>, fr: Option<String>) -> Words {
    Words { ar, fr }
}

/// A row that the object points to; `None` where it is not in the slice.
pub async fn find<E: Keyed>(db: &ScopedDb, key: impl Into<Key<E>>) -> Result<Option<E::Model>, Error> {
    db.find_by_key::<E>(key.into())?.one().await
}

/// The association that manages a house, or Entraide Nationale itself.
pub async fn manager_of(db: &ScopedDb, association: Option<AssociationId>) -> Result<Option<Words>, Error> {
    let Some(id) = association else {
        return Ok(Some(words(Some("التعاون الوطني".to_owned()), Some("Entraide Nationale".to_owned()))));
    };
    Ok(find::<association::Entity>(db, id).await?.map(|row| words(row.name_ar, row.name_fr)))
}
