//! Which rule set governs an application.

use chrono::NaiveDate;
use entity::legal_category::LegalFramework;
use entity::rule_set;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;

use super::RuleSet;
use crate::db::{Change, ScopedDb};
use crate::error::Error;

/// Those that govern what is applied for on a day: published on it or before, and not retired on it or before.
pub(super) fn in_force_on(day: NaiveDate) -> Condition {
    let column = || rule_set::COLUMN;
    let not_retired = Condition::any().add(column().retired_on.is_null()).add(column().retired_on.gt(day));
    Condition::all().add(column().published_on.lte(day)).add(not_retired)
}

/// Those that are in force on a day for a legal category of a law: its own, and the one of all categories.
fn that_may_govern(framework: LegalFramework, category: Option<&str>, on: NaiveDate) -> Condition {
    let mut categories = Condition::any().add(rule_set::COLUMN.legal_category_code.is_null());
    if let Some(category) = category {
        categories = categories.add(rule_set::COLUMN.legal_category_code.eq(category));
    }
    in_force_on(on).add(rule_set::COLUMN.framework.eq(framework)).add(categories)
}

/// The one of the category itself; where it has none, the one of all categories. There is one of each at most.
fn the_most_particular(rule_sets: Vec<rule_set::Model>) -> Option<rule_set::Model> {
    rule_sets.into_iter().max_by_key(|rule_set| (rule_set.legal_category_code.is_some(), rule_set.edition))
}

impl RuleSet {
    /// The rule set that governs an application of a law and legal category that is filed on a day; `None` where none was
    /// published.
    pub async fn governing(
        change: &Change,
        framework: LegalFramework,
        category: Option<&str>,
        on: NaiveDate,
    ) -> Result<Option<rule_set::Model>, Error> {
        let rule_sets = change.find::<rule_set::Entity>().filter(that_may_govern(framework, category, on));
        Ok(the_most_particular(rule_sets.all().await?))
    }

    /// The same where nothing is changed.
    pub async fn governing_as_read(
        db: &ScopedDb,
        framework: LegalFramework,
        category: Option<&str>,
        on: NaiveDate,
    ) -> Result<Option<rule_set::Model>, Error> {
        let rule_sets = db.find::<rule_set::Entity>().filter(that_may_govern(framework, category, on));
        Ok(the_most_particular(rule_sets.all().await?))
    }
}
