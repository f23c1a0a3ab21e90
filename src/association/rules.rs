//! The rules of associations' files, each a function named after it.

use async_graphql::InputObject;
use chrono::NaiveDate;
use entity::bureau_renewal;

use crate::clock::Date;
use crate::error::{Mistake, UserErrorCode};
use crate::named::needed_text;
use crate::text::Message;

/// Longest number of a receipt, in characters.
const LONGEST_NUMBER: usize = 64;

/// A receipt of the local authority for an association's declaration.
#[derive(Clone, Debug, InputObject)]
pub struct ReceiptInput {
    /// Its number, 64 characters at most.
    number: String,
    /// Its day, not in the future.
    on: Date,
}

/// The bureau of an association and its mandate.
#[derive(Clone, Debug, InputObject)]
pub(super) struct BureauInput {
    /// The day on which the general assembly elected it, not in the future.
    elected_on: Date,
    /// The last day of its mandate, after the election; it may have passed.
    mandate_ends_on: Date,
}

/// A receipt has a number and a day that is past.
pub fn receipt_is_whole(
    receipt: &ReceiptInput,
    today: NaiveDate,
    path: &str,
) -> Result<(String, NaiveDate), Vec<Mistake>> {
    let number = needed_text(&receipt.number, LONGEST_NUMBER, &format!("{path}.number"));
    let past = receipt.on.is_past(today, &format!("{path}.on"));
    match (number, past) {
        (Ok(number), Ok(())) => Ok((number, receipt.on.0)),
        (number, past) => Err(number.err().into_iter().chain(past.err()).collect()),
    }
}

/// The final receipt comes with or after the provisional one.
pub fn final_after_provisional(
    provisional: Option<NaiveDate>,
    final_receipt: Option<NaiveDate>,
) -> Result<(), Mistake> {
    match (provisional, final_receipt) {
        (Some(provisional), Some(last)) if last < provisional => {
            let message = Message::new("final-before-provisional").with("provisional", provisional);
            Err(Mistake::new(UserErrorCode::Invalid, message, "finalReceipt.on"))
        }
        _ => Ok(()),
    }
}

/// A bureau was elected, and its mandate ends after that.
pub(super) fn mandate_follows_election(
    bureau: &BureauInput,
    today: NaiveDate,
) -> Result<(NaiveDate, NaiveDate), Vec<Mistake>> {
    let ends = (bureau.mandate_ends_on.0 <= bureau.elected_on.0).then(|| {
        let message = Message::new("mandate-before-election").with("elected", bureau.elected_on.0);
        Mistake::new(UserErrorCode::Invalid, message, "bureau.mandateEndsOn")
    });
    let mistakes: Vec<_> = bureau.elected_on.is_past(today, "bureau.electedOn").err().into_iter().chain(ends).collect();
    if mistakes.is_empty() { Ok((bureau.elected_on.0, bureau.mandate_ends_on.0)) } else { Err(mistakes) }
}

/// Once renewals are recorded, they say who the bureau is.
pub(super) fn bureau_is_of_no_renewal(renewal: Option<&bureau_renewal::Model>) -> Result<(), Mistake> {
    match renewal {
        Some(_) => Err(Mistake::new(UserErrorCode::Invalid, Message::new("bureau-by-renewal"), "bureau")),
        None => Ok(()),
    }
}
