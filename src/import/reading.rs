//! Reading the file of an import in the background: the lists in it are found, and each line is judged. Nothing is entered.

use chrono::NaiveDate;
use entity::id::{ImportId, ImportRowId};
use entity::import::{self, ImportState};
use entity::import_row::{self, ImportKind, ImportVerdict};
use entity::job::{JobFault, JobKind};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use super::change::{Found, ReadInput, ended, id_of};
use super::judge::{Judge, judge};
use super::list::List;
use super::listing;
use super::register::Register;
use crate::auth::{NationalRole, Right};
use crate::db::{Actor, ScopedDb};
use crate::error::Error;
use crate::job::{Ended, Failed, Kind, Running};
use crate::text::Message;

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
                return ended(&running.change(Actor::operator(NationalRole::Admin), read).await?);
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
        ended(&running.change(Actor::from(&asker), ReadInput { id: id_of(id), found: Some(found) }).await?)
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
    let (mut lists, mut missing) = (Vec::new(), None);
    for sheet in &sheets {
        match List::of(sheet) {
            Ok(list) => {
                found.notes.extend(list.notes());
                lists.push(list);
            }
            Err(Some(note)) => {
                missing.get_or_insert_with(|| note.clone());
                found.notes.push(note);
            }
            Err(None) => {}
        }
    }
    if lists.is_empty() {
        let fault = missing.unwrap_or_else(|| Message::new("list-no-headings"));
        return Ok((Vec::new(), Found { fault: Some(fault), ..found }));
    }
    // Associations first, since houses are of them; each line keeps its place in the file.
    let mut first = 0;
    for list in &mut lists {
        list.first = first;
        first += list.lines.len();
    }
    lists.sort_by_key(|list| list.kind);
    let mut judging = Judge::of(register, import);
    let mut rows = Vec::new();
    for list in &lists {
        for (at, (line, cells)) in list.lines.iter().enumerate() {
            let row = judge(&mut judging, list, list.first + at, *line, cells)?;
            match row.kind {
                ImportKind::Association => found.associations += 1,
                ImportKind::Establishment => found.establishments += 1,
                ImportKind::DeclaredFigure => found.figures += 1,
            }
            match row.verdict {
                ImportVerdict::Wrong => found.wrong += 1,
                ImportVerdict::Doubtful => found.doubtful += 1,
                ImportVerdict::There => found.there += 1,
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

/// An id that follows from an import and a place in it, so that whoever makes it again makes the same.
pub(super) fn derived(import: Uuid, what: &str, number: usize) -> Uuid {
    let digest = Sha256::new().chain_update(import.as_bytes()).chain_update(what).chain_update(number.to_be_bytes());
    let mut own = [0; 10];
    own.copy_from_slice(&digest.finalize()[..10]);
    // In the order of the file: of two figures of one month the later stands. Four bits of the first byte count, and six of the third.
    let order = u32::try_from(number).unwrap_or(u32::MAX);
    own[0] = u8::try_from((order >> 14) & 0x0f).unwrap_or_default();
    own[1] = u8::try_from((order >> 6) & 0xff).unwrap_or_default();
    own[2] = u8::try_from(order & 0x3f).unwrap_or_default();
    let (seconds, nanoseconds) = import.get_timestamp().map_or((0, 0), |moment| moment.to_unix());
    Builder::from_unix_timestamp_millis(seconds * 1000 + u64::from(nanoseconds) / 1_000_000, &own).into_uuid()
}

/// The id of a line, and of what it becomes.
pub(super) fn line_id(import: ImportId, number: usize) -> ImportRowId {
    ImportRowId(derived(import.0, "line", number))
}
