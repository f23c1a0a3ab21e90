//! Text of a cell, as a name or a remark is kept.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::file::Cell;
use super::{Fault, Read};

/// From this number on a spreadsheet does not keep all digits.
const DIGITS_END: f64 = 1e15;

/// The script of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// Arabic letters alone.
    Arabic,
    /// Latin letters alone.
    Latin,
    /// Letters of both.
    Both,
    /// No letter of either: digits, signs, Tifinagh.
    Neither,
}

/// A text of at most so many characters; none where the cell is empty or holds dashes alone. Blanks at its ends are left out, and
/// several become one; what is not seen (marks of direction, tatweel, control characters) is left out; letters in the shapes
/// they have within words, as they come out of a PDF, become letters. A number is its digits, a day is `2022-05-04`.
pub(crate) fn text(cell: &Cell, most: usize) -> Result<Option<Read<String>>, Fault> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(text) => clean(text),
        Cell::Number(number) => digits(*number)?,
        Cell::Day(day) => day.to_string(),
        Cell::Truth(_) => return Err(Fault::NotAText),
        Cell::Fault(error) => return Err(Fault::Formula(error.clone())),
    };
    if is_nothing(&text) {
        return Ok(None);
    }
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Fault::LettersLost);
    }
    if text.chars().count() > most {
        return Err(Fault::TooLong { most });
    }
    Ok(Some(Read::plain(text)))
}

/// The script of a text, by its letters.
#[must_use]
pub(crate) fn script(text: &str) -> Script {
    let is_arabic = |letter: char| {
        matches!(letter, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
            && letter.is_alphabetic()
    };
    let is_latin = |letter: char| {
        matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && letter.is_alphabetic() && letter != 'µ'
    };
    match (text.contains(is_arabic), text.contains(is_latin)) {
        (true, false) => Script::Arabic,
        (false, true) => Script::Latin,
        (true, true) => Script::Both,
        (false, false) => Script::Neither,
    }
}

/// Whether a character is not seen: it stretches a word (tatweel), or says how text runs or breaks.
#[must_use]
pub(crate) fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        'ـ' | '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{2028}' | '\u{2029}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// A text without what is not seen, with single blanks, and with each letter in one way alone.
pub(super) fn clean(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_whitespace() {
            if !seen.ends_with(' ') {
                seen.push(' ');
            }
        } else if matches!(letter, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}') {
            seen.extend(std::iter::once(letter).nfkc().filter(|letter| !is_unseen(*letter)));
        } else if !is_unseen(letter) && !letter.is_control() {
            seen.push(letter);
        }
    }
    seen.trim().nfc().collect()
}

/// Whether a cleaned text is what people write where there is nothing: nothing, or dashes, strokes and points alone.
pub(super) fn is_nothing(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '-' | '‐'..='―' | '−' | '_' | '/' | '.' | '…' | ' '))
}

/// A word in one spelling: small letters without accents, vowel signs and hamza; ه for ة, ي for ى.
pub(super) fn folded(word: &str) -> String {
    let letters = word.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    let same = |letter| match letter {
        'ة' => 'ه',
        'ى' => 'ي',
        other => other,
    };
    letters.map(same).collect()
}

/// A digit of any of the three kinds, as an ASCII one; any other character as it is.
pub(super) fn ascii(letter: char) -> char {
    let zero = match letter {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        other => return other,
    };
    let digit = u32::from(letter).checked_sub(u32::from(zero)).and_then(|digit| char::from_digit(digit, 10));
    digit.unwrap_or(letter)
}

/// The digits of a number as a spreadsheet shows them: no more than 15, and no point behind which there is nothing.
fn digits(number: f64) -> Result<String, Fault> {
    if !number.is_finite() {
        return Err(Fault::NotANumber);
    }
    if number.abs() >= DIGITS_END {
        return Err(Fault::DigitsLost);
    }
    let shown: f64 = format!("{number:.14e}").parse().map_err(|_| Fault::NotANumber)?;
    Ok(if shown == 0.0 { "0".to_owned() } else { shown.to_string() })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn read(written: &str) -> Option<String> {
        text(&Cell::Text(written.to_owned()), 100).unwrap().map(|read| read.value)
    }

    #[test]
    fn a_text_is_kept_as_it_is_seen() {
        let written = [
            ("  جمعية \u{a0}\u{202f} الأمل\n", "جمعية الأمل"),
            ("\u{feff}\u{200f}دار\u{200f} الطالبــة\u{202c}", "دار الطالبة"),
            ("Aït\u{a0}Ishaq\tcentre", "Aït Ishaq centre"),
            ("Ai\u{308}t Ishaq", "Aït Ishaq"),
            ("a\0b\u{7}c", "abc"),
            ("ﺩﺍﺭ ﻻ", "دار لا"),
            ("M'rirt – centre", "M'rirt – centre"),
            ("ⵜⴰⴷⴷⴰⵔⵜ", "ⵜⴰⴷⴷⴰⵔⵜ"),
        ];
        for (written, expected) in written {
            assert_eq!(read(written).as_deref(), Some(expected), "{written:?}");
        }
        for nothing in ["", " ", "-", "—", " - ", "/", "...", "ـ", "\u{200f}", "--"] {
            assert_eq!(read(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_written_as_it_is_shown() {
        let read = |cell: Cell| text(&cell, 20).map(|read| read.map(|read| read.value));
        let shown = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(read(Cell::Number(12.0)), shown("12"));
        assert_eq!(read(Cell::Number(0.1 + 0.2)), shown("0.3"));
        assert_eq!(read(Cell::Number(-0.0)), shown("0"));
        assert_eq!(read(Cell::Number(661_234_567.0)), shown("661234567"));
        assert_eq!(read(Cell::Number(999_999_999_999_999.0)), shown("999999999999999"));
        assert_eq!(read(Cell::Number(1e15)), Err(Fault::DigitsLost));
        assert_eq!(read(Cell::Number(2.2e22)), Err(Fault::DigitsLost));
        assert_eq!(read(Cell::Number(f64::NAN)), Err(Fault::NotANumber));
        assert_eq!(read(Cell::Day(NaiveDate::from_ymd_opt(2022, 5, 4).unwrap())), shown("2022-05-04"));
        assert_eq!(read(Cell::Empty), Ok(None));
        assert_eq!(read(Cell::Truth(true)), Err(Fault::NotAText));
        assert_eq!(read(Cell::Fault("#REF!".to_owned())), Err(Fault::Formula("#REF!".to_owned())));
        assert_eq!(read(Cell::Text("d\u{fffd}j\u{e0}".to_owned())), Err(Fault::LettersLost));
    }

    #[test]
    fn a_text_is_measured_in_characters_that_are_seen() {
        let cell = Cell::Text("  دارـــ  دار  ".to_owned());
        assert_eq!(text(&cell, 7), Ok(Some(Read::plain("دار دار".to_owned()))));
        assert_eq!(text(&cell, 6), Err(Fault::TooLong { most: 6 }));
    }

    #[test]
    fn the_script_is_that_of_the_letters() {
        let written = [
            ("دار الطالب 2", Script::Arabic),
            ("Dar Talib – Aït", Script::Latin),
            ("Dar دار", Script::Both),
            ("12, ٣!", Script::Neither),
            ("ⵜⴰ", Script::Neither),
            ("", Script::Neither),
            ("ﻻ", Script::Arabic),
        ];
        for (written, expected) in written {
            assert_eq!(script(written), expected, "{written}");
        }
    }
}
