//! Whom an establishment serves; one row per audience.

use sea_orm::entity::prelude::*;

use crate::id::EstablishmentId;

/// A group of people served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Audience {
    /// أطفال, children.
    Children,
    /// متمدرسون, pupils lodged to go to school.
    SchooledChildren,
    /// نساء, women.
    Women,
    /// مسنون, elderly people.
    Elderly,
    /// أشخاص في وضعية إعاقة, persons with a disability.
    PersonsWithDisability,
    /// شباب, young people.
    Youth,
    /// أسر, families.
    Families,
    /// أشخاص في وضعية هشاشة, people in precarity or exclusion.
    PersonsInPrecarity,
}

/// One audience of one establishment.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "establishment_audience")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub establishment_id: EstablishmentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub audience: Audience,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
