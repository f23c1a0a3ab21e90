//! Grant lines: what a delegation's associations were granted in a budget year.

use sea_orm::entity::prelude::*;

use crate::declared_figure::Qualifier;
use crate::id::{AssociationId, DelegationId, GrantLineId, ProgrammeId};

/// A grant line.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grant_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GrantLineId,
    /// The delegation.
    pub delegation_id: DelegationId,
    /// The association; null where the line is for a group of them.
    pub association_id: Option<AssociationId>,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The budget year, which is a calendar year.
    pub budget_year: i32,
    /// True where the source does not state the year and it was inferred.
    pub year_inferred: bool,
    /// The amount in centimes of a dirham.
    pub amount_centimes: i64,
    /// How the amount is to be read.
    pub amount_qualifier: Qualifier,
    /// Whom the line is for, in Arabic, in the words of its source.
    pub beneficiary_ar: Option<String>,
    /// Whom the line is for, in French.
    pub beneficiary_fr: Option<String>,
    /// Where the line was read.
    pub source: String,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "delegation_id", to = "id")]
    pub delegation: BelongsTo<super::delegation::Entity>,
    #[sea_orm(belongs_to, from = "association_id", to = "id")]
    pub association: BelongsTo<Option<super::association::Entity>>,
    #[sea_orm(belongs_to, from = "programme_id", to = "id")]
    pub programme: BelongsTo<super::programme::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
