//! API clients: the systems of partners, which read by an agreement.

use sea_orm::entity::prelude::*;

use crate::id::{ApiClientId, PartnerAgreementId};

/// An API client.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_client")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiClientId,
    /// The agreement by which it reads.
    pub agreement_id: PartnerAgreementId,
    /// What the partner calls it.
    pub name: String,
    /// When it was ended; null while it was not.
    pub ended_at: Option<DateTimeUtc>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "agreement_id", to = "id")]
    pub agreement: BelongsTo<super::partner_agreement::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
