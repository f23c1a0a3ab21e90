//! The lines of relocation plans: so many residents to one destination. Nobody is named.

use sea_orm::entity::prelude::*;

use crate::id::{EstablishmentId, RelocationPlanId};

/// Where residents are placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RelocationDestination {
    /// مؤسسة أخرى: in another house.
    Establishment,
    /// الأسرة: with their family, or another one.
    Family,
    /// وجهة أخرى: elsewhere; the remark says where.
    Other,
}

/// A line.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "relocation_line")]
pub struct Model {
    /// The plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan_id: RelocationPlanId,
    /// Its place in the plan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// Where they are placed.
    pub destination: RelocationDestination,
    /// The house; null where they are not placed in one.
    pub establishment_id: Option<EstablishmentId>,
    /// How many.
    pub residents: i32,
    /// What is to be known of it; null where nothing is. It names no person.
    pub remark: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
