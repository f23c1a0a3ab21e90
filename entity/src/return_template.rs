//! Templates of returns, as reference data: what houses of some kinds report, for which periods, until when.

use sea_orm::entity::prelude::*;

use crate::id::ReturnTemplateId;
use crate::month::YearMonth;

/// For how long a return speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReturnPeriod {
    /// موسم: a season, from the same month to the same month each year.
    Season,
    /// شهر: a month.
    Month,
}

/// A template.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "return_template")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReturnTemplateId,
    /// Our code: `BOARDING_HOUSE`.
    #[sea_orm(unique)]
    pub code: String,
    /// For how long its returns speak.
    pub period: ReturnPeriod,
    /// The first month of a season, 1 to 12; null for months.
    pub first_month: Option<i32>,
    /// The last month of a season, 1 to 12, in the next year where it comes before the first; null for months.
    pub last_month: Option<i32>,
    /// Days after the last of the period until which a return is due.
    pub due_days: i32,
    /// A figure jumps where it differs from the one before by more than so many percent of it.
    pub jump_percent: i32,
    /// And by so many people, beds or members of the staff at least.
    pub jump_least: i32,
    /// Or, where it is money, by so many centimes at least.
    pub jump_least_centimes: i64,
    /// First month in which a period may begin under it.
    pub in_force_from: YearMonth,
    /// Last month in which a period may begin under it; null while it is in force.
    pub in_force_to: Option<YearMonth>,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// Where it comes from, and how sure it is.
    pub source: String,
}

impl ActiveModelBehavior for ActiveModel {}
