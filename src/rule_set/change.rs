//! How each change of a rule set is made.

use entity::id::{RuleSetId, StreamId};
use entity::rule_set::{self, RuleSetState};
use entity::{document_category, legal_category};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;
use uuid::Uuid;

use super::mutation::{RuleSetDraftInput, RuleSetPublishInput, RuleSetRetireInput, RuleSetUpdateInput};
use super::procedure::RuleSetTransitionName as Name;
use super::written::{Written, head};
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Mistake, UserErrorCode};
use crate::named::needed_text;
use crate::procedure::permit;
use crate::text::Message;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

impl Mutation for RuleSetDraftInput {
    const NAME: &'static str = "ruleSetDraft";
    type Entity = rule_set::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, _: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![StreamId::NATIONAL])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let id = RuleSetId(Uuid::now_v7());
        self.category_is_of_the_law(change).await?;
        let empty = rule_set::Model {
            id,
            framework: self.framework,
            legal_category_code: self.legal_category.clone(),
            edition: 1,
            state: RuleSetState::Draft,
            licence_required: true,
            authority_code: String::new(),
            validity_months: None,
            published_on: None,
            retired_on: None,
            retirement_reason: None,
            source: String::new(),
            demonstration: false,
            version: 1,
        };
        let (row, written) = match (&self.copy_of, &self.content) {
            (None, Some(content)) => {
                let categories = change.find::<document_category::Entity>().all().await?;
                (head(change, empty, content), Written::judged(change, id, content, &categories))
            }
            (Some(copied), None) => match change.refer::<rule_set::Entity>(copied, "copyOf").await? {
                Some(copied) => {
                    let row = rule_set::Model {
                        licence_required: copied.licence_required,
                        authority_code: copied.authority_code,
                        validity_months: copied.validity_months,
                        source: copied.source,
                        demonstration: copied.demonstration,
                        ..empty
                    };
                    (row, Written::read_in(change, copied.id).await?.copied_to(id))
                }
                None => (empty, Written::default()),
            },
            (Some(_), Some(_)) | (None, None) => {
                change.note(vec![Mistake::new(UserErrorCode::Invalid, Message::new("rule-set-begin"), "content")]);
                (empty, Written::default())
            }
        };
        change.settle()?;
        let last = of_same(change, &row).await?.into_iter().map(|other| other.edition).max().unwrap_or_default();
        change.insert::<rule_set::Entity>(&rule_set::Model { edition: last + 1, ..row })?;
        written.stage(change, &Written::default())
    }
}

impl RuleSetDraftInput {
    async fn category_is_of_the_law(&self, change: &mut Change) -> Result<(), Refused> {
        let Some(code) = &self.legal_category else { return Ok(()) };
        let category = change.find::<legal_category::Entity>().filter(legal_category::COLUMN.code.eq(code));
        match category.one().await? {
            None => change.note(vec![Mistake::not_found("legalCategory")]),
            Some(category) if category.framework != self.framework => {
                let message = Message::new("rule-set-category");
                change.note(vec![Mistake::new(UserErrorCode::Invalid, message, "legalCategory")]);
            }
            Some(_) => {}
        }
        Ok(())
    }
}

/// All rule sets of the same law and category.
async fn of_same(change: &Change, row: &rule_set::Model) -> Result<Vec<rule_set::Model>, Refused> {
    let category = match &row.legal_category_code {
        Some(code) => rule_set::COLUMN.legal_category_code.eq(code.as_str()),
        None => rule_set::COLUMN.legal_category_code.is_null(),
    };
    let same = Condition::all().add(rule_set::COLUMN.framework.eq(row.framework)).add(category);
    Ok(change.find::<rule_set::Entity>().filter(same).all().await?)
}

impl Mutation for RuleSetUpdateInput {
    const NAME: &'static str = "ruleSetUpdate";
    type Entity = rule_set::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<rule_set::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<rule_set::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let stands = Written::read_in(change, before.id).await?;
        permit(change, Name::Update, &before, &stands)?;
        let categories = change.find::<document_category::Entity>().all().await?;
        let after = head(change, before.clone(), &self.content);
        let written = Written::judged(change, before.id, &self.content, &categories);
        change.settle()?;
        change.save::<rule_set::Entity>(&before, after)?;
        written.stage(change, &stands)
    }
}

impl Mutation for RuleSetPublishInput {
    const NAME: &'static str = "ruleSetPublish";
    type Entity = rule_set::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<rule_set::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let draft = change.edit::<rule_set::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let written = Written::read_in(change, draft.id).await?;
        permit(change, Name::Publish, &draft, &written)?;
        let today = Some(change.today());
        let published = rule_set::Model { state: RuleSetState::Published, published_on: today, ..draft.clone() };
        change.save::<rule_set::Entity>(&draft, published)?;
        // One is in force at a time, the last of the day before not one day longer.
        let others = of_same(change, &draft).await?.into_iter();
        for before in others.filter(|other| other.state == RuleSetState::Published && other.id != draft.id) {
            let after = rule_set::Model { state: RuleSetState::Retired, retired_on: today, ..before.clone() };
            change.save::<rule_set::Entity>(&before, after)?;
        }
        Ok(())
    }
}

impl Mutation for RuleSetRetireInput {
    const NAME: &'static str = "ruleSetRetire";
    type Entity = rule_set::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<rule_set::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<rule_set::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let written = Written::read_in(change, before.id).await?;
        permit(change, Name::Retire, &before, &written)?;
        let reason = change.take(needed_text(&self.reason, LONGEST_REASON, "reason"));
        change.settle()?;
        let after = rule_set::Model {
            state: RuleSetState::Retired,
            retired_on: Some(change.today()),
            retirement_reason: reason,
            ..before.clone()
        };
        change.save::<rule_set::Entity>(&before, after)?;
        Ok(())
    }
}
