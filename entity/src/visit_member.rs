//! Who took part in a visit, by body and function; no person is named.

use sea_orm::entity::prelude::*;

use crate::id::{ApplicationVisitId, InspectionId, VisitId};

/// The bodies of the provincial commission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CommissionBody {
    /// السلطة المحلية: the local authority.
    LocalAuthority,
    /// التعاون الوطني: Entraide Nationale.
    EntraideNationale,
    /// الصحة: health.
    Health,
    /// التربية الوطنية: education.
    Education,
    /// الوقاية المدنية: civil protection.
    CivilProtection,
    /// التعمير: urbanism.
    Urbanism,
    /// الجماعة: the commune.
    Commune,
    /// هيئة أخرى: another one; its function says which.
    Other,
}

/// Somebody who took part.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit_member")]
pub struct Model {
    /// The visit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub visit_id: VisitId,
    /// Their place in the list.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// For which body.
    pub body: CommissionBody,
    /// As what: a function, never a name; null where it was not said.
    pub post: Option<String>,
    /// The visit, where it is one of an application.
    pub application_visit_id: Option<ApplicationVisitId>,
    /// The visit, where it is an inspection.
    pub inspection_id: Option<InspectionId>,
}

impl ActiveModelBehavior for ActiveModel {}
