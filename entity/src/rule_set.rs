//! Rule sets: what an application for a licence must meet, as an edition that was published and is not changed any more. What the
//! law leaves uncertain is a row here, never code.

use sea_orm::entity::prelude::*;

use crate::id::RuleSetId;
use crate::legal_category::LegalFramework;

/// Where a rule set stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RuleSetState {
    /// مسودة: it is being written, and governs nothing.
    Draft,
    /// منشورة: it governs what is applied for from the day it was published, and is not changed any more.
    Published,
    /// ملغاة: it governs nothing that is applied for from the day it was retired; what was applied for before keeps it.
    Retired,
}

/// A rule set.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rule_set")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RuleSetId,
    /// The law it is of.
    pub framework: LegalFramework,
    /// The legal category it is for; null: every category of the law that has none of its own.
    pub legal_category_code: Option<String>,
    /// It is the n-th of its law and category, from 1.
    pub edition: i32,
    /// Where it stands.
    pub state: RuleSetState,
    /// Whether a licence is needed at all.
    pub licence_required: bool,
    /// The authority that decides, by its code: `SOCIAL_DEVELOPMENT`.
    pub authority_code: String,
    /// For how many months a licence holds; null where it holds without end, or that is unknown.
    pub validity_months: Option<i32>,
    /// The first office day that it governs; null of a draft.
    pub published_on: Option<Date>,
    /// The first office day that it governs no more; null while it is not retired.
    pub retired_on: Option<Date>,
    /// Why it was retired; null while it is not, and where the next edition took its place.
    pub retirement_reason: Option<String>,
    /// Where it comes from (law, decree, circular), and how sure it is.
    pub source: String,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "legal_category_code", to = "code")]
    pub legal_category: BelongsTo<Option<super::legal_category::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
