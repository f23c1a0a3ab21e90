//! The documents that a rule set demands of each kind of application.

use sea_orm::entity::prelude::*;

use crate::id::RuleSetId;

/// What an application asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApplicationKind {
    /// رخصة جديدة: a licence for a house that is to open.
    New,
    /// تجديد: a licence in the place of one that ends.
    Renewal,
    /// تعديل: another capacity, director, manager, category or other premises of a licensed house.
    Modification,
    /// تسوية وضعية: a licence for a house that is open without one.
    Regularisation,
}

/// A document that must be there.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rule_set_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rule_set_id: RuleSetId,
    /// Of which applications.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_kind: ApplicationKind,
    /// The category of the document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub category_code: String,
    /// True: it hangs on the association; false: on the house.
    pub of_association: bool,
    /// Its place among the documents of the rule set, from 1.
    pub position: i32,
    #[sea_orm(belongs_to, from = "rule_set_id", to = "id")]
    pub rule_set: BelongsTo<super::rule_set::Entity>,
    #[sea_orm(belongs_to, from = "category_code", to = "code")]
    pub category: BelongsTo<super::document_category::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
