//! Releases: fixed tables that the national office publishes of a month, once.

use sea_orm::entity::prelude::*;

use crate::id::ReleaseId;
use crate::month::YearMonth;

/// A release.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReleaseId,
    /// The month at whose end the figures stand.
    #[sea_orm(unique)]
    pub month: YearMonth,
    /// The office day on which it was published.
    pub published_on: Date,
    /// SHA-256 of its tables, in hexadecimal: what the journal and caches know them by.
    pub digest: String,
    /// When its tables were withdrawn; null while they stand.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Why; null while they stand.
    pub withdrawal_reason: Option<String>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
