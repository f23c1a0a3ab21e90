//! Judging a line: each cell is read, each rule asked, and everything that is to be said is said at once.

mod figure;
mod house;

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{AssociationId, DelegationId, ImportId};
use entity::import_row::{self, ImportKind, ImportVerdict};
use entity::{delegation, import};

use super::columns::ImportColumn;
use super::entry::{Association, Entry};
use super::list::{Cells, List};
use super::listing::{self, Cell, Fault, Read, Script};
use super::reading::line_id;
use super::register::{Declared, Named, Register, names_of};
use super::remark::{Remark, Weight};
use crate::association::final_after_provisional;
use crate::clock::Date;
use crate::error::Error;
use crate::text::Message;

/// Longest name, in characters; as long as one that is entered by itself.
const LONGEST_NAME: usize = 200;
/// Longest number of a receipt or decision, in characters.
const LONGEST_NUMBER: usize = 64;
/// Remarks of an import beyond which each line has one at most: nobody reads more, and a file could be made to have millions.
const MOST_REMARKS: usize = 50_000;
/// Longest cell that is shown with a remark, in characters.
const LONGEST_SHOWN: usize = 80;

/// By what lines are judged; what earlier ones bring is known to later ones.
#[derive(Debug)]
pub(super) struct Judge {
    pub(super) register: Register,
    pub(super) import: ImportId,
    /// Where figures were declared that do not say it.
    pub(super) file_name: String,
    /// The associations that earlier lines bring, by delegation and folded name: where they stand.
    named: HashMap<(DelegationId, String), String>,
    /// Those of lines that are wrong.
    wrong: HashMap<(DelegationId, String), String>,
    /// The figures of earlier lines: where they stand.
    declared: HashMap<Declared, String>,
    /// Remarks made so far.
    remarks: usize,
}

impl Judge {
    /// By what is known, of the lines of an import.
    pub(super) fn of(register: Register, import: &import::Model) -> Self {
        Self {
            register,
            import: import.id,
            file_name: import.file_name.clone(),
            named: HashMap::new(),
            wrong: HashMap::new(),
            declared: HashMap::new(),
            remarks: 0,
        }
    }
}

/// A line while it is judged.
struct Line<'a> {
    list: &'a List<'a>,
    cells: &'a Cells<'a>,
    stands_in: u32,
    number: usize,
    is_spoken_for: bool,
    remarks: Vec<Remark>,
}

/// Judges a line.
pub(super) fn judge(
    judge: &mut Judge,
    list: &List<'_>,
    number: usize,
    line: u32,
    cells: &Cells<'_>,
) -> Result<import_row::Model, Error> {
    let mut judged =
        Line { list, cells, stands_in: line, number, is_spoken_for: judge.remarks > MOST_REMARKS, remarks: Vec::new() };
    let delegation = judged.delegation(&judge.register);
    let (title, entry) = match list.kind {
        ImportKind::Association => judged.association(judge, delegation.as_ref()),
        ImportKind::Establishment => judged.establishment(judge, delegation.as_ref()),
        ImportKind::DeclaredFigure => judged.figure(judge, delegation.as_ref()),
    };
    judge.remarks += judged.remarks.len();
    let (wrong, there) = (judged.is_wrong(), judged.weighs(Weight::There));
    let verdict = match (wrong, there) {
        (true, _) => ImportVerdict::Wrong,
        (false, true) => ImportVerdict::There,
        (false, false) if judged.remarks.is_empty() => ImportVerdict::Right,
        (false, false) => ImportVerdict::Doubtful,
    };
    let entry = entry.filter(|_| !wrong && !there).map(|entry| serde_json::to_string(&entry)).transpose();
    Ok(import_row::Model {
        id: line_id(judge.import, number),
        import_id: judge.import,
        number: i32::try_from(number).map_err(Error::internal)?,
        sheet: judged.sheet(),
        line: i32::try_from(line).map_err(Error::internal)?,
        kind: list.kind,
        title,
        verdict,
        remarks: serde_json::to_string(&judged.remarks).map_err(Error::internal)?,
        entry: entry.map_err(Error::internal)?,
        delegation_id: delegation.filter(|_| !wrong && !there).map(|delegation| delegation.id),
    })
}

impl Line<'_> {
    fn cell(&self, column: ImportColumn) -> &Cell {
        self.cells.get(&column).copied().unwrap_or(&Cell::Empty)
    }

    fn weighs(&self, weight: Weight) -> bool {
        self.remarks.iter().any(|remark| remark.weight == weight)
    }

    fn is_wrong(&self) -> bool {
        self.weighs(Weight::Wrong)
    }

    /// Where it stands, for people: the sheet, where there is one, and its line.
    fn place(&self) -> String {
        format!("{} {}", self.sheet(), self.stands_in).trim().to_owned()
    }

    /// The name of its sheet, as far as it is shown.
    fn sheet(&self) -> String {
        self.list.sheet.name.chars().take(LONGEST_SHOWN).collect()
    }

    fn remark(&mut self, column: Option<ImportColumn>, weight: Weight, message: Message) {
        let value = column.and_then(|column| written(self.cell(column)));
        let heading = column.and_then(|column| self.list.columns.get(&column)).map(|(_, heading)| heading.clone());
        let remark = Remark { column, heading, value, weight, message };
        // Where very much is wrong, the gravest remark of each line says enough.
        match self.remarks.first_mut().filter(|_| self.is_spoken_for) {
            Some(first) if first.weight > weight => *first = remark,
            Some(_) => {}
            None => self.remarks.push(remark),
        }
    }

    fn wrong(&mut self, column: ImportColumn, message: impl Into<Message>) {
        self.remark(Some(column), Weight::Wrong, message.into());
    }

    fn doubt(&mut self, column: ImportColumn, message: impl Into<Message>) {
        self.remark(Some(column), Weight::Doubtful, message.into());
    }

    /// What it names is in the register.
    fn there(&mut self, column: ImportColumn, message: Message) {
        self.remark(Some(column), Weight::There, message);
    }

    /// What was read of a cell; what is to be said of it is remarked.
    fn take<T: ToString>(
        &mut self,
        column: ImportColumn,
        read: fn(&Cell) -> Result<Option<Read<T>>, Fault>,
    ) -> Option<T> {
        let read = read(self.cell(column));
        self.said(column, read, T::to_string)
    }

    fn said<T>(
        &mut self,
        column: ImportColumn,
        read: Result<Option<Read<T>>, Fault>,
        shown: impl Fn(&T) -> String,
    ) -> Option<T> {
        match read {
            Ok(read) => read.map(|Read { value, doubts }| {
                for doubt in doubts {
                    self.doubt(column, Message::from(doubt).with("read", shown(&value)));
                }
                value
            }),
            Err(fault) => {
                self.wrong(column, fault);
                None
            }
        }
    }

    fn text(&mut self, column: ImportColumn, most: usize) -> Option<String> {
        let read = listing::text(self.cell(column), most);
        self.said(column, read, String::clone)
    }

    /// What a line cannot do without: it is remarked where nothing was read, as of an empty cell or a dash, and nothing else said why.
    fn needed<T>(&mut self, column: ImportColumn, read: Option<T>) -> Option<T> {
        let says_why = |remark: &Remark| remark.weight == Weight::Wrong && remark.column == Some(column);
        if read.is_none() && !self.remarks.iter().any(says_why) {
            self.wrong(column, Fault::Missing);
        }
        read
    }

    /// A day that has been.
    fn past(&mut self, column: ImportColumn, today: NaiveDate) -> Option<NaiveDate> {
        let day = self.take(column, listing::day)?;
        if let Err(mistake) = Date(day).is_past(today, "") {
            self.wrong(column, mistake.message().clone());
        }
        Some(day)
    }

    /// The delegation that it names, or whose list it is.
    fn delegation(&mut self, register: &Register) -> Option<delegation::Model> {
        const COLUMN: ImportColumn = ImportColumn::Delegation;
        let named = self.text(COLUMN, LONGEST_NAME);
        let found = named.as_deref().map(|named| register.delegation(named));
        match (&register.own, found) {
            (Some(own), Some(Some(named))) if named.id != own.id => self.wrong(COLUMN, Message::new("line-not-yours")),
            (Some(own), None | Some(Some(_))) => return Some(own.clone()),
            (None, Some(Some(named))) => return Some(named.clone()),
            (_, Some(None)) => self.wrong(COLUMN, Message::new("line-delegation-unknown")),
            (None, None) => self.wrong(COLUMN, Message::new("line-delegation-missing")),
        }
        None
    }

    /// The names, each in the language in which it is written, whatever its column says.
    fn names(&mut self) -> (Option<String>, Option<String>) {
        let (mut ar, mut fr) = (None, None);
        let before = self.remarks.len();
        for column in [ImportColumn::NameAr, ImportColumn::NameFr, ImportColumn::Name] {
            let Some(name) = self.text(column, LONGEST_NAME) else { continue };
            let is_arabic = match listing::script(&name) {
                Script::Arabic | Script::Both => true,
                Script::Latin => false,
                Script::Neither => {
                    self.wrong(column, Message::new("cell-no-name"));
                    continue;
                }
            };
            let is_other = column == ImportColumn::NameAr && !is_arabic || column == ImportColumn::NameFr && is_arabic;
            if is_other {
                self.doubt(column, Message::new("cell-other-language"));
            }
            let place = if is_arabic { &mut ar } else { &mut fr };
            if place.is_none() {
                *place = Some(name);
            }
        }
        if ar.is_none() && fr.is_none() && self.remarks.len() == before {
            self.wrong(self.name_column(), Fault::Missing);
        }
        (ar, fr)
    }

    fn name_column(&self) -> ImportColumn {
        let names = [ImportColumn::Name, ImportColumn::NameAr, ImportColumn::NameFr];
        names.into_iter().find(|name| self.list.columns.contains_key(name)).unwrap_or(ImportColumn::Name)
    }

    fn commune(&mut self, register: &Register, delegation: Option<&delegation::Model>) -> Option<uuid::Uuid> {
        const COLUMN: ImportColumn = ImportColumn::Commune;
        let named = self.text(COLUMN, LONGEST_NAME);
        let named = self.needed(COLUMN, named)?;
        match register.commune(delegation?, &named) {
            Named::One(commune) => return Some(commune.0),
            Named::Several => self.wrong(COLUMN, Message::new("line-commune-several")),
            Named::None => self.wrong(COLUMN, Message::new("line-commune-unknown")),
        }
        None
    }

    fn association(&mut self, judge: &mut Judge, at: Option<&delegation::Model>) -> (String, Option<Entry>) {
        let today = judge.register.today;
        let names = self.names();
        let commune = self.commune(&judge.register, at);
        let provisional = (
            self.text(ImportColumn::ProvisionalReceiptNumber, LONGEST_NUMBER),
            self.past(ImportColumn::ProvisionalReceiptOn, today),
        );
        let last = (
            self.text(ImportColumn::FinalReceiptNumber, LONGEST_NUMBER),
            self.past(ImportColumn::FinalReceiptOn, today),
        );
        if let Err(mistake) = final_after_provisional(provisional.1, last.1) {
            self.wrong(ImportColumn::FinalReceiptOn, mistake.message().clone());
        }
        let bureau = (
            self.past(ImportColumn::BureauElectedOn, today),
            self.take(ImportColumn::BureauMandateEndsOn, listing::day),
        );
        if let (Some(elected), Some(ends)) = bureau
            && ends <= elected
        {
            let message = Message::new("mandate-before-election").with("elected", elected);
            self.wrong(ImportColumn::BureauMandateEndsOn, message);
        }
        let title = title(names.0.as_ref(), names.1.as_ref());
        let Some(delegation) = at else { return (title, None) };
        let id = line_id(judge.import, self.number).0;
        let folded: Vec<_> = names_of(names.0.as_ref(), names.1.as_ref()).collect();
        if let Some(place) = folded.iter().find_map(|name| judge.named.get(&(delegation.id, name.clone()))) {
            self.wrong(self.name_column(), Message::new("line-twice").with("place", place));
        } else if folded.iter().any(|name| judge.register.is_there(delegation.id, name)) {
            self.there(self.name_column(), Message::new("line-association-there"));
        }
        for name in folded {
            if self.is_wrong() {
                judge.wrong.entry((delegation.id, name)).or_insert_with(|| self.place());
            } else if !self.weighs(Weight::There) {
                judge.named.insert((delegation.id, name.clone()), self.place());
                judge.register.knows(name, AssociationId(id), delegation.id);
            }
        }
        (
            title,
            Some(Entry::Association(Association {
                id,
                name_ar: names.0,
                name_fr: names.1,
                commune,
                provisional,
                last,
                bureau,
            })),
        )
    }
}

fn title(ar: Option<&String>, fr: Option<&String>) -> String {
    [ar, fr].into_iter().flatten().cloned().collect::<Vec<_>>().join(" / ")
}

/// A cell as it is shown with a remark.
fn written(cell: &Cell) -> Option<String> {
    let text = match cell {
        Cell::Empty => return None,
        Cell::Text(text) | Cell::Fault(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Truth(truth) => truth.to_string(),
    };
    Some(text.chars().take(LONGEST_SHOWN).collect())
}
