//! What a formal notice asks to be put right.

use sea_orm::entity::prelude::*;

use crate::id::FormalNoticeId;

/// Something to be put right.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "formal_notice_item")]
pub struct Model {
    /// The notice.
    #[sea_orm(primary_key, auto_increment = false)]
    pub notice_id: FormalNoticeId,
    /// Its number in the notice.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The norm that is not met, by its code in the rules of the inspection; null where it is about something else.
    pub norm_code: Option<String>,
    /// What is to be put right. It names no person.
    pub text: String,
    /// The day on which it was found to be met; null before.
    pub met_on: Option<Date>,
    /// What was found then; null before. It names no person.
    pub met_remark: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
