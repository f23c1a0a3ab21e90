//! Regional coordinations of Entraide Nationale (تنسيقية جهوية).

use sea_orm::entity::prelude::*;

use crate::id::{RegionId, RegionalCoordinationId};

/// A regional coordination.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "regional_coordination")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegionalCoordinationId,
    /// The region of its seat.
    pub region_id: RegionId,
    /// Our stable code: `EN-05`.
    #[sea_orm(unique)]
    pub code: String,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "region_id", to = "id")]
    pub region: BelongsTo<super::region::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
