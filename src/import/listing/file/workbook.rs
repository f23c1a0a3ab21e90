//! A workbook (XLSX), cell by cell: never as a table as large as its outermost cell would make it.

use std::io::Cursor;
use std::panic::catch_unwind;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::NaiveDate;

use super::{Cell, Lines, MOST_SHEETS, Sheet, Taken, Unreadable, archive, text_cell};

/// Bytes that are unpacked while sheets are read. Several sheets may name one part, which is then unpacked for each.
const MOST_READ: u64 = 1024 * 1024 * 1024;
/// The day after the last one a spreadsheet has (9999-12-31), counted as it counts days.
const DAYS_END: f64 = 2_958_466.0;

/// The sheets that are shown.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    let judged = archive::judge(bytes)?;
    // The reader counts without looking whether a number still fits (a reference like `ZZZZZZZZ1`).
    catch_unwind(|| sheets(bytes, judged.largest)).unwrap_or(Err(Unreadable::Broken))
}

fn sheets(bytes: &[u8], largest: u64) -> Result<Vec<Sheet>, Unreadable> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let shown = workbook.sheets_metadata().iter();
    let shown = shown.filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = shown.take(MOST_SHEETS + 1).map(|sheet| sheet.name.clone()).collect();
    if names.len() > MOST_SHEETS {
        return Err(Unreadable::TooManySheets { most: MOST_SHEETS });
    }
    if largest.saturating_mul(names.len() as u64) > MOST_READ {
        return Err(Unreadable::TooMuchInside);
    }
    let mut taken = Taken::default();
    let mut sheets = Vec::new();
    for name in names {
        let lines = lines(&mut workbook, &name, &mut taken)?;
        sheets.push(super::sheet(name, lines));
    }
    Ok(sheets)
}

fn lines(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, taken: &mut Taken) -> Result<Lines, Unreadable> {
    let mut lines = Lines::new();
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| unreadable(&error))?;
    while let Some(found) = reader.next_cell().map_err(|error| unreadable(&error))? {
        let (line, column) = found.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        taken.put(&mut lines, line.saturating_add(1), column, cell(found.get_value()))?;
    }
    Ok(lines)
}

fn unreadable(error: &XlsxError) -> Unreadable {
    if matches!(error, XlsxError::Password) { Unreadable::Protected } else { Unreadable::Broken }
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(truth) => Cell::Truth(*truth),
        DataRef::DateTime(moment) => day(moment).map_or(Cell::Number(moment.as_f64()), Cell::Day),
        DataRef::DateTimeIso(text) => {
            let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
            day.map_or_else(|| text_cell(text), Cell::Day)
        }
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    }
}

/// The day of a number that is shown as one. A time of day, a duration, and 29 February 1900, which a spreadsheet has but the
/// calendar has not, are none.
fn day(moment: &ExcelDateTime) -> Option<NaiveDate> {
    let is_day = moment.is_datetime() && moment.as_f64() >= 1.0 && moment.as_f64() < DAYS_END;
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).filter(|_| is_day)
}

#[cfg(test)]
mod tests;
