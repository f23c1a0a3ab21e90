//! Licences of establishments (laws 14-05 and 65-15), as spans of time in which a licence has one state. The spans of a
//! house never overlap; what holds on a day is the span that covers it. They change in one place (`change.rs`), whichever step of
//! the procedure asks for it.

mod certificate;
mod change;
mod code;
mod mutation;
mod object;
mod query;
mod scope;
mod spans;
mod standing;

use chrono::NaiveDate;
use entity::id::LicencePeriodId;
use entity::licence_period;
use sea_orm::sea_query::{Condition, ExprTrait};

pub use certificate::LicenceCertificate;
pub use change::{LicensedHouse, LicensedPlaces, NextLicence, licence_changes, licences_of};
pub use code::CertificateCode;
pub use mutation::LicenceMutation;
pub use object::{CompetentAuthority, LicencePeriod};
pub use query::LicenceQuery;
pub use standing::{LicenceStanding, standing_of, whole_licence};

/// The spans that cover a day.
#[must_use]
pub fn in_force_on(day: NaiveDate) -> Condition {
    let started = licence_period::COLUMN.starts_on.lte(day);
    let not_over = licence_period::COLUMN.ends_on.is_null().or(licence_period::COLUMN.ends_on.gte(day));
    Condition::all().add(started).add(not_over)
}

/// Whether a span covers a day.
#[must_use]
pub fn covers(period: &licence_period::Model, day: NaiveDate) -> bool {
    period.starts_on <= day && period.ends_on.is_none_or(|last| day <= last)
}

/// The spans of the licence that is known by a number.
#[must_use]
pub fn numbered(number: i64) -> Condition {
    Condition::all().add(licence_period::COLUMN.public_number.eq(number))
}

/// The number by which the codes on certificates name a licence that begins with this span: the last 40 bits of its key, which
/// are random. Two licences may have the same; the code tells them apart.
#[must_use]
pub fn number_of(id: LicencePeriodId) -> i64 {
    i64::try_from(id.0.as_u128() & ((1 << 40) - 1)).unwrap_or_default()
}
