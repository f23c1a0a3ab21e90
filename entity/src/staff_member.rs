//! Staff: one person's employment at one house. Whoever goes to another house is another row there.

use sea_orm::entity::prelude::*;

use crate::id::{AssociationId, DelegationId, EstablishmentId, StaffMemberId};
use crate::sex::Sex;

/// The highest diploma of a member of the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StaffQualification {
    /// بدون شهادة: none.
    None,
    /// شهادة الدروس الابتدائية: the certificate of primary school.
    Primary,
    /// شهادة السلك الإعدادي: the certificate of lower secondary school.
    LowerSecondary,
    /// دبلوم التخصص أو التأهيل المهني: vocational training, specialisation or qualification.
    Vocational,
    /// البكالوريا: the baccalaureate.
    Baccalaureate,
    /// دبلوم تقني أو تقني متخصص: technician or specialised technician, or two years of university.
    Technician,
    /// الإجازة: a bachelor's degree (licence).
    Bachelor,
    /// الماستر: a master's degree or the diploma of an engineer.
    Master,
    /// الدكتوراه: a doctorate.
    Doctorate,
}

/// By what a member of the staff works in a house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StaffContract {
    /// عقد غير محدد المدة: a contract without an end (CDI).
    Permanent,
    /// عقد محدد المدة: a contract until a day (CDD).
    FixedTerm,
    /// ملحق من التعاون الوطني: made available by Entraide Nationale.
    SecondedByEntraide,
    /// ملحق من إدارة أخرى: made available by another administration or by a commune.
    SecondedByAdministration,
    /// متطوع: without pay.
    Volunteer,
    /// صيغة أخرى: otherwise, as for an allowance or in training.
    Other,
}

/// Why somebody does not work in a house any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StaffEndReason {
    /// استقالة: they resigned.
    Resignation,
    /// انتهاء العقد أو الإلحاق: the contract, or the time for which they were made available, is over.
    EndOfContract,
    /// انتقال: they went to another house.
    Transfer,
    /// تقاعد: they retired.
    Retirement,
    /// إعفاء: they were dismissed.
    Dismissal,
    /// وفاة: they died.
    Death,
    /// سبب آخر: anything else.
    Other,
}

/// A member of the staff.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StaffMemberId,
    /// The house.
    pub establishment_id: EstablishmentId,
    /// Where the house stands, repeated for the slice.
    pub delegation_id: DelegationId,
    /// Who manages the house, repeated for the slice; null where Entraide Nationale does itself.
    pub association_id: Option<AssociationId>,
    /// Arabic name; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// Female or male.
    pub sex: Sex,
    /// What they do.
    pub function_code: String,
    /// Whether whoever has that function directs the house; repeated, so that directors are found at once.
    pub directs: bool,
    /// Their highest diploma; null where unknown.
    pub qualification: Option<StaffQualification>,
    /// Whether they have a certificate for this work; null where unknown.
    pub certified: Option<bool>,
    /// By what they work there.
    pub contract: StaffContract,
    /// Their first day there.
    pub started_on: Date,
    /// Their last day there; null while they work there.
    pub ended_on: Option<Date>,
    /// Why they left; null while they work there.
    pub end_reason: Option<StaffEndReason>,
    /// Hours a week; null where unknown.
    pub weekly_hours: Option<i32>,
    /// What they cost a month, in centimes, with charges; null where unknown.
    pub monthly_cost: Option<i64>,
    /// True for whoever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
    #[sea_orm(belongs_to, from = "function_code", to = "code")]
    pub function: BelongsTo<super::staff_function::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
