//! Regions: the division of decree 2-15-40 (2015).

use sea_orm::entity::prelude::*;

use crate::id::RegionId;

/// A region.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegionId,
    /// Official code, two digits: `05`.
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
}

impl ActiveModelBehavior for ActiveModel {}
