//! Names as they are searched: whatever has a name stands here a second time, folded.

use sea_orm::entity::prelude::*;

/// The folded names of a row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_name")]
pub struct Model {
    /// The row that bears them.
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_id: Uuid,
    /// The row that is found by them: itself, or the commune of another spelling.
    pub object_id: Uuid,
    /// Name after name, each of its words behind a blank: `| دار الطالبه| دار طالبه| dar taliba|`.
    pub folded: String,
}

impl ActiveModelBehavior for ActiveModel {}
