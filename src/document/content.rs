//! What a file is, judged by its bytes while they pass; they are never decoded here. A document is a PDF or a picture, is what
//! its name says, is nothing else besides, and has no more pixels than whoever opens it can bear. A list that shall be taken in is
//! a workbook or a text; what it says is judged where it is read.

use std::fmt::Write;

use entity::document::DocumentMediaType;
use imagesize::ImageType;
use sha2::{Digest, Sha256};

use super::rules::{ListKind, list_of_name, media_type_of_name};
use crate::text::Message;

/// Bytes from the start by which a file is known.
const KNOWN_BY: usize = 4096;
/// Bytes from the start that are kept: where a picture says how large it is, behind what a camera or a scanner wrote before.
const HEAD: usize = 512 * 1024;
/// Bytes from the end that are kept: as far from it as a ZIP archive may have its end.
const TAIL: usize = END + 65_535;
/// Bytes of the end of a ZIP archive, without its comment.
const END: usize = 22;
/// Pixels of a picture; four bytes each in the memory of whoever opens it.
const MOST_PIXELS: u64 = 100_000_000;

/// Why a file is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It has more bytes than were announced.
    TooLong,
    /// It has fewer bytes than were announced.
    TooShort,
    /// It is something else; what, where that is known.
    Type(Option<&'static str>),
    /// It is not what its name says, but this.
    Named(DocumentMediaType),
    /// It is no list, or not what its name says.
    NoList,
    /// It is an archive besides.
    Archive,
    /// A picture that does not say how large it is.
    Sizeless,
    /// A picture of so many pixels.
    Pixels(u64),
    /// It is not the file that was announced.
    Digest,
}

/// What a file was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What it is; `None` of a list.
    pub media_type: Option<DocumentMediaType>,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// Judges a file while it passes.
#[derive(Debug)]
pub struct Judge {
    announced: u64,
    is_list: bool,
    passed: u64,
    hash: Sha256,
    head: Vec<u8>,
    tail: Vec<u8>,
    known: bool,
}

impl Judge {
    /// Of a file for which so many bytes were announced, as a document or as a list.
    #[must_use]
    pub fn new(announced: u64, is_list: bool) -> Self {
        Self { announced, is_list, passed: 0, hash: Sha256::new(), head: Vec::new(), tail: Vec::new(), known: false }
    }

    /// The next bytes. What is refused already is refused here, before the rest has come.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.passed += bytes.len() as u64;
        if self.passed > self.announced {
            return Err(Refused::TooLong);
        }
        self.hash.update(bytes);
        let missing = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend(bytes.iter().take(missing));
        self.tail.extend(bytes);
        if self.tail.len() > 2 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
        if !self.known && self.head.len() >= KNOWN_BY {
            if self.is_list {
                list(&self.head)?;
            } else {
                media_type(&self.head)?;
            }
            self.known = true;
        }
        Ok(())
    }

    /// What the file is, when all of it has passed.
    pub fn verdict(self, file_name: &str, announced: Option<&str>) -> Result<Judged, Refused> {
        if self.passed < self.announced {
            return Err(Refused::TooShort);
        }
        let media_type = if self.is_list {
            if list_of_name(file_name) != Some(list(&self.head)?) {
                return Err(Refused::NoList);
            }
            None
        } else {
            Some(self.document(file_name)?)
        };
        let sha256 = hexadecimal(&self.hash.finalize());
        if announced.is_some_and(|announced| announced != sha256) {
            return Err(Refused::Digest);
        }
        Ok(Judged { media_type, sha256 })
    }

    /// What kind of document it is, when all of it has passed.
    fn document(&self, file_name: &str) -> Result<DocumentMediaType, Refused> {
        let media_type = media_type(&self.head)?;
        if media_type_of_name(file_name) != Some(media_type) {
            return Err(Refused::Named(media_type));
        }
        if ends_as_archive(&self.tail, self.passed) {
            return Err(Refused::Archive);
        }
        if media_type != DocumentMediaType::Pdf {
            has_few_pixels(media_type, &self.head)?;
        }
        Ok(media_type)
    }
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// As it is called in HTTP.
#[must_use]
pub fn media_type_name(media_type: DocumentMediaType) -> &'static str {
    match media_type {
        DocumentMediaType::Pdf => "application/pdf",
        DocumentMediaType::Jpeg => "image/jpeg",
        DocumentMediaType::Png => "image/png",
        DocumentMediaType::Webp => "image/webp",
    }
}

fn media_type(head: &[u8]) -> Result<DocumentMediaType, Refused> {
    match infer::get(head).map(|found| found.mime_type()) {
        Some("application/pdf") if head.starts_with(b"%PDF-") => Ok(DocumentMediaType::Pdf),
        Some("image/jpeg") => Ok(DocumentMediaType::Jpeg),
        Some("image/png") if head.starts_with(b"\x89PNG\r\n\x1a\n") => Ok(DocumentMediaType::Png),
        Some("image/webp") if head.starts_with(b"RIFF") => Ok(DocumentMediaType::Webp),
        Some(found) => Err(Refused::Type(Some(found))),
        None => Err(Refused::Type(None)),
    }
}

/// In what a list comes: a workbook is a ZIP archive; whatever else has a form of its own is no list.
fn list(head: &[u8]) -> Result<ListKind, Refused> {
    if head.starts_with(b"PK\x03\x04") {
        return Ok(ListKind::Workbook);
    }
    if infer::get(head).is_some() { Err(Refused::NoList) } else { Ok(ListKind::Text) }
}

/// Whether a file of so many bytes can be read as a ZIP archive too, as those of programs and of offices are: these are read
/// from their end, whatever stands before, and by some also where something stands behind.
fn ends_as_archive(tail: &[u8], length: u64) -> bool {
    let tail = tail.get(tail.len().saturating_sub(TAIL)..).unwrap_or_default();
    let skipped = length.saturating_sub(tail.len() as u64);
    tail.windows(END).enumerate().filter(|(_, end)| end.starts_with(b"PK\x05\x06")).any(|(at, end)| {
        let number = |at: usize, bytes: usize| {
            let digits = end.get(at..at + bytes).unwrap_or_default();
            digits.iter().rev().fold(0, |number, digit| (number << 8) | u64::from(*digit))
        };
        // The end of the central directory says how many entries that has, its size, where it begins, and how long the comment
        // behind it is.
        let (entries, size, begins, comment) = (number(8, 4), number(12, 4), number(16, 4), number(20, 2));
        let lists_some = (entries > 0 || size > 0) && size + begins <= skipped + at as u64;
        let is_long = at.checked_sub(20).and_then(|at| tail.get(at..at + 4)) == Some(&b"PK\x06\x07"[..]);
        let ends_here = (at + END) as u64 + comment == tail.len() as u64;
        lists_some || is_long || ends_here
    })
}

fn has_few_pixels(media_type: DocumentMediaType, head: &[u8]) -> Result<(), Refused> {
    let told = imagesize::image_type(head).map_err(|_| Refused::Sizeless)?;
    let same = match media_type {
        DocumentMediaType::Jpeg => told == ImageType::Jpeg,
        DocumentMediaType::Png => told == ImageType::Png,
        DocumentMediaType::Webp => told == ImageType::Webp,
        DocumentMediaType::Pdf => false,
    };
    let size = imagesize::blob_size(head).ok().filter(|_| same).ok_or(Refused::Sizeless)?;
    let pixels = (size.width as u64).saturating_mul(size.height as u64);
    if pixels == 0 {
        return Err(Refused::Sizeless);
    }
    if pixels > MOST_PIXELS { Err(Refused::Pixels(pixels)) } else { Ok(()) }
}

impl Refused {
    /// What whoever sent it reads.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::TooLong => Message::new("upload-too-long"),
            Self::TooShort => Message::new("upload-too-short"),
            Self::Type(Some(found)) => Message::new("upload-type").with("type", found),
            Self::Type(None) => Message::new("upload-type-unknown"),
            Self::Named(found) => Message::new("upload-named").with("type", media_type_name(*found)),
            Self::NoList => Message::new("upload-no-list"),
            Self::Archive => Message::new("upload-archive"),
            Self::Sizeless => Message::new("upload-sizeless"),
            Self::Pixels(pixels) => {
                let (million, most) = (pixels.div_ceil(1_000_000), MOST_PIXELS / 1_000_000);
                Message::new("upload-pixels").with("count", million).with("maximum", most)
            }
            Self::Digest => Message::new("upload-digest"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(bytes: &[u8], name: &str) -> Result<Judged, Refused> {
        let mut judge = Judge::new(bytes.len() as u64, false);
        for some in bytes.chunks(1000) {
            judge.take(some)?;
        }
        judge.verdict(name, None)
    }

    /// The empty archive, by its specification: an end of a central directory of nothing.
    fn archive(comment: &[u8]) -> Vec<u8> {
        let length = u16::try_from(comment.len()).unwrap().to_le_bytes();
        [b"PK\x05\x06".as_slice(), &[0; 16], &length, comment].concat()
    }

    #[test]
    fn what_is_an_archive_besides_is_found_wherever_its_end_lies() {
        let pdf = b"%PDF-1.4\n%%EOF\n".to_vec();
        assert!(judged(&pdf, "a.pdf").is_ok());
        for comment in [Vec::new(), b"a comment".to_vec(), vec![b'x'; 65_535]] {
            let both = [pdf.clone(), vec![b'\n'; 200_000], archive(&comment)].concat();
            assert_eq!(judged(&both, "a.pdf"), Err(Refused::Archive), "{}", comment.len());
        }
        // With something behind its end: by its specification, one entry, whose directory has 47 bytes and begins at 31.
        let fields = [&[0_u8, 0, 0, 0, 1, 0, 1, 0][..], &47_u32.to_le_bytes(), &31_u32.to_le_bytes(), &[0, 0]].concat();
        let end = [b"PK\x05\x06".as_slice(), &fields].concat();
        for behind in [&b""[..], b"\n", b"\n%%EOF\n", &[b' '; 10_000]] {
            let both = [&pdf[..], &[b'x'; 78], &end, behind].concat();
            assert_eq!(judged(&both, "a.pdf"), Err(Refused::Archive), "{}", behind.len());
        }
        // A large one, of which another record says where its directory is.
        let long = [&pdf[..], b"PK\x06\x07", &[0; 16], b"PK\x05\x06", &[0xff; 18], b"\n"].concat();
        assert_eq!(judged(&long, "a.pdf"), Err(Refused::Archive));
        // Letters that are no such end: its directory would lie behind it, or there is nothing in it.
        let none = [&pdf[..], b"PK\x05\x06", &[b'x'; 18], b"\n%%EOF\n"].concat();
        assert!(judged(&none, "a.pdf").is_ok());
        assert!(judged(&[pdf, archive(b""), b"\n%%EOF\n".to_vec()].concat(), "a.pdf").is_ok());
    }

    #[test]
    fn a_digest_is_that_of_the_bytes() {
        // printf '%%PDF-1.4\n' | sha256sum
        let sha256 = "e5c62df5dab5c87b6a015ef3d43597074d1eec433b15f51aec63b8582d0e4ab4".to_owned();
        let found = judged(b"%PDF-1.4\n", "a.PDF").unwrap();
        assert_eq!(found.media_type, Some(DocumentMediaType::Pdf));
        assert_eq!(found.sha256, sha256);
    }
}
