//! What can be asked for in a return: a figure, and what it stands for. The same item may be in several templates, so that
//! houses of different kinds, and one house before and after a new template, are compared by its code.

use sea_orm::entity::prelude::*;

use crate::sex::Sex;

/// A part of a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReturnSection {
    /// المستفيدون: everyone who was served in the period, each person in exactly one item.
    HeadCount,
    /// الأيتام: of these, the orphans.
    Orphans,
    /// الأشخاص في وضعية إعاقة: of these, the persons with a disability.
    Disability,
    /// الحاضرون: of these, the persons present on the last day of the period.
    Present,
    /// الأسرة: beds.
    Beds,
    /// المستخدمون: staff on the last day of the period.
    Staff,
    /// الميزانية: what was spent in the period, by who paid it.
    Budget,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReturnUnit {
    /// People served.
    Persons,
    /// Beds.
    Beds,
    /// Members of the staff.
    Staff,
    /// Money: entered and shown as an amount.
    #[graphql(name = "MONEY")]
    Centimes,
}

/// What members of the staff do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StaffType {
    /// الإدارة: they run the house.
    Management,
    /// التأطير التربوي والاجتماعي: they teach, educate and accompany.
    Education,
    /// الصحة والتأهيل: they nurse, treat and rehabilitate.
    Health,
    /// الخدمات: they cook, clean, guard and drive.
    Service,
}

/// Who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FundingSource {
    /// التعاون الوطني والوزارة: the ministry and Entraide Nationale.
    Ministry,
    /// المبادرة الوطنية للتنمية البشرية: INDH.
    Indh,
    /// الجماعة الترابية: the commune and other local authorities.
    Commune,
    /// الجمعية: the association's own means, contributions of families included.
    Association,
    /// المحسنون: donors.
    Donors,
    /// جهات أخرى: others.
    Other,
}

/// An item.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "return_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    /// Our code: `HEAD_F_LOWER_SECONDARY`.
    pub code: String,
    /// The part of a return in which it stands.
    pub section: ReturnSection,
    /// What it counts.
    pub unit: ReturnUnit,
    /// Of which sex; null for both together.
    pub sex: Option<Sex>,
    /// Of which age band or school level; null for all together.
    pub band_code: Option<String>,
    /// Which staff; null where it is not of staff, or of all staff.
    pub staff_type: Option<StaffType>,
    /// Staff with a certificate for their work, or without; null where it is not of staff, or of both.
    pub qualified: Option<bool>,
    /// Who paid; null where it is not of money, or of all sources.
    pub funding_source: Option<FundingSource>,
    /// Arabic label; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French label; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    #[sea_orm(belongs_to, from = "band_code", to = "code")]
    pub band: BelongsTo<Option<super::return_band::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
