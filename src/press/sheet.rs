//! What Typst sees while a sheet is printed: two sources, the values, the fonts, a day; and nothing else.

use std::path::PathBuf;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde_json::{Map, Value};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use super::fonts::Fonts;
use crate::clock::office_day;

/// Sheets for which what was worked out of an earlier one is kept.
const KEPT: usize = 4;

/// The names by which the two sources know each other.
static NAMES: LazyLock<Option<[FileId; 2]>> = LazyLock::new(|| {
    let named = |name| Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern());
    Some([named("paper.typ")?, named("shared.typ")?])
});

/// A sheet under the press.
struct Sheet<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    paper: Source,
    shared: Source,
    made: DateTime<Utc>,
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.paper.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = [&self.paper, &self.shared].into_iter().find(|source| source.id() == id);
        source.cloned().ok_or_else(|| FileError::NotFound(PathBuf::new()))
    }

    /// There are none.
    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        let day = office_day(self.made);
        Datetime::from_ymd(day.year(), u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?)
    }
}

/// Makes the PDF; or says what is wrong with the template, in words that hold none of the values.
pub(super) fn print(
    fonts: &Fonts,
    template: &str,
    values: Map<String, Value>,
    made: DateTime<Utc>,
) -> Result<Vec<u8>, String> {
    let [paper, shared] = (*NAMES).ok_or("a name of a source is no name")?;
    let values: Dict = serde_json::from_value(Value::Object(values)).map_err(|error| error.to_string())?;
    let sheet = Sheet {
        library: LazyHash::new(Library::builder().with_inputs(values).build()),
        fonts,
        paper: Source::new(paper, template.to_owned()),
        shared: Source::new(shared, include_str!("shared.typ").to_owned()),
        made,
    };
    let pages = typst::compile::<PagedDocument>(&sheet).output;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Taawun".to_owned())),
        timestamp: moment(made).map(Timestamp::new_utc),
        ..PdfOptions::default()
    };
    let printed = pages.and_then(|pages| typst_pdf::pdf(&pages, &options));
    typst::comemo::evict(KEPT);
    printed.map_err(|wrong| wrong.iter().map(told).collect::<Vec<_>>().join("; "))
}

fn told(wrong: &SourceDiagnostic) -> String {
    format!("{} ({:?})", wrong.message, wrong.span)
}

fn moment(made: DateTime<Utc>) -> Option<Datetime> {
    let part = |part: u32| u8::try_from(part).ok();
    Datetime::from_ymd_hms(
        made.year(),
        part(made.month())?,
        part(made.day())?,
        part(made.hour())?,
        part(made.minute())?,
        part(made.second())?,
    )
}
