//! The annual report of a delegation: its year in figures, computed from the register, beside the figures it declared.
//!
//! Grants are those of the budget year. Stocks (how many houses there are) are those of the end of one month: by
//! default the month of the declaration, which is usually made in the year that follows the budget year.

mod object;
mod query;

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::declared_figure::Measure;
use entity::id::DelegationId;
use entity::licence_period::LicenceState;
use entity::{establishment, establishment_kind, licence_period};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, IntoSimpleExpr, RelationTrait};

use crate::db::ScopedDb;
use crate::error::Error;
use crate::{establishment as establishments, licence};

pub use object::AnnualReport;
pub use query::AnnualReportQuery;

/// The measures of the report, in its order.
pub const MEASURES: [Measure; 6] = [
    Measure::LicensedEps,
    Measure::EpsBeingLicensed,
    Measure::Cef,
    Measure::Kindergartens,
    Measure::SocialComplexes,
    Measure::DisabilityCenters,
];

/// What an establishment of a kind, or of a kind counted under it, adds to on a day, by the state of its licence then.
fn measure_of(wide_kind: &str, licence: Option<LicenceState>) -> Option<Measure> {
    match (wide_kind, licence) {
        ("EPS", Some(LicenceState::Licensed)) => Some(Measure::LicensedEps),
        ("EPS", Some(LicenceState::InProgress)) => Some(Measure::EpsBeingLicensed),
        ("CEF", _) => Some(Measure::Cef),
        ("JE", _) => Some(Measure::Kindergartens),
        ("COMPLEX", _) => Some(Measure::SocialComplexes),
        ("DISABILITY_CENTER", _) => Some(Measure::DisabilityCenters),
        _ => None,
    }
}

/// Counts the houses of a delegation that are open on a day. A measure of which there is none is absent.
async fn count(db: &ScopedDb, delegation: DelegationId, day: NaiveDate) -> Result<HashMap<Measure, i64>, Error> {
    let houses = db.find::<establishment::Entity>();
    let rows: Vec<(String, Option<String>, Option<LicenceState>, i64)> = houses
        .filter(establishment::COLUMN.delegation_id.eq(delegation))
        .filter(establishments::open_on(day))
        .join::<establishment_kind::Entity>(establishment::Relation::EstablishmentKind.def(), Condition::all())
        .join::<licence_period::Entity>(licence_period::Relation::Establishment.def().rev(), licence::in_force_on(day))
        .count_by([
            establishment_kind::Column::Code.into_simple_expr(),
            establishment_kind::Column::ParentCode.into_simple_expr(),
            licence_period::Column::State.into_simple_expr(),
        ])
        .await?;
    let mut counts = HashMap::new();
    for (kind, wider, licence, houses) in rows {
        if let Some(measure) = measure_of(wider.as_ref().unwrap_or(&kind), licence) {
            *counts.entry(measure).or_default() += houses;
        }
    }
    Ok(counts)
}
