//! Counts and amounts of money.

use super::super::file::Cell;
use super::grouping::{self, Digits, Mark, Spelling};
use super::text::{ascii, clean, is_nothing};
use super::unit::{self, Unit};
use super::{Doubt, Fault, Qualifier, Read};

/// Digits of a count.
const MOST_COUNT: usize = 9;
/// Digits of an amount, before its centimes.
const MOST_AMOUNT: usize = 12;
/// How far from a whole number, or from a whole centime (in dirhams), a computed number of a spreadsheet may be.
const NEAR: f64 = 1e-6;

/// What a number is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Count,
    Money,
}

/// A whole number from 0; none where the cell is empty or holds dashes alone.
pub(crate) fn count(cell: &Cell) -> Result<Option<Read<i64>>, Fault> {
    let Some(read) = qualified_count(cell)? else { return Ok(None) };
    match read.value {
        (Qualifier::Exact, value) => Ok(Some(Read { value, doubts: read.doubts })),
        (Qualifier::MoreThan | Qualifier::About, _) => Err(Fault::NotExact),
    }
}

/// A whole number from 0 that may be said to be about so many, or more: `أزيد من 23`, `environ 40 lits`.
pub(crate) fn qualified_count(cell: &Cell) -> Result<Option<Read<(Qualifier, i64)>>, Fault> {
    read(cell, Of::Count)
}

/// An amount of money in centimes, from 0, that may be said to be about so much, or more.
pub(crate) fn amount(cell: &Cell) -> Result<Option<Read<(Qualifier, i64)>>, Fault> {
    read(cell, Of::Money)
}

fn read(cell: &Cell, of: Of) -> Result<Option<Read<(Qualifier, i64)>>, Fault> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(number) => Ok(Some(Read::plain((Qualifier::Exact, computed(*number, of)?)))),
        Cell::Day(_) | Cell::Truth(_) => Err(Fault::NotANumber),
        Cell::Fault(error) => Err(Fault::Formula(error.clone())),
        Cell::Text(text) => {
            let text = clean(text);
            if is_nothing(&text) { Ok(None) } else { written(&text, of).map(Some) }
        }
    }
}

/// A number that a spreadsheet holds as one.
fn computed(number: f64, of: Of) -> Result<i64, Fault> {
    if !number.is_finite() {
        return Err(Fault::NotANumber);
    }
    let (parts, digits, fault) = match of {
        Of::Count => (1.0, MOST_COUNT, Fault::NotWhole),
        Of::Money => (100.0, MOST_AMOUNT + 2, Fault::BelowCentime),
    };
    let whole = (number * parts).round();
    // A large one is itself only near to what was written.
    let near = NEAR.max(number.abs() * 2.0 * f64::EPSILON);
    if (number - whole / parts).abs() > near {
        return Err(fault);
    }
    let shown = format!("{:.0}", whole.abs());
    if number < 0.0 && shown != "0" {
        return Err(Fault::Negative);
    }
    if shown.len() > digits { Err(Fault::TooLarge) } else { shown.parse().map_err(|_| Fault::TooLarge) }
}

/// A number that is written as a text, cleaned.
fn written(text: &str, of: Of) -> Result<Read<(Qualifier, i64)>, Fault> {
    let text: String = text.chars().map(ascii).collect();
    let is_digit = |letter: char| letter.is_ascii_digit();
    let (Some(first), Some(last)) = (text.find(is_digit), text.rfind(is_digit)) else { return Err(Fault::NotANumber) };
    let before = text.get(..first).unwrap_or_default().trim_end();
    let number = text.get(first..=last).unwrap_or_default();
    let behind = text.get(last + 1..).unwrap_or_default().trim_start();
    if before.ends_with(['-', '−']) || behind.starts_with(['-', '−']) {
        return Err(Fault::Negative);
    }
    let (before, mark) = mark_before(before);
    let behind = behind.strip_prefix('.').unwrap_or(behind); // where a sentence ends
    let (said_before, words_before) = unit::before(before);
    let (said_behind, words_behind) = unit::behind(behind);
    let mut digits = digits(number, mark)?;
    let mut left_out = Vec::new();
    for word in words_before.into_iter().chain(words_behind) {
        match (unit::unit(word), of) {
            (Some(Unit::Counted), Of::Count) => left_out.push(word),
            (Some(Unit::Money), Of::Money) | (Some(Unit::Joiner), Of::Count) => {}
            (Some(Unit::Counted | Unit::Joiner), Of::Money) | (Some(Unit::Money), Of::Count) | (None, _) => {
                return Err(Fault::UnknownWord(word.to_owned()));
            }
        }
    }
    let qualifier = match (said_before, said_behind) {
        (Some(one), Some(other)) if one != other => return Err(Fault::Ambiguous),
        (Some(said), _) | (None, Some(said)) => said,
        (None, None) => Qualifier::Exact,
    };
    let value = match of {
        Of::Count => whole(&mut digits)?,
        Of::Money => centimes(&digits)?,
    };
    let mut doubts = digits.doubts;
    if !left_out.is_empty() {
        doubts.push(Doubt::UnitLeftOut(left_out.join(" ")));
    }
    Ok(Read { value: (qualifier, value), doubts })
}

/// The mark that stands alone before a number (`. 00 000 160`), parted from the words before it. That of an abbreviation
/// (`env. 40`) stands behind a letter.
fn mark_before(before: &str) -> (&str, Option<Mark>) {
    let mark = before.chars().next_back().and_then(Mark::of);
    let Some((rest, mark)) =
        before.char_indices().next_back().map(|(at, _)| before.get(..at).unwrap_or_default()).zip(mark)
    else {
        return (before, None);
    };
    if rest.is_empty() || rest.ends_with(' ') { (rest, Some(mark)) } else { (before, None) }
}

/// The digits of a number from its first to its last one.
fn digits(number: &str, before: Option<Mark>) -> Result<Digits, Fault> {
    let mut written = Spelling { before, ..Spelling::default() };
    let mut mark = None;
    for piece in number.split_inclusive(|letter: char| !letter.is_ascii_digit()) {
        let group = piece.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        if !group.is_empty() {
            written.marks.extend(mark.take());
            written.groups.push(group);
        }
        if let Some(letter) = piece.get(group.len()..).and_then(|rest| rest.chars().next()) {
            let next = Mark::of(letter).ok_or(Fault::NotANumber)?;
            mark = match (mark, next) {
                (None | Some(Mark::Blank), next) => Some(next),
                (known, Mark::Blank) => known,
                (Some(_), _) => return Err(Fault::NotANumber),
            };
        }
    }
    grouping::read(&written)
}

/// A count has no thousandths: three digits behind one comma or point are thousands.
fn whole(digits: &mut Digits) -> Result<i64, Fault> {
    if !digits.decimals.is_empty() {
        return Err(Fault::NotWhole);
    }
    if let Some(mark) = digits.in_two_ways {
        let doubt = if mark == Mark::Point { Doubt::ThousandsPoint } else { Doubt::ThousandsComma };
        if !digits.doubts.contains(&doubt) {
            digits.doubts.push(doubt);
        }
    }
    if digits.whole.len() > MOST_COUNT {
        Err(Fault::TooLarge)
    } else {
        digits.whole.parse().map_err(|_| Fault::TooLarge)
    }
}

fn centimes(digits: &Digits) -> Result<i64, Fault> {
    if digits.in_two_ways.is_some() {
        return Err(Fault::Ambiguous);
    }
    if digits.decimals.len() > 2 {
        return Err(Fault::BelowCentime);
    }
    if digits.whole.len() > MOST_AMOUNT {
        return Err(Fault::TooLarge);
    }
    format!("{}{:0<2}", digits.whole, digits.decimals).parse().map_err(|_| Fault::TooLarge)
}

#[cfg(test)]
mod tests;
