//! The tables of releases, as they are published. What is kept back is not in them.

use sea_orm::entity::prelude::*;

use crate::id::{ReleaseId, ReleaseTableId};

/// A table of a release; never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release_table")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReleaseTableId,
    /// The release.
    pub release_id: ReleaseId,
    /// Its place in the release.
    pub position: i32,
    /// Which table it is: `establishments-by-region`.
    pub code: String,
    /// Title, definition, unit, threshold and dimensions as they were, in JSON.
    #[sea_orm(column_type = "Text")]
    pub about: String,
    /// Its cells in JSON; null in the place of a value that is kept back.
    #[sea_orm(column_type = "Text")]
    pub cells: String,
    #[sea_orm(belongs_to, from = "release_id", to = "id")]
    pub release: BelongsTo<super::release::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
