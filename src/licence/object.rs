//! Licence periods, as GraphQL shows them.

use async_graphql::{Description, ID, Object};
use derive_more::From;
use entity::legal_category::LegalFramework;
use entity::licence_period::{self, LicenceState};

use crate::clock::Date;
use crate::global_id::Global;

/// A span of time in which an establishment's licence has one state.
#[derive(Debug, Description, From)]
pub struct LicencePeriod(pub(crate) licence_period::Model);

#[Object(use_type_description)]
impl LicencePeriod {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The state.
    async fn state(&self) -> LicenceState {
        self.0.state
    }

    /// The law under which it was filed or granted; null where unknown.
    async fn framework(&self) -> Option<LegalFramework> {
        self.0.framework
    }

    /// Number of the decision; null where there is none or it is unknown.
    async fn decision_number(&self) -> Option<&str> {
        self.0.decision_number.as_deref()
    }

    /// First day.
    async fn starts_on(&self) -> Date {
        Date(self.0.starts_on)
    }

    /// Last day; null where open-ended.
    async fn ends_on(&self) -> Option<Date> {
        self.0.ends_on.map(Date)
    }

    /// True for what stands here only to demonstrate.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// Grows by one with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}
