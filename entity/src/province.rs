//! Provinces and prefectures.

use sea_orm::entity::prelude::*;

use crate::id::{ProvinceId, RegionId};

/// What a second-level unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ProvinceKind {
    /// إقليم, province.
    Province,
    /// عمالة, prefecture: an urban unit.
    Prefecture,
}

/// A province or prefecture.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "province")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProvinceId,
    /// The region it lies in.
    pub region_id: RegionId,
    /// Code of the High Commission for Planning, with its region's: `05.301`.
    #[sea_orm(unique)]
    pub code: String,
    /// Province or prefecture.
    pub kind: ProvinceKind,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// First day on which the unit exists; null when it always did, as far as is known.
    pub valid_from: Option<Date>,
    /// Last day on which the unit exists; null while it does.
    pub valid_to: Option<Date>,
    #[sea_orm(belongs_to, from = "region_id", to = "id")]
    pub region: BelongsTo<super::region::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
