//! Applications for licences, from the draft to the licence or the refusal.

use sea_orm::entity::prelude::*;

use crate::application_visit::VisitOpinion;
use crate::id::{
    AccountId, AssociationId, DelegationId, EstablishmentId, LicenceApplicationId, LicencePeriodId, RuleSetId,
};
use crate::legal_category::LegalFramework;
use crate::rule_set_deadline::ApplicationStep;
use crate::rule_set_document::ApplicationKind;

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApplicationState {
    /// مسودة: being prepared by the applicant.
    Draft,
    /// مودع: handed in, with a receipt (وصل).
    Submitted,
    /// التحقق من اكتمال الملف: the delegation looks whether the file is whole.
    CompletenessCheck,
    /// ملف ناقص: the applicant was told what is missing. The delegation's deadline pauses.
    Incomplete,
    /// في طور الدراسة: the file is whole, and is being instructed.
    UnderInstruction,
    /// زيارة مبرمجة: the day on which the commission visits is set.
    VisitScheduled,
    /// تمت الزيارة: the commission has visited, and its minutes (محضر) are there.
    Visited,
    /// لدى اللجنة: with the commission, and then the authority, for the decision.
    CommissionReview,
    /// مقبول: the authority has decided that the house shall be licensed.
    Approved,
    /// مقبول بتحفظات: the same, with reserves to be fixed until a day.
    ApprovedWithReserves,
    /// مرفوض: the authority has refused, with reasons.
    Rejected,
    /// مرخص: the licence is issued.
    Licensed,
    /// تم سحب الطلب: the applicant has taken it back.
    Abandoned,
    /// حفظ الملف (classé sans suite): closed with reasons, because the file was not completed, or what was reserved not fixed, in
    /// time.
    Dismissed,
}

/// An application.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "licence_application")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LicenceApplicationId,
    /// The house's delegation, repeated for the slice.
    pub delegation_id: DelegationId,
    /// The house's association, repeated for the slice.
    pub association_id: Option<AssociationId>,
    /// The house.
    pub establishment_id: EstablishmentId,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// The law under which it is filed.
    pub framework: LegalFramework,
    /// The category under the law that is applied for.
    pub legal_category_code: String,
    /// The rules by which it is judged, those of the day on which it was submitted; null before.
    pub rule_set_id: Option<RuleSetId>,
    /// Places applied for.
    pub capacity_total: Option<i32>,
    /// Of these for girls and women; null where places are not kept apart.
    pub capacity_female: Option<i32>,
    /// Of these for boys and men; null where places are not kept apart.
    pub capacity_male: Option<i32>,
    /// What is applied for, in the applicant's words. It names no person.
    pub statement: Option<String>,
    /// Where it stands.
    pub state: ApplicationState,
    /// Number of the receipt: `LIC-05-301-0007`; null before it is submitted.
    #[sea_orm(unique)]
    pub receipt_number: Option<String>,
    /// The office day on which it was submitted; null before.
    pub submitted_on: Option<Date>,
    /// The step whose deadline runs; null where none does.
    pub step: Option<ApplicationStep>,
    /// The last day on which that step is in time; null where none runs.
    pub due_on: Option<Date>,
    /// The office day on which the delegation's deadline was paused; null while it is not.
    pub paused_on: Option<Date>,
    /// The last day of the delegation's deadline as it was when it was paused; null while it is not.
    pub paused_due_on: Option<Date>,
    /// What the regional coordination thinks of it; null where it said nothing, which it need not.
    pub regional_opinion: Option<VisitOpinion>,
    /// Why; null where it said nothing.
    pub regional_remark: Option<String>,
    /// The office day on which it said so; null where it did not.
    pub regional_opinion_on: Option<Date>,
    /// The authority that decided; null before the decision.
    pub authority_code: Option<String>,
    /// The number of the decision; null before it.
    pub decision_number: Option<String>,
    /// The day of the decision; null before it.
    pub decided_on: Option<Date>,
    /// Who recorded the decision; null before it.
    pub decided_by: Option<AccountId>,
    /// Why it was refused or taken back; null otherwise.
    pub reason: Option<String>,
    /// Places granted; null before the decision, and where it says nothing of them.
    pub granted_total: Option<i32>,
    /// Of these for girls and women.
    pub granted_female: Option<i32>,
    /// Of these for boys and men.
    pub granted_male: Option<i32>,
    /// First day of the licence that was decided; null before.
    pub valid_from: Option<Date>,
    /// Last day of the licence that was decided; null before, and where it has none.
    pub valid_until: Option<Date>,
    /// The licence that came of it; null before it is issued. It may be gone since, where a later one covers all its days.
    pub licence_period_id: Option<LicencePeriodId>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<super::establishment::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
