//! Kinds of establishments: the nomenclature of Entraide Nationale, as reference data.

use sea_orm::entity::prelude::*;

/// A kind of establishment.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "establishment_kind")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// `CEF`, `DAR_TALIBA`, …
    pub code: String,
    /// The wider kind it is counted under, such as `EPS` for `DAR_TALIBA`; null for a wide kind.
    pub parent_code: Option<String>,
    /// Whether houses of this kind need a licence.
    pub licence_required: bool,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    #[sea_orm(self_ref, relation_enum = "Parent", from = "parent_code", to = "code")]
    pub parent: BelongsTo<Option<Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
