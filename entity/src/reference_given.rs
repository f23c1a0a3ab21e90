//! References of establishments that are there no more, such as those that an import brought which was taken back: none is given
//! twice.

use sea_orm::entity::prelude::*;

/// The last number that was given behind a prefix to what is there no more.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reference_given")]
pub struct Model {
    /// What stands before the number: `EPS-05-301-`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub prefix: String,
    /// The number.
    pub number: i32,
}

impl ActiveModelBehavior for ActiveModel {}
