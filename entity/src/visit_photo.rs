//! Photos of a visit: documents of the house, which show it and nobody.

use sea_orm::entity::prelude::*;

use crate::id::{ApplicationVisitId, DocumentId, InspectionId, VisitId};

/// A photo.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit_photo")]
pub struct Model {
    /// The visit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub visit_id: VisitId,
    /// Its place among the photos.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The document.
    pub document_id: DocumentId,
    /// The visit, where it is one of an application.
    pub application_visit_id: Option<ApplicationVisitId>,
    /// The visit, where it is an inspection.
    pub inspection_id: Option<InspectionId>,
}

impl ActiveModelBehavior for ActiveModel {}
