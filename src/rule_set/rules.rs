//! The rules of rule sets, each a function named after it.

use entity::rule_set;
use entity::rule_set_deadline::ApplicationStep;
use entity::rule_set_document::ApplicationKind;
use sea_orm::{ActiveEnum, Iterable};

use super::written::Written;
use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;

/// Longest code, in characters.
const LONGEST_CODE: usize = 64;

fn invalid(message: Message, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, message, path)
}

/// A code is of capital letters, digits and underscores.
pub(super) fn is_code(text: &str, path: &str) -> Result<(), Mistake> {
    let of_code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    if text.is_empty() || text.len() > LONGEST_CODE || !text.bytes().all(of_code) {
        return Err(invalid(Message::new("rule-set-code").with("maximum", LONGEST_CODE), path));
    }
    Ok(())
}

/// What is published says where it comes from, and, where a licence is needed, leaves no kind of application without documents, no
/// house without a norm it must meet, and no step without a deadline. Everything that is lacking.
pub(super) fn lacks_nothing(row: &rule_set::Model, written: &Written) -> Vec<Mistake> {
    let mut lacking = Vec::new();
    if row.source.is_empty() {
        lacking.push(Mistake::new(UserErrorCode::Blank, Message::new("rule-set-source"), "id"));
    }
    if !row.licence_required {
        return lacking;
    }
    for kind in ApplicationKind::iter() {
        if !written.documents.iter().any(|document| document.application_kind == kind) {
            lacking.push(invalid(Message::new("rule-set-documents").with("kind", kind.to_value()), "id"));
        }
    }
    if !written.norms.iter().any(|norm| norm.mandatory) {
        lacking.push(invalid(Message::new("rule-set-norms"), "id"));
    }
    for step in ApplicationStep::iter() {
        if !written.deadlines.iter().any(|deadline| deadline.step == step) {
            lacking.push(invalid(Message::new("rule-set-deadline").with("step", step.to_value()), "id"));
        }
    }
    lacking
}
