//! The kinds of houses that report by a template. One without any is for all kinds that no other names.

use sea_orm::entity::prelude::*;

use crate::id::ReturnTemplateId;

/// A kind that reports by a template.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "return_template_kind")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: ReturnTemplateId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind_code: String,
    #[sea_orm(belongs_to, from = "template_id", to = "id")]
    pub template: BelongsTo<super::return_template::Entity>,
    #[sea_orm(belongs_to, from = "kind_code", to = "code")]
    pub kind: BelongsTo<super::establishment_kind::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
