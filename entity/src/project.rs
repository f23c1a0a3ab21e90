//! Social projects, followed from plan to a running establishment.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, CommuneId, DelegationId, EstablishmentId, ProjectId};

/// A social project.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectId,
    /// The delegation where it is carried out.
    pub delegation_id: DelegationId,
    /// The commune where it is carried out.
    pub commune_id: CommuneId,
    /// The kind of establishment it creates; null where it creates none.
    pub kind_code: Option<String>,
    /// The establishment it led to; null while there is none.
    pub establishment_id: Option<EstablishmentId>,
    /// The association that carries it; null where none does.
    pub association_id: Option<AssociationId>,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// Where it was read.
    pub source: String,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "delegation_id", to = "id")]
    pub delegation: BelongsTo<super::delegation::Entity>,
    #[sea_orm(belongs_to, from = "commune_id", to = "id")]
    pub commune: BelongsTo<super::commune::Entity>,
    #[sea_orm(belongs_to, from = "kind_code", to = "code")]
    pub kind: BelongsTo<Option<super::establishment_kind::Entity>>,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<Option<super::establishment::Entity>>,
    #[sea_orm(belongs_to, from = "association_id", to = "id")]
    pub association: BelongsTo<Option<super::association::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
