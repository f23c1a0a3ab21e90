//! Which projects an agreement names.

use sea_orm::entity::prelude::*;

use crate::id::{PartnerAgreementId, ProjectId};

/// A project that an agreement names.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_agreement_project")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub agreement_id: PartnerAgreementId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub project_id: ProjectId,
    #[sea_orm(belongs_to, from = "agreement_id", to = "id")]
    pub agreement: BelongsTo<super::partner_agreement::Entity>,
    #[sea_orm(belongs_to, from = "project_id", to = "id")]
    pub project: BelongsTo<super::project::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
