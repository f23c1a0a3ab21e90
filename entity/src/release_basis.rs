//! What a release was made of: its figures, those kept back too. The next release must know which of them are still the same,
//! and the register does not tell: what is entered late changes what it says of a month that has ended.

use sea_orm::entity::prelude::*;

use crate::id::ReleaseId;

/// The figures of a release, as the national office alone knows them; never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release_basis")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub release_id: ReleaseId,
    /// Each figure's value and whether it was shown, in JSON.
    #[sea_orm(column_type = "Text")]
    pub figures: String,
    #[sea_orm(belongs_to, from = "release_id", to = "id")]
    pub release: BelongsTo<super::release::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
