//! A list as a file, read into sheets of cells: a workbook (XLSX), or text with separators (CSV). A file is never believed:
//! what it unpacks to, holds and claims is bounded before and while it is read.

mod archive;
mod separated;
mod workbook;

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// Bytes of a file; as many as may be sent.
pub(crate) const MOST_BYTES: u64 = 20 * 1024 * 1024;
/// Lines of a file that hold something, over all its sheets.
pub(crate) const MOST_ROWS: usize = 50_000;
/// Columns of a sheet.
pub(crate) const MOST_COLUMNS: usize = 100;
/// Characters of a cell: as many as a spreadsheet lets one have.
pub(crate) const MOST_CHARACTERS: usize = 32_767;
/// Sheets of a workbook that are read.
pub(crate) const MOST_SHEETS: usize = 32;
/// Bytes that the cells of a file take in memory, with their texts.
const MOST_WEIGHT: usize = 128 * 1024 * 1024;

/// A cell as the file has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Nothing, or blanks alone.
    Empty,
    /// A text as it is written; every cell of a CSV file that is not empty.
    Text(String),
    /// A number; also a time of day or a duration, in days.
    Number(f64),
    /// A number that the workbook shows as a day, without its time of day.
    Day(NaiveDate),
    /// True or false.
    Truth(bool),
    /// The error of a formula as a spreadsheet shows it: `#REF!`.
    Fault(String),
}

/// A line of a sheet that holds something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// Its number as a spreadsheet shows it, from 1.
    pub number: u32,
    /// Its cells by column, the first at 0; empty ones at the end are cut. Of merged cells only the first holds something.
    pub cells: Vec<Cell>,
}

/// A sheet that is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sheet {
    /// Its name; empty for CSV.
    pub name: String,
    /// Its lines by number; empty ones are left out.
    pub lines: Vec<Line>,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is neither a workbook nor text: a picture, a program, a document.
    NotAList,
    /// It is a spreadsheet of another format (XLS, XLSB, ODS, or HTML under the name of one): to be saved as XLSX or CSV.
    OtherFormat,
    /// It asks for a password.
    Protected,
    /// It has more bytes than this.
    TooLarge {
        /// Bytes it may have.
        most: u64,
    },
    /// It unpacks to more than is read: bytes, parts, texts or formats.
    TooMuchInside,
    /// More lines hold something than this, over all sheets.
    TooManyRows {
        /// Lines it may have.
        most: usize,
    },
    /// A cell beyond this column holds something.
    TooManyColumns {
        /// Columns a sheet may have.
        most: usize,
    },
    /// It has more sheets than this that are shown.
    TooManySheets {
        /// Sheets it may have.
        most: usize,
    },
    /// A cell has more characters than this.
    CellTooLong {
        /// Its line, as a spreadsheet shows it.
        line: u32,
        /// Its column, the first at 0.
        column: usize,
        /// Characters it may have.
        most: usize,
    },
    /// A quotation mark that opens a cell is never closed, so that the cell runs to the end of the file.
    QuoteLeftOpen {
        /// The line in which it opens.
        line: u32,
    },
    /// It is a workbook of which a part is missing or damaged.
    Broken,
}

/// The sheets of a file, hidden ones left out. Formulas give the value that was last computed.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Unreadable> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Unreadable::TooLarge { most: MOST_BYTES });
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(old_workbook(bytes));
    }
    separated::read(bytes).map(|sheet| vec![sheet])
}

/// A file of the older kind of storage: a workbook under a password, an old workbook, or anything else.
fn old_workbook(bytes: &[u8]) -> Unreadable {
    let names = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|part| part == name)
    };
    if names("EncryptedPackage") {
        Unreadable::Protected
    } else if names("Workbook") || names("Book") {
        Unreadable::OtherFormat
    } else {
        Unreadable::NotAList
    }
}

/// The lines of one sheet while they are read, in whatever order the file has them.
type Lines = BTreeMap<u32, Vec<Cell>>;

/// What was taken in of a file so far, against what may be.
#[derive(Debug, Default)]
struct Taken {
    rows: usize,
    weight: usize,
}

impl Taken {
    /// Puts a cell in its place. A later one replaces an earlier one there.
    fn put(&mut self, lines: &mut Lines, line: u32, column: usize, cell: Cell) -> Result<(), Unreadable> {
        let text = match &cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) | Cell::Fault(text) => text.as_str(),
            Cell::Number(_) | Cell::Day(_) | Cell::Truth(_) => "",
        };
        if column >= MOST_COLUMNS {
            return Err(Unreadable::TooManyColumns { most: MOST_COLUMNS });
        }
        if text.len() > MOST_CHARACTERS && text.chars().count() > MOST_CHARACTERS {
            return Err(Unreadable::CellTooLong { line, column, most: MOST_CHARACTERS });
        }
        self.weight += text.len();
        let cells = lines.entry(line).or_insert_with(|| {
            self.rows += 1;
            Vec::new()
        });
        if self.rows > MOST_ROWS {
            return Err(Unreadable::TooManyRows { most: MOST_ROWS });
        }
        if cells.len() <= column {
            self.weight += (column + 1 - cells.len()) * size_of::<Cell>();
            cells.resize(column + 1, Cell::Empty);
        }
        if self.weight > MOST_WEIGHT {
            return Err(Unreadable::TooMuchInside);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }
}

/// A cell of a text: empty where nothing of it is seen.
fn text_cell(text: &str) -> Cell {
    let is_unseen =
        |letter: char| letter.is_whitespace() || letter.is_control() || super::value::text::is_unseen(letter);
    if text.chars().all(is_unseen) { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn sheet(name: String, lines: Lines) -> Sheet {
    let lines = lines.into_iter().map(|(number, cells)| Line { number, cells }).collect();
    Sheet { name, lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of an old storage, and the name of a stream in it.
    fn storage(stream: &str) -> Vec<u8> {
        let name = stream.encode_utf16().flat_map(u16::to_le_bytes);
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain([0; 504]).chain(name).collect()
    }

    #[test]
    fn what_is_no_list_says_what_it_is() {
        assert_eq!(read(&storage("EncryptedPackage")), Err(Unreadable::Protected));
        assert_eq!(read(&storage("Workbook")), Err(Unreadable::OtherFormat));
        assert_eq!(read(&storage("WordDocument")), Err(Unreadable::NotAList));
        assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(Unreadable::NotAList));
        assert_eq!(read(b"%PDF-1.4\n%%EOF\n"), Err(Unreadable::NotAList));
        assert_eq!(read(b"<html><table><tr><td>Nom</td></tr></table></html>"), Err(Unreadable::OtherFormat));
    }

    #[test]
    fn a_file_has_no_more_bytes_than_may_be_sent() {
        let most = usize::try_from(MOST_BYTES).unwrap();
        assert_eq!(read(&vec![b'\n'; most]).map(|sheets| sheets.len()), Ok(1));
        assert_eq!(read(&vec![b'\n'; most + 1]), Err(Unreadable::TooLarge { most: 20_971_520 }));
    }

    #[test]
    fn a_text_of_nothing_that_is_seen_is_empty() {
        for text in ["", " ", "\u{a0}\u{202f}\t", "\u{200f}\u{feff}", "\n"] {
            assert_eq!(text_cell(text), Cell::Empty, "{text:?}");
        }
        assert_eq!(text_cell(" دار "), Cell::Text(" دار ".to_owned()));
    }
}
