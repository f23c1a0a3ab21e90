//! What has a name, in one language or in both.

use async_graphql::{Context, Enum, Object, Result};
use entity::language::Language;

use crate::request::Request;
use crate::text::LocalizedText;

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
