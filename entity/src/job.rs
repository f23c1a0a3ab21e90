//! Work in the background (operational): what waits, what is being done by which process, and what came of it.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, JobId, MandateId};

/// What is done in the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobKind {
    /// Closing the years of the counters that have ended, of every delegation: every day, just after midnight.
    CountersCloseYears,
    /// Telling the directors of houses whose return is late, once for each return: every day.
    SeasonReturnsRemind,
    /// Telling associations of what expires in their dossier, once of each piece and term: every day.
    DossiersWarn,
    /// Finding whom to write to of the notices that they have not read: every day.
    NoticesMailDaily,
    /// Writing to one account of the notices that it has not read.
    NoticesMail,
    /// Printing a season return: its result is the document.
    SeasonReturnPrint,
    /// Printing the receipt of an application for a licence: its result is the document.
    ApplicationReceiptPrint,
    /// Printing the certificate of a licence: its result is the document.
    LicenceCertificatePrint,
    /// Reading the file of an import, and judging its lines.
    ImportRead,
    /// Entering what an import brings.
    ImportApply,
    /// Taking out what an import brought that stopped or was taken back.
    ImportRemove,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobState {
    /// It waits for its turn, or for its next attempt.
    Queued,
    /// It is being done.
    Running,
    /// It was done.
    Done,
    /// It was given up.
    Failed,
    /// Somebody cancelled it: it has no effect.
    Cancelled,
}

/// Why an attempt failed, as far as people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobFault {
    /// By a fault of ours; the log has it.
    Internal,
    /// The process that did it went away, again and again.
    Lost,
    /// Whoever asked for it may not any more.
    NotAllowed,
    /// The mail server did not take the mail.
    MailRefused,
    /// There is no font that writes Arabic.
    NoFont,
}

/// A job.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// What.
    pub kind: JobKind,
    /// What it is about, as JSON: ids and nothing personal.
    pub payload: String,
    /// The account that asked for it; null where it is the system's own.
    pub account_id: Option<AccountId>,
    /// The mandate by which that account asked.
    pub mandate_id: Option<MandateId>,
    /// By which key that account asked for it: of one account, each stands once; null where it is the system's own.
    pub idempotency_key: Option<String>,
    /// Where it stands.
    pub state: JobState,
    /// While it waits for the first time, no other of its kind has this key; taken from it when it is begun or cancelled.
    pub key: Option<String>,
    /// Parts done.
    pub progress_done: i32,
    /// Parts in all; null while that is not known.
    pub progress_total: Option<i32>,
    /// How often it was begun.
    pub attempts: i32,
    /// From when on a process may take it: while it waits, not before; while it is done, once its lease has ended. Null
    /// once it has ended.
    pub due_at: Option<DateTimeUtc>,
    /// The token of whoever does it, another one at each attempt; only with it can it be ended.
    pub lease: Option<Uuid>,
    /// Why the last attempt failed.
    pub fault: Option<JobFault>,
    /// Global id of what came of it.
    pub result: Option<String>,
    pub created_at: DateTimeUtc,
    /// When it was begun the first time.
    pub started_at: Option<DateTimeUtc>,
    /// When it ended, well or not.
    pub finished_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
