//! Judging a line that names a declared figure.

use chrono::{DateTime, NaiveTime, Utc};
use entity::declared_figure::{Measure, Qualifier};
use entity::delegation;
use entity::month::YearMonth;
use sea_orm::ActiveEnum;

use super::super::columns::{ImportColumn, meaning};
use super::super::entry::{Entry, Figure};
use super::super::listing::{self, Fault};
use super::super::reading::line_id;
use super::super::remark::Weight;
use super::{Judge, LONGEST_NAME, Line};
use crate::declared_figure::{GREATEST, LONGEST_SOURCE, MOST_CENTIMES, month_has_ended};
use crate::money::Money;
use crate::text::Message;

impl Line<'_> {
    pub(super) fn figure(&mut self, judge: &mut Judge, at: Option<&delegation::Model>) -> (String, Option<Entry>) {
        let (declares, today) = (judge.register.declares, judge.register.today);
        if !declares {
            self.remark(None, Weight::Wrong, Message::new("line-figures-not-yours"));
        }
        let named = self.text(ImportColumn::Measure, LONGEST_NAME);
        let title = named.clone().unwrap_or_default();
        let measure = named.as_deref().and_then(|named| meaning("MEASURE", named));
        let measure = measure.and_then(|code| Measure::try_from_value(&code.to_owned()).ok());
        if measure.is_none() && named.is_some() {
            self.wrong(ImportColumn::Measure, Message::new("line-measure-unknown"));
        }
        let measure = self.needed(ImportColumn::Measure, measure);
        let money = measure.is_some_and(Measure::is_money);
        let value = self.cell(ImportColumn::Value);
        let figure = if money {
            let amount = listing::amount(value);
            self.said(ImportColumn::Value, amount, |(_, centimes)| Money::from_centimes(*centimes).amount.to_string())
        } else {
            let count = listing::qualified_count(value);
            self.said(ImportColumn::Value, count, |(_, count)| count.to_string())
        };
        let most = if money { MOST_CENTIMES } else { GREATEST };
        let figure = self.needed(ImportColumn::Value, figure);
        if figure.is_some_and(|(_, value)| value > most) {
            self.wrong(ImportColumn::Value, Fault::TooLarge);
        }
        let month = listing::month(self.cell(ImportColumn::AsOf));
        let month = self.said(ImportColumn::AsOf, month, |(year, month)| format!("{year:04}-{month:02}"));
        let as_of = month.and_then(|(year, month)| YearMonth::try_new(year, month));
        let as_of = self.needed(ImportColumn::AsOf, as_of);
        if let Some(as_of) = as_of {
            let now = DateTime::<Utc>::from_naive_utc_and_offset(today.and_time(NaiveTime::MIN), Utc);
            if let Err(mistake) = month_has_ended(as_of, now) {
                self.wrong(ImportColumn::AsOf, mistake.message().clone());
            }
        }
        let source = self.text(ImportColumn::Source, LONGEST_SOURCE);
        let (Some(measure), Some((qualifier, value)), Some(as_of)) = (measure, figure, as_of) else {
            return (title, None);
        };
        if let Some(delegation) = at {
            let figure = (delegation.id, measure, as_of);
            if let Some(place) = judge.declared.get(&figure) {
                self.wrong(ImportColumn::Measure, Message::new("line-twice").with("place", place));
            } else if judge.register.is_declared(&figure) {
                self.doubt(ImportColumn::Measure, Message::new("line-figure-there"));
            }
            judge.declared.entry(figure).or_insert_with(|| self.place());
        }
        let qualifier = match qualifier {
            listing::Qualifier::Exact => Qualifier::Exact,
            listing::Qualifier::MoreThan => Qualifier::MoreThan,
            listing::Qualifier::About => Qualifier::About,
        };
        let figure = Figure {
            id: line_id(judge.import, self.number).0,
            measure: measure.to_value(),
            value,
            qualifier: qualifier.to_value(),
            year: as_of.year(),
            month: as_of.month(),
            source: source.unwrap_or_else(|| judge.file_name.clone()),
        };
        (title, Some(Entry::DeclaredFigure(figure)))
    }
}
