//! How an application is drafted, and its draft changed.

use async_graphql::MaybeUndefined;
use entity::application_change::{self, LicensedMatter};
use entity::application_event::{self, ApplicationTransition};
use entity::id::{EstablishmentId, LicenceApplicationId, StreamId};
use entity::licence_application::{self, ApplicationState};
use entity::{establishment, legal_category};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::facts::{Facts, is_applicant};
use super::input::{LicenceApplicationCreateInput, LicenceApplicationUpdateInput};
use super::rules::{is_not_closed, is_of_its_kind, is_of_the_category, is_the_only_one, says_what_changes};
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::establishment::{CapacityInput, capacity_adds_up};
use crate::licence::licences_of;
use crate::named::needed_text;
use crate::procedure::permit;
use crate::text::Message;

/// Longest statement, in characters.
const LONGEST_STATEMENT: usize = 4000;

/// Places: in all, for girls and women, for boys and men.
type Places = (Option<i32>, Option<i32>, Option<i32>);

impl Mutation for LicenceApplicationCreateInput {
    const NAME: &'static str = "licenceApplicationCreate";
    type Entity = licence_application::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<establishment::Entity>(&self.establishment, "establishment").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let house = change.refer::<establishment::Entity>(&self.establishment, "establishment").await?;
        let category = category(change, &self.legal_category).await?;
        let capacity = places(change, self.capacity.as_ref());
        let statement = statement(change, self.statement.as_deref());
        let changes = sorted(&self.changes);
        change.require(says_what_changes(self.kind, &changes));
        if let Some(house) = &house {
            let today = change.today();
            if let Some(category) = &category {
                change.require(is_of_the_category(house, &category.code, changes.iter().copied()));
            }
            change.require(is_not_closed(house));
            let licences = licences_of(change, house.id).await?;
            change.require(is_of_its_kind(self.kind, house, &licences, today));
            let others = applications_of(change, house.id).await?;
            change.require(is_the_only_one(&others, None));
        }
        change.settle()?;
        let (Some(house), Some(category)) = (house, category) else { return Ok(()) };
        let id = LicenceApplicationId(Uuid::now_v7());
        change.insert::<licence_application::Entity>(&licence_application::Model {
            id,
            delegation_id: house.delegation_id,
            association_id: house.association_id,
            establishment_id: house.id,
            kind: self.kind,
            framework: category.framework,
            legal_category_code: category.code,
            rule_set_id: None,
            capacity_total: capacity.0,
            capacity_female: capacity.1,
            capacity_male: capacity.2,
            statement,
            state: ApplicationState::Draft,
            receipt_number: None,
            submitted_on: None,
            step: None,
            due_on: None,
            paused_on: None,
            paused_due_on: None,
            authority_code: None,
            decision_number: None,
            decided_on: None,
            decided_by: None,
            reason: None,
            granted_total: None,
            granted_female: None,
            granted_male: None,
            valid_from: None,
            valid_until: None,
            licence_period_id: None,
            regional_opinion: None,
            regional_remark: None,
            regional_opinion_on: None,
            demonstration: house.demonstration,
            version: 1,
        })?;
        let by_applicant = is_applicant(change.actor().viewer, house.association_id);
        drafted(change, id, by_applicant, &[])?;
        change.replace_children::<application_change::Entity>("changes", &[], &rows_of(id, &changes))
    }
}

impl Mutation for LicenceApplicationUpdateInput {
    const NAME: &'static str = "licenceApplicationUpdate";
    type Entity = licence_application::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<licence_application::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let key = self.id.key_at("id")?;
        let before = change.edit::<licence_application::Entity>(key, self.expected_version, "id").await?;
        let facts = Facts::read_in(change, &before).await?;
        permit(change, ApplicationTransition::Update, &before, &facts)?;
        let mut after = before.clone();
        if let Some(code) = &self.legal_category
            && let Some(category) = category(change, code).await?
        {
            (after.framework, after.legal_category_code) = (category.framework, category.code);
        }
        match &self.capacity {
            MaybeUndefined::Undefined => {}
            given @ (MaybeUndefined::Null | MaybeUndefined::Value(_)) => {
                (after.capacity_total, after.capacity_female, after.capacity_male) = places(change, given.value());
            }
        }
        match &self.statement {
            MaybeUndefined::Undefined => {}
            given @ (MaybeUndefined::Null | MaybeUndefined::Value(_)) => {
                after.statement = statement(change, given.value().map(String::as_str));
            }
        }
        let changes = self.changes.as_deref().map(sorted);
        if let Some(changes) = &changes {
            change.require(says_what_changes(before.kind, changes));
        }
        let matters = changes.clone().unwrap_or_else(|| facts.matters().collect());
        change.require(is_of_the_category(&facts.house, &after.legal_category_code, matters));
        change.settle()?;
        change.save::<licence_application::Entity>(&before, after)?;
        drafted(change, before.id, facts.asked_by_applicant, &facts.events)?;
        if let Some(changes) = changes {
            let now = rows_of(before.id, &changes);
            change.replace_children::<application_change::Entity>("changes", &facts.changes, &now)?;
        }
        Ok(())
    }
}

/// Whoever writes a draft has prepared the decision: once for each, it is one of the things that were done.
fn drafted(
    change: &mut Change,
    id: LicenceApplicationId,
    by_applicant: bool,
    events: &[application_event::Model],
) -> Result<(), Refused> {
    if events.iter().any(|event| event.by_account == change.account() && event.by_applicant == by_applicant) {
        return Ok(());
    }
    change.attach::<application_event::Entity>(&[application_event::Model {
        application_id: id,
        position: i32::try_from(events.len() + 1).map_err(Error::internal)?,
        transition: ApplicationTransition::Update,
        state: ApplicationState::Draft,
        on_day: change.today(),
        by_account: change.account(),
        by_applicant,
        reason: None,
    }])
}

/// The applications of a house.
pub async fn applications_of(
    change: &Change,
    house: EstablishmentId,
) -> Result<Vec<licence_application::Model>, Error> {
    let all = change.find::<licence_application::Entity>();
    all.filter(licence_application::COLUMN.establishment_id.eq(house)).all().await
}

fn sorted(matters: &[LicensedMatter]) -> Vec<LicensedMatter> {
    let mut matters = matters.to_vec();
    matters.sort_by_key(|matter| *matter as u8);
    matters.dedup();
    matters
}

fn rows_of(id: LicenceApplicationId, matters: &[LicensedMatter]) -> Vec<application_change::Model> {
    matters.iter().map(|matter| application_change::Model { application_id: id, matter: *matter }).collect()
}

async fn category(change: &mut Change, code: &str) -> Result<Option<legal_category::Model>, Refused> {
    let found = change.find::<legal_category::Entity>().filter(legal_category::COLUMN.code.eq(code)).one().await?;
    let shown: String = code.chars().take(64).collect();
    let message = Message::new("unknown-code").with("code", shown).with("field", "legalCategories");
    Ok(change.take(found.ok_or_else(|| Mistake::new(UserErrorCode::NotFound, message, "legalCategory"))))
}

/// Places that were said, or none.
pub(super) fn places(change: &mut Change, capacity: Option<&CapacityInput>) -> Places {
    let Some(places) = capacity else { return (None, None, None) };
    change.note(capacity_adds_up(places));
    (places.total, places.female, places.male)
}

fn statement(change: &mut Change, text: Option<&str>) -> Option<String> {
    text.and_then(|text| change.take(needed_text(text, LONGEST_STATEMENT, "statement")))
}
