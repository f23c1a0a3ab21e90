//! Delegations of Entraide Nationale (مندوبية): one per province, several in Casablanca.

use sea_orm::entity::prelude::*;

use crate::id::{DelegationId, ProvinceId, RegionalCoordinationId};

/// A delegation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delegation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DelegationId,
    /// The regional coordination it belongs to.
    pub regional_coordination_id: RegionalCoordinationId,
    /// The province or prefecture it serves.
    pub province_id: ProvinceId,
    /// Our stable code: `EN-05-301`.
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
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "regional_coordination_id", to = "id")]
    pub regional_coordination: BelongsTo<super::regional_coordination::Entity>,
    #[sea_orm(belongs_to, from = "province_id", to = "id")]
    pub province: BelongsTo<super::province::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
