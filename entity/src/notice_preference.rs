//! Whether somebody is written to of their notices (operational). Who has no row is written to every day.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// How often somebody is written to of their unread notices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NoticeMail {
    /// Never.
    None,
    /// Once a day, in the morning, where there are new ones.
    #[default]
    Daily,
    /// Within moments of a new one, and in the morning.
    Immediate,
}

/// What one account prefers.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_preference")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    pub mail: NoticeMail,
}

impl ActiveModelBehavior for ActiveModel {}
