//! What a visit found of each norm.

use sea_orm::entity::prelude::*;

use crate::id::{ApplicationVisitId, InspectionId, VisitId};

/// Whether a norm is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NormVerdict {
    /// مطابق: it is met.
    Met,
    /// غير مطابق: it is not.
    NotMet,
    /// غير معني: it does not concern this house.
    NotApplicable,
}

/// What was found of a norm.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit_finding")]
pub struct Model {
    /// The visit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub visit_id: VisitId,
    /// The norm, by its code in the rules of the visit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub norm_code: String,
    /// Whether it is met.
    pub verdict: NormVerdict,
    /// What was seen; null where nothing was noted.
    pub remark: Option<String>,
    /// The visit, where it is one of an application.
    pub application_visit_id: Option<ApplicationVisitId>,
    /// The visit, where it is an inspection.
    pub inspection_id: Option<InspectionId>,
}

impl ActiveModelBehavior for ActiveModel {}
