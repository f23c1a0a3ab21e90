//! How the licence that a certificate names stands on a day.

use chrono::NaiveDate;
use entity::establishment;
use entity::licence_period::{self, LicenceState};
use serde::Serialize;

use super::covers;
use crate::text::Message;

/// How the licence of a certificate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LicenceStanding {
    /// It is in force.
    InForce,
    /// It is granted, and begins later.
    NotBegun,
    /// Its last day has passed.
    Expired,
    /// It is suspended.
    Suspended,
    /// It was withdrawn.
    Withdrawn,
    /// Another one took its place.
    Replaced,
    /// The house is closed.
    HouseClosed,
}

impl LicenceStanding {
    /// Whether it is in force, or will be.
    #[must_use]
    pub fn holds(self) -> bool {
        match self {
            Self::InForce | Self::NotBegun => true,
            Self::Expired | Self::Suspended | Self::Withdrawn | Self::Replaced | Self::HouseClosed => false,
        }
    }

    /// In the words of people.
    #[must_use]
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::InForce => "certificate-in-force",
            Self::NotBegun => "certificate-not-begun",
            Self::Expired => "certificate-expired",
            Self::Suspended => "certificate-suspended",
            Self::Withdrawn => "certificate-withdrawn",
            Self::Replaced => "certificate-replaced",
            Self::HouseClosed => "certificate-house-closed",
        })
    }
}

/// How the licence with a number stands on a day, of the spans of its house in order; what is only applied for is passed over.
/// `None` where no span has the number.
#[must_use]
pub fn standing_of(
    house: &establishment::Model,
    spans: &[licence_period::Model],
    number: i64,
    today: NaiveDate,
) -> Option<LicenceStanding> {
    if spans.iter().all(|span| span.public_number != Some(number)) {
        return None;
    }
    if house.closed_on.is_some_and(|last| last < today) {
        return Some(LicenceStanding::HouseClosed);
    }
    let begun = || spans.iter().rev().filter(|span| span.starts_on <= today);
    let Some(licence) = begun().find(|span| span.public_number == Some(number)) else {
        return Some(LicenceStanding::NotBegun);
    };
    if begun().find_map(|span| span.public_number) != licence.public_number {
        return Some(LicenceStanding::Replaced);
    }
    let latest = begun().find(|span| span.state != LicenceState::InProgress).unwrap_or(licence);
    Some(match latest.state {
        LicenceState::Withdrawn => LicenceStanding::Withdrawn,
        LicenceState::Licensed if covers(latest, today) => LicenceStanding::InForce,
        LicenceState::Suspended if covers(latest, today) => LicenceStanding::Suspended,
        LicenceState::Licensed | LicenceState::Suspended | LicenceState::InProgress => LicenceStanding::Expired,
    })
}

/// The licence with a number as a whole, of the spans of its house in order: what its latest span says that has begun by a day, from
/// the first day of its first span to the last day of its last one, whatever suspended it between. `None` where no span has the
/// number.
#[must_use]
pub fn whole_licence(spans: &[licence_period::Model], number: i64, today: NaiveDate) -> Option<licence_period::Model> {
    let own = || spans.iter().filter(|span| span.public_number == Some(number));
    let (first, last) = (own().next()?, own().next_back()?);
    let latest = own().rfind(|span| span.starts_on <= today).unwrap_or(first);
    Some(licence_period::Model { starts_on: first.starts_on, ends_on: last.ends_on, ..latest.clone() })
}
