//! Associations (جمعية). An association's file is with the delegation of its seat.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, BankAccountId, CommuneId, DelegationId, ImportPartId};

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
    /// Number of the provisional receipt (وصل مؤقت), given at once when it is declared; null where there is none here.
    pub provisional_receipt_number: Option<String>,
    /// The day of the provisional receipt.
    pub provisional_receipt_on: Option<Date>,
    /// Number of the final receipt (وصل نهائي), due within 60 days (dahir 1-58-376, law 75-00); null where there is none.
    pub final_receipt_number: Option<String>,
    /// The day of the final receipt.
    pub final_receipt_on: Option<Date>,
    /// The day on which the bureau (مكتب) was elected; null where unknown.
    pub bureau_elected_on: Option<Date>,
    /// The last day of the bureau's mandate; null where unknown.
    pub bureau_mandate_ends_on: Option<Date>,
    /// The bank account that it is paid to: the one approved last; null where none was.
    pub bank_account_id: Option<BankAccountId>,
    /// The part of an import that brought it; null where it was entered by itself.
    pub import_part_id: Option<ImportPartId>,
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
