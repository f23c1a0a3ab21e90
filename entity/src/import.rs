//! Imports: lists of associations, establishments and declared figures that come in from a spreadsheet.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, ContentId, DelegationId, ImportId};

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImportState {
    /// قيد القراءة: its file is being read, and each line judged.
    Reading,
    /// غير مقروءة: its file is no list that can be read; `fault` says why.
    Unreadable,
    /// مقروءة: each line has its verdict; nothing is entered.
    Read,
    /// قيد الإدخال: what it brings is being entered, and nobody sees it yet.
    Applying,
    /// مدخلة: what it brought is there.
    Applied,
    /// متوقفة: it stopped while it was entered, and nothing of it is there; `fault` says why.
    Stopped,
    /// ملغاة: what it brought was taken back.
    Undone,
}

/// An import.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    /// The delegation whose list it is; null where each line names its own, as in a list of the national office.
    pub delegation_id: Option<DelegationId>,
    /// Who sent the file; without a foreign key, as in the journal.
    pub account_id: AccountId,
    /// The name of the file.
    pub file_name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub size: i32,
    /// Where its bytes are in the store; null where it came by the command line.
    pub content_id: Option<ContentId>,
    /// Where it stands.
    pub state: ImportState,
    /// Why it cannot be read, or why it stopped, as a message in no language; null where neither.
    pub fault: Option<String>,
    /// What was noted of its sheets, not of a line, as messages in no language.
    pub notes: String,
    /// Lines that name an association.
    pub associations: i32,
    /// Lines that name an establishment.
    pub establishments: i32,
    /// Lines that name a declared figure.
    pub figures: i32,
    /// Lines that can not be entered.
    pub wrong: i32,
    /// Lines of which what they name is there already.
    pub there: i32,
    /// Lines that can, of which something is to be known.
    pub doubtful: i32,
    /// Whether it was entered without the lines that are wrong.
    pub leaves_out: bool,
    /// When the file was sent.
    pub created_at: DateTimeUtc,
    /// When what it brings was there; null before.
    pub applied_at: Option<DateTimeUtc>,
    /// When it was taken back; null before.
    pub undone_at: Option<DateTimeUtc>,
    /// Why it was taken back; null before.
    pub reason: Option<String>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
