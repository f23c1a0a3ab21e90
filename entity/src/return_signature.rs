//! Who signs the paper of a return, or puts a visa on it, as reference data: boxes in their order, by template.

use sea_orm::entity::prelude::*;

use crate::id::ReturnTemplateId;

/// A box to be signed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "return_signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: ReturnTemplateId,
    /// Its place among the boxes, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// What stands in it in Arabic; null where only the French is known.
    pub name_ar: Option<String>,
    /// What stands in it in French; null where only the Arabic is known.
    pub name_fr: Option<String>,
    #[sea_orm(belongs_to, from = "template_id", to = "id")]
    pub template: BelongsTo<super::return_template::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
