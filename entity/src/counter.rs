//! Counters: by how much a stock grows in a month, or what a flow brings in it, by the dimensions it can be grouped by,
//! and since when that is known. What there is at the end of a month is the sum up to it, or from the closing balance of
//! a December before it.

use sea_orm::entity::prelude::*;

use crate::declared_figure;
use crate::id::{AssociationId, DelegationId, EstablishmentId};
use crate::month::YearMonth;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Measure {
    /// Stock: social-protection establishments (EPS) with a licence.
    LicensedEps,
    /// Stock: EPS whose licence is applied for and not decided.
    EpsBeingLicensed,
    /// Stock: education and training centres.
    Cef,
    /// Stock: kindergartens.
    Kindergartens,
    /// Stock: social complexes.
    SocialComplexes,
    /// Stock: centres for persons with a disability.
    DisabilityCenters,
    /// Flow: establishments that opened.
    EstablishmentsOpened,
    /// Flow: establishments that closed.
    EstablishmentsClosed,
    /// Flow: licences that began.
    LicencesGranted,
}

/// What a delegation declares is also counted.
impl From<declared_figure::Measure> for Measure {
    fn from(declared: declared_figure::Measure) -> Self {
        match declared {
            declared_figure::Measure::LicensedEps => Self::LicensedEps,
            declared_figure::Measure::EpsBeingLicensed => Self::EpsBeingLicensed,
            declared_figure::Measure::Cef => Self::Cef,
            declared_figure::Measure::Kindergartens => Self::Kindergartens,
            declared_figure::Measure::SocialComplexes => Self::SocialComplexes,
            declared_figure::Measure::DisabilityCenters => Self::DisabilityCenters,
        }
    }
}

/// A counter.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "counter")]
pub struct Model {
    /// What is counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: Measure,
    /// In which delegation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub delegation_id: DelegationId,
    /// Of which association; the nil UUID where of none.
    #[sea_orm(primary_key, auto_increment = false)]
    pub association_id: AssociationId,
    /// Of which establishment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub establishment_id: EstablishmentId,
    /// The month in which the stock grows or the flow runs; of a closing balance, the December at whose end it stands.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: YearMonth,
    /// The month in which that was entered; [`YearMonth::BEFORE_ALL`] marks a closing balance.
    #[sea_orm(primary_key, auto_increment = false)]
    pub known: YearMonth,
    /// By how much, negative where a stock shrinks; of a closing balance, how much there is.
    pub value: i64,
}

impl ActiveModelBehavior for ActiveModel {}
