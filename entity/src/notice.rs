//! Notices to people (operational). A notice says of what kind it is and points to an object; it holds nothing of the object,
//! so that whoever does not see that any more is told nothing of it.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, NoticeId};

/// What people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NoticeKind {
    /// A house submitted a season return: to those who validate it. About the return.
    SeasonReturnSubmitted,
    /// The delegation sent a season return back, or opened it again: to the director. About the return.
    SeasonReturnSentBack,
    /// The delegation validated a season return: to the director. About the return.
    SeasonReturnValidated,
    /// A season return is late: to the director, once. About the house.
    SeasonReturnOverdue,
    /// What somebody asked to be printed is ready: to whoever asked. About the document.
    DocumentPrinted,
    /// Something in the dossier of an association, or the mandate of its bureau, has expired or is about to: to its managers, once.
    /// About the association.
    DossierExpiring,
    /// An application for a licence was submitted, or completed: to those who instruct it. About the application.
    ApplicationSubmitted,
    /// Something is missing in an application for a licence: to those who applied. About the application.
    ApplicationIncomplete,
    /// An application for a licence lies before the authority: to those who record its decisions. About the application.
    ApplicationToDecide,
    /// The authority decided on an application for a licence: to those who applied, and who instructed. About the application.
    ApplicationDecided,
    /// An application for a licence was taken back: to those who instruct it, and where it lay before the authority, to those who
    /// record its decisions. About the application.
    ApplicationAbandoned,
    /// The regional coordination said what it thinks of an application for a licence: to those who instruct it. About the application.
    ApplicationOpinion,
    /// A licence was issued: to those who applied, and who instructed. About the application.
    LicenceIssued,
    /// An inspection of a house was announced: to its managers. About the inspection.
    InspectionAnnounced,
    /// An inspection of a house was made: to its managers. About the inspection.
    InspectionMade,
    /// A formal notice was served on a house: to its managers. About the notice.
    FormalNoticeServed,
    /// A formal notice was met, closed as not met, or taken back: to the managers of the house. About the notice.
    FormalNoticeClosed,
    /// A measure against a licence was proposed: to those who record what the authority decides. About the measure.
    LicenceMeasureProposed,
    /// A measure against a licence was decided, refused or lifted: to the managers of the house, and to those who propose. About the
    /// measure.
    LicenceMeasureDecided,
    /// An association asked for support to create a house: to those who instruct it. About the request.
    CreationSupportSubmitted,
    /// The delegation sent such a request back: to the managers of the association. About the request.
    CreationSupportSentBack,
    /// Such a request was granted or refused: to the managers of the association, and to those who follow it. About the request.
    CreationSupportDecided,
}

/// How soon a notice asks to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NoticeUrgency {
    /// It tells.
    Normal,
    /// Something is to be done.
    High,
}

/// A notice to one account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    /// To whom.
    pub account_id: AccountId,
    /// What.
    pub kind: NoticeKind,
    /// How soon.
    pub urgency: NoticeUrgency,
    /// The type of the object that it is about.
    pub about_type: String,
    /// Its key.
    pub about_id: Uuid,
    /// Of what is told once, what it is told of: no account has two notices of a kind with the same.
    pub once: Option<String>,
    pub created_at: DateTimeUtc,
    /// When it was read; null before.
    pub read_at: Option<DateTimeUtc>,
    /// The job that wrote of it by mail; null where none did.
    pub mailed_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
