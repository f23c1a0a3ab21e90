//! Associations (جمعية). An association's file is with the delegation of its seat.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, CommuneId, DelegationId};

/// An association.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "association")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssociationId,
    /// The delegation of its seat.
    pub delegation_id: DelegationId,
    /// The commune of its seat; null where unknown.
    pub commune_id: Option<CommuneId>,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "delegation_id", to = "id")]
    pub delegation: BelongsTo<super::delegation::Entity>,
    #[sea_orm(belongs_to, from = "commune_id", to = "id")]
    pub commune: BelongsTo<Option<super::commune::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
