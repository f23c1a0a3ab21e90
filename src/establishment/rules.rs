//! The rules of the register, each a function named after it.

use async_graphql::InputObject;
use chrono::NaiveDate;
use entity::{establishment, licence_application};

use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;

/// More places than any house has.
const MOST_PLACES: i32 = 10_000;

/// The places of a house.
#[derive(Clone, Debug, InputObject)]
pub struct CapacityInput {
    /// In all, from 0 to 10000; none where unknown.
    pub total: Option<i32>,
    /// For girls and women; none where places are not kept apart.
    pub female: Option<i32>,
    /// For boys and men; none where places are not kept apart.
    pub male: Option<i32>,
}

/// Places are counted from 0, and those kept apart make the total.
#[must_use]
pub fn capacity_adds_up(places: &CapacityInput) -> Vec<Mistake> {
    let fields = [(places.total, "total"), (places.female, "female"), (places.male, "male")];
    let range = || Message::new("number-range").with("from", 0).with("to", MOST_PLACES);
    let mut mistakes: Vec<_> = fields
        .into_iter()
        .filter(|(places, _)| places.is_some_and(|places| !(0..=MOST_PLACES).contains(&places)))
        .map(|(_, field)| Mistake::new(UserErrorCode::Invalid, range(), &format!("capacity.{field}")))
        .collect();
    if mistakes.is_empty()
        && let Some(total) = places.total
        && parts_differ(total, places.female, places.male)
    {
        let message = Message::new("capacity-sum").with("total", total);
        mistakes.push(Mistake::new(UserErrorCode::Invalid, message, "capacity.total"));
    }
    mistakes
}

/// Whether parts do not make a total: both together, or one of them more than all.
fn parts_differ(total: i32, female: Option<i32>, male: Option<i32>) -> bool {
    match (female, male) {
        (Some(female), Some(male)) => female + male != total,
        (part, None) | (None, part) => part.is_some_and(|part| part > total),
    }
}

/// A house that applies for a licence is not closed under the application: whoever applied takes it back first, since nobody does
/// so in their place.
pub(super) fn no_application_is_under_way(application: Option<&licence_application::Model>) -> Result<(), Mistake> {
    let Some(application) = application else { return Ok(()) };
    let number = application.receipt_number.clone().unwrap_or_default();
    let message = Message::new("close-application-under-way").with("number", number);
    Err(Mistake::new(UserErrorCode::Invalid, message, "id"))
}

/// A house closes once, and not before it opened.
pub(super) fn closes_after_opening(house: &establishment::Model, day: NaiveDate) -> Result<(), Mistake> {
    if let Some(closed) = house.closed_on {
        let message = Message::new("already-closed").with("closed", closed);
        return Err(Mistake::new(UserErrorCode::Invalid, message, "id"));
    }
    match house.opened_on {
        Some(opened) if day < opened => {
            let message = Message::new("closed-before-opened").with("opened", opened);
            Err(Mistake::new(UserErrorCode::Invalid, message, "closedOn"))
        }
        Some(_) | None => Ok(()),
    }
}
