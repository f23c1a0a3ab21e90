//! Parts of imports: up to 500 rows of one delegation, entered by one change. Its rows bear its id, and are seen while it is
//! shown: all parts of an import are shown, or hidden again, by one change.

use sea_orm::entity::prelude::*;

use crate::id::{DelegationId, ImportId, ImportPartId};
use crate::month::YearMonth;

/// A part of an import.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_part")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportPartId,
    /// The import.
    pub import_id: ImportId,
    /// Which of its parts, from 0: each is entered once.
    pub number: i32,
    /// The delegation whose rows these are.
    pub delegation_id: DelegationId,
    /// Whether its rows are seen.
    pub shown: bool,
    /// Whether its rows are gone, after it was taken back.
    pub removed: bool,
    /// Rows that it brought; null where that was not noted.
    pub rows: Option<i32>,
    /// The month in which the counters of its own houses and associations were written, which are hidden with them; null where
    /// nothing is counted before it is shown.
    pub counted_in: Option<YearMonth>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
