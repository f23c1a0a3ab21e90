//! A part of a workbook's archive, judged while it passes. The reader of workbooks keeps some parts whole, copies what they
//! name for each that names it, and makes room for what they claim; these are held to what an honest workbook has.

use std::io::Read;

use super::super::Unreadable;

/// Bytes of a part that is kept whole.
const MOST_KEPT: u64 = 64 * 1024 * 1024;
/// Marks (`<`) of the part with the texts: four for each of a million texts.
const MOST_TEXT_MARKS: u64 = 4_000_000;
/// Marks of the part with the formats.
const MOST_FORMAT_MARKS: u64 = 500_000;
/// Formats (`xf`), of which a workbook may have 65,490, and some of which have an end of their own.
const MOST_FORMATS: u64 = 140_000;
/// Bytes of all formats, if each had the longest name in that part.
const MOST_COPIED: u64 = 64 * 1024 * 1024;
/// Marks of a part that lists sheets or relations.
const MOST_KEPT_MARKS: u64 = 50_000;
/// Bytes of a mark in such a part.
const LONGEST_KEPT: u64 = 2048;
/// Bytes of the part that says where the workbook is.
const MOST_ROOT: usize = 64 * 1024;
/// Digits of the number of texts that the part with the texts claims.
const MOST_DIGITS: usize = 7;
/// The name of that number, and within how many bytes behind it the number ends.
const CLAIM: (&[u8], usize) = (b"uniqueCount", 64);
/// What the part that says where the workbook is may lead to.
const ROOTS: [&str; 7] =
    ["workbook", "docprops", "docmetadata", "customxml", "customui", "package/services", "_xmlsignatures"];

/// A part by what is done with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It says where the workbook is.
    Root,
    /// The texts of all cells.
    Texts,
    /// The formats of all cells.
    Formats,
    /// The list of sheets, and where they are.
    Kept,
    /// A sheet, which is read mark by mark; a picture, or whatever else is not read.
    Passing,
}

/// What was seen of a part.
#[derive(Default)]
struct Seen {
    bytes: u64,
    marks: u64,
    formats: u64,
    /// The first marks, which are not measured.
    unmeasured: u64,
    /// Bytes of the longest other mark.
    longest: u64,
    mark: u64,
    within: bool,
    quote: Option<u8>,
    before: u8,
    /// It has what can hide marks from this count (a comment), and is in no such part that a spreadsheet writes.
    hides: bool,
}

impl Part {
    /// The one of a name in small letters.
    pub(super) fn of(name: &str) -> Self {
        if name.ends_with("_rels/.rels") {
            Self::Root
        } else if name.ends_with("sharedstrings.xml") {
            Self::Texts
        } else if name.ends_with("styles.xml") {
            Self::Formats
        } else if ROOTS.iter().any(|root| name.contains(root)) {
            Self::Kept
        } else {
            Self::Passing
        }
    }

    /// Reads a part to its end; its bytes. `left` of them are allowed.
    pub(super) fn pass(self, mut part: impl Read, left: u64) -> Result<u64, Unreadable> {
        let mut buffer = vec![0; 64 * 1024];
        // A format begins behind three marks; the outermost one is long in honest workbooks too.
        let mut seen = Seen { unmeasured: if self == Self::Formats { 2 } else { 0 }, ..Seen::default() };
        let mut tail = Vec::new();
        loop {
            let length = part.read(&mut buffer).map_err(|_| Unreadable::Broken)?;
            let some = buffer.get(..length).unwrap_or_default();
            if some.is_empty() {
                break;
            }
            seen.bytes += some.len() as u64;
            if seen.bytes > left {
                return Err(Unreadable::TooMuchInside);
            }
            if self == Self::Passing {
                continue;
            }
            // In another encoding, nothing below would be found; no text in this one has such bytes.
            if some.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) {
                return Err(Unreadable::Broken);
            }
            for byte in some {
                seen.take(*byte);
            }
            if seen.bytes > MOST_KEPT || !self.is_honest(&seen) {
                return Err(Unreadable::TooMuchInside);
            }
            tail.extend_from_slice(some);
            match self {
                Self::Texts => {
                    claims_little(&tail)?;
                    // What lies across two readings is looked at again with the second.
                    tail.drain(..tail.len().saturating_sub(CLAIM.0.len() + CLAIM.1));
                }
                Self::Root if tail.len() > MOST_ROOT => return Err(Unreadable::TooMuchInside),
                Self::Root => {}
                Self::Formats | Self::Kept | Self::Passing => tail.clear(),
            }
        }
        if self == Self::Root {
            leads_to_workbook(&tail)?;
        }
        Ok(seen.bytes)
    }

    fn is_honest(self, seen: &Seen) -> bool {
        match self {
            Self::Texts => seen.marks <= MOST_TEXT_MARKS,
            Self::Formats => {
                let copied = seen.formats.saturating_mul(seen.longest);
                !seen.hides && seen.marks <= MOST_FORMAT_MARKS && seen.formats <= MOST_FORMATS && copied <= MOST_COPIED
            }
            Self::Root | Self::Kept => !seen.hides && seen.marks <= MOST_KEPT_MARKS && seen.longest <= LONGEST_KEPT,
            Self::Passing => true,
        }
    }
}

impl Seen {
    /// The next byte.
    fn take(&mut self, byte: u8) {
        let before = std::mem::replace(&mut self.before, byte);
        self.formats += u64::from(before == b'x' && byte == b'f');
        if !self.within {
            self.within = byte == b'<';
            self.marks += u64::from(self.within);
            self.mark = 0;
            return;
        }
        self.hides = self.hides || before == b'<' && byte == b'!' && self.quote.is_none();
        self.mark += 1;
        if self.marks > self.unmeasured {
            self.longest = self.longest.max(self.mark);
        }
        match (self.quote, byte) {
            (Some(quote), _) if quote == byte => self.quote = None,
            (None, b'"' | b'\'') => self.quote = Some(byte),
            (None, b'>') => self.within = false,
            _ => {}
        }
    }
}

/// Whether the part with the texts claims no more texts than room can be made for.
fn claims_little(some: &[u8]) -> Result<(), Unreadable> {
    let (name, near) = CLAIM;
    for (at, _) in some.windows(name.len()).enumerate().filter(|(_, word)| *word == name) {
        let behind = some.get(at + name.len()..).unwrap_or_default();
        let is_whole = behind.len() >= near;
        let mut quoted = behind.get(..near).unwrap_or(behind).split(|byte| matches!(byte, b'"' | b'\'')).skip(1);
        let digits = quoted.next().map_or(0, <[u8]>::len);
        if digits > MOST_DIGITS || is_whole && quoted.next().is_none() {
            return Err(Unreadable::TooMuchInside);
        }
    }
    Ok(())
}

/// Whether the workbook is where workbooks are, so that it was judged as one.
fn leads_to_workbook(root: &[u8]) -> Result<(), Unreadable> {
    let root = str::from_utf8(root).map_err(|_| Unreadable::Broken)?;
    let quotes = ['"', '\''].into_iter().filter(|quote| root.contains(*quote)).collect::<Vec<_>>();
    let [quote] = quotes.as_slice() else { return Err(Unreadable::Broken) };
    let mut pieces = root.split(*quote);
    while let (Some(name), Some(value)) = (pieces.next(), pieces.next()) {
        let is_target = name.trim_end().trim_end_matches('=').trim_end().ends_with("Target");
        let value = value.to_ascii_lowercase();
        if is_target && (value.contains('&') || !ROOTS.iter().any(|known| value.contains(known))) {
            return Err(Unreadable::Broken);
        }
    }
    Ok(())
}
