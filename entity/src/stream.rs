//! Streams: the order of changes, one per delegation and one for the national office. Changes to one stream are serial.

use sea_orm::entity::prelude::*;

use crate::id::StreamId;

/// A stream's head.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stream")]
pub struct Model {
    /// The delegation's id; for the national office, [`StreamId::NATIONAL`].
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StreamId,
    /// Position of its last journal entry; 0 before the first.
    pub position: i64,
    /// Hash of its last journal entry; 32 zero bytes before the first.
    pub hash: Vec<u8>,
    /// The first year at whose end the counters of its delegation have a closing balance; 0 before there is one.
    pub closed_from: i32,
    /// The last such year.
    pub closed_until: i32,
}

impl Model {
    /// The head of a stream in which nothing has happened.
    #[must_use]
    pub fn new(id: StreamId) -> Self {
        Self { id, position: 0, hash: vec![0; 32], closed_from: 0, closed_until: 0 }
    }
}

impl ActiveModelBehavior for ActiveModel {}
