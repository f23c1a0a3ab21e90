//! The paper of a return: as it stands in the archive, and as it is signed.

use std::collections::BTreeMap;

use entity::document::DocumentOwnerKind;
use entity::job::JobKind;
use entity::month::YearMonth;
use entity::return_item::{self, ReturnSection, ReturnUnit};
use entity::season_return::SeasonReturnState;
use entity::{
    commune, delegation, establishment, establishment_kind, return_signature, return_template, season_return,
    season_return_line,
};
use sea_orm::sea_query::Order;
use sea_orm::{ActiveEnum, ColumnTrait};
use serde::Serialize;
use uuid::Uuid;

use super::form::Form;
use crate::auth::Right;
use crate::clock::written_day;
use crate::db::ScopedDb;
use crate::error::Error;
use crate::money::Money;
use crate::printed::{Paper, Printable, Words, find, manager_of, words};
use crate::request::App;
use crate::text::{LocalizedText, Message};

/// The paper of a return.
#[derive(Debug)]
pub struct SeasonReturnPaper;

/// A month.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Month {
    year: i32,
    month: u32,
}

/// A part of the return, its sum beside it.
#[derive(Debug, Serialize)]
struct Section {
    code: String,
    sum: Option<String>,
    lines: Vec<Line>,
}

/// A figure; none where it is not filled in.
#[derive(Debug, Serialize)]
struct Line {
    name: Words,
    value: Option<String>,
}

/// What `paper.typ` says.
#[derive(Debug, Serialize)]
pub struct Values {
    delegation: Option<Words>,
    form: Words,
    house: Words,
    reference: String,
    kind: Option<Words>,
    /// The association that manages the house, or Entraide Nationale itself.
    manager: Option<Words>,
    commune: Option<Words>,
    capacity: Option<String>,
    first: Month,
    last: Month,
    due: String,
    submitted: Option<String>,
    state: String,
    sections: Vec<Section>,
    signatures: Vec<Words>,
}

impl Printable for SeasonReturnPaper {
    const KIND: JobKind = JobKind::SeasonReturnPrint;
    const READ: Right = Right::ReadReturns;
    const CATEGORY: &'static str = "PRINTED_RETURN";
    const TEMPLATE: &'static str = include_str!("paper.typ");
    type Entity = season_return::Entity;
    type Values = Values;

    fn owner(row: &season_return::Model) -> (DocumentOwnerKind, Uuid) {
        (DocumentOwnerKind::Establishment, row.establishment_id.0)
    }

    /// Every one has its paper; what is not submitted is marked as a draft.
    async fn refused(_: &App, _: &ScopedDb, _: &season_return::Model) -> Result<Option<Message>, Error> {
        Ok(None)
    }

    async fn paper(_: &App, db: &ScopedDb, row: season_return::Model) -> Result<Paper<Values>, Error> {
        let house = find::<establishment::Entity>(db, row.establishment_id).await?.ok_or(Error::NotFound)?;
        let template = find::<return_template::Entity>(db, row.template_id).await?.ok_or(Error::NotFound)?;
        let kind = find::<establishment_kind::Entity>(db, house.kind_code.clone()).await?;
        let commune = find::<commune::Entity>(db, house.commune_id).await?;
        let delegation = find::<delegation::Entity>(db, row.delegation_id).await?;
        let manager = manager_of(db, row.association_id).await?;
        let form = Form::read_by(db, row.template_id).await?;
        let lines = db.find::<season_return_line::Entity>();
        let lines = lines.filter(season_return_line::COLUMN.return_id.eq(row.id)).all().await?;
        let signatures = db.find::<return_signature::Entity>();
        let signatures = signatures.filter(return_signature::COLUMN.template_id.eq(row.template_id));
        let signatures = signatures.order_by(return_signature::Column::Position, Order::Asc).all().await?;
        let title =
            |name: Option<&String>| name.map(|name| format!("{} – {} · {name}", row.period_first, row.period_last));
        Ok(Paper {
            title: LocalizedText { ar: title(template.name_ar.as_ref()), fr: title(template.name_fr.as_ref()) },
            about: vec![house.reference.clone(), row.period_first.to_string(), format!("v{}", row.version)],
            values: Values {
                delegation: delegation.map(|row| words(row.name_ar, row.name_fr)),
                form: words(template.name_ar, template.name_fr),
                house: words(house.name_ar, house.name_fr),
                reference: house.reference,
                kind: kind.map(|row| words(row.name_ar, row.name_fr)),
                manager,
                commune: commune.map(|row| words(row.name_ar, row.name_fr)),
                capacity: row.capacity.map(|places| grouped(i64::from(places))),
                first: month(row.period_first),
                last: month(row.period_last),
                due: written_day(row.due_on),
                submitted: submitted(&row),
                state: row.state.to_value(),
                sections: sections(&form, &lines),
                signatures: signatures.into_iter().map(|row| words(row.name_ar, row.name_fr)).collect(),
            },
        })
    }
}

fn month(month: YearMonth) -> Month {
    Month { year: month.year(), month: month.month() }
}

/// The day of submission, while the return stands submitted or validated.
fn submitted(row: &season_return::Model) -> Option<String> {
    match row.state {
        SeasonReturnState::Submitted | SeasonReturnState::Validated => row.submitted_on.map(written_day),
        SeasonReturnState::Draft | SeasonReturnState::Returned => None,
    }
}

/// The items of the template in their order, by section; what is not filled in has no value.
fn sections(form: &Form, lines: &[season_return_line::Model]) -> Vec<Section> {
    let values: BTreeMap<&str, i64> = lines.iter().map(|line| (line.item_code.as_str(), line.value)).collect();
    let mut sections: Vec<(ReturnSection, Vec<&return_item::Model>)> = Vec::new();
    for (_, item) in form.items() {
        match sections.iter_mut().find(|(section, _)| *section == item.section) {
            Some((_, items)) => items.push(item),
            None => sections.push((item.section, vec![item])),
        }
    }
    let told = sections.into_iter().map(|(section, items)| {
        let value = |item: &return_item::Model| values.get(item.code.as_str()).copied();
        let unit = items.first().map_or(ReturnUnit::Persons, |item| item.unit);
        let sum = items.iter().filter_map(|item| value(item)).reduce(|sum, value| sum + value);
        let lines = items.iter().map(|item| Line {
            name: words(item.name_ar.clone(), item.name_fr.clone()),
            value: value(item).map(|value| figure(item.unit, value)),
        });
        Section { code: section.to_value(), sum: sum.map(|sum| figure(unit, sum)), lines: lines.collect() }
    });
    told.collect()
}

/// A figure as offices write it: 1 030, and of money 120 000,50.
fn figure(unit: ReturnUnit, value: i64) -> String {
    match unit {
        ReturnUnit::Persons | ReturnUnit::Beds | ReturnUnit::Staff => grouped(value),
        ReturnUnit::Centimes => {
            let amount = Money::from_centimes(value).amount.to_string();
            let (_, centimes) = amount.split_once('.').unwrap_or((&amount, "00"));
            format!("{},{centimes}", grouped(value / 100))
        }
    }
}

/// A whole number from 0, its digits in threes, by blanks at which no line is broken.
fn grouped(value: i64) -> String {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_offices_write_them() {
        for (value, written) in [(0, "0"), (7, "7"), (999, "999"), (1030, "1\u{a0}030"), (100_000, "100\u{a0}000")] {
            assert_eq!(figure(ReturnUnit::Persons, value), written);
        }
        for (centimes, written) in [
            (0, "0,00"),
            (5, "0,05"),
            (12_000_050, "120\u{a0}000,50"),
            (100_000_000_000, "1\u{a0}000\u{a0}000\u{a0}000,00"),
        ] {
            assert_eq!(figure(ReturnUnit::Centimes, centimes), written);
        }
    }
}
