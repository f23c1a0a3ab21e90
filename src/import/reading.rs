//! Reading the file of an import in the background: its sheets are found to be lists by their headings, and each line is
//! judged. Reading it again judges anew.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::id::{ImportId, ImportRowId};
use entity::import::{self, ImportState};
use entity::import_row::{self, ImportKind, ImportVerdict};
use entity::job::{JobFault, JobKind};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::change::{Found, ReadInput, id_of};
use super::columns::{ImportColumn, column, needed};
use super::judge::{Judge, judge};
use super::listing::{self, Cell, Sheet};
use super::register::Register;
use crate::auth::{NationalRole, Right};
use crate::db::{Actor, ScopedDb};
use crate::error::Error;
use crate::job::{Ended, Failed, Kind, Running};
use crate::text::Message;

/// Lines from the start among which the headings are looked for: above them stand titles.
const TITLES: usize = 20;

/// Reading the file of an import.
#[derive(Debug)]
pub struct ImportRead;

impl Kind for ImportRead {
    const KIND: JobKind = JobKind::ImportRead;
    type Payload = Uuid;

    async fn run(running: &Running, id: Uuid) -> Result<Ended, Failed> {
        let asker = match running.asker().await {
            Ok(asker) => asker,
            Err(failed) if failed.is_for_good() => {
                let found = Found { fault: Some(Message::new("job-not-allowed")), ..Found::default() };
                let read = ReadInput { id: id_of(id), found: Some(found) };
                running.change(Actor::operator(NationalRole::Admin), read).await?;
                return Ok(Ended::ByChange);
            }
            Err(failed) => return Err(failed),
        };
        let db = running.slice(&asker);
        let import = db.find_by_key::<import::Entity>(ImportId(id))?.one().await?;
        let import = import.filter(|import| import.state == ImportState::Reading);
        let import = import.ok_or_else(|| Failed::for_good(JobFault::NotAllowed))?;
        let content = import.content_id.ok_or_else(|| Error::internal("an import without its file"))?;
        let bytes = running.app.store.whole(content).await?;
        let declares = asker.rights().contains(Right::DeclareFigures);
        let today = running.app.clock.today();
        let register = Register::load(&db, import.delegation_id, declares, today).await?;
        let (lines, found) =
            tokio::task::spawn_blocking(move || read(&import, &bytes, register)).await.map_err(Error::internal)??;
        running.pool.lay_lines(ImportId(id), lines).await?;
        let read = running.change(Actor::from(&asker), ReadInput { id: id_of(id), found: Some(found) }).await?;
        if read.mistakes.is_empty() { Ok(Ended::ByChange) } else { Err(Failed::for_good(JobFault::NotAllowed)) }
    }
}

/// An import and the lines of its file as they are read now, by whoever sees this much and declares no figures; nothing is
/// written.
pub async fn as_read(
    db: &ScopedDb,
    import: import::Model,
    bytes: &[u8],
    today: NaiveDate,
) -> Result<(import::Model, Vec<import_row::Model>), Error> {
    let register = Register::load(db, import.delegation_id, false, today).await?;
    let (lines, found) = read(&import, bytes, register)?;
    Ok((found.noted(&import)?, lines))
}

/// The lines of a file with their verdicts, and what was found in it.
pub(super) fn read(
    import: &import::Model,
    bytes: &[u8],
    register: Register,
) -> Result<(Vec<import_row::Model>, Found), Error> {
    let sheets = match listing::read(bytes) {
        Ok(sheets) => sheets,
        Err(unreadable) => return Ok((Vec::new(), Found { fault: Some(unreadable.into()), ..Found::default() })),
    };
    let mut found = Found::default();
    let mut lists = Vec::new();
    for sheet in &sheets {
        match List::of(sheet) {
            Some(list) => {
                found.notes.extend(list.notes());
                lists.push(list);
            }
            None if sheet.lines.is_empty() => {}
            None => found.notes.push(Message::new("sheet-no-list").with("sheet", shown(sheet))),
        }
    }
    if lists.is_empty() {
        return Ok((Vec::new(), Found { fault: Some(Message::new("list-no-headings")), ..found }));
    }
    // Associations first, since houses are of them; each line keeps its place in the file.
    let mut first = 0;
    for list in &mut lists {
        list.first = first;
        first += list.lines().count();
    }
    lists.sort_by_key(|list| list.kind);
    let mut judging = Judge { register, import: import.id, file_name: import.file_name.clone() };
    let mut rows = Vec::new();
    for list in &lists {
        for (at, (line, cells)) in list.lines().enumerate() {
            let number = list.first + at;
            let row = judge(&mut judging, list, number, line, &cells)?;
            match row.kind {
                ImportKind::Association => found.associations += 1,
                ImportKind::Establishment => found.establishments += 1,
                ImportKind::DeclaredFigure => found.figures += 1,
            }
            match row.verdict {
                ImportVerdict::Wrong => found.wrong += 1,
                ImportVerdict::Doubtful => found.doubtful += 1,
                ImportVerdict::Right => {}
            }
            rows.push(row);
        }
    }
    if rows.is_empty() {
        return Ok((Vec::new(), Found { fault: Some(Message::new("list-no-lines")), ..found }));
    }
    Ok((rows, found))
}

fn shown(sheet: &Sheet) -> String {
    if sheet.name.is_empty() { "1".to_owned() } else { sheet.name.clone() }
}

/// A sheet that is a list: what its columns hold.
#[derive(Debug)]
pub(super) struct List<'a> {
    pub(super) kind: ImportKind,
    pub(super) sheet: &'a Sheet,
    /// The place of each column that is known, and what it is called.
    pub(super) columns: HashMap<ImportColumn, (usize, String)>,
    /// What is called in a way that is not known, or like another column.
    unknown: Vec<String>,
    /// The line of the headings.
    headings: u32,
    /// The place of its first line among the lines of the file.
    first: usize,
}

impl<'a> List<'a> {
    /// The list that a sheet is: of the kind whose headings it has most of, in the line that has most of them.
    fn of(sheet: &'a Sheet) -> Option<Self> {
        let kinds = [ImportKind::DeclaredFigure, ImportKind::Establishment, ImportKind::Association];
        let lines = || sheet.lines.iter().take(TITLES);
        let lists = lines().flat_map(|line| kinds.map(|kind| Self::with_headings(sheet, kind, line)));
        // Of two with as many, the earlier one.
        let best = lists.flatten().rev().max_by_key(|list| list.columns.len())?;
        Some(best)
    }

    fn with_headings(sheet: &'a Sheet, kind: ImportKind, line: &listing::Line) -> Option<Self> {
        let mut list =
            Self { kind, sheet, columns: HashMap::new(), unknown: Vec::new(), headings: line.number, first: 0 };
        for (at, cell) in line.cells.iter().enumerate() {
            let Cell::Text(heading) = cell else { continue };
            let heading = heading.split_whitespace().collect::<Vec<_>>().join(" ");
            match column(kind, &heading) {
                Some(column) if !list.columns.contains_key(&column) => {
                    list.columns.insert(column, (at, heading));
                }
                Some(_) | None => list.unknown.push(heading),
            }
        }
        list.is_whole().then_some(list)
    }

    /// Whether it has what a list of its kind cannot do without.
    fn is_whole(&self) -> bool {
        let names = [ImportColumn::Name, ImportColumn::NameAr, ImportColumn::NameFr];
        needed(self.kind).iter().all(|column| {
            let is_name = *column == ImportColumn::Name && names.iter().any(|name| self.columns.contains_key(name));
            is_name || self.columns.contains_key(column)
        })
    }

    /// What is to be known of it.
    fn notes(&self) -> Vec<Message> {
        let shown = shown(self.sheet);
        let unknown = |heading: &String| Message::new("column-unknown").with("heading", heading).with("sheet", &shown);
        self.unknown.iter().map(unknown).collect()
    }

    /// Its lines below the headings that hold something in a column that is known, but the headings where they stand again.
    fn lines(&self) -> impl Iterator<Item = (u32, HashMap<ImportColumn, &'a Cell>)> {
        let below = self.sheet.lines.iter().filter(|line| line.number > self.headings);
        below.filter_map(|line| {
            let cell = |at: usize| line.cells.get(at).filter(|cell| **cell != Cell::Empty);
            let cells: HashMap<_, _> =
                self.columns.iter().filter_map(|(column, (at, _))| Some((*column, cell(*at)?))).collect();
            let repeats = |column: &ImportColumn, cell: &Cell| {
                matches!(cell, Cell::Text(text) if super::columns::column(self.kind, text) == Some(*column))
            };
            let again = cells.len() > 1 && cells.iter().all(|(column, cell)| repeats(column, cell));
            (!cells.is_empty() && !again).then_some((line.number, cells))
        })
    }
}

/// An id that follows from an import and a place in it, so that whoever makes it again makes the same.
pub(super) fn derived(import: Uuid, what: &str, number: usize) -> Uuid {
    let digest = Sha256::new().chain_update(import.as_bytes()).chain_update(what).chain_update(number.to_be_bytes());
    let mut own = [0; 10];
    own.copy_from_slice(&digest.finalize()[..10]);
    let (seconds, nanoseconds) = import.get_timestamp().map_or((0, 0), |moment| moment.to_unix());
    Builder::from_unix_timestamp_millis(seconds * 1000 + u64::from(nanoseconds) / 1_000_000, &own).into_uuid()
}

/// The id of a line, and of what it becomes.
pub(super) fn line_id(import: ImportId, number: usize) -> ImportRowId {
    ImportRowId(derived(import.0, "line", number))
}
