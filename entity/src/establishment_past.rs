//! What an establishment was until a day, where something has changed since: figures of the past are those of then. What it
//! has been since the last such day, its own row says.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, CommuneId, DelegationId, EstablishmentId};

/// What an establishment was, from the day after the one before it, or since ever.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "establishment_past")]
pub struct Model {
    /// The establishment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub establishment_id: EstablishmentId,
    /// The last day on which it was so.
    #[sea_orm(primary_key, auto_increment = false)]
    pub until: Date,
    /// The delegation where it stood.
    pub delegation_id: DelegationId,
    /// The commune where it stood.
    pub commune_id: CommuneId,
    /// The association that managed it; null where Entraide Nationale did itself.
    pub association_id: Option<AssociationId>,
    /// Places in all; null where unknown.
    pub capacity_total: Option<i32>,
    /// Places for girls and women; null where places were not kept apart.
    pub capacity_female: Option<i32>,
    /// Places for boys and men; null where places were not kept apart.
    pub capacity_male: Option<i32>,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
