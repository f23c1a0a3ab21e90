//! Cercles: the level between a province and its rural communes.

use sea_orm::entity::prelude::*;

use crate::id::{CercleId, ProvinceId};

/// A cercle.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cercle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CercleId,
    /// The province it lies in.
    pub province_id: ProvinceId,
    /// Code of the High Commission for Planning: `05.301.07`.
    #[sea_orm(unique)]
    pub code: String,
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
}

impl ActiveModelBehavior for ActiveModel {}
