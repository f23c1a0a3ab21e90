//! What has a name, in one language or in both.

use async_graphql::{Context, Enum, InputObject, Object, OutputType, Result};
use entity::language::Language;
use sea_orm::EntityTrait;

use crate::error::{Mistake, UserErrorCode};
use crate::lane::{Asked, Draft, Shown, Step};
use crate::request::Request;
use crate::text::{LocalizedText, Message, preferred};

/// The two fields of whatever has a name; flattened into its GraphQL type.
#[derive(Debug)]
pub struct Named(LocalizedText);

impl Named {
    /// From a row's two columns.
    #[must_use]
    pub fn new(ar: Option<&String>, fr: Option<&String>) -> Self {
        Self(LocalizedText::new(ar, fr))
    }
}

impl Named {
    /// The same in the lane, from the Arabic and the French column.
    pub fn step<E: EntityTrait>(
        asked: &Asked<'_>,
        draft: &mut Draft<'_, E>,
        [ar, fr]: [&'static str; 2],
    ) -> Option<Step> {
        match asked.name() {
            "name" => {
                let language: Option<NameLanguage> = asked.argument("language")?;
                let language = language.map_or(asked.ctx.language().ok(), |language| Some(language.into()))?;
                Some(Step::Either(preferred(language, draft.place(ar), draft.place(fr))))
            }
            "names" => {
                let write = <Option<String>>::write_cell;
                draft.group(asked, &LocalizedText::type_name(), &[("ar", ar, write), ("fr", fr, write)])
            }
            _ => None,
        }
    }
}

#[Object]
impl Named {
    /// Its name in one language; in the other one where it has none in that. Never empty.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Arabic or French; by default the first of the two in `Accept-Language`, and French without one."
        )]
        language: Option<NameLanguage>,
    ) -> Result<String> {
        let language = language.map_or(ctx.language()?, Language::from);
        Ok(self.0.clone().in_language(language))
    }

    /// Its name in both languages.
    async fn names(&self) -> &LocalizedText {
        &self.0
    }
}

/// A language in which names can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum NameLanguage {
    /// العربية, Arabic.
    Ar,
    /// Français, French.
    Fr,
}

impl From<NameLanguage> for Language {
    fn from(language: NameLanguage) -> Self {
        match language {
            NameLanguage::Ar => Self::Ar,
            NameLanguage::Fr => Self::Fr,
        }
    }
}

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;

/// A name in the two languages of the office; at least one of the two.
#[derive(Clone, Debug, InputObject)]
pub struct LocalizedTextInput {
    /// In Arabic, 200 characters at most.
    ar: Option<String>,
    /// In French, 200 characters at most.
    fr: Option<String>,
}

impl LocalizedTextInput {
    /// From two texts that may be absent.
    #[must_use]
    pub fn new(ar: Option<String>, fr: Option<String>) -> Self {
        Self { ar, fr }
    }

    /// The two names as they are kept, without blanks around them; or every mistake in them.
    pub fn names(&self, path: &str) -> Result<(Option<String>, Option<String>), Vec<Mistake>> {
        let kept =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let (ar, fr) = (kept(&self.ar), kept(&self.fr));
        let mut mistakes: Vec<_> = [(&ar, "ar"), (&fr, "fr")]
            .into_iter()
            .filter_map(|(text, field)| plain_text(text.as_deref()?, LONGEST_NAME, &format!("{path}.{field}")).err())
            .collect();
        if ar.is_none() && fr.is_none() {
            mistakes.push(Mistake::new(UserErrorCode::Blank, Message::new("name-missing"), path));
        }
        if mistakes.is_empty() { Ok((ar, fr)) } else { Err(mistakes) }
    }
}

/// A text that must be there, without the blanks around it.
pub fn needed_text(text: &str, longest: usize, path: &str) -> Result<String, Mistake> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Mistake::new(UserErrorCode::Blank, Message::new("text-empty"), path));
    }
    plain_text(text, longest, path).map(|()| text.to_owned())
}

/// Invisible signs that turn the direction of what follows, so that a reader sees another text than is kept (Unicode Standard Annex 9:
/// embeddings and overrides). Isolates and marks (U+2066–U+2069, U+200E, U+200F, U+061C) stand in honest texts of two directions.
fn turns_direction(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}')
}

/// A text that can be kept: of at most so many characters, without NUL, which PostgreSQL cannot hold, and without signs that turn its
/// direction.
pub fn plain_text(text: &str, longest: usize, path: &str) -> Result<(), Mistake> {
    if text.contains('\0') {
        Err(Mistake::new(UserErrorCode::Invalid, Message::new("nul"), path))
    } else if text.chars().any(turns_direction) {
        Err(Mistake::new(UserErrorCode::Invalid, Message::new("text-direction"), path))
    } else if text.chars().count() > longest {
        Err(Mistake::new(UserErrorCode::TooLong, Message::new("text-too-long").with("maximum", longest), path))
    } else {
        Ok(())
    }
}
