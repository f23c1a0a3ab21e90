//! Drafting rule sets, publishing and retiring them.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::RuleSetId;
use entity::legal_category::LegalFramework;
use entity::rule_set_deadline::{ApplicationStep, DeadlineUnit};
use entity::rule_set_document::ApplicationKind;
use entity::rule_set_norm::NormSubject;

use super::RuleSet;
use super::procedure::RuleSetTransitionName;
use crate::auth::Right;
use crate::global_id::IdOf;
use crate::procedure::Procedure;
use crate::request::{Request, payload};

/// Changes of rule sets.
#[derive(Debug, Default)]
pub struct RuleSetMutation;

/// A document that is demanded.
#[derive(Debug, InputObject)]
pub(super) struct RuleSetDocumentInput {
    /// Of which applications.
    pub(super) application_kind: ApplicationKind,
    /// The code of its category, as `documentCategories` lists them; each once of a kind of application.
    pub(super) category: String,
    /// True: it hangs on the association. False: on the house.
    pub(super) of_association: bool,
}

/// What is demanded, in the languages of the office; at least one of the two.
#[derive(Debug, InputObject)]
pub(super) struct NormTextInput {
    /// In Arabic, 1000 characters at most.
    pub(super) ar: Option<String>,
    /// In French, 1000 characters at most.
    pub(super) fr: Option<String>,
}

/// A norm.
#[derive(Debug, InputObject)]
pub(super) struct RuleSetNormInput {
    /// Its code, 64 capital letters, digits and underscores at most; each once. What was in the edition before keeps its code.
    pub(super) code: String,
    /// What it is about.
    pub(super) subject: NormSubject,
    /// What is demanded.
    pub(super) text: NormTextInput,
    /// True: a house that does not meet it gets no licence.
    pub(super) mandatory: bool,
}

/// The deadline of a step.
#[derive(Debug, InputObject)]
pub(super) struct RuleSetDeadlineInput {
    /// Of which step; each once.
    pub(super) step: ApplicationStep,
    /// How many days it has, 1 to 1000.
    pub(super) days: i32,
    /// Which days count.
    pub(super) unit: DeadlineUnit,
}

/// What stands in a rule set, the whole of it.
#[derive(Debug, InputObject)]
pub(super) struct RuleSetContentInput {
    /// Whether a licence is needed at all.
    #[graphql(default = true)]
    pub(super) licence_required: bool,
    /// The code of the authority that decides on applications, 64 capital letters, digits and underscores at most.
    pub(super) authority_code: String,
    /// For how many months a licence holds, 1 to 1200; none where it holds without end, or that is unknown.
    pub(super) validity_months: Option<i32>,
    /// Where it comes from (law, decree, circular), and how sure it is, 2000 characters at most; may be empty while it is a draft.
    #[graphql(default)]
    pub(super) source: String,
    /// The documents that are demanded, 100 at most, in order.
    #[graphql(default)]
    pub(super) required_documents: Vec<RuleSetDocumentInput>,
    /// The norms, 100 at most, in order.
    #[graphql(default)]
    pub(super) norms: Vec<RuleSetNormInput>,
    /// The deadlines.
    #[graphql(default)]
    pub(super) deadlines: Vec<RuleSetDeadlineInput>,
}

/// A rule set to be drafted: with its content, or with what stands in another one.
#[derive(Debug, InputObject)]
pub(super) struct RuleSetDraftInput {
    /// Made by the client, 8 to 128 characters: sending it twice drafts one.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The law.
    pub(super) framework: LegalFramework,
    /// The code of the legal category, of that law; none: every category that has no rule set of its own.
    pub(super) legal_category: Option<String>,
    /// The rule set whose content it begins with; in the place of `content`.
    pub(super) copy_of: Option<IdOf<RuleSetId>>,
    /// What it begins with; in the place of `copyOf`.
    pub(super) content: Option<RuleSetContentInput>,
}

/// A draft to be written anew.
#[derive(Debug, InputObject)]
pub(super) struct RuleSetUpdateInput {
    /// The rule set.
    pub(super) id: IdOf<RuleSetId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// What shall stand in it, in the place of what does.
    pub(super) content: RuleSetContentInput,
}

/// A draft to be published.
#[derive(Debug, InputObject)]
pub(super) struct RuleSetPublishInput {
    /// The rule set.
    pub(super) id: IdOf<RuleSetId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
}

/// A rule set to be retired.
#[derive(Debug, InputObject)]
pub(super) struct RuleSetRetireInput {
    /// The rule set.
    pub(super) id: IdOf<RuleSetId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// Why, for everyone who reads it; 500 characters at most, without names of persons.
    pub(super) reason: String,
}

payload!(RuleSetDraftPayload { rule_set: RuleSet });
payload!(RuleSetUpdatePayload { rule_set: RuleSet });
payload!(RuleSetPublishPayload { rule_set: RuleSet });
payload!(RuleSetRetirePayload { rule_set: RuleSet });

#[Object]
impl RuleSetMutation {
    /// Drafts the next edition of a law and legal category, from its content or as a copy of another rule set. It governs nothing
    /// until it is published. Needs the right KEEP_RULE_SETS.
    async fn rule_set_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The law, the category, and what it begins with.")] input: RuleSetDraftInput,
    ) -> Result<RuleSetDraftPayload> {
        ctx.require(Right::KeepRuleSets)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Writes a draft anew, the whole of it. Needs the right KEEP_RULE_SETS.
    async fn rule_set_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft, and what shall stand in it.")] input: RuleSetUpdateInput,
    ) -> Result<RuleSetUpdatePayload> {
        ctx.require(RuleSetTransitionName::Update.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Publishes a draft: from today it governs what is applied for, and is never changed any more. It must have documents for each
    /// kind of application, at least one mandatory norm, the deadline of each step and a source; where no licence is needed, the
    /// source alone. The one that was in force for the same law and category is retired today. Needs the right KEEP_RULE_SETS.
    async fn rule_set_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: RuleSetPublishInput,
    ) -> Result<RuleSetPublishPayload> {
        ctx.require(RuleSetTransitionName::Publish.right())?;
        Ok(ctx.change(input).await?.into())
    }

    /// Retires a rule set: from today it governs nothing that is applied for. What was applied for before keeps it. A draft that is
    /// retired is given up. Needs the right KEEP_RULE_SETS.
    async fn rule_set_retire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule set, and why.")] input: RuleSetRetireInput,
    ) -> Result<RuleSetRetirePayload> {
        ctx.require(RuleSetTransitionName::Retire.right())?;
        Ok(ctx.change(input).await?.into())
    }
}
