//! The rules of documents, each a function named after it.

use chrono::{DateTime, NaiveDate, Utc};
use entity::document::{self, DocumentMediaType, DocumentOwnerKind, DocumentState};
use entity::{document_category, document_upload};
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::owner::Owner;
use crate::auth::Viewer;
use crate::clock::Date;
use crate::error::{Mistake, UserErrorCode};
use crate::named::needed_text;
use crate::text::Message;

/// Longest title, and longest name of a file, in characters.
const LONGEST: usize = 200;
/// Longest reason, in characters.
const LONGEST_REASON: usize = 1000;
/// Hexadecimal digits of a SHA-256.
const DIGEST: usize = 64;
/// Uploads of one account that are under way or wait to become documents.
pub(super) const MOST_OPEN: usize = 100;

/// In what a list comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListKind {
    /// A workbook: `.xlsx`.
    Workbook,
    /// A text, line by line: `.csv`.
    Text,
}

fn invalid(message: Message, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, message, path)
}

/// What a name says that its file is.
pub(super) fn media_type_of_name(name: &str) -> Option<DocumentMediaType> {
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "pdf" => Some(DocumentMediaType::Pdf),
        "jpg" | "jpeg" => Some(DocumentMediaType::Jpeg),
        "png" => Some(DocumentMediaType::Png),
        "webp" => Some(DocumentMediaType::Webp),
        _ => None,
    }
}

/// A text without characters that are not seen and change what is: those of control, those that turn the direction of writing,
/// by which `fdp.exe` reads as `exe.pdf`, and those that are empty, or notes within a text. The joiners of Arabic letters stay.
fn reads_as_it_stands(text: &str, path: &str) -> Result<(), Mistake> {
    let hides = |character: char| {
        character.is_control()
            || matches!(character, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}')
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}')
            || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(character, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    if text.contains(hides) { Err(invalid(Message::new("text-hidden-characters"), path)) } else { Ok(()) }
}

/// What a name says that the list in its file is.
pub(super) fn list_of_name(name: &str) -> Option<ListKind> {
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "xlsx" => Some(ListKind::Workbook),
        "csv" => Some(ListKind::Text),
        _ => None,
    }
}

/// The name of a file that shall become a document: it ends in what says which kind of document.
pub(super) fn file_name(name: &str) -> Result<String, Mistake> {
    named(name, |name| media_type_of_name(name).is_some(), "upload-name")
}

/// The name of a file that holds a list.
pub(super) fn list_name(name: &str) -> Result<String, Mistake> {
    named(name, |name| list_of_name(name).is_some(), "upload-list-name")
}

/// The last part of a path, ending in what is taken.
fn named(name: &str, ends_well: fn(&str) -> bool, otherwise: &'static str) -> Result<String, Mistake> {
    const PATH: &str = "fileName";
    reads_as_it_stands(name, PATH)?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = needed_text(name, LONGEST, PATH)?;
    if !ends_well(&name) || name.starts_with('.') {
        return Err(invalid(Message::new(otherwise), PATH));
    }
    Ok(name)
}

/// A file has some bytes, and no more than are taken.
pub(super) fn fits(size: i32, largest: u32) -> Result<(), Mistake> {
    if u32::try_from(size).is_ok_and(|size| (1..=largest).contains(&size)) {
        return Ok(());
    }
    Err(invalid(Message::new("number-range").with("from", 1).with("to", largest), "size"))
}

/// A digest is one.
pub(super) fn digest(text: &str) -> Result<String, Mistake> {
    let digest = text.to_ascii_lowercase();
    let is_one = digest.len() == DIGEST && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_one { Ok(digest) } else { Err(invalid(Message::new("upload-digest-form"), "sha256")) }
}

/// On what an upload shall hang; `None` of a list.
pub(super) fn hangs_on(upload: &document_upload::Model) -> Option<(DocumentOwnerKind, Uuid)> {
    upload.owner_kind.zip(upload.owner_id)
}

/// Nobody fills the store with what becomes no document.
pub(super) fn has_room(kept: Option<document_upload::Model>) -> Result<document_upload::Model, Mistake> {
    kept.ok_or_else(|| invalid(Message::new("upload-too-many").with("maximum", MOST_OPEN), ""))
}

/// What has ended is not begun again by its key.
pub(super) fn has_not_ended(upload: &document_upload::Model, now: DateTime<Utc>) -> Result<(), Mistake> {
    if now < upload.expires_at {
        return Ok(());
    }
    Err(invalid(Message::new("upload-ended-wholly"), "idempotencyKey"))
}

/// What people call a document.
pub(super) fn title(text: &str) -> Result<String, Mistake> {
    let title = needed_text(text, LONGEST, "title")?;
    reads_as_it_stands(&title, "title").map(|()| title)
}

/// Why a document is replaced or withdrawn, in one line or several.
pub fn reason(text: &str, path: &str) -> Result<String, Mistake> {
    let reason = needed_text(text, LONGEST_REASON, path)?;
    reason.lines().try_for_each(|line| reads_as_it_stands(line, path))?;
    Ok(reason)
}

/// A category is one of those that are listed.
pub(super) fn listed(
    category: Option<document_category::Model>,
    code: &str,
) -> Result<document_category::Model, Mistake> {
    let shown: String = code.chars().take(64).collect();
    let message = Message::new("unknown-code").with("code", shown).with("field", "documentCategories");
    category.ok_or_else(|| Mistake::new(UserErrorCode::NotFound, message, "category"))
}

/// Some documents hang on one kind of owner alone: what tells of an association's bank account on the association, since the
/// documents of a house go with it to whoever manages it next; a diploma on whoever has it.
pub(super) fn hangs_where_it_belongs(
    category: &document_category::Model,
    owner: DocumentOwnerKind,
) -> Result<(), Mistake> {
    match category.owner_kind {
        Some(kind) if kind != owner => {
            Err(invalid(Message::new("document-owner").with("kind", kind.to_value()), "category"))
        }
        Some(_) | None => Ok(()),
    }
}

/// What the office writes, as the minutes of a visit, only a delegation adds, replaces and withdraws.
pub(super) fn is_written_by_whom_it_may(
    category: &document_category::Model,
    viewer: Viewer,
    path: &str,
) -> Result<(), Mistake> {
    match viewer {
        Viewer::Delegation(..) => Ok(()),
        Viewer::NationalOffice(_)
        | Viewer::Region(_)
        | Viewer::Association(_)
        | Viewer::Establishment(_)
        | Viewer::Partner(_) => {
            if !category.official {
                return Ok(());
            }
            Err(Mistake::new(UserErrorCode::Forbidden, Message::new("document-official"), path))
        }
    }
}

/// A document is not of a day to come.
pub(super) fn is_issued(day: Option<Date>, today: NaiveDate) -> Result<Option<NaiveDate>, Mistake> {
    day.map(|day| day.is_past(today, "issuedOn").map(|()| day.0)).transpose()
}

/// A document does not end before it begins.
pub(super) fn expires_after_issue(issued: Option<NaiveDate>, expires: Option<NaiveDate>) -> Result<(), Mistake> {
    if issued.zip(expires).is_some_and(|(issued, expires)| expires < issued) {
        return Err(invalid(Message::new("document-expires"), "expiresOn"));
    }
    Ok(())
}

/// What was announced has arrived, and has been judged.
pub(super) fn has_arrived(upload: &document_upload::Model) -> Result<(), Mistake> {
    if upload.content_id.is_some() { Ok(()) } else { Err(invalid(Message::new("upload-missing"), "upload")) }
}

/// What was replaced or withdrawn stays as it is.
pub(super) fn is_current(row: &document::Model, path: &str) -> Result<(), Mistake> {
    match row.state {
        DocumentState::Current => Ok(()),
        DocumentState::Replaced | DocumentState::Withdrawn => Err(invalid(Message::new("document-archived"), path)),
    }
}

/// A document takes the place of one that hangs on the same.
pub(super) fn hangs_on_the_same(row: &document::Model, owner: &Owner) -> Result<(), Mistake> {
    if row.owner_kind == owner.kind && row.owner_id == owner.id {
        return Ok(());
    }
    Err(invalid(Message::new("document-of-another"), "replaces.id"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_last_part_of_a_path_and_reads_as_it_stands() {
        for (given, kept) in [
            ("statuts.pdf", "statuts.pdf"),
            ("النظام الأساسي.PDF", "النظام الأساسي.PDF"),
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\Users\\nom\\plan.png", "plan.png"),
            ("a.exe.jpeg", "a.exe.jpeg"),
            ("  espace.webp ", "espace.webp"),
        ] {
            assert_eq!(file_name(given).unwrap(), kept);
        }
        for wrong in [
            "../../etc/passwd",
            "",
            "/",
            ".pdf",
            "a.pdf/",
            "a.pdf\\..",
            "programme.exe",
            "a.pdf.exe",
            "nul\0.pdf",
            "ligne\n.pdf",
            "\u{202e}fdp.exe.pdf",
            "a\u{2066}.pdf",
            "\u{feff}a.pdf",
            "a\u{ad}.pdf",
            "a\u{115f}.pdf",
            "a\u{1160}.pdf",
            "a\u{180e}.pdf",
            "a\u{3164}.pdf",
            "a\u{ffa0}.pdf",
            "a\u{fff9}b\u{fffa}c\u{fffb}.pdf",
            "a\u{e0041}\u{e007f}.pdf",
            &format!("{}.pdf", "x".repeat(197)),
        ] {
            assert!(file_name(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_reason_has_lines_and_reads_as_it_stands() {
        for good in ["Un nouveau bail", "عقد جديد", "Deux lignes,\nl’une sous l’autre"] {
            assert_eq!(reason(good, "reason").unwrap(), good);
        }
        for wrong in ["", " \n ", "a\tb", "a\rb", "a\u{7}b", "a\nb\u{202e}c", "a\u{ad}b", "a\u{e0041}b"] {
            assert!(reason(wrong, "reason").is_err(), "{wrong:?}");
        }
    }
}
