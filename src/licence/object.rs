//! Licence periods, as GraphQL shows them.

use async_graphql::Description;
use chrono::NaiveDate;
use derive_more::From;
use entity::id::LicencePeriodId;
use entity::legal_category::LegalFramework;
use entity::licence_period::{self, LicenceState};

use crate::lane::declare;

/// A span of time in which an establishment's licence has one state.
#[derive(Debug, Description, From)]
pub struct LicencePeriod(pub(crate) licence_period::Model);

declare! {
    LicencePeriod of licence_period {
        /// Global id.
        id: LicencePeriodId;

        /// The state.
        state: LicenceState;

        /// The law under which it was filed or granted; null where unknown.
        framework: Option<LegalFramework>;

        /// Number of the decision; null where there is none or it is unknown.
        decision_number: Option<String>;

        /// First day.
        starts_on: NaiveDate;

        /// Last day; null where open-ended.
        ends_on: Option<NaiveDate>;

        record;
    }
}
