//! Closing balances: what there is of a stock in a delegation at the end of a December, for each cell of each cube, so that
//! what there is now is one balance and a year's growth. A table of its own, so that the balances of a whole country lie
//! side by side.

use sea_orm::entity::prelude::*;

use crate::counter::{Boundaries, Cube, Measure};
use crate::id::DelegationId;
use crate::month::YearMonth;

/// A closing balance.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, Hash, DeriveEntityModel)]
#[sea_orm(table_name = "closing_balance")]
pub struct Model {
    /// In which delegation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub delegation_id: DelegationId,
    /// What is counted: a stock.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: Measure,
    /// By what it is kept apart.
    #[sea_orm(primary_key, auto_increment = false)]
    pub cube: Cube,
    /// Where what has moved is counted; of what was there then, the difference.
    #[sea_orm(primary_key, auto_increment = false)]
    pub boundaries: Boundaries,
    /// The December.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: YearMonth,
    /// The value of the cube's first dimension; empty where it is unknown.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part_1: String,
    /// The value of its second; empty where it is unknown, and where there is none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub part_2: String,
    /// How much there is, as known now.
    pub value: i64,
}

impl ActiveModelBehavior for ActiveModel {}
