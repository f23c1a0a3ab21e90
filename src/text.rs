//! Words: names in two languages, and messages in three.

pub mod folding;

use std::borrow::Cow;
use std::fmt::Display;
use std::sync::LazyLock;

use async_graphql::SimpleObject;
use entity::language::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// A name in the two languages of the office. At least one of the two is there.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct LocalizedText {
    /// In Arabic; null where only the French is known.
    pub ar: Option<String>,
    /// In French; null where only the Arabic is known.
    pub fr: Option<String>,
}

impl LocalizedText {
    /// From a row's two columns.
    #[must_use]
    pub fn new(ar: Option<&String>, fr: Option<&String>) -> Self {
        Self { ar: ar.cloned(), fr: fr.cloned() }
    }

    /// In `language`, or in the other one where there is none.
    #[must_use]
    pub fn in_language(self, language: Language) -> String {
        let [one, other] = preferred(language, self.ar, self.fr);
        one.or(other).unwrap_or_default()
    }
}

/// The Arabic and the French of something, in the order in which a reader would have them. English readers get the French.
#[must_use]
pub fn preferred<T>(language: Language, ar: T, fr: T) -> [T; 2] {
    match language {
        Language::Ar => [ar, fr],
        Language::Fr | Language::En => [fr, ar],
    }
}

/// Tags of an `Accept-Language` header that are looked at.
const TAGS: usize = 16;

/// The language we speak that an `Accept-Language` header wants most, whatever the country; English where there is none.
#[must_use]
pub fn negotiate(accept_language: Option<&str>) -> Language {
    let mut best: Option<(f32, Language)> = None;
    for wish in accept_language.unwrap_or_default().split(',').take(TAGS) {
        let (tag, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse().ok()).unwrap_or(0.0);
        let language = match tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "ar" => Language::Ar,
            "fr" => Language::Fr,
            "en" => Language::En,
            _ => continue,
        };
        // Of two that are wanted alike, the first. What is no number is wanted by nobody.
        if weight > 0.0 && weight <= 1.0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, language));
        }
    }
    best.map_or(Language::En, |(_, language)| language)
}

/// A message that is not yet in any language: its key in the `.ftl` files, and what fills its gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    key: Cow<'static, str>,
    gaps: Vec<(Cow<'static, str>, String)>,
}

impl Message {
    /// The message of a key.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key: key.into(), gaps: Vec::new() }
    }

    /// With a gap filled.
    #[must_use]
    pub fn with(mut self, gap: &'static str, filling: impl Display) -> Self {
        self.gaps.push((gap.into(), filling.to_string()));
        self
    }

    /// In a language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let bundle = match language {
            Language::Ar => &*ARABIC,
            Language::Fr => &*FRENCH,
            Language::En => &*ENGLISH,
        };
        let mut gaps = FluentArgs::new();
        for (gap, filling) in &self.gaps {
            gaps.set(gap.as_ref(), filling.as_str());
        }
        let Some(pattern) = bundle.get_message(&self.key).and_then(|message| message.value()) else {
            debug_assert!(false, "no message {} in {language:?}", self.key);
            return self.key.clone().into_owned();
        };
        bundle.format_pattern(pattern, Some(&gaps), &mut Vec::new()).into_owned()
    }
}

static ARABIC: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("ar-MA", include_str!("text/ar.ftl")));
static FRENCH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("fr-MA", include_str!("text/fr.ftl")));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("en", include_str!("text/en.ftl")));

fn bundle(language: &str, source: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.parse::<LanguageIdentifier>().unwrap_or_default()]);
    bundle.set_use_isolating(false); // messages are plain text in JSON; marks of direction would be noise there
    // What does not parse is left out, and the test below names it.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Key → the gaps it names, of a `.ftl` file read by hand.
    fn messages(source: &str) -> BTreeMap<String, Vec<String>> {
        FluentResource::try_new(source.to_owned()).expect("the file parses");
        let mut messages: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let mut text = line;
            if let Some((key, rest)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
                current = key.to_owned();
                text = rest;
            }
            let gaps = text
                .split('$')
                .skip(1)
                .map(|gap| gap.chars().take_while(char::is_ascii_alphabetic).collect::<String>());
            messages.entry(current.clone()).or_default().extend(gaps);
        }
        for gaps in messages.values_mut() {
            gaps.sort();
            gaps.dedup();
        }
        messages
    }

    #[test]
    fn every_message_is_there_in_three_languages_with_the_same_gaps() {
        let english = messages(include_str!("text/en.ftl"));
        assert!(english.len() > 15, "the files are read");
        assert_eq!(messages(include_str!("text/ar.ftl")), english);
        assert_eq!(messages(include_str!("text/fr.ftl")), english);
    }

    #[test]
    fn the_first_language_we_speak_is_chosen() {
        assert_eq!(negotiate(Some("ar-MA,fr;q=0.5")), Language::Ar);
        assert_eq!(negotiate(Some("en;q=0.2, ar-MA;q=0.9, fr;q=0.8")), Language::Ar);
        assert_eq!(negotiate(Some("de, fr-FR;q=0.7, en;q=0.2")), Language::Fr);
        assert_eq!(negotiate(Some("zgh")), Language::En);
        assert_eq!(negotiate(None), Language::En);
        assert_eq!(negotiate(Some("ar;q=NaN,fr;q=0.1,ar;q=inf,ar;q=-1,ar;q=0,ar;q=x")), Language::Fr);
    }
}
