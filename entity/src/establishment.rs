//! Establishments: houses, centres and complexes, in the delegation where they stand.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, CommuneId, DelegationId, EstablishmentId, ImportPartId};

/// Whether an establishment works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EstablishmentState {
    /// مبرمجة: decided or being built, not open yet.
    Planned,
    /// مفتوحة: open, with or without a licence.
    Open,
    /// مغلقة: closed for good.
    Closed,
}

/// An establishment.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "establishment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EstablishmentId,
    /// The delegation where it stands.
    pub delegation_id: DelegationId,
    /// The association that manages it; null where Entraide Nationale does itself.
    pub association_id: Option<AssociationId>,
    /// The complex it is part of; null where it stands alone.
    pub parent_id: Option<EstablishmentId>,
    /// The commune where it stands.
    pub commune_id: CommuneId,
    /// Its kind in the nomenclature.
    pub kind_code: String,
    /// Its category under the law; null where it has none or it is unknown.
    pub legal_category_code: Option<String>,
    /// Our stable reference: `EPS-05-301-0007`.
    #[sea_orm(unique)]
    pub reference: String,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// Whether it works.
    pub state: EstablishmentState,
    /// Places in all; null where unknown.
    pub capacity_total: Option<i32>,
    /// Places for girls and women; null where places are not kept apart.
    pub capacity_female: Option<i32>,
    /// Places for boys and men; null where places are not kept apart.
    pub capacity_male: Option<i32>,
    /// The day it opened; null where unknown, and then it counts as open since ever.
    pub opened_on: Option<Date>,
    /// Its last day; null while it is open.
    pub closed_on: Option<Date>,
    /// People present as the list that brought it said, before any return; null where it said nothing.
    pub present_declared: Option<i32>,
    /// The part of an import that brought it; null where it was entered by itself.
    pub import_part_id: Option<ImportPartId>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "delegation_id", to = "id")]
    pub delegation: BelongsTo<super::delegation::Entity>,
    #[sea_orm(belongs_to, from = "association_id", to = "id")]
    pub association: BelongsTo<Option<super::association::Entity>>,
    #[sea_orm(belongs_to, from = "commune_id", to = "id")]
    pub commune: BelongsTo<super::commune::Entity>,
    #[sea_orm(belongs_to, from = "kind_code", to = "code")]
    pub kind: BelongsTo<super::establishment_kind::Entity>,
    #[sea_orm(belongs_to, from = "legal_category_code", to = "code")]
    pub legal_category: BelongsTo<Option<super::legal_category::Entity>>,
    #[sea_orm(self_ref, relation_enum = "Parent", from = "parent_id", to = "id")]
    pub parent: BelongsTo<Option<Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
