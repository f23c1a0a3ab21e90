//! What stands in a rule set: as it is, as another one is copied, and as it was sent, judged.

use async_graphql::Context;
use entity::document::DocumentOwnerKind;
use entity::id::RuleSetId;
use entity::{document_category, rule_set, rule_set_deadline, rule_set_document, rule_set_norm};
use sea_orm::ColumnTrait;

use super::mutation::{RuleSetContentInput, RuleSetDeadlineInput, RuleSetDocumentInput, RuleSetNormInput};
use super::rules::is_code;
use crate::db::{Change, Refused};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::named::plain_text;
use crate::request::Request;
use crate::text::Message;

/// Documents, and norms, of a rule set at most.
const MOST_OF_EACH: usize = 100;
/// Longest text of a norm, in characters.
const LONGEST_NORM: usize = 1000;
/// Days of a deadline at most.
const MOST_DAYS: i32 = 1000;

/// The documents, norms and deadlines of a rule set.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub(super) documents: Vec<rule_set_document::Model>,
    pub(super) norms: Vec<rule_set_norm::Model>,
    pub(super) deadlines: Vec<rule_set_deadline::Model>,
}

impl Written {
    /// As a resolver reads it.
    pub(super) async fn read(ctx: &Context<'_>, row: &rule_set::Model) -> Result<Self, Error> {
        Ok(Self {
            documents: ctx.children::<rule_set_document::Entity, rule_set::Entity>(row.id).await?,
            norms: ctx.children::<rule_set_norm::Entity, rule_set::Entity>(row.id).await?,
            deadlines: ctx.children::<rule_set_deadline::Entity, rule_set::Entity>(row.id).await?,
        })
    }

    /// As a change reads it.
    pub(super) async fn read_in(change: &Change, of: RuleSetId) -> Result<Self, Error> {
        let documents = change.find::<rule_set_document::Entity>();
        let norms = change.find::<rule_set_norm::Entity>();
        let deadlines = change.find::<rule_set_deadline::Entity>();
        Ok(Self {
            documents: documents.filter(rule_set_document::COLUMN.rule_set_id.eq(of)).all().await?,
            norms: norms.filter(rule_set_norm::COLUMN.rule_set_id.eq(of)).all().await?,
            deadlines: deadlines.filter(rule_set_deadline::COLUMN.rule_set_id.eq(of)).all().await?,
        })
    }

    /// The same in another rule set.
    pub(super) fn copied_to(mut self, to: RuleSetId) -> Self {
        self.documents.iter_mut().for_each(|document| document.rule_set_id = to);
        self.norms.iter_mut().for_each(|norm| norm.rule_set_id = to);
        self.deadlines.iter_mut().for_each(|deadline| deadline.rule_set_id = to);
        self
    }

    /// As it was sent; what is wrong with it is noted.
    pub(super) fn judged(
        change: &mut Change,
        of: RuleSetId,
        sent: &RuleSetContentInput,
        categories: &[document_category::Model],
    ) -> Self {
        Self {
            documents: documents(change, of, &sent.required_documents, categories),
            norms: norms(change, of, &sent.norms),
            deadlines: deadlines(change, of, &sent.deadlines),
        }
    }

    /// Stages it in the place of what stood in the rule set that was staged last.
    pub(super) fn stage(&self, change: &mut Change, before: &Self) -> Result<(), Refused> {
        change.replace_children::<rule_set_document::Entity>(
            "requiredDocuments",
            &before.documents,
            &self.documents,
        )?;
        change.replace_children::<rule_set_norm::Entity>("norms", &before.norms, &self.norms)?;
        change.replace_children::<rule_set_deadline::Entity>("deadlines", &before.deadlines, &self.deadlines)
    }
}

/// What stands in the rule set itself, as it was sent.
pub(super) fn head(change: &mut Change, row: rule_set::Model, sent: &RuleSetContentInput) -> rule_set::Model {
    change.require(is_code(&sent.authority_code, "content.authorityCode"));
    if sent.validity_months.is_some_and(|months| !(1..=1200).contains(&months)) {
        change.note(vec![out_of(1, 1200, "content.validityMonths")]);
    }
    let source = sent.source.trim().to_owned();
    change.require(plain_text(&source, 2000, "content.source"));
    rule_set::Model {
        licence_required: sent.licence_required,
        authority_code: sent.authority_code.clone(),
        validity_months: sent.validity_months,
        source,
        ..row
    }
}

fn out_of(from: i32, to: i32, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, Message::new("rule-set-number").with("from", from).with("to", to), path)
}

fn too_many<T>(change: &mut Change, list: &[T], path: &str) -> bool {
    let many = list.len() > MOST_OF_EACH;
    if many {
        let message = Message::new("list-too-long").with("maximum", MOST_OF_EACH);
        change.note(vec![Mistake::new(UserErrorCode::TooLong, message, path)]);
    }
    many
}

fn twice(path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Taken, Message::new("rule-set-twice"), path)
}

fn documents(
    change: &mut Change,
    of: RuleSetId,
    sent: &[RuleSetDocumentInput],
    categories: &[document_category::Model],
) -> Vec<rule_set_document::Model> {
    let (mut rows, mut mistakes) = (Vec::<rule_set_document::Model>::new(), Vec::new());
    if too_many(change, sent, "content.requiredDocuments") {
        return rows;
    }
    for (position, (at, document)) in (1..).zip(sent.iter().enumerate()) {
        let path = format!("content.requiredDocuments.{at}.category");
        match categories.iter().find(|category| category.code == document.category) {
            None => mistakes.push(Mistake::not_found(&path)),
            Some(category) if !can_hang_on(category.owner_kind, document.of_association) => {
                mistakes.push(Mistake::new(UserErrorCode::Invalid, Message::new("rule-set-owner"), &path));
            }
            // Whoever records the decision would not see whether it is there.
            Some(category) if category.restricted => {
                mistakes.push(Mistake::new(UserErrorCode::Invalid, Message::new("rule-set-restricted"), &path));
            }
            Some(_)
                if rows.iter().any(|other| {
                    other.application_kind == document.application_kind && other.category_code == document.category
                }) =>
            {
                mistakes.push(twice(&path));
            }
            Some(_) => rows.push(rule_set_document::Model {
                rule_set_id: of,
                application_kind: document.application_kind,
                category_code: document.category.clone(),
                of_association: document.of_association,
                position,
            }),
        }
    }
    change.note(mistakes);
    rows
}

/// Whether documents of a category can hang on an association, or else on a house.
fn can_hang_on(owner_kind: Option<DocumentOwnerKind>, association: bool) -> bool {
    match owner_kind {
        None => true,
        Some(DocumentOwnerKind::Association) => association,
        Some(DocumentOwnerKind::Establishment) => !association,
        Some(DocumentOwnerKind::StaffMember | DocumentOwnerKind::CreationSupport) => false,
    }
}

fn norms(change: &mut Change, of: RuleSetId, sent: &[RuleSetNormInput]) -> Vec<rule_set_norm::Model> {
    let (mut rows, mut mistakes) = (Vec::<rule_set_norm::Model>::new(), Vec::new());
    if too_many(change, sent, "content.norms") {
        return rows;
    }
    for (position, (at, norm)) in (1..).zip(sent.iter().enumerate()) {
        let path = format!("content.norms.{at}");
        mistakes.extend(is_code(&norm.code, &format!("{path}.code")).err());
        if rows.iter().any(|other| other.code == norm.code) {
            mistakes.push(twice(&format!("{path}.code")));
        }
        let kept =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let [arabic, french] = [&norm.text.ar, &norm.text.fr].map(kept);
        for (text, language) in [(&arabic, "ar"), (&french, "fr")] {
            let judged = text.as_deref().map(|text| plain_text(text, LONGEST_NORM, &format!("{path}.text.{language}")));
            mistakes.extend(judged.and_then(Result::err));
        }
        if arabic.is_none() && french.is_none() {
            let message = Message::new("text-empty");
            mistakes.push(Mistake::new(UserErrorCode::Blank, message, &format!("{path}.text")));
        }
        rows.push(rule_set_norm::Model {
            rule_set_id: of,
            code: norm.code.clone(),
            subject: norm.subject,
            text_ar: arabic,
            text_fr: french,
            mandatory: norm.mandatory,
            position,
        });
    }
    change.note(mistakes);
    rows
}

fn deadlines(change: &mut Change, of: RuleSetId, sent: &[RuleSetDeadlineInput]) -> Vec<rule_set_deadline::Model> {
    let (mut rows, mut mistakes) = (Vec::<rule_set_deadline::Model>::new(), Vec::new());
    if too_many(change, sent, "content.deadlines") {
        return rows;
    }
    for (at, deadline) in sent.iter().enumerate() {
        if !(1..=MOST_DAYS).contains(&deadline.days) {
            mistakes.push(out_of(1, MOST_DAYS, &format!("content.deadlines.{at}.days")));
        }
        if rows.iter().any(|other| other.step == deadline.step) {
            mistakes.push(twice(&format!("content.deadlines.{at}.step")));
            continue;
        }
        rows.push(rule_set_deadline::Model {
            rule_set_id: of,
            step: deadline.step,
            days: deadline.days,
            unit: deadline.unit,
        });
    }
    change.note(mistakes);
    rows
}
