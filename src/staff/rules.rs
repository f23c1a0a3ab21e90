//! The rules of staff, each a function named after it.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::staff_member::StaffEndReason;
use entity::{establishment, staff_function, staff_member};

use crate::clock::Date;
use crate::error::{Mistake, UserErrorCode};
use crate::money::Decimal;
use crate::text::Message;

/// More hours than anyone works in a week.
const MOST_HOURS: i32 = 84;
/// More than anyone costs a month: a hundred thousand dirhams.
const MOST_DIRHAMS: i64 = 100_000;

fn invalid(message: Message, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, message, path)
}

/// A function is one of those that are listed.
pub(super) fn listed(function: Option<staff_function::Model>, code: &str) -> Result<staff_function::Model, Mistake> {
    let shown: String = code.chars().take(64).collect();
    let message = Message::new("unknown-code").with("code", shown).with("field", "staffFunctions");
    function.ok_or_else(|| Mistake::new(UserErrorCode::NotFound, message, "function"))
}

/// Nobody begins in a house that has closed.
pub(super) fn begins_while_open(house: &establishment::Model, started: NaiveDate) -> Result<(), Mistake> {
    match house.closed_on {
        Some(closed) if closed < started => {
            Err(invalid(Message::new("already-closed").with("closed", closed), "startedOn"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Nobody leaves before they begin.
pub(super) fn ends_after_it_began(started: NaiveDate, ended: Option<NaiveDate>) -> Result<(), Mistake> {
    match ended {
        Some(ended) if ended < started => {
            Err(invalid(Message::new("staff-ended-before").with("started", started), "endedOn"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Somebody leaves once.
pub(super) fn works_there_still(member: &staff_member::Model) -> Result<(), Mistake> {
    match member.ended_on {
        Some(ended) => Err(invalid(Message::new("staff-ended").with("ended", ended), "id")),
        None => Ok(()),
    }
}

/// What is said of their leaving is corrected of those who have left.
pub(super) fn has_left(member: &staff_member::Model, path: &str) -> Result<(), Mistake> {
    if member.ended_on.is_some() { Ok(()) } else { Err(invalid(Message::new("staff-not-ended"), path)) }
}

/// The last day as it is corrected, with its reason; neither, where they have not left after all.
pub(super) fn corrected_end(
    before: &staff_member::Model,
    ended: MaybeUndefined<Date>,
    reason: Option<StaffEndReason>,
) -> (Option<NaiveDate>, Option<StaffEndReason>) {
    match ended {
        MaybeUndefined::Null => (None, None),
        MaybeUndefined::Value(day) => (Some(day.0), reason.or(before.end_reason)),
        MaybeUndefined::Undefined => (before.ended_on, reason.or(before.end_reason)),
    }
}

/// Hours of a week that somebody can work.
pub(super) fn hours_of_a_week(hours: i32) -> Result<i32, Mistake> {
    let range = || Message::new("number-range").with("from", 1).with("to", MOST_HOURS);
    if (1..=MOST_HOURS).contains(&hours) { Ok(hours) } else { Err(invalid(range(), "weeklyHours")) }
}

/// What somebody can cost a month, in centimes.
pub(super) fn cost_of_a_month(cost: Decimal) -> Result<i64, Mistake> {
    let range = || Message::new("number-range").with("from", 0).with("to", MOST_DIRHAMS);
    let centimes = cost.centimes();
    if (0..=MOST_DIRHAMS * 100).contains(&centimes) { Ok(centimes) } else { Err(invalid(range(), "monthlyCost")) }
}

/// A house has one director at a time, whoever else directed it before and will direct it after.
pub(super) fn directs_alone(member: &staff_member::Model, staff: &[staff_member::Model]) -> Result<(), Mistake> {
    let overlaps = |other: &&staff_member::Model| {
        let begins_before =
            |one: &staff_member::Model, last: Option<NaiveDate>| last.is_none_or(|last| one.started_on <= last);
        begins_before(other, member.ended_on) && begins_before(member, other.ended_on)
    };
    let other = staff.iter().filter(|other| other.id != member.id && other.directs).find(overlaps);
    match other.filter(|_| member.directs) {
        Some(other) => {
            let message = match other.ended_on {
                Some(ended) => Message::new("staff-directed-until").with("from", other.started_on).with("to", ended),
                None => Message::new("staff-directed-since").with("from", other.started_on),
            };
            Err(Mistake::new(UserErrorCode::Taken, message, "function"))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use entity::id::{DelegationId, EstablishmentId, StaffMemberId};
    use entity::sex::Sex;
    use entity::staff_member::StaffContract;
    use uuid::Uuid;

    use super::*;

    fn director(started: &str, ended: Option<&str>) -> staff_member::Model {
        staff_member::Model {
            id: StaffMemberId(Uuid::now_v7()),
            establishment_id: EstablishmentId(Uuid::nil()),
            delegation_id: DelegationId(Uuid::nil()),
            association_id: None,
            name_ar: None,
            name_fr: Some("Une personne".to_owned()),
            sex: Sex::Female,
            function_code: "DIRECTOR".to_owned(),
            directs: true,
            qualification: None,
            certified: None,
            contract: StaffContract::Permanent,
            started_on: started.parse().unwrap(),
            ended_on: ended.map(|day| day.parse().unwrap()),
            end_reason: ended.map(|_| StaffEndReason::Other),
            weekly_hours: None,
            monthly_cost: None,
            demonstration: false,
            version: 1,
        }
    }

    #[test]
    fn directors_follow_each_other_and_share_no_day() {
        let there = [director("2020-01-01", Some("2022-06-30")), director("2023-01-01", None)];
        for (started, ended, alone) in [
            ("2019-01-01", Some("2019-12-31"), true),
            ("2019-01-01", Some("2020-01-01"), false),
            ("2022-06-30", Some("2022-07-01"), false),
            ("2022-07-01", Some("2022-12-31"), true),
            ("2022-07-01", Some("2023-01-01"), false),
            ("2022-07-01", None, false),
            ("2026-01-01", None, false),
            ("2018-01-01", None, false),
        ] {
            assert_eq!(directs_alone(&director(started, ended), &there).is_ok(), alone, "{started} to {ended:?}");
        }
        let cook = staff_member::Model { directs: false, ..director("2026-01-01", None) };
        assert!(directs_alone(&cook, &there).is_ok(), "others share all days");
        assert!(directs_alone(&there[1], &there).is_ok(), "nobody is in the way of themselves");
    }
}
