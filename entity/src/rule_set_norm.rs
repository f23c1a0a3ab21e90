//! The norms of a rule set: what the commission looks at in a house.

use sea_orm::entity::prelude::*;

use crate::id::RuleSetId;

/// What a norm is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NormSubject {
    /// الطاقة الاستيعابية: how many people there is room for.
    Capacity,
    /// البناية والتجهيزات: the building and what it is equipped with.
    Premises,
    /// النظافة والصحة: hygiene and health.
    Hygiene,
    /// الوقاية والسلامة: prevention and safety.
    Safety,
    /// التأطير: who works there, how many, and how qualified.
    Staff,
    /// التسيير: how the house is run.
    Functioning,
}

/// A norm.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rule_set_norm")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rule_set_id: RuleSetId,
    /// Its code, the same in all editions that have it: `FIRE_EXITS`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// What it is about.
    pub subject: NormSubject,
    /// In Arabic; null where only the French text is known.
    pub text_ar: Option<String>,
    /// In French; null where only the Arabic text is known.
    pub text_fr: Option<String>,
    /// Whether a house that does not meet it gets no licence.
    pub mandatory: bool,
    /// Its place among the norms, from 1.
    pub position: i32,
    #[sea_orm(belongs_to, from = "rule_set_id", to = "id")]
    pub rule_set: BelongsTo<super::rule_set::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
