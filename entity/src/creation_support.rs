//! Support for creation: what an association asks of Entraide Nationale to create a house, and what becomes of it.

use sea_orm::entity::prelude::*;

use crate::id::{
    AccountId, AssociationId, CommuneId, CreationSupportId, DelegationId, EstablishmentId, LicenceApplicationId,
    ProgrammeId, ProjectId,
};

/// Where a request for support stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CreationSupportState {
    /// مسودة: with the association, which has not submitted it, or to which it was sent back.
    Draft,
    /// مقدم: with the delegation, which has not taken it up.
    Submitted,
    /// قيد الدراسة: being instructed by the delegation, until it is decided.
    UnderInstruction,
    /// مقبول: granted; the work has not begun.
    Granted,
    /// مرفوض: refused. It ends here.
    Refused,
    /// في طور الإنجاز: granted; the house is being created.
    InProgress,
    /// منجز: the house is there. It ends here.
    Completed,
    /// متخلى عنه: granted, and given up by the delegation. It ends here.
    Abandoned,
    /// مسحوب: taken back by the association before it was decided. It ends here.
    Withdrawn,
}

/// Who decides on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CreationSupportDecider {
    /// The head of the delegation: what is proposed is no more than the programme lets heads decide.
    DelegationHead,
    /// The national office: it is more, or the programme lets heads decide nothing.
    NationalOffice,
}

/// A request for support.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "creation_support")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CreationSupportId,
    /// The delegation where the house shall stand, which instructs it.
    pub delegation_id: DelegationId,
    /// The association that asks.
    pub association_id: AssociationId,
    /// Our stable reference, for people: `DCR-05-301-0007`.
    #[sea_orm(unique)]
    pub reference: String,
    /// Under which programme.
    pub programme_id: ProgrammeId,
    /// The kind of house wanted.
    pub kind_code: String,
    /// The commune where it shall stand.
    pub commune_id: CommuneId,
    /// Arabic name of the house; null where only the French one is known.
    pub name_ar: Option<String>,
    /// French name of the house; null where only the Arabic one is known.
    pub name_fr: Option<String>,
    /// Places wanted.
    pub capacity: i32,
    /// Why there.
    pub need: String,
    /// What the house costs, in centimes, as it is estimated.
    pub cost_total: i64,
    /// The association's own part of it, in centimes.
    pub cost_own: i64,
    /// On what the estimate is founded.
    pub cost_basis: String,
    /// Where it stands.
    pub state: CreationSupportState,
    /// Who submitted it last; null before.
    pub submitted_by: Option<AccountId>,
    /// The office day on which it was submitted last; null before.
    pub submitted_on: Option<Date>,
    /// The office day on which it was sent back; null where it was not since it was last submitted.
    pub returned_on: Option<Date>,
    /// Who took it up, or else made the proposal that stands; null before.
    pub instructed_by: Option<AccountId>,
    /// The office day of that; null before.
    pub instructed_on: Option<Date>,
    /// Who decides on the proposal; null while there is none.
    pub decider: Option<CreationSupportDecider>,
    /// Who decided; null before.
    pub decided_by: Option<AccountId>,
    /// The office day of the decision; null before.
    pub decided_on: Option<Date>,
    /// The office day on which it was withdrawn, completed or abandoned; null before.
    pub ended_on: Option<Date>,
    /// Why it was sent back, refused, withdrawn or abandoned; null where it was not.
    pub reason: Option<String>,
    /// The sum of what is asked, in centimes. It follows from the lines.
    pub amount_asked: i64,
    /// The sum of what is proposed, in centimes; null while there is no proposal. It follows from the lines.
    pub amount_proposed: Option<i64>,
    /// The sum of what was granted, in centimes; null where it was not granted. It follows from the lines.
    pub amount_granted: Option<i64>,
    /// The project that came of it; null while there is none.
    pub project_id: Option<ProjectId>,
    /// The house that came of it; null while there is none.
    pub establishment_id: Option<EstablishmentId>,
    /// The application for its licence; null while there is none.
    pub licence_application_id: Option<LicenceApplicationId>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "delegation_id", to = "id")]
    pub delegation: BelongsTo<super::delegation::Entity>,
    #[sea_orm(belongs_to, from = "association_id", to = "id")]
    pub association: BelongsTo<super::association::Entity>,
    #[sea_orm(belongs_to, from = "programme_id", to = "id")]
    pub programme: BelongsTo<super::programme::Entity>,
    #[sea_orm(belongs_to, from = "kind_code", to = "code")]
    pub kind: BelongsTo<super::establishment_kind::Entity>,
    #[sea_orm(belongs_to, from = "commune_id", to = "id")]
    pub commune: BelongsTo<super::commune::Entity>,
    #[sea_orm(belongs_to, from = "project_id", to = "id")]
    pub project: BelongsTo<Option<super::project::Entity>>,
    #[sea_orm(belongs_to, from = "establishment_id", to = "id")]
    pub establishment: BelongsTo<Option<super::establishment::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
