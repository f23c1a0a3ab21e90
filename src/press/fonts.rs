//! The fonts of a folder. What they are is read once; their letters are read when something is printed in them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// Fonts that write Arabic well, the best for an office first. Where none of these is there, any that has the letters.
const BEST: [&str; 3] = ["Amiri", "Noto Naskh Arabic", "Noto Sans Arabic"];
/// Letters that a font for Arabic has.
const LETTERS: &str = "ابتجدرسعقكلمنهوي";
/// Folders within folders.
const DEEPEST: usize = 8;

/// The fonts there are.
#[derive(Default)]
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    faces: Vec<Face>,
    /// The families that write Arabic, the best first.
    pub(super) families: Vec<String>,
}

/// A font of a file.
struct Face {
    file: PathBuf,
    /// Which one of the file.
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Fonts {
    pub(super) fn read(folder: &Path) -> std::io::Result<Self> {
        let mut files = Vec::new();
        gather(folder, DEEPEST, &mut files)?;
        // The same order on every machine, whatever the file system says.
        files.sort();
        let (mut book, mut faces, mut families) = (FontBook::new(), Vec::new(), Vec::new());
        for file in files {
            let Ok(bytes) = std::fs::read(&file) else { continue };
            for (index, info) in (0..).zip(FontInfo::iter(&bytes)) {
                let writes_arabic = LETTERS.chars().all(|letter| info.coverage.contains(letter.into()));
                if writes_arabic && !families.contains(&info.family) {
                    families.push(info.family.clone());
                }
                book.push(info);
                faces.push(Face { file: file.clone(), index, font: OnceLock::new() });
            }
        }
        let best = |family: &String| BEST.iter().position(|best| best == family).unwrap_or(BEST.len());
        families.sort_by_key(best);
        Ok(Self { book: LazyHash::new(book), faces, families })
    }

    /// A font by its place in the book.
    pub(super) fn font(&self, at: usize) -> Option<Font> {
        let face = self.faces.get(at)?;
        let read = || Font::new(Bytes::new(std::fs::read(&face.file).ok()?), face.index);
        face.font.get_or_init(read).clone()
    }
}

fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_font =
            path.extension().is_some_and(|end| ["ttf", "otf", "ttc"].iter().any(|font| end.eq_ignore_ascii_case(font)));
        if is_font {
            files.push(path);
        } else if depth > 0 && path.is_dir() {
            // One that may not be looked into has none for us.
            let _ = gather(&path, depth - 1, files);
        }
    }
    Ok(())
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fonts({}, in Arabic {:?})", self.faces.len(), self.families)
    }
}
