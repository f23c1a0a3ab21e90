//! Public holidays, as data: decrees change them, and the moon decides the religious ones.

use sea_orm::entity::prelude::*;

use crate::id::PublicHolidayId;

/// A day on which offices are closed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "public_holiday")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublicHolidayId,
    /// The day; of those that are not removed, one each.
    pub day: Date,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// Whether the moon still decides: a religious feast whose day is worked out and not announced.
    pub provisional: bool,
    /// Where it comes from, and how sure it is.
    pub source: String,
    /// Whether it turned out to be no holiday; then it is in nobody's slice.
    pub removed: bool,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
