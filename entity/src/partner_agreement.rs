//! Agreements (اتفاقية شراكة, convention de partenariat) by which a partner's systems read: what, where, from when to when.

use sea_orm::entity::prelude::*;

use crate::id::{DelegationId, PartnerAgreementId, PartnerId, RegionalCoordinationId};

/// Where an agreement lets a partner's systems read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgreementReach {
    /// The whole country.
    Country,
    /// The delegations of one regional coordination.
    RegionalCoordination,
    /// One delegation.
    Delegation,
    /// The projects that are named, and the establishments they led to.
    Projects,
}

/// An agreement. It is not edited: what is agreed otherwise is another one.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_agreement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartnerAgreementId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The number that the agreement itself bears.
    #[sea_orm(unique)]
    pub reference: String,
    /// The number of the authorisation, or of the receipt of declaration, by the CNDP (law 09-08).
    pub cndp_number: String,
    /// What may be read, as OAuth names scopes, parted by blanks.
    pub scopes: String,
    /// Where.
    pub reach: AgreementReach,
    /// The regional coordination, where the reach is one; null otherwise.
    pub regional_coordination_id: Option<RegionalCoordinationId>,
    /// The delegation, where the reach is one; null otherwise.
    pub delegation_id: Option<DelegationId>,
    /// First day on which it holds.
    pub valid_from: Date,
    /// Last day on which it holds.
    pub valid_to: Date,
    /// When it was ended, whatever its last day; null where it was not.
    pub ended_at: Option<DateTimeUtc>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "partner_id", to = "id")]
    pub partner: BelongsTo<super::partner::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
