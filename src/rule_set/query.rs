//! Reading rule sets.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::RuleSetId;
use entity::legal_category::LegalFramework;
use entity::rule_set::{self, RuleSetState};
use sea_orm::ColumnTrait;

use super::RuleSet;
use super::governing::in_force_on;
use crate::auth::Right;
use crate::clock::Date;
use crate::db::{ScopedDb, ScopedSelect};
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Rule sets.
#[derive(Debug, Default)]
pub struct RuleSetQuery;

/// Which rule sets; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct RuleSetWhere {
    /// Those of this law.
    framework: Option<LegalFramework>,
    /// Those for this legal category itself, by its code.
    legal_category: Option<String>,
    /// Those that stand so.
    state: Option<RuleSetState>,
    /// Those that govern what is applied for on this day.
    in_force_on: Option<Date>,
}

#[Object]
impl RuleSetQuery {
    /// A rule set. Null with the error NOT_FOUND where there is none that is yours to see: drafts are the national office's.
    async fn rule_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<RuleSetId>,
    ) -> Maybe<Answer<RuleSet>> {
        ctx.lookup(&id).await
    }

    /// The rule sets, the latest first: those that were published, retired ones too, and to those who keep them, drafts. Needs the
    /// right READ_NETWORK.
    async fn rule_sets(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<RuleSetWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<RuleSet>> {
        ctx.require(Right::ReadNetwork)?;
        let rule_sets = filter.unwrap_or_default().narrow(ctx.db()?);
        let latest_first = Sort::by("rule sets, the latest first", vec![rule_set::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, rule_sets, latest_first, Window { first, after, last, before }).await?)
    }

    /// The rule set that governs an application; null where none was published for it. Needs the right READ_NETWORK.
    async fn governing_rule_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The law under which it is applied for.")] framework: LegalFramework,
        #[graphql(desc = "The code of the legal category; none where it is not known yet.")] legal_category: Option<
            String,
        >,
        #[graphql(desc = "The day on which it is applied for; today by default.")] on: Option<Date>,
    ) -> Maybe<RuleSet> {
        governing(ctx, framework, legal_category, on).await.transpose()
    }
}

async fn governing(
    ctx: &Context<'_>,
    framework: LegalFramework,
    category: Option<String>,
    on: Option<Date>,
) -> Result<Option<RuleSet>, Error> {
    ctx.require(Right::ReadNetwork)?;
    let on = on.map_or(ctx.today()?, |day| day.0);
    let governing = RuleSet::governing_as_read(ctx.db()?, framework, category.as_deref(), on).await?;
    Ok(governing.map(RuleSet))
}

impl RuleSetWhere {
    fn narrow(self, db: &ScopedDb) -> ScopedSelect<rule_set::Entity> {
        let mut rule_sets = db.find::<rule_set::Entity>();
        if let Some(framework) = self.framework {
            rule_sets = rule_sets.filter(rule_set::COLUMN.framework.eq(framework));
        }
        if let Some(category) = self.legal_category {
            rule_sets = rule_sets.filter(rule_set::COLUMN.legal_category_code.eq(category));
        }
        if let Some(state) = self.state {
            rule_sets = rule_sets.filter(rule_set::COLUMN.state.eq(state));
        }
        if let Some(day) = self.in_force_on {
            rule_sets = rule_sets.filter(in_force_on(day.0));
        }
        rule_sets
    }
}
