//! The rules of what is said of a visit, each a function named after it.

use entity::document::{self, DocumentOwnerKind, DocumentState};
use entity::id::{ApplicationVisitId, DocumentId, EstablishmentId, InspectionId, VisitId};
use entity::visit_finding::{self, NormVerdict};
use entity::visit_member::{self, CommissionBody};
use entity::{rule_set_norm, visit_photo};
use sea_orm::ColumnTrait;

use super::input::{VisitFindingInput, VisitMemberInput};
use crate::db::{Change, Refused};
use crate::error::{Mistake, UserErrorCode};
use crate::global_id::IdOf;
use crate::named::needed_text;
use crate::text::Message;

/// The category of minutes.
const MINUTES: &str = "VISIT_MINUTES";
/// The category of photos.
const PHOTO: &str = "VISIT_PHOTO";
/// Photos of one visit.
const MOST_PHOTOS: usize = 20;
/// People who take part in a visit.
const MOST_MEMBERS: usize = 30;
/// Norms of one set of rules.
const MOST_NORMS: usize = 200;
/// Longest function of somebody who takes part, in characters.
const LONGEST_POST: usize = 200;
/// Longest remark, in characters.
const LONGEST_REMARK: usize = 1000;

/// Of what a visit is one.
#[derive(Clone, Copy, Debug)]
pub enum VisitOf {
    /// Of an application.
    Application(ApplicationVisitId),
    /// It is an inspection.
    Inspection(InspectionId),
}

impl VisitOf {
    /// Its key, and the column in which it stands.
    fn keys(self) -> (VisitId, Option<ApplicationVisitId>, Option<InspectionId>) {
        match self {
            Self::Application(id) => (VisitId(id.0), Some(id), None),
            Self::Inspection(id) => (VisitId(id.0), None, Some(id)),
        }
    }
}

fn is_short(length: usize, most: usize, path: &str) -> Result<(), Refused> {
    if length > most {
        let message = Message::new("list-too-long").with("maximum", most);
        return Err(Mistake::new(UserErrorCode::TooLong, message, path).into());
    }
    Ok(())
}

fn invalid(message: &'static str, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, Message::new(message), path)
}

/// The minutes are a document of the house that stands, in the category of minutes.
pub fn minutes_are_there(minutes: Option<&document::Model>, house: EstablishmentId) -> Result<(), Mistake> {
    let minutes = minutes.filter(|one| stands_in(one, MINUTES, house));
    minutes.map(|_| ()).ok_or_else(|| invalid("visit-minutes-wanted", "minutes"))
}

/// Photos: documents of the house that stand, in the category of photos, each once.
pub async fn photos(
    change: &mut Change,
    visit: VisitOf,
    house: EstablishmentId,
    given: &[IdOf<DocumentId>],
) -> Result<Vec<visit_photo::Model>, Refused> {
    is_short(given.len(), MOST_PHOTOS, "photos")?;
    let (visit_id, application_visit_id, inspection_id) = visit.keys();
    let mut photos: Vec<visit_photo::Model> = Vec::new();
    for (index, (id, position)) in given.iter().zip(1..).enumerate() {
        let path = format!("photos.{index}");
        let Some(document_id) = change.take(id.key_at(&path)) else { continue };
        let there = change.find::<document::Entity>().filter(document::COLUMN.id.eq(document_id)).one().await?;
        if !there.is_some_and(|one| stands_in(&one, PHOTO, house)) {
            change.note(vec![invalid("visit-photo-wanted", &path)]);
        } else if photos.iter().any(|known| known.document_id == document_id) {
            change.note(vec![invalid("visit-photo-twice", &path)]);
        }
        photos.push(visit_photo::Model { visit_id, position, document_id, application_visit_id, inspection_id });
    }
    Ok(photos)
}

/// Whether a document is one of the house, stands, and is what it should be.
fn stands_in(document: &document::Model, category: &str, house: EstablishmentId) -> bool {
    let of_house = document.owner_kind == DocumentOwnerKind::Establishment && document.establishment_id == Some(house);
    of_house && document.state == DocumentState::Current && document.category_code == category
}

/// Who took part, 30 at most and not nobody; a function is needed where the body does not say enough.
pub fn members(
    change: &mut Change,
    visit: VisitOf,
    given: &[VisitMemberInput],
) -> Result<Vec<visit_member::Model>, Refused> {
    is_short(given.len(), MOST_MEMBERS, "members")?;
    if given.is_empty() {
        change.note(vec![Mistake::new(UserErrorCode::Blank, Message::new("visit-members-blank"), "members")]);
    }
    let (visit_id, application_visit_id, inspection_id) = visit.keys();
    let mut members = Vec::new();
    for (index, (member, position)) in given.iter().zip(1..).enumerate() {
        let path = format!("members.{index}.post");
        let post = match (&member.post, member.body) {
            (None, CommissionBody::Other) => {
                change.note(vec![Mistake::new(UserErrorCode::Blank, Message::new("visit-post-blank"), &path)]);
                None
            }
            (post, _) => post.as_deref().and_then(|post| change.take(needed_text(post, LONGEST_POST, &path))),
        };
        members.push(visit_member::Model {
            visit_id,
            position,
            body: member.body,
            post,
            application_visit_id,
            inspection_id,
        });
    }
    Ok(members)
}

/// What was found: of the norms of the rules, each at most once, and all mandatory ones.
pub fn findings(
    change: &mut Change,
    visit: VisitOf,
    norms: &[rule_set_norm::Model],
    found: &[VisitFindingInput],
) -> Result<Vec<visit_finding::Model>, Refused> {
    is_short(found.len(), MOST_NORMS, "findings")?;
    let (visit_id, application_visit_id, inspection_id) = visit.keys();
    let mut findings: Vec<visit_finding::Model> = Vec::new();
    for (index, finding) in found.iter().enumerate() {
        let at = |field: &str| format!("findings.{index}.{field}");
        change.require(is_a_norm(norms, &finding.norm, &at("norm")));
        if findings.iter().any(|known| known.norm_code == finding.norm) {
            change.note(vec![invalid("visit-norm-twice", &at("norm"))]);
        }
        let remark = remark(change, finding.remark.as_deref(), &at("remark"));
        if finding.verdict != NormVerdict::Met && finding.remark.is_none() {
            let message = Message::new("visit-finding-remark");
            change.note(vec![Mistake::new(UserErrorCode::Blank, message, &at("remark"))]);
        }
        let norm_code = finding.norm.clone();
        findings.push(visit_finding::Model {
            visit_id,
            norm_code,
            verdict: finding.verdict,
            remark,
            application_visit_id,
            inspection_id,
        });
    }
    for norm in norms.iter().filter(|norm| norm.mandatory) {
        if !found.iter().any(|finding| finding.norm == norm.code) {
            let message = Message::new("visit-norm-not-judged").with("norm", norm.code.clone());
            change.note(vec![Mistake::new(UserErrorCode::Blank, message, "findings")]);
        }
    }
    Ok(findings)
}

/// A code is one of the norms of the rules.
pub fn is_a_norm(norms: &[rule_set_norm::Model], code: &str, path: &str) -> Result<(), Mistake> {
    if norms.iter().any(|norm| norm.code == code) {
        return Ok(());
    }
    let shown: String = code.chars().take(64).collect();
    let message = Message::new("unknown-code").with("code", shown).with("field", "ruleSet { norms }");
    Err(Mistake::new(UserErrorCode::NotFound, message, path))
}

/// What was noted, where something was: 1000 characters at most.
pub fn remark(change: &mut Change, text: Option<&str>, path: &str) -> Option<String> {
    text.and_then(|text| change.take(needed_text(text, LONGEST_REMARK, path)))
}
