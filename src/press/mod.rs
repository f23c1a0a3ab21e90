//! The press: what makes a PDF of a template and of values, in Arabic, in French or in both. A template is written in Typst, and
//! lies beside the noun whose paper it is; what all papers have in common is in `shared.typ`. Values are handed to it as data and
//! are never read as Typst, whatever they say; and a template reaches nothing but itself, `shared.typ`, the values and the fonts:
//! no file, no package, no network, and no clock but the moment it is given.

mod fonts;
mod sheet;

use std::path::Path;
use std::sync::Arc;

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use self::fonts::Fonts;
use crate::clock::written;
use crate::error::Error;

/// Where Debian's packages put fonts.
pub const FONTS: &str = "/usr/share/fonts";

/// In which language something is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum)]
pub enum PrintLanguage {
    /// بالعربية: in Arabic, from right to left.
    Arabic,
    /// In French.
    French,
    /// In both, side by side.
    Both,
}

impl PrintLanguage {
    /// As templates and names of files know it, in the order of reading.
    #[must_use]
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Arabic => &["ar"],
            Self::French => &["fr"],
            Self::Both => &["ar", "fr"],
        }
    }
}

/// What is to be printed.
#[derive(Debug)]
pub struct Sheet<V> {
    /// The template, in Typst.
    pub template: &'static str,
    /// In which language.
    pub language: PrintLanguage,
    /// What the paper is, in a few signs that are the same in every language: at the foot of each page.
    pub about: String,
    /// When it is made.
    pub made: DateTime<Utc>,
    /// What the template says: an object.
    pub values: V,
}

/// Prints.
#[derive(Clone, Debug, Default)]
pub struct Press(Arc<Fonts>);

impl Press {
    /// With the fonts in a folder and in the folders within it. What is no font is passed over.
    pub fn open(folder: &Path) -> std::io::Result<Self> {
        Ok(Self(Arc::new(Fonts::read(folder)?)))
    }

    /// Whether there is a font that writes Arabic: without one nothing is printed.
    #[must_use]
    pub fn writes_arabic(&self) -> bool {
        !self.0.families.is_empty()
    }

    /// Makes the PDF. It takes a processor for about a tenth of a second.
    pub async fn print<V: Serialize>(&self, sheet: Sheet<V>) -> Result<Vec<u8>, Error> {
        let Value::Object(mut values) = plain(serde_json::to_value(sheet.values).map_err(Error::internal)?) else {
            return Err(Error::internal("the values of a paper are no object"));
        };
        values.extend(self.common(sheet.language, &sheet.about, sheet.made));
        let (fonts, template, made) = (Arc::clone(&self.0), sheet.template, sheet.made);
        let printed = tokio::task::spawn_blocking(move || sheet::print(&fonts, template, values, made));
        printed.await.map_err(Error::internal)?.map_err(Error::internal)
    }

    /// What every template is given.
    fn common(&self, language: PrintLanguage, about: &str, made: DateTime<Utc>) -> Map<String, Value> {
        let [day, time] = written(made);
        let common = json!({
            "languages": language.codes(),
            "fonts": self.0.families,
            "about": about,
            "made": { "day": day, "time": time },
        });
        if let Value::Object(common) = common { common } else { Map::new() }
    }
}

/// Values without marks that turn the direction of writing, by which a name would reach into what stands behind it.
fn plain(value: Value) -> Value {
    let turns = |letter: char| matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    match value {
        Value::String(text) => Value::String(text.replace(turns, "")),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, plain(value))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}
