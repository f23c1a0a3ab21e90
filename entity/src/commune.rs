//! Communes.

use sea_orm::entity::prelude::*;

use crate::id::{CercleId, CommuneId, ProvinceId};

/// What a commune is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CommuneKind {
    /// جماعة حضرية, urban commune.
    Municipality,
    /// جماعة قروية, rural commune.
    Rural,
}

/// A commune.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commune")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommuneId,
    /// The province it lies in.
    pub province_id: ProvinceId,
    /// Its cercle; null for a municipality and where unknown.
    pub cercle_id: Option<CercleId>,
    /// Code of the High Commission for Planning: `05.301.07.03`. A part that starts with X is ours, until the official one is known.
    #[sea_orm(unique)]
    pub code: String,
    /// Municipality or rural commune.
    pub kind: CommuneKind,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// First day on which the unit exists; null when it always did, as far as is known.
    pub valid_from: Option<Date>,
    /// Last day on which the unit exists; null while it does.
    pub valid_to: Option<Date>,
    #[sea_orm(belongs_to, from = "province_id", to = "id")]
    pub province: BelongsTo<super::province::Entity>,
    #[sea_orm(belongs_to, from = "cercle_id", to = "id")]
    pub cercle: BelongsTo<Option<super::cercle::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
