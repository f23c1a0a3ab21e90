//! The annual report of a delegation: its year in figures, computed from the register, beside the figures it declared.
//!
//! Grants are those of the budget year. Stocks (how many houses there are) are those of the end of one month: by
//! default the month of the declaration, which is usually made in the year that follows the budget year.

mod comparison;
mod object;
mod query;

use entity::declared_figure::Measure;

pub use comparison::ComparisonQuery;
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
