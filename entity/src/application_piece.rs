//! The pieces of an application's file, as they were when it was last found to be whole.

use sea_orm::entity::prelude::*;

use crate::id::{DocumentId, LicenceApplicationId};

/// A piece.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_piece")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: LicenceApplicationId,
    /// What it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub category_code: String,
    /// Whether it hangs on the association; on the house otherwise.
    #[sea_orm(primary_key, auto_increment = false)]
    pub of_association: bool,
    /// Its place among the pieces.
    pub position: i32,
    /// The document that was looked at.
    pub document_id: DocumentId,
    /// Its version then: what is said of it later was not looked at.
    pub document_version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
