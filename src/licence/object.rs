//! Licence periods and the authorities that decide, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::id::LicencePeriodId;
use entity::legal_category::LegalFramework;
use entity::licence_period::LicenceState;
use entity::{competent_authority, licence_period};

use super::certificate::code_of;
use crate::association::Association;
use crate::error::Error;
use crate::establishment::{Capacity, LegalCategory};
use crate::lane::declare;
use crate::request::Request;
use crate::territory::Commune;

/// A span of time in which an establishment's licence has one state.
#[derive(Debug, Description, From)]
pub struct LicencePeriod(pub(crate) licence_period::Model);

/// An authority that decides about licences (السلطة المختصة): the ministry in charge of social development, and whichever a law
/// puts in its place; reference data.
#[derive(Debug, Description, From)]
pub struct CompetentAuthority(pub(crate) competent_authority::Model);

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

        /// The authority that decided; null in spans that are not licensed, and where it is unknown.
        authority: CompetentAuthority by authority_code;

        /// The day of the decision; null in spans that are not licensed, and where it is unknown.
        decided_on: Option<NaiveDate>;

        /// The places that the decision allows; each of them null in spans that are not licensed, and where it is unknown. What the
        /// house has is its own `capacity`.
        capacity: Capacity { total = capacity_total, female = capacity_female, male = capacity_male };

        /// The category under the law for which it was granted; null in spans that are not licensed, and where it is unknown.
        legal_category: LegalCategory by legal_category_code;

        /// The commune in which the house stood when it was granted; null in spans that are not licensed, where it is unknown, and
        /// where the decision lets the house move.
        commune: Commune by commune_id;

        /// The association that managed the house when it was granted; null in spans that are not licensed, where it is unknown,
        /// where Entraide Nationale managed it, where the decision lets another one come, and where it is not yours to see.
        manager: Association by manager_id;

        /// First day.
        starts_on: NaiveDate;

        /// Last day; null where open-ended.
        ends_on: Option<NaiveDate>;

        /// The code on its certificate, by which everyone verifies it at `/register/verify/{code}`, in groups of four:
        /// `7QK3-M2ZA-R0ND-WX4B-19VT`. Null in spans that are not licensed. The key that seals it may be made anew: codes on older
        /// papers differ, and hold as well.
        async fn verification_code(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
            let code = code_of(&ctx.caller()?.app, &self.0)?;
            Ok(code.map(|code| code.to_string()))
        }

        record;
    }
}

declare! {
    CompetentAuthority of competent_authority {
        /// Its code: `SOCIAL_DEVELOPMENT`, …
        code: String;

        named;

        /// Where its competence was read, and how sure it is.
        source: String;
    }
}
