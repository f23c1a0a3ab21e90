//! The deadlines of a rule set: how many days each step of an application may take.

use sea_orm::entity::prelude::*;

use crate::id::RuleSetId;

/// A step of an application that has a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApplicationStep {
    /// From its receipt: the delegation checks whether the file is whole.
    Completeness,
    /// From when the applicant was told what is missing: the applicant brings it.
    Completion,
    /// From a whole file: the delegation instructs it and sets the day of the visit.
    Instruction,
    /// From the end of the instruction: the commission visits the house and writes its minutes.
    Visit,
    /// From the minutes: the competent authority decides.
    Decision,
    /// From the approval: the licence is issued.
    Issue,
}

/// What days a deadline is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeadlineUnit {
    /// Every day of the calendar.
    CalendarDays,
    /// Days on which offices work: neither Saturday, nor Sunday, nor a public holiday.
    WorkingDays,
}

/// A deadline.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rule_set_deadline")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rule_set_id: RuleSetId,
    /// Of which step.
    #[sea_orm(primary_key, auto_increment = false)]
    pub step: ApplicationStep,
    /// How many days it has; the day of what it starts from does not count, the last one does.
    pub days: i32,
    /// Which days count.
    pub unit: DeadlineUnit,
    #[sea_orm(belongs_to, from = "rule_set_id", to = "id")]
    pub rule_set: BelongsTo<super::rule_set::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
