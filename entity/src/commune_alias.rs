//! Other spellings of communes' names, as documents and data sets write them.

use sea_orm::entity::prelude::*;

use crate::id::{CommuneAliasId, CommuneId};
use crate::language::Language;

/// Another spelling of a commune's name.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commune_alias")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommuneAliasId,
    /// The commune.
    pub commune_id: CommuneId,
    /// The language of the spelling.
    pub language: Language,
    /// The spelling.
    pub name: String,
    /// Where it was read.
    pub source: String,
    #[sea_orm(belongs_to, from = "commune_id", to = "id")]
    pub commune: BelongsTo<super::commune::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
