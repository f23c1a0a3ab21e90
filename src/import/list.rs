//! Finding the list in a sheet: by its headings, wherever they stand among the first lines, in one line or in two; and which of the
//! lines below them are its own.

use std::collections::HashMap;

use entity::import_row::ImportKind;
use entity::language::Language;

use super::columns::{HEADINGS, ImportColumn, column, meaning, needed};
use super::listing::{Cell, Line, Sheet};
use super::template::VALUES;
use crate::text::Message;

/// Lines from the start among which the headings are looked for: above them stand titles.
const TITLES: usize = 20;
/// Columns by which a sheet is meant to be a list, though it lacks some.
const MEANT: usize = 2;
/// Longest heading, in characters.
const LONGEST: usize = 80;
/// Notes of a sheet, the rest of which says nothing new.
const MOST_NOTES: usize = 30;
/// Lines that are left out of which people are told.
const MOST_TOLD: usize = 20;

/// What each column that is known holds.
pub(super) type Cells<'a> = HashMap<ImportColumn, &'a Cell>;

/// A sheet that is a list.
#[derive(Debug)]
pub(super) struct List<'a> {
    pub(super) kind: ImportKind,
    pub(super) sheet: &'a Sheet,
    /// The place of each column that is known, and what it is called.
    pub(super) columns: HashMap<ImportColumn, (usize, String)>,
    /// Its lines, by their numbers in the sheet.
    pub(super) lines: Vec<(u32, Cells<'a>)>,
    /// The place of its first line among the lines of the file.
    pub(super) first: usize,
    /// What is called in a way that is not known, or like another column.
    unknown: Vec<String>,
    /// The last line of the headings.
    headings: u32,
    /// Lines that add up, or say something else.
    left_out: Vec<u32>,
}

impl<'a> List<'a> {
    /// The list that a sheet is: of the kind of whose headings it has most, in the lines that have most of them. Else why it is
    /// none, where there is something to say.
    pub(super) fn of(sheet: &'a Sheet) -> Result<Self, Option<Message>> {
        if sheet.lines.is_empty() || VALUES.contains(&sheet.name.as_str()) {
            return Err(None);
        }
        let kinds = [ImportKind::DeclaredFigure, ImportKind::Establishment, ImportKind::Association];
        let found =
            (0..sheet.lines.len().min(TITLES)).flat_map(|at| kinds.map(|kind| Self::with_headings(sheet, kind, at)));
        // Of two with as many, the earlier one.
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|list| std::cmp::Reverse(list.columns.len()));
        let whole = found.iter().position(|list| list.missing().is_empty() && !list.is_of_houses());
        if let Some(whole) = whole {
            let mut list = found.into_iter().nth(whole).ok_or(None)?;
            list.read_lines();
            return Ok(list);
        }
        let meant = found.into_iter().find(|list| list.columns.len() >= MEANT && !list.missing().is_empty());
        if let Some(list) = meant {
            return Err(Some(list.misses()));
        }
        Err(Some(Message::new("sheet-no-list").with("sheet", shown(sheet))))
    }

    fn with_headings(sheet: &'a Sheet, kind: ImportKind, at: usize) -> Self {
        let mut list = Self {
            kind,
            sheet,
            columns: HashMap::new(),
            lines: Vec::new(),
            first: 0,
            unknown: Vec::new(),
            headings: 0,
            left_out: Vec::new(),
        };
        let Some(line) = sheet.lines.get(at) else { return list };
        let below = sheet.lines.get(at + 1).filter(|below| is_below(kind, line, below));
        list.headings = below.unwrap_or(line).number;
        let mut above = None;
        for place in 0..line.cells.len().max(below.map_or(0, |below| below.cells.len())) {
            let (top, part) = (heading(line, place), below.and_then(|below| heading(below, place)));
            // Of merged headings, the first cell alone holds something.
            if top.is_some() {
                above.clone_from(&top);
            }
            let (name, known) = match (&top, &above, part) {
                (_, Some(whole), Some(part)) => {
                    let known =
                        column(kind, &format!("{whole} {part}")).or_else(|| part_of(column(kind, whole)?, &part));
                    (format!("{whole} {part}"), known)
                }
                (_, None, Some(part)) => (part.clone(), column(kind, &part)),
                (Some(top), _, None) => (top.clone(), column(kind, top)),
                (None, _, None) => continue,
            };
            match known {
                Some(known) if !list.columns.contains_key(&known) => drop(list.columns.insert(known, (place, name))),
                Some(_) | None => list.unknown.push(name),
            }
        }
        list
    }

    /// What a list of its kind cannot do without, and this one lacks.
    fn missing(&self) -> Vec<ImportColumn> {
        let names = [ImportColumn::Name, ImportColumn::NameAr, ImportColumn::NameFr];
        let has = |column: &ImportColumn| {
            let is_named = *column == ImportColumn::Name && names.iter().any(|name| self.columns.contains_key(name));
            is_named || self.columns.contains_key(column)
        };
        needed(self.kind).iter().filter(|column| !has(column)).copied().collect()
    }

    /// Whether it seems to be of associations, but only for want of a heading: it has what houses alone have.
    fn is_of_houses(&self) -> bool {
        let shared = [
            ImportColumn::Name,
            ImportColumn::NameAr,
            ImportColumn::NameFr,
            ImportColumn::Commune,
            ImportColumn::Delegation,
            ImportColumn::Association,
        ];
        let is_of_houses = |heading: &String| {
            column(ImportKind::Establishment, heading).is_some_and(|column| !shared.contains(&column))
        };
        self.kind == ImportKind::Association && self.unknown.iter().any(is_of_houses)
    }

    fn misses(&self) -> Message {
        let called = |column: &ImportColumn| {
            let of = |language| {
                HEADINGS
                    .iter()
                    .find(|heading| (heading.kind, heading.column, heading.language) == (self.kind, *column, language))
            };
            let both = [of(Language::Ar), of(Language::Fr)].into_iter().flatten().map(|heading| heading.text.as_str());
            format!("« {} »", both.collect::<Vec<_>>().join(" / "))
        };
        let columns: Vec<_> = self.missing().iter().map(called).collect();
        let message = Message::new("sheet-misses").with("sheet", shown(self.sheet)).with("line", self.headings);
        message.with("columns", columns.join(", "))
    }

    /// What is to be known of it.
    pub(super) fn notes(&self) -> Vec<Message> {
        let shown = shown(self.sheet);
        let unknown = |heading: &String| Message::new("column-unknown").with("heading", heading).with("sheet", &shown);
        let mut notes: Vec<_> = self.unknown.iter().take(MOST_NOTES).map(unknown).collect();
        if !self.left_out.is_empty() {
            let some: Vec<_> = self.left_out.iter().take(MOST_TOLD).map(ToString::to_string).collect();
            let more = if self.left_out.len() > MOST_TOLD { ", …" } else { "" };
            let lines = format!("{}{more}", some.join(", "));
            notes.push(Message::new("sheet-left-out").with("sheet", &shown).with("lines", lines));
        }
        notes
    }

    /// Its lines: below the headings, holding something in a column that is known. Headings that stand again, what adds up, and
    /// what is a word by itself, as where and when it was signed, are none.
    fn read_lines(&mut self) {
        for line in self.sheet.lines.iter().filter(|line| line.number > self.headings) {
            let cell = |at: usize| line.cells.get(at).filter(|cell| **cell != Cell::Empty);
            let cells: Cells<'a> =
                self.columns.iter().filter_map(|(column, (at, _))| Some((*column, cell(*at)?))).collect();
            let repeats = |(known, cell): (&ImportColumn, &&Cell)| matches!(cell, Cell::Text(text) if is_short(text) && column(self.kind, text) == Some(*known));
            if cells.is_empty() || cells.len() > 1 && cells.iter().all(repeats) {
                continue;
            }
            let texts =
                || line.cells.iter().filter_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None });
            let adds_up = texts().any(|text| is_short(text) && meaning("TOTAL", text).is_some());
            let is_by_itself = needed(self.kind).len() > 2 && texts().count() == 1 && cells.len() == 1;
            if adds_up || is_by_itself {
                self.left_out.push(line.number);
            } else {
                self.lines.push((line.number, cells));
            }
        }
    }
}

/// A sheet as people know it.
fn shown(sheet: &Sheet) -> String {
    if sheet.name.is_empty() { "1".to_owned() } else { sheet.name.chars().take(LONGEST).collect() }
}

/// Whether a text can be a heading: a longer one is not even folded.
fn is_short(text: &str) -> bool {
    text.len() <= 8 * LONGEST
}

/// The heading in a cell; of a long text, which is none, the beginning.
fn heading(line: &Line, place: usize) -> Option<String> {
    let Some(Cell::Text(text)) = line.cells.get(place) else { return None };
    let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(if shown.chars().nth(LONGEST).is_some() {
        shown.chars().take(LONGEST).chain(['…']).collect()
    } else {
        shown
    })
}

/// Whether the line below one of headings parts some of them: words for parts of a number, and nothing where names stand.
fn is_below(kind: ImportKind, line: &Line, below: &Line) -> bool {
    let is_named = |place: usize| {
        heading(line, place)
            .and_then(|heading| column(kind, &heading))
            .is_some_and(|column| needed(kind).contains(&column))
    };
    let mut parts = below.cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Empty);
    let words = below
        .cells
        .iter()
        .filter(|cell| matches!(cell, Cell::Text(text) if is_short(text) && meaning("PART", text).is_some()));
    below.number == line.number + 1
        && words.count() >= MEANT
        && parts.all(|(place, cell)| matches!(cell, Cell::Text(_)) && !is_named(place))
}

/// The part of a number that a word below its heading names.
fn part_of(whole: ImportColumn, part: &str) -> Option<ImportColumn> {
    match (whole, meaning("PART", part)?) {
        (ImportColumn::CapacityTotal, "FEMALE") => Some(ImportColumn::CapacityFemale),
        (ImportColumn::CapacityTotal, "MALE") => Some(ImportColumn::CapacityMale),
        (ImportColumn::CapacityTotal | ImportColumn::Present, "TOTAL") => Some(whole),
        _ => None,
    }
}
