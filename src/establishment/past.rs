//! What an establishment was before it changed: from a day on it is something else, and until then it was what it was.

use chrono::NaiveDate;
use entity::{establishment, establishment_past};

/// What it was until each day, where `after` holds from `day` on in the place of `before`: of what lies behind that day only
/// what has changed is as it shall be, and the rest stays. A house has no past before it opened.
#[must_use]
pub(super) fn since(
    day: NaiveDate,
    before: &establishment::Model,
    after: &establishment::Model,
    past: &[establishment_past::Model],
) -> Vec<establishment_past::Model> {
    let changed = |was: &establishment_past::Model| {
        let mut is = was.clone();
        if before.delegation_id != after.delegation_id {
            is.delegation_id = after.delegation_id;
        }
        if before.commune_id != after.commune_id {
            is.commune_id = after.commune_id;
        }
        if before.association_id != after.association_id {
            is.association_id = after.association_id;
        }
        if places(before) != places(after) {
            (is.capacity_total, is.capacity_female, is.capacity_male) = places(after);
        }
        is
    };
    let now = as_past(before, NaiveDate::MAX);
    let (mut whiles, mut first) = (Vec::new(), before.opened_on);
    for was in past.iter().chain([&now]) {
        if was.until < day {
            whiles.push(was.clone());
        } else {
            if let Some(eve) = day.pred_opt().filter(|_| first.is_none_or(|first| first < day)) {
                whiles.push(establishment_past::Model { until: eve, ..was.clone() });
            }
            whiles.push(changed(was));
        }
        first = first.max(was.until.succ_opt());
    }
    whiles.dedup_by(|later, earlier| {
        let same = *later == establishment_past::Model { until: later.until, ..earlier.clone() };
        if same {
            earlier.until = later.until;
        }
        same
    });
    // What it has been since the last of these days, its own row says.
    whiles.pop();
    whiles
}

fn places(house: &establishment::Model) -> (Option<i32>, Option<i32>, Option<i32>) {
    (house.capacity_total, house.capacity_female, house.capacity_male)
}

fn as_past(house: &establishment::Model, until: NaiveDate) -> establishment_past::Model {
    establishment_past::Model {
        establishment_id: house.id,
        until,
        delegation_id: house.delegation_id,
        commune_id: house.commune_id,
        association_id: house.association_id,
        capacity_total: house.capacity_total,
        capacity_female: house.capacity_female,
        capacity_male: house.capacity_male,
    }
}

/// What it was on a day, of what it is and was, the earliest first.
#[must_use]
pub fn was_on(
    day: NaiveDate,
    house: &establishment::Model,
    past: &[establishment_past::Model],
) -> establishment_past::Model {
    past.iter().find(|was| day <= was.until).cloned().unwrap_or_else(|| as_past(house, NaiveDate::MAX))
}
