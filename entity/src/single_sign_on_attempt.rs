//! Attempts of single sign-on that were finished (operational): each is good once.

use sea_orm::entity::prelude::*;

/// An attempt that was finished, kept until it would have ended by itself. What it is made of is kept nowhere: whoever began it
/// holds it, sealed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "single_sign_on_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
