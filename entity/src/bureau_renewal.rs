//! Renewals of the bureaus of associations: one for each general assembly that elected one. The last is the bureau there is.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, BureauRenewalId, DelegationId};

/// A renewal.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bureau_renewal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BureauRenewalId,
    /// The association.
    pub association_id: AssociationId,
    /// The delegation that keeps the association's file, repeated for the slice.
    pub delegation_id: DelegationId,
    /// The day of the general assembly that elected it.
    pub elected_on: Date,
    /// The last day of its mandate; null where unknown.
    pub mandate_ends_on: Option<Date>,
    /// The day on which it was declared to the local authority; null where it was not, or unknown.
    pub declared_on: Option<Date>,
    /// Number of the provisional receipt of that declaration; null where there is none.
    pub provisional_receipt_number: Option<String>,
    /// The day of the provisional receipt.
    pub provisional_receipt_on: Option<Date>,
    /// Number of the final receipt; null where there is none.
    pub final_receipt_number: Option<String>,
    /// The day of the final receipt.
    pub final_receipt_on: Option<Date>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "association_id", to = "id")]
    pub association: BelongsTo<super::association::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
