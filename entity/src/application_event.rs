//! What was done with an application, one after the other.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, LicenceApplicationId};
use crate::licence_application::ApplicationState;

/// What can be done with an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ApplicationTransition {
    /// Write the draft, or change it: `licenceApplicationUpdate`. Of what was done, the first time that each account did it.
    Update,
    /// Hand it in: `licenceApplicationSubmit`.
    Submit,
    /// Begin to look whether the file is whole: `licenceApplicationTakeUp`.
    TakeUp,
    /// Tell what is missing, once: `licenceApplicationTellIncomplete`.
    TellIncomplete,
    /// Hand in what was missing: `licenceApplicationComplete`.
    Complete,
    /// The file is whole: `licenceApplicationAccept`.
    Accept,
    /// Set, or set anew, the day of the visit: `licenceApplicationPlanVisit`.
    PlanVisit,
    /// Record what the visit found: `licenceApplicationRecordVisit`.
    RecordVisit,
    /// Lay the file before the commission and the authority: `licenceApplicationSubmitToCommission`.
    SubmitToCommission,
    /// Say what the regional coordination thinks: `licenceApplicationGiveOpinion`.
    GiveOpinion,
    /// Record that the authority has approved: `licenceApplicationApprove`.
    Approve,
    /// Record that the authority has refused: `licenceApplicationReject`.
    Reject,
    /// Record that a reserve is fixed: `licenceApplicationLiftReserve`.
    LiftReserve,
    /// Issue the licence: `licenceApplicationIssue`.
    Issue,
    /// Take it back: `licenceApplicationAbandon`.
    Abandon,
    /// Close a file that was not completed, or of which a reserve was not fixed, in time: `licenceApplicationDismiss`.
    Dismiss,
}

/// Something that was done.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_event")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: LicenceApplicationId,
    /// The how manieth it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// What was done.
    pub transition: ApplicationTransition,
    /// Where the application stood then.
    pub state: ApplicationState,
    /// The office day.
    pub on_day: Date,
    /// Who did it. Nobody decides on what they prepared.
    pub by_account: AccountId,
    /// Whether the applicant did it themselves, and not the delegation for them.
    pub by_applicant: bool,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
