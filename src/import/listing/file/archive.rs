//! The ZIP archive that a workbook is, judged before anything opens it: by what it really unpacks to, not by what it claims.

mod part;

use std::io::Cursor;

use zip::ZipArchive;
use zip::result::ZipError;

use super::Unreadable;
use part::Part;

/// Bytes that all parts unpack to.
const MOST_UNPACKED: u64 = 200 * 1024 * 1024;
/// Parts.
const MOST_PARTS: usize = 5000;

/// What an archive was found to be.
pub(super) struct Judged {
    /// Bytes of its largest part, unpacked.
    pub(super) largest: u64,
}

/// Unpacks every part and keeps none.
pub(super) fn judge(bytes: &[u8]) -> Result<Judged, Unreadable> {
    // Room is made for each part of the list, so these are counted before the list is read.
    if bytes.windows(4).filter(|head| head == b"PK\x01\x02").count() > MOST_PARTS {
        return Err(Unreadable::TooMuchInside);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let mut names = Vec::new();
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).map_err(|error| unreadable(&error))?;
        names.push(part.name().map_err(|error| unreadable(&error))?.replace('\\', "/").to_ascii_lowercase());
    }
    let is = |wanted: &str| names.iter().any(|name| name.starts_with(wanted));
    if is("xl/workbook.bin") || is("content.xml") || is("index/document.iwa") {
        return Err(Unreadable::OtherFormat);
    }
    if !is("xl/") {
        return Err(Unreadable::NotAList);
    }
    let mut left = MOST_UNPACKED;
    let mut largest = 0;
    for (place, name) in names.iter().enumerate() {
        let part = archive.by_index(place).map_err(|error| unreadable(&error))?;
        let unpacked = Part::of(name).pass(part, left)?;
        left = left.saturating_sub(unpacked);
        largest = unpacked.max(largest);
    }
    Ok(Judged { largest })
}

fn unreadable(error: &ZipError) -> Unreadable {
    let is_locked = matches!(error, ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED);
    if is_locked { Unreadable::Protected } else { Unreadable::Broken }
}
