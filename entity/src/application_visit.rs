//! Visits of the commission to a house that applies for a licence.

use sea_orm::entity::prelude::*;

use crate::id::{ApplicationVisitId, DocumentId, LicenceApplicationId};

/// What the commission thinks after its visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum VisitOpinion {
    /// رأي موافق: the house should be licensed.
    Favourable,
    /// رأي موافق بتحفظات: it should, once reserves are fixed.
    WithReserves,
    /// رأي غير موافق: it should not.
    Unfavourable,
}

/// A visit: planned, and then made.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_visit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationVisitId,
    /// The application.
    pub application_id: LicenceApplicationId,
    /// The how manieth visit it is.
    pub position: i32,
    /// The day for which it is planned.
    pub planned_on: Date,
    /// The day on which it was made; null before.
    pub visited_on: Option<Date>,
    /// The minutes (محضر), a document of the house; null before the visit.
    pub minutes_id: Option<DocumentId>,
    /// What the commission thinks; null before the visit.
    pub opinion: Option<VisitOpinion>,
    /// Places that it proposes; null before the visit, and where it proposes none.
    pub capacity_total: Option<i32>,
    /// Of these for girls and women.
    pub capacity_female: Option<i32>,
    /// Of these for boys and men.
    pub capacity_male: Option<i32>,
    #[sea_orm(belongs_to, from = "application_id", to = "id")]
    pub application: BelongsTo<super::licence_application::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
