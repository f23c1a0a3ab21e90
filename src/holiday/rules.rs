//! The rules of public holidays, each a function named after it.

use entity::public_holiday;

use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;

/// A day is a holiday once: whoever corrects one says which version they have seen.
pub(super) fn is_seen_where_it_is_there(
    there: Option<&public_holiday::Model>,
    expected_version: Option<i32>,
) -> Result<(), Mistake> {
    match (there, expected_version) {
        (Some(_), None) => Err(Mistake::new(UserErrorCode::Taken, Message::new("holiday-there"), "day")),
        (None, Some(_)) => Err(Mistake::not_found("day")),
        (Some(_), Some(_)) | (None, None) => Ok(()),
    }
}
