//! What the columns of a list are called, in Arabic and French, and what the words in their cells mean. The spellings are data:
//! `headings.csv` and `words.csv`, of which the first of each language is the one that templates bear.

use std::collections::HashMap;
use std::sync::LazyLock;

use async_graphql::Enum;
use entity::import_row::ImportKind;
use entity::language::Language;
use serde::{Deserialize, Serialize};

use crate::text::folding;

/// The Arabic "and", which belongs to the word behind it; and "and the".
const AND: &str = "و";
const AND_THE: &str = "وال";

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Enum, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImportColumn {
    /// المندوبية: the delegation, by code or name; of lists of the national office.
    Delegation,
    /// The name, in whichever language it is written.
    Name,
    /// The name in Arabic.
    NameAr,
    /// The name in French.
    NameFr,
    /// الجماعة: the commune, by name or code.
    Commune,
    /// The number of the provisional receipt (وصل مؤقت).
    ProvisionalReceiptNumber,
    /// The day of the provisional receipt.
    ProvisionalReceiptOn,
    /// The number of the final receipt (وصل نهائي).
    FinalReceiptNumber,
    /// The day of the final receipt.
    FinalReceiptOn,
    /// The day on which the bureau was elected.
    BureauElectedOn,
    /// The last day of the bureau's mandate.
    BureauMandateEndsOn,
    /// The kind of an establishment, by code or name.
    Kind,
    /// The association that manages an establishment, by name; nothing where Entraide Nationale does itself.
    Association,
    /// Places in all.
    CapacityTotal,
    /// Places for girls and women.
    CapacityFemale,
    /// Places for boys and men.
    CapacityMale,
    /// People present.
    Present,
    /// The day on which it opened, or the year.
    OpenedOn,
    /// Whether it is licensed.
    LicenceState,
    /// The number of the decision.
    LicenceNumber,
    /// The day of the decision.
    LicenceOn,
    /// The law under which it is licensed: 14-05 or 65-15.
    LegalFramework,
    /// What was counted: the name of a measure.
    Measure,
    /// The figure; with "more than" or "about" before it, where it is not exact.
    Value,
    /// The month of which a figure speaks.
    AsOf,
    /// Where a figure was declared.
    Source,
}

/// A column as templates have it.
#[derive(Debug)]
pub(super) struct Heading {
    /// Of which kind of list.
    pub(super) kind: ImportKind,
    /// Which column.
    pub(super) column: ImportColumn,
    /// In which language.
    pub(super) language: Language,
    /// How it is written.
    pub(super) text: String,
}

#[derive(Deserialize)]
struct HeadingLine {
    kind: String,
    column: ImportColumn,
    language: String,
    heading: String,
}

#[derive(Deserialize)]
struct WordLine {
    set: String,
    value: String,
    word: String,
}

/// All spellings of all columns.
pub(super) static HEADINGS: LazyLock<Vec<Heading>> = LazyLock::new(|| {
    let mut lines = csv::Reader::from_reader(include_str!("headings.csv").as_bytes());
    let lines = lines.deserialize::<HeadingLine>().filter_map(Result::ok);
    let heading = |line: HeadingLine| {
        let kind = match line.kind.as_str() {
            "ASSOCIATION" => ImportKind::Association,
            "ESTABLISHMENT" => ImportKind::Establishment,
            _ => ImportKind::DeclaredFigure,
        };
        let language = if line.language == "ar" { Language::Ar } else { Language::Fr };
        Heading { kind, column: line.column, language, text: line.heading }
    };
    lines.map(heading).collect()
});

static BY_SPELLING: LazyLock<HashMap<(ImportKind, String), ImportColumn>> = LazyLock::new(|| {
    let spellings = HEADINGS.iter().map(|heading| ((heading.kind, folded(&heading.text)), heading.column));
    // The first of two that fold alike stands.
    spellings.rev().collect()
});

static WORDS: LazyLock<HashMap<(String, String), String>> = LazyLock::new(|| {
    let mut lines = csv::Reader::from_reader(include_str!("words.csv").as_bytes());
    let lines = lines.deserialize::<WordLine>().filter_map(Result::ok);
    lines.map(|line| ((line.set, folded(&line.word)), line.value)).collect()
});

/// The columns that a list of a kind cannot do without; of names, one will do.
pub(super) fn needed(kind: ImportKind) -> &'static [ImportColumn] {
    match kind {
        ImportKind::Association => &[ImportColumn::Name, ImportColumn::Commune],
        ImportKind::Establishment => &[ImportColumn::Kind, ImportColumn::Name, ImportColumn::Commune],
        ImportKind::DeclaredFigure => &[ImportColumn::Measure, ImportColumn::Value, ImportColumn::AsOf],
    }
}

/// The column that a heading names in a list of a kind.
pub(super) fn column(kind: ImportKind, heading: &str) -> Option<ImportColumn> {
    BY_SPELLING.get(&(kind, folded(heading))).copied()
}

/// The words of a set, as they are written in `words.csv`.
pub(super) fn words(set: &str) -> Vec<String> {
    let mut lines = csv::Reader::from_reader(include_str!("words.csv").as_bytes());
    let lines = lines.deserialize::<WordLine>().filter_map(Result::ok);
    lines.filter(|line| line.set == set).map(|line| line.word).collect()
}

/// What a word means, of a set of `words.csv`.
pub(super) fn meaning(set: &str, word: &str) -> Option<&'static str> {
    WORDS.get(&(set.to_owned(), folded(word))).map(String::as_str)
}

/// A text as it is compared: its folded words, without articles and apostrophes, and with an "and" (و) that is written by itself
/// in the word behind it, as it should be.
pub(super) fn folded(text: &str) -> String {
    let (mut words, mut and) = (Vec::new(), "");
    for word in folding::words(text) {
        if word.joined == AND {
            and = AND;
            continue;
        }
        let with_article = word.joined.strip_prefix(AND_THE).filter(|rest| rest.chars().count() >= 3);
        let word = match with_article {
            Some(rest) => format!("{and}{AND}{rest}"),
            None => format!("{and}{}", word.bare.unwrap_or(word.joined)),
        };
        words.push(word);
        and = "";
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        let lines = |text: &str| text.trim().lines().count() - 1;
        assert_eq!(HEADINGS.len(), lines(include_str!("headings.csv")));
        let mut words = csv::Reader::from_reader(include_str!("words.csv").as_bytes());
        assert_eq!(words.deserialize::<WordLine>().map(Result::unwrap).count(), lines(include_str!("words.csv")));
    }

    #[test]
    fn a_heading_is_known_however_it_is_written() {
        let house = |heading| column(ImportKind::Establishment, heading);
        assert_eq!(house("CAPACITE D’ACCUEIL"), Some(ImportColumn::CapacityTotal));
        assert_eq!(house("الطّاقة الإستيعابية"), Some(ImportColumn::CapacityTotal));
        assert_eq!(house("Association"), Some(ImportColumn::Association));
        assert_eq!(column(ImportKind::Association, "Association"), Some(ImportColumn::Name));
        assert_eq!(house("Observations"), None);
        for written in ["مركز التربية والتكوين", "مركز التربيه و التكوين", "مركز تربية و تكوين"]
        {
            assert_eq!(folded(written), "مركز تربيه وتكوين");
        }
        assert_eq!(meaning("LICENCE_STATE", "autorisée"), Some("LICENSED"));
        assert_eq!(meaning("LICENCE_STATE", "غير مرخصة"), Some("NONE"));
        assert_eq!(meaning("LEGAL_FRAMEWORK", "Loi 65-15"), Some("LAW_65_15"));
    }
}
