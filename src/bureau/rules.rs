//! The rules of bureaus, each a function named after it.

use chrono::NaiveDate;
use entity::bureau_member::{self, BureauFunction};
use entity::bureau_renewal;
use entity::id::BureauRenewalId;
use sea_orm::ActiveEnum;

use super::mutation::BureauMemberInput;
use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;

/// More members than a bureau has.
const MOST_MEMBERS: usize = 40;
/// Those of whom a bureau has exactly one.
const ONE_OF: [BureauFunction; 3] =
    [BureauFunction::President, BureauFunction::SecretaryGeneral, BureauFunction::Treasurer];

fn invalid(message: Message, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, message, path)
}

/// The members of a bureau, all of them with a name, exactly one of them president, one secretary general and one treasurer.
pub(super) fn members_make_a_bureau(
    renewal: BureauRenewalId,
    members: &[BureauMemberInput],
) -> Result<Vec<bureau_member::Model>, Vec<Mistake>> {
    if members.len() > MOST_MEMBERS {
        let message = Message::new("list-too-long").with("maximum", MOST_MEMBERS);
        return Err(vec![Mistake::new(UserErrorCode::TooLong, message, "members")]);
    }
    let (mut rows, mut mistakes) = (Vec::new(), Vec::new());
    for (position, (at, member)) in (1..).zip(members.iter().enumerate()) {
        match member.names.names(&format!("members.{at}.names")) {
            Ok(names) => {
                rows.push(bureau_member::Model {
                    renewal_id: renewal,
                    position,
                    function: member.function,
                    name_ar: names.0,
                    name_fr: names.1,
                });
            }
            Err(wrong) => mistakes.extend(wrong),
        }
    }
    for function in ONE_OF {
        let count = members.iter().filter(|member| member.function == function).count();
        if count != 1 {
            let message = Message::new("bureau-one").with("function", function.to_value()).with("count", count);
            mistakes.push(invalid(message, "members"));
        }
    }
    if mistakes.is_empty() { Ok(rows) } else { Err(mistakes) }
}

/// A term is elected, declared and acknowledged in that order, on days that are past, and ends after its election.
pub(super) fn days_follow_each_other(row: &bureau_renewal::Model, today: NaiveDate) -> Vec<Mistake> {
    let happened = [
        (Some(row.elected_on), "electedOn"),
        (row.declared_on, "declaredOn"),
        (row.provisional_receipt_on, "provisionalReceipt.on"),
        (row.final_receipt_on, "finalReceipt.on"),
    ];
    let mut mistakes = Vec::new();
    let mut before: Option<NaiveDate> = None;
    for (day, path) in happened {
        let Some(day) = day else { continue };
        if day > today {
            mistakes.push(invalid(Message::new("date-future"), path));
        } else if let Some(before) = before.filter(|before| day < *before) {
            mistakes.push(invalid(Message::new("bureau-order").with("before", before), path));
        }
        before = Some(day);
    }
    if row.mandate_ends_on.is_some_and(|ends| ends <= row.elected_on) {
        let message = Message::new("mandate-before-election").with("elected", row.elected_on);
        mistakes.push(invalid(message, "mandateEndsOn"));
    }
    mistakes
}

/// One renewal of each general assembly.
pub(super) fn is_of_an_assembly_of_its_own(
    row: &bureau_renewal::Model,
    others: &[bureau_renewal::Model],
) -> Result<(), Mistake> {
    if others.iter().any(|other| other.id != row.id && other.elected_on == row.elected_on) {
        return Err(Mistake::new(UserErrorCode::Taken, Message::new("bureau-taken"), "electedOn"));
    }
    Ok(())
}

/// The bureau there is: of the last general assembly.
pub(super) fn the_last<'a>(
    row: &'a bureau_renewal::Model,
    others: &'a [bureau_renewal::Model],
) -> &'a bureau_renewal::Model {
    let others = others.iter().filter(|other| other.id != row.id);
    others.chain([row]).max_by_key(|renewal| renewal.elected_on).unwrap_or(row)
}
