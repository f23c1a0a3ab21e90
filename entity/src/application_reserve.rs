//! Reserves of a decision: what is to be fixed, and until when.

use sea_orm::entity::prelude::*;

use crate::id::LicenceApplicationId;

/// A reserve.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_reserve")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: LicenceApplicationId,
    /// Its number in the decision, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// The norm that is not met, by its code; null where it is about something else.
    pub norm_code: Option<String>,
    /// What is to be fixed.
    pub text: String,
    /// The last day to fix it.
    pub due_on: Date,
    /// The office day on which it was found to be fixed; null before.
    pub lifted_on: Option<Date>,
    /// What was found then; null before.
    pub lifted_remark: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
