//! The rules of measures, each a function named after it.

use chrono::NaiveDate;
use entity::id::AccountId;
use entity::licence_measure::{self, LicenceMeasureKind};
use entity::licence_period::{self, LicenceState};

use crate::error::{Mistake, UserErrorCode};
use crate::licence::covers;
use crate::text::Message;

fn invalid(message: Message, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, message, path)
}

/// Two people: nobody decides on what they proposed.
pub(super) fn decided_by_another(row: &licence_measure::Model, account: AccountId) -> Result<(), Mistake> {
    if row.proposed_by != account {
        return Ok(());
    }
    Err(Mistake::new(UserErrorCode::Forbidden, Message::new("measure-decided-by-another"), "id"))
}

/// What a measure can be taken against: a licence that holds; for a withdrawal, also one that is suspended.
fn can_be_taken_against(kind: LicenceMeasureKind, state: LicenceState) -> bool {
    match (kind, state) {
        (LicenceMeasureKind::Suspension | LicenceMeasureKind::Withdrawal, LicenceState::Licensed)
        | (LicenceMeasureKind::Withdrawal, LicenceState::Suspended) => true,
        (LicenceMeasureKind::Suspension, LicenceState::Suspended)
        | (
            LicenceMeasureKind::Suspension | LicenceMeasureKind::Withdrawal,
            LicenceState::InProgress | LicenceState::Withdrawn,
        ) => false,
    }
}

/// There is a licence, today or later, against which it can be taken.
pub(super) fn has_a_licence(
    kind: LicenceMeasureKind,
    licences: &[licence_period::Model],
    today: NaiveDate,
    path: &str,
) -> Result<(), Mistake> {
    let is_over = |licence: &licence_period::Model| licence.ends_on.is_some_and(|last| last < today);
    if licences.iter().any(|licence| can_be_taken_against(kind, licence.state) && !is_over(licence)) {
        return Ok(());
    }
    Err(invalid(Message::new("measure-no-licence"), path))
}

/// The licence that is in force on a day, as far as a measure can be taken against it.
pub(super) fn in_force(
    kind: LicenceMeasureKind,
    licences: &[licence_period::Model],
    day: NaiveDate,
) -> Result<&licence_period::Model, Mistake> {
    let found = licences.iter().find(|licence| covers(licence, day) && can_be_taken_against(kind, licence.state));
    found.ok_or_else(|| invalid(Message::new("measure-not-in-force"), "startsOn"))
}

/// A withdrawal is for good; a suspension has a last day, and what it suspends is one licence: that which held on the day before, and
/// would have held until then. So it can be lifted, and the licence is there again as it was.
pub(super) fn suspends_one_licence(
    kind: LicenceMeasureKind,
    licences: &[licence_period::Model],
    (first, last): (NaiveDate, Option<NaiveDate>),
) -> Result<(), Mistake> {
    let (LicenceMeasureKind::Suspension, Some(last)) = (kind, last) else {
        return match (kind, last) {
            (LicenceMeasureKind::Withdrawal, Some(_)) => Err(invalid(Message::new("measure-for-good"), "endsOn")),
            (LicenceMeasureKind::Suspension, None) => {
                Err(Mistake::new(UserErrorCode::Blank, Message::new("measure-end-blank"), "endsOn"))
            }
            (LicenceMeasureKind::Suspension, Some(_)) | (LicenceMeasureKind::Withdrawal, None) => Ok(()),
        };
    };
    if last < first {
        return Err(invalid(Message::new("measure-ends-before"), "endsOn"));
    }
    let holds = |day: NaiveDate| {
        licences.iter().find(|licence| licence.state == LicenceState::Licensed && covers(licence, day))
    };
    let Some(before) = first.pred_opt().and_then(holds) else {
        return Err(invalid(Message::new("measure-first-day"), "startsOn"));
    };
    let same = |licence: &licence_period::Model| {
        (licence.public_number, &licence.decision_number) == (before.public_number, &before.decision_number)
    };
    let mut day = first;
    loop {
        match holds(day).filter(|licence| same(licence)).map(|licence| licence.ends_on) {
            Some(None) => return Ok(()),
            Some(Some(ends)) if last <= ends => return Ok(()),
            Some(Some(ends)) => match ends.succ_opt() {
                Some(next) => day = next,
                None => return Ok(()),
            },
            None => {
                let until = day.pred_opt().unwrap_or(day);
                return Err(invalid(Message::new("measure-beyond-licence").with("until", until), "endsOn"));
            }
        }
    }
}

/// The days on which a licence is suspended, of which one is named.
pub(super) fn suspended_on<'a>(
    licences: &'a [licence_period::Model],
    day: NaiveDate,
    path: &str,
) -> Result<&'a licence_period::Model, Mistake> {
    let found = licences.iter().find(|licence| licence.state == LicenceState::Suspended && covers(licence, day));
    found.ok_or_else(|| invalid(Message::new("measure-not-suspended"), path))
}

/// A suspension is lifted while some of it is left.
pub(super) fn is_under_way(
    row: &licence_measure::Model,
    licences: &[licence_period::Model],
    today: NaiveDate,
) -> Result<(), Mistake> {
    let message = match row.kind {
        LicenceMeasureKind::Withdrawal => "measure-for-good",
        LicenceMeasureKind::Suspension => {
            let of_it = |licence: &&licence_period::Model| {
                licence.state == LicenceState::Suspended && Some(licence.starts_on) == row.starts_on
            };
            let left = licences.iter().find(of_it).is_some_and(|span| span.ends_on.is_none_or(|last| today <= last));
            if left {
                return Ok(());
            }
            "measure-over"
        }
    };
    Err(invalid(Message::new(message), "id"))
}
