//! Days and months of the calendar. The day stands before the month, as in Morocco, or behind it where the year comes first.

mod names;

use chrono::{Datelike, NaiveDate, Weekday};

use super::super::file::Cell;
use super::text::{ascii, clean, folded, is_nothing};
use super::{Doubt, Fault, Read};
use names::Word;

/// Years of the calendar that a list may speak of.
const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2100;

/// A date as far as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Written {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
    weekday: Option<Weekday>,
}

/// A piece of a date: a number, or a word that is not filling.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Number { value: u32, length: usize },
    Month(u32),
}

/// A day: a cell that the workbook shows as one, or `2022-05-04`, `04/05/2022`, `4.5.2022`, `24 ماي 2022`, `1er mai 2022`,
/// with a time of day that is left out. Of a year or a month alone it is the first one.
pub(crate) fn day(cell: &Cell) -> Result<Option<Read<NaiveDate>>, Fault> {
    match cell {
        Cell::Day(day) => Ok(Some(Read::plain(*day))),
        Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Truth(_) | Cell::Fault(_) => {
            let Some(written) = read(cell, &Fault::NotADay)? else { return Ok(None) };
            let doubts = match (written.month, written.day) {
                (None, _) => vec![Doubt::YearOnly],
                (Some(_), None) => vec![Doubt::MonthOnly],
                (Some(_), Some(_)) => Vec::new(),
            };
            Ok(Some(Read { value: exact(&written)?, doubts }))
        }
    }
}

/// A month, as its year and its number from 1: `2022-05`, `05/2022`, `ماي 2022`, or that of a day.
pub(crate) fn month(cell: &Cell) -> Result<Option<Read<(i32, u32)>>, Fault> {
    match cell {
        Cell::Day(day) => Ok(Some(Read::plain((day.year(), day.month())))),
        Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Truth(_) | Cell::Fault(_) => {
            let Some(written) = read(cell, &Fault::NotAMonth)? else { return Ok(None) };
            if written.month.is_none() {
                return Err(Fault::NotAMonth);
            }
            let day = exact(&written)?;
            Ok(Some(Read::plain((day.year(), day.month()))))
        }
    }
}

/// The day, or the first of what is written. A day of the week that is not its own says that one of the two is wrong.
fn exact(written: &Written) -> Result<NaiveDate, Fault> {
    let (month, day) = (written.month.unwrap_or(1), written.day.unwrap_or(1));
    let known = (FIRST_YEAR..=LAST_YEAR).contains(&written.year);
    let found = NaiveDate::from_ymd_opt(written.year, month, day).filter(|_| known).ok_or(Fault::NoSuchDay)?;
    let other = |weekday: Weekday| written.day.is_none() || found.weekday() != weekday;
    if written.weekday.is_some_and(other) { Err(Fault::Ambiguous) } else { Ok(found) }
}

/// What a cell that is not shown as a day says of one; `none` where that is nothing.
fn read(cell: &Cell, none: &Fault) -> Result<Option<Written>, Fault> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(text) => clean(text).chars().map(ascii).collect::<String>(),
        // A year. Any other number could be that of a day, counted as spreadsheets do, of one of two calendars.
        Cell::Number(number) if (1000.0..10_000.0).contains(number) && number.fract() == 0.0 => number.to_string(),
        Cell::Number(_) | Cell::Day(_) | Cell::Truth(_) => return Err(none.clone()),
        Cell::Fault(error) => return Err(Fault::Formula(error.clone())),
    };
    if is_nothing(&text) {
        return Ok(None);
    }
    let date = without_time(&text).ok_or_else(|| none.clone())?;
    let (pieces, weekday) = pieces(date).ok_or_else(|| none.clone())?;
    let (year, month, day) = parts(&pieces, none)?;
    Ok(Some(Written { year, month, day, weekday }))
}

/// A date without the time of day behind it: `04/05/2022 00:00`, `2022-05-04T00:00:00Z`.
fn without_time(text: &str) -> Option<&str> {
    let Some(colon) = text.find(':') else { return Some(text) };
    let start = text.get(..colon)?.rfind([' ', 'T'])?;
    let time = text.get(start + 1..)?;
    let is_time = time.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ':' | '.' | '+' | 'Z'));
    let hour = time.split(':').next()?.parse::<u32>().ok()?;
    text.get(..start).filter(|_| is_time && hour < 24)
}

/// The numbers and the month of a date, and its day of the week; none where it has anything else. Between numbers alone stands
/// one kind of mark.
fn pieces(date: &str) -> Option<(Vec<Piece>, Option<Weekday>)> {
    let mut pieces = Vec::new();
    let mut weekday = None;
    let mut marks = Vec::new();
    let mut rest = date;
    while let Some(first) = rest.chars().next() {
        let kind = |letter: char| (letter.is_ascii_digit(), letter.is_alphabetic() || is_vowel_sign(letter));
        let end = match kind(first) {
            (false, false) => first.len_utf8(),
            same => rest.find(|letter| kind(letter) != same).unwrap_or(rest.len()),
        };
        let (piece, behind) = rest.split_at_checked(end)?;
        rest = behind;
        match kind(first) {
            (true, _) => pieces.push(Piece::Number { value: piece.parse().ok()?, length: piece.len() }),
            (false, false) => marks.extend(Some(first).filter(|mark| *mark != ' ')),
            (false, true) => match names::word(&folded(piece))? {
                Word::Month(month) => pieces.push(Piece::Month(month)),
                Word::Weekday(day) if weekday.is_none() => weekday = Some(day),
                Word::Weekday(_) => return None,
                Word::Filling => {}
                Word::First => match pieces.last() {
                    Some(Piece::Number { value: 1, .. }) => {} // 1er
                    Some(_) => return None,
                    None => pieces.push(Piece::Number { value: 1, length: 1 }),
                },
            },
        }
    }
    let has_month = pieces.iter().any(|piece| matches!(piece, Piece::Month(_)));
    let is_known = |mark: &char| matches!(mark, '/' | '-' | '.') || matches!(mark, ',' | '،');
    let one_kind = marks.windows(2).all(|pair| pair.first() == pair.last());
    let as_many = marks.len() + 1 == pieces.len();
    // `4 mai, 2022` and `24-ماي-2022`; `04/05/2022`.
    let fits = if has_month { marks.len() <= 3 } else { one_kind && as_many && !marks.contains(&',') };
    (fits && marks.iter().all(is_known)).then_some((pieces, weekday))
}

fn is_vowel_sign(letter: char) -> bool {
    ('\u{64b}'..='\u{652}').contains(&letter)
}

/// Year, month and day, as far as they are there.
fn parts(pieces: &[Piece], none: &Fault) -> Result<(i32, Option<u32>, Option<u32>), Fault> {
    let small = |length: usize| length <= 2;
    let found = match *pieces {
        [Piece::Number { value: year, length: 4 }] => (year, None, None),
        [Piece::Month(month), Piece::Number { value: year, length: 4 }]
        | [Piece::Number { value: year, length: 4 }, Piece::Month(month)] => (year, Some(month), None),
        [Piece::Number { value: month, length }, Piece::Number { value: year, length: 4 }]
        | [Piece::Number { value: year, length: 4 }, Piece::Number { value: month, length }]
            if small(length) =>
        {
            (year, Some(month), None)
        }
        [Piece::Number { value: day, length }, Piece::Month(month), Piece::Number { value: year, length: 4 }]
        | [Piece::Number { value: year, length: 4 }, Piece::Month(month), Piece::Number { value: day, length }]
            if small(length) =>
        {
            (year, Some(month), Some(day))
        }
        [
            Piece::Number { value: day, length },
            Piece::Number { value: month, length: other },
            Piece::Number { value: year, length: 4 },
        ]
        | [
            Piece::Number { value: year, length: 4 },
            Piece::Number { value: month, length: other },
            Piece::Number { value: day, length },
        ] if small(length) && small(other) => (year, Some(month), Some(day)),
        _ if has_short_year(pieces) => return Err(Fault::Ambiguous),
        _ => return Err(none.clone()),
    };
    let (year, month, day) = found;
    Ok((i32::try_from(year).map_err(|_| none.clone())?, month, day))
}

/// Whether there would be a date if one of two digits were a year: `04/05/22`, `mai-22`.
fn has_short_year(pieces: &[Piece]) -> bool {
    let small = pieces.iter().all(|piece| match piece {
        Piece::Number { length, .. } => *length <= 2,
        Piece::Month(_) => true,
    });
    let has_month = pieces.iter().filter(|piece| matches!(piece, Piece::Month(_))).count();
    small && (pieces.len() == 3 && has_month <= 1 || pieces.len() == 2 && has_month == 1)
}

#[cfg(test)]
mod tests;
