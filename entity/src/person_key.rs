//! Keys of persons: what the journal says of a person is sealed under that person's own key. Without the key it says
//! nothing, in the journal and in every copy of it.

use sea_orm::entity::prelude::*;

use crate::id::PersonId;

/// A person's key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// The key, sealed under the master key; null once it was destroyed.
    pub sealed: Option<Vec<u8>>,
    pub created_at: DateTimeUtc,
    /// When it was destroyed; null while it is there.
    pub destroyed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
