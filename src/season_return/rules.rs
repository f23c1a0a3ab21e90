//! The rules of returns, each a function named after it.

use chrono::NaiveDate;
use entity::id::{AccountId, SeasonReturnId};
use entity::return_item::{self, ReturnSection, ReturnUnit};
use entity::{establishment, season_return, season_return_line};

use super::form::{Filled, Form};
use super::mutation::SeasonReturnLineInput;
use super::period::Period;
use crate::error::{Mistake, UserErrorCode};
use crate::money::Decimal;
use crate::text::Message;

/// More of anything than a house has.
const MOST: i64 = 100_000;
/// More centimes than a house spends: a thousand million dirhams.
const MOST_CENTIMES: i64 = 100_000_000_000;

fn invalid(message: Message, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, message, path)
}

/// Of a period that has not begun there is nothing to report.
pub(super) fn has_begun(period: Period, today: NaiveDate) -> Result<(), Mistake> {
    match period.first_day() {
        Some(first) if first <= today => Ok(()),
        Some(_) | None => Err(invalid(Message::new("return-period-future").with("period", period.first), "period")),
    }
}

/// A house reports of periods in which it was open.
pub(super) fn was_open_in(house: &establishment::Model, period: Period) -> Result<(), Mistake> {
    let (Some(first), Some(last)) = (period.first_day(), period.last_day()) else {
        return Err(invalid(Message::new("return-no-period"), "period"));
    };
    let opened = house.opened_on.is_none_or(|day| day <= last);
    let not_closed = house.closed_on.is_none_or(|day| first <= day);
    let planned = house.state == establishment::EstablishmentState::Planned;
    if opened && not_closed && !planned { Ok(()) } else { Err(invalid(Message::new("return-not-open"), "period")) }
}

/// One return of each house and period.
pub(super) fn is_the_first(there: Option<&season_return::Model>) -> Result<(), Mistake> {
    match there {
        Some(_) => Err(Mistake::new(UserErrorCode::Taken, Message::new("return-taken"), "period")),
        None => Ok(()),
    }
}

/// Two people: nobody validates what they submitted themselves.
pub(super) fn validated_by_another(row: &season_return::Model, by: AccountId) -> Result<(), Mistake> {
    if row.submitted_by == Some(by) {
        Err(Mistake::new(UserErrorCode::Forbidden, Message::new("return-decided-by-another"), "id"))
    } else {
        Ok(())
    }
}

/// What can be wrong with submitting a return: all that is wrong with its period and its figures.
pub(super) fn is_whole(row: &season_return::Model, filled: &Filled, today: NaiveDate) -> Vec<Mistake> {
    let mut mistakes: Vec<_> = period_is_over(row, today).err().into_iter().collect();
    mistakes.extend(is_complete(filled));
    mistakes.extend(of_which_holds(filled));
    mistakes
}

/// A period is reported when it is over.
fn period_is_over(row: &season_return::Model, today: NaiveDate) -> Result<(), Mistake> {
    let period = Period { first: row.period_first, last: row.period_last };
    if period.is_over_before(today) {
        return Ok(());
    }
    Err(invalid(Message::new("return-period-not-over").with("period", row.period_last), "id"))
}

/// What the template requires is filled in.
fn is_complete(Filled { form, lines }: &Filled) -> Vec<Mistake> {
    let lacks = |code: &str| !lines.iter().any(|line| line.item_code == code);
    let lacking = form.items().filter(|(asked, item)| asked.required && lacks(&item.code));
    lacking
        .map(|(_, item)| Mistake::new(UserErrorCode::Blank, Message::new("return-figure-missing"), &at(&item.code)))
        .collect()
}

/// Orphans, persons with a disability and those present are of those who were served: no more of a sex, an age or a level
/// than were served of it, nor in all. Where the head-count is incomplete, nothing can be said.
fn of_which_holds(Filled { form, lines }: &Filled) -> Vec<Mistake> {
    let value =
        |item: &return_item::Model| lines.iter().find(|line| line.item_code == item.code).map(|line| line.value);
    let of = |section| form.items().map(|(_, item)| item).filter(move |item| item.section == section);
    let Some(served) = of(ReturnSection::HeadCount).map(|item| Some((item, value(item)?))).collect::<Option<Vec<_>>>()
    else {
        return Vec::new();
    };
    let all: i64 = served.iter().map(|(_, count)| count).sum();
    let mistake = |item: &return_item::Model, among: i64| {
        invalid(Message::new("return-of-which").with("count", among), &at(&item.code))
    };
    let mut mistakes = Vec::new();
    for section in [ReturnSection::Orphans, ReturnSection::Disability, ReturnSection::Present] {
        let filled: Vec<_> = of(section).filter_map(|item| Some((item, value(item)?))).collect();
        let too_many = filled.iter().filter_map(|(item, count)| {
            let among = served.iter().filter(|(served, _)| is_among(item, served)).map(|(_, count)| count).sum();
            (*count > among).then(|| mistake(item, among))
        });
        let too_many: Vec<_> = too_many.collect();
        if too_many.is_empty()
            && filled.iter().map(|(_, count)| count).sum::<i64>() > all
            && let Some((item, _)) = filled.first()
        {
            mistakes.push(mistake(item, all));
        }
        mistakes.extend(too_many);
    }
    mistakes
}

/// Whether those whom an item counts are among those whom another counts. What an item does not part, it has all of.
fn is_among(item: &return_item::Model, served: &return_item::Model) -> bool {
    let sex = item.sex.is_none() || served.sex.is_none() || item.sex == served.sex;
    let band = item.band_code.is_none() || served.band_code.is_none() || item.band_code == served.band_code;
    sex && band
}

/// Where in the input a figure stands that was filled in earlier.
fn at(code: &str) -> String {
    format!("lines.{code}")
}

/// The value that a line of an input gives to an item, `None` where it takes it away; or what is wrong with it. The item is one
/// of the template; people, beds and staff are counted, money is an amount; both from 0.
pub(super) fn figure(
    return_id: SeasonReturnId,
    form: &Form,
    line: &SeasonReturnLineInput,
    path: &str,
) -> Result<Option<season_return_line::Model>, Mistake> {
    let Some((asked, item)) = form.item(&line.item) else {
        let shown: String = line.item.chars().take(64).collect();
        let message = Message::new("unknown-code").with("code", shown).with("field", "returnTemplates { items }");
        return Err(Mistake::new(UserErrorCode::NotFound, message, &format!("{path}.item")));
    };
    let money = item.unit == ReturnUnit::Centimes;
    let (count, amount) = (line.count.map(i64::from), line.amount.map(Decimal::centimes));
    let (value, most, field) = match (money, count, amount) {
        (_, None, None) => return Ok(None),
        (true, Some(_), _) => return Err(invalid(Message::new("amount-wanted"), &format!("{path}.count"))),
        (false, _, Some(_)) => return Err(invalid(Message::new("count-wanted"), &format!("{path}.amount"))),
        (false, Some(count), None) => (count, MOST, "count"),
        (true, None, Some(amount)) => (amount, MOST_CENTIMES, "amount"),
    };
    if !(0..=most).contains(&value) {
        let to = if money { most / 100 } else { most };
        return Err(invalid(Message::new("number-range").with("from", 0).with("to", to), &format!("{path}.{field}")));
    }
    Ok(Some(season_return_line::Model {
        return_id,
        item_code: item.code.clone(),
        value,
        unit: item.unit,
        position: asked.position,
    }))
}

/// Each item is filled in once.
pub(super) fn is_said_once(lines: &[SeasonReturnLineInput], index: usize) -> Result<(), Mistake> {
    let item = lines.get(index).map(|line| &line.item);
    if lines.iter().take(index).any(|line| Some(&line.item) == item) {
        return Err(invalid(Message::new("return-item-twice"), &format!("lines.{index}.item")));
    }
    Ok(())
}
