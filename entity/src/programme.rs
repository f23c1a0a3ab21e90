//! Programmes under which money is granted; national reference data.

use sea_orm::entity::prelude::*;

use crate::id::ProgrammeId;

/// A programme.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgrammeId,
    /// Our code: `EPS_SUPPORT`.
    #[sea_orm(unique)]
    pub code: String,
    /// Whether associations ask under it for support to create houses.
    pub supports_creation: bool,
    /// Up to which amount of such support, in centimes, the head of a delegation decides; null where the national office does.
    pub head_decides_up_to: Option<i64>,
    /// Where it was read, and how sure it is; null where nobody noted it.
    pub source: Option<String>,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
