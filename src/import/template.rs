//! Templates of lists: the headings by which a list is known, in Arabic or French, to be filled in. They hold no data.

use entity::import_row::ImportKind;
use entity::language::Language;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::columns::{HEADINGS, ImportColumn, words};
use crate::error::Error;

/// What the sheet of words is called, in Arabic and French: it is sent back with the list, and is none itself.
pub(super) const VALUES: [&str; 2] = ["القيم", "Valeurs"];
/// Width of a column, in characters.
const WIDTH: f64 = 24.0;

/// A template that is asked for: of which kind of list, in which form, in which language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    kind: ImportKind,
    is_workbook: bool,
    language: Language,
}

impl Template {
    /// By the name of its file: `establishments-ar.xlsx`, `associations-fr.csv`, `figures-fr.xlsx`; `None` of any other.
    #[must_use]
    pub fn named(file: &str) -> Option<Self> {
        let (name, form) = file.split_once('.')?;
        let (kind, language) = name.rsplit_once('-')?;
        let kind = match kind {
            "associations" => ImportKind::Association,
            "establishments" => ImportKind::Establishment,
            "figures" => ImportKind::DeclaredFigure,
            _ => return None,
        };
        let language = match language {
            "ar" => Language::Ar,
            "fr" => Language::Fr,
            _ => return None,
        };
        let is_workbook = match form {
            "xlsx" => true,
            "csv" => false,
            _ => return None,
        };
        Some(Self { kind, is_workbook, language })
    }

    /// The headings, each column once.
    fn headings(self) -> Vec<&'static str> {
        let mut columns: Vec<ImportColumn> = Vec::new();
        let mut headings = Vec::new();
        for heading in HEADINGS.iter().filter(|heading| (heading.kind, heading.language) == (self.kind, self.language))
        {
            // A delegation's own list needs none, and the two languages have a column each.
            let is_left_out = [ImportColumn::Delegation, ImportColumn::Name].contains(&heading.column);
            if !is_left_out && !columns.contains(&heading.column) {
                columns.push(heading.column);
                headings.push(heading.text.as_str());
            }
        }
        headings
    }

    /// Its media type and its bytes.
    pub fn file(self) -> Result<(&'static str, Vec<u8>), Error> {
        if self.is_workbook {
            let bytes = self.workbook().map_err(Error::internal)?;
            return Ok(("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes));
        }
        // Spreadsheets know UTF-8 by its mark, and part columns by semicolons where a comma is for decimals.
        let mut lines = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
        lines.write_record(self.headings()).map_err(Error::internal)?;
        Ok(("text/csv; charset=utf-8", lines.into_inner().map_err(Error::internal)?))
    }

    fn workbook(self) -> Result<Vec<u8>, XlsxError> {
        let is_arabic = self.language == Language::Ar;
        let [arabic, french] = VALUES;
        let [list, values] = if is_arabic { ["اللائحة", arabic] } else { ["Liste", french] };
        let bold = Format::new().set_bold();
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name(list)?;
        sheet.set_right_to_left(is_arabic).set_freeze_panes(1, 0)?;
        for (column, heading) in (0..).zip(self.headings()) {
            sheet.write_string_with_format(0, column, heading, &bold)?.set_column_width(column, WIDTH)?;
        }
        let sheet = workbook.add_worksheet().set_name(values)?;
        sheet.set_right_to_left(is_arabic);
        let sets: &[(&str, ImportColumn)] = match self.kind {
            ImportKind::Association => &[],
            ImportKind::Establishment => {
                &[("LICENCE_STATE", ImportColumn::LicenceState), ("LEGAL_FRAMEWORK", ImportColumn::LegalFramework)]
            }
            ImportKind::DeclaredFigure => &[("MEASURE", ImportColumn::Measure)],
        };
        for (column, (set, of)) in (0..).zip(sets) {
            let heading = HEADINGS
                .iter()
                .find(|heading| (heading.kind, heading.column, heading.language) == (self.kind, *of, self.language));
            let heading = heading.map(|heading| heading.text.as_str()).unwrap_or_default();
            sheet.write_string_with_format(0, column, heading, &bold)?.set_column_width(column, 2.0 * WIDTH)?;
            for (row, word) in (1..).zip(words(set)) {
                sheet.write_string(row, column, word)?;
            }
        }
        workbook.save_to_buffer()
    }
}

#[cfg(test)]
mod tests {
    use super::super::listing::{Cell, read};
    use super::*;

    /// A template that is filled in is a list: each of its headings names another column.
    #[test]
    fn every_template_has_headings_that_are_known() {
        for kind in ["associations", "establishments", "figures"] {
            for language in ["ar", "fr"] {
                for form in ["xlsx", "csv"] {
                    let template = Template::named(&format!("{kind}-{language}.{form}")).unwrap();
                    let (_, bytes) = template.file().unwrap();
                    let sheets = read(&bytes).unwrap();
                    let mut columns = std::collections::HashSet::new();
                    let cells = &sheets[0].lines[0].cells;
                    assert!(cells.len() >= 4, "{kind}-{language}.{form}");
                    for cell in cells {
                        let Cell::Text(heading) = cell else { panic!("{cell:?}") };
                        let column = super::super::columns::column(template.kind, heading);
                        assert!(columns.insert(column.unwrap()), "{heading}");
                    }
                }
            }
        }
        assert_eq!(Template::named("establishments.xlsx"), None);
        assert_eq!(Template::named("../establishments-ar.xlsx"), None);
    }
}
