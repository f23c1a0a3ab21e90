//! Lines of imports: what stands in the file, the verdict, and what shall be entered.

use sea_orm::entity::prelude::*;

use crate::id::{DelegationId, ImportId, ImportRowId};

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImportKind {
    /// جمعية: an association.
    Association,
    /// مؤسسة: an establishment.
    Establishment,
    /// معطى مصرح به: a declared figure.
    DeclaredFigure,
}

/// The verdict on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImportVerdict {
    /// صحيح: it can be entered.
    Right,
    /// للتحقق: it can be entered, and something of it is to be known.
    Doubtful,
    /// خاطئ: it cannot be entered.
    Wrong,
    /// موجود: it is in the register already, and is left out.
    There,
}

/// A line of an import.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    /// Also that of what is entered of it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportRowId,
    /// The import.
    pub import_id: ImportId,
    /// Its place among the lines of the file, over all sheets, from 0.
    pub number: i32,
    /// The sheet; empty where the file has none.
    pub sheet: String,
    /// Its line in the sheet, as a spreadsheet shows it.
    pub line: i32,
    /// What it is about.
    pub kind: ImportKind,
    /// How people know it: the name in it.
    pub title: String,
    /// The verdict.
    pub verdict: ImportVerdict,
    /// What was remarked, column by column, as messages in no language.
    pub remarks: String,
    /// What shall be entered; null where it is wrong.
    pub entry: Option<String>,
    /// Where it shall be entered; null where it is wrong.
    pub delegation_id: Option<DelegationId>,
    #[sea_orm(belongs_to, from = "import_id", to = "id")]
    pub import: BelongsTo<super::import::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
