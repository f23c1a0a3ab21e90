//! What applications for licences must meet by law, read from the files `rule_set….csv` of `reference/`, and public holidays, from
//! `….holidays.csv`: those that are the same each year, and those that the moon decides. What is uncertain of them, they say.

use chrono::{Days, NaiveDate};
use entity::id::RuleSetId;
use entity::rule_set::RuleSetState;
use entity::{public_holiday, rule_set, rule_set_deadline, rule_set_document, rule_set_norm};
use serde::Deserialize;

use super::{key, read, text, value};
use crate::db::bulk::Bulk;
use crate::error::Error;

#[derive(Deserialize)]
struct RuleSet {
    framework: String,
    legal_category_code: String,
    edition: i32,
    licence_required: bool,
    authority_code: String,
    validity_months: Option<i32>,
    published_on: NaiveDate,
    source: String,
}

#[derive(Deserialize)]
struct Document {
    /// Of the first edition of these laws.
    frameworks: String,
    kinds: String,
    category_code: String,
    of_association: bool,
}

#[derive(Deserialize)]
struct Norm {
    frameworks: String,
    code: String,
    subject: String,
    mandatory: bool,
    text_ar: String,
    text_fr: String,
}

#[derive(Deserialize)]
struct Deadline {
    framework: String,
    step: String,
    days: i32,
    unit: String,
}

#[derive(Deserialize)]
struct Yearly {
    month: u32,
    day: u32,
    first_year: i32,
    last_year: i32,
    name_ar: String,
    name_fr: String,
    source: String,
}

#[derive(Deserialize)]
struct Religious {
    day: NaiveDate,
    days: u64,
    name_ar: String,
    name_fr: String,
    source: String,
}

/// The first edition of a law, for all its categories.
pub(super) fn rule_set_id(framework: &str) -> RuleSetId {
    key("rule_set", framework, 0)
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    lay_rule_sets(bulk).await?;
    lay_holidays(bulk).await
}

async fn lay_rule_sets(bulk: &mut Bulk) -> Result<(), Error> {
    let rule_sets: Vec<RuleSet> = read(include_str!("reference/rule_sets.csv"))?;
    let rule_sets = rule_sets.into_iter().map(|rule_set| {
        Ok(rule_set::Model {
            id: rule_set_id(&rule_set.framework),
            framework: value(&rule_set.framework)?,
            legal_category_code: text(&rule_set.legal_category_code),
            edition: rule_set.edition,
            state: RuleSetState::Published,
            licence_required: rule_set.licence_required,
            authority_code: rule_set.authority_code,
            validity_months: rule_set.validity_months,
            published_on: Some(rule_set.published_on),
            retired_on: None,
            retirement_reason: None,
            source: rule_set.source,
            demonstration: false,
            version: 1,
        })
    });
    bulk.lay::<rule_set::Entity>(rule_sets.collect::<Result<_, Error>>()?).await?;

    bulk.lay::<rule_set_document::Entity>(documents()?).await?;

    bulk.lay::<rule_set_norm::Entity>(norms()?).await?;

    let deadlines: Vec<Deadline> = read(include_str!("reference/rule_set_deadlines.csv"))?;
    let deadlines = deadlines.into_iter().map(|deadline| {
        Ok(rule_set_deadline::Model {
            rule_set_id: rule_set_id(&deadline.framework),
            step: value(&deadline.step)?,
            days: deadline.days,
            unit: value(&deadline.unit)?,
        })
    });
    bulk.lay::<rule_set_deadline::Entity>(deadlines.collect::<Result<_, Error>>()?).await
}

/// What rule sets ask for.
pub(super) fn documents() -> Result<Vec<rule_set_document::Model>, Error> {
    let documents: Vec<Document> = read(include_str!("reference/rule_set_documents.csv"))?;
    let mut rows = Vec::new();
    for (document, position) in documents.iter().zip(1..) {
        for framework in document.frameworks.split(' ') {
            for kind in document.kinds.split(' ') {
                rows.push(rule_set_document::Model {
                    rule_set_id: rule_set_id(framework),
                    application_kind: value(kind)?,
                    category_code: document.category_code.clone(),
                    of_association: document.of_association,
                    position,
                });
            }
        }
    }
    Ok(in_one_order(rows))
}

/// What the commission looks at.
pub(super) fn norms() -> Result<Vec<rule_set_norm::Model>, Error> {
    let norms: Vec<Norm> = read(include_str!("reference/rule_set_norms.csv"))?;
    let mut rows = Vec::new();
    for (norm, position) in norms.iter().zip(1..) {
        for framework in norm.frameworks.split(' ') {
            rows.push(rule_set_norm::Model {
                rule_set_id: rule_set_id(framework),
                code: norm.code.clone(),
                subject: value(&norm.subject)?,
                text_ar: text(&norm.text_ar),
                text_fr: text(&norm.text_fr),
                mandatory: norm.mandatory,
                position,
            });
        }
    }
    Ok(rows)
}

/// No two documents of a rule set have the same place: those of a kind of application follow each other.
fn in_one_order(mut rows: Vec<rule_set_document::Model>) -> Vec<rule_set_document::Model> {
    rows.sort_by_key(|row| (row.rule_set_id, sea_orm::ActiveEnum::to_value(&row.application_kind), row.position));
    let mut before = None;
    for row in &mut rows {
        let position = before.filter(|(of, _)| *of == row.rule_set_id).map_or(1, |(_, last)| last + 1);
        row.position = position;
        before = Some((row.rule_set_id, position));
    }
    rows
}

async fn lay_holidays(bulk: &mut Bulk) -> Result<(), Error> {
    let holiday = |day: NaiveDate, [name_ar, name_fr, source]: [&str; 3], provisional| public_holiday::Model {
        id: key("public_holiday", &day.to_string(), 0),
        day,
        name_ar: text(name_ar),
        name_fr: text(name_fr),
        provisional,
        source: source.to_owned(),
        removed: false,
        demonstration: false,
        version: 1,
    };
    let mut rows = Vec::new();
    let yearly: Vec<Yearly> = read(include_str!("reference/yearly_holidays.csv"))?;
    for one in &yearly {
        for year in one.first_year..=one.last_year {
            let day = NaiveDate::from_ymd_opt(year, one.month, one.day);
            let day = day.ok_or_else(|| Error::internal("a holiday on no day"))?;
            rows.push(holiday(day, [&one.name_ar, &one.name_fr, &one.source], false));
        }
    }
    let religious: Vec<Religious> = read(include_str!("reference/religious_holidays.csv"))?;
    for one in &religious {
        let days = (0..one.days).map(|later| one.day + Days::new(later));
        rows.extend(days.map(|day| holiday(day, [&one.name_ar, &one.name_fr, &one.source], true)));
    }
    bulk.lay::<public_holiday::Entity>(rows).await
}
