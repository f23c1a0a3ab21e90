//! Entering what an import brings: part by part, each by one change on the streams of the import and of one delegation, and
//! none seen before the last change shows them all. One that was killed goes on where it stood.

use std::collections::{BTreeMap, HashMap};

use async_graphql::InputObject;
use entity::id::{AssociationId, DelegationId, ImportId, ImportPartId, StreamId};
use entity::import::ImportState;
use entity::import_row;
use entity::job::JobKind;
use entity::month::YearMonth;
use entity::{
    association, declared_figure, delegation, establishment, establishment_kind, import, import_part, licence_period,
};
use indicatif::ProgressBar;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Order};
use uuid::Uuid;

use super::change::{ShowInput, StopInput, ended, id_of, standing};
use super::counted::{MonthInput, growth};
use super::entry::Entry;
use super::reading::derived;
use super::register::{Register, names_of};
use crate::auth::{Identity, NationalRole, Right};
use crate::clock::{Clock, office_day};
use crate::db::change::MOST_ROWS;
use crate::db::{Actor, Change, Mutation, Pool, Refused, ScopedDb};
use crate::error::{Error, Mistake};
use crate::establishment::Numbers;
use crate::global_id::{Global, IdOf};
use crate::job::{Ended, Failed, Kind, Running};
use crate::text::Message;

/// Entering what an import brings.
#[derive(Debug)]
pub struct ImportApply;

impl Kind for ImportApply {
    const KIND: JobKind = JobKind::ImportApply;
    type Payload = Uuid;

    async fn run(running: &Running, id: Uuid) -> Result<Ended, Failed> {
        let operator = Actor::operator(NationalRole::Admin);
        let Some(asker) = keeper(running).await? else {
            let fault = Some(Message::new("job-not-allowed"));
            return ended(&running.change(operator, StopInput { id: id_of(id), fault }).await?);
        };
        let (actor, db) = (Actor::from(&asker), running.slice(&asker));
        let entering = Entering { pool: &running.pool, db: &db, actor, clock: &running.app.clock };
        let entered = match entering.parts(ImportId(id), &Progress::OfJob(running)).await {
            Err(error @ (Error::Forbidden(_) | Error::ForbiddenHere)) => Some(error.message()),
            // What fails again and again stops, and is not left half done.
            Err(error) if running.attempt() >= Self::MOST_ATTEMPTS => {
                tracing::error!(%error, import = %id, "an import stops");
                Some(error.message())
            }
            // All is there, and shown by whoever may still enter it.
            Ok(None) if keeper(running).await?.is_none() => Some(Message::new("job-not-allowed")),
            entered => entered?,
        };
        ended(&match entered {
            None => running.change(actor, ShowInput { id: id_of(id) }).await?,
            Some(fault) => running.change(operator, StopInput { id: id_of(id), fault: Some(fault) }).await?,
        })
    }
}

/// Whoever asked for it, where they may still enter lists.
async fn keeper(running: &Running) -> Result<Option<Identity>, Failed> {
    match running.asker().await {
        Ok(asker) => Ok(Some(asker).filter(|asker| asker.rights().contains(Right::KeepNetwork))),
        Err(failed) if failed.is_for_good() => Ok(None),
        Err(failed) => Err(failed),
    }
}

/// Who is told how far it has come.
#[derive(Debug)]
pub(super) enum Progress<'a> {
    /// Whoever asks for the job.
    OfJob(&'a Running),
    /// Whoever sits before the command line.
    OfBar(&'a ProgressBar),
}

impl Progress<'_> {
    /// Whether the next part may be entered: rights are those of now.
    async fn may_go_on(&self) -> Result<bool, Error> {
        match self {
            Self::OfJob(running) => match keeper(running).await {
                Ok(keeper) => Ok(keeper.is_some()),
                Err(failed) => Err(failed.into_error()),
            },
            Self::OfBar(_) => Ok(true),
        }
    }

    pub(super) async fn told(&self, done: usize, total: usize) -> Result<(), Error> {
        match self {
            Self::OfJob(running) => {
                let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
                running.progress(number(done), Some(number(total))).await
            }
            Self::OfBar(bar) => {
                bar.set_length(total as u64);
                bar.set_position(done as u64);
                Ok(())
            }
        }
    }
}

/// Whoever enters an import, and by which doors.
#[derive(Debug)]
pub(super) struct Entering<'a> {
    pub(super) pool: &'a Pool,
    pub(super) db: &'a ScopedDb,
    pub(super) actor: Actor,
    pub(super) clock: &'a Clock,
}

impl Entering<'_> {
    /// Enters all parts that are not there yet; why it stops, where it does.
    pub(super) async fn parts(&self, id: ImportId, progress: &Progress<'_>) -> Result<Option<Message>, Error> {
        let import = self.db.find_by_key::<import::Entity>(id)?.one().await?;
        let Some(import) = import.filter(|import| import.state == ImportState::Applying) else {
            return Ok(Some(Message::new("not-found")));
        };
        let lines = self.lines(id).await?;
        let there = self.db.find::<import_part::Entity>().filter(import_part::COLUMN.import_id.eq(id));
        let there: HashMap<i32, import_part::Model> =
            there.all().await?.into_iter().map(|part| (part.number, part)).collect();
        if there.is_empty()
            && let Some(fault) = self.has_moved_on(&import, &lines).await?
        {
            return Ok(Some(fault));
        }
        let parts = parts(id, &lines)?;
        drop(lines);
        let total = parts.iter().map(|part| part.entries.len()).sum();
        let mut done = 0;
        for part in parts {
            let rows = part.entries.len();
            if let Some(entered) = there.get(&part.number) {
                self.bring_up_to_date(entered).await?;
            } else {
                if !progress.may_go_on().await? {
                    return Ok(Some(Message::new("job-not-allowed")));
                }
                let input = PartInput { import: IdOf::of(&id.global()), part: Some(part) };
                let outcome = self.pool.change(self.actor, self.clock.now(), input).await?;
                if let Some(mistake) = outcome.mistakes.first() {
                    return Ok(Some(mistake.message().clone()));
                }
            }
            done += rows;
            progress.told(done, total).await?;
        }
        Ok(None)
    }

    /// The lines that can be entered, some at a time: as the database hands them over, they take several times the memory.
    async fn lines(&self, id: ImportId) -> Result<Vec<import_row::Model>, Error> {
        let (mut lines, mut behind) = (Vec::new(), None);
        loop {
            let some = self.db.find::<import_row::Entity>().filter(import_row::COLUMN.import_id.eq(id));
            let some = some.filter(import_row::COLUMN.entry.is_not_null());
            let some = some
                .filter(behind.map_or(Condition::all(), |number: i32| {
                    Condition::all().add(import_row::COLUMN.number.gt(number))
                }));
            let some = some.order_by(import_row::Column::Number, Order::Asc).limit(MOST_ROWS as u64).all().await?;
            let Some(last) = some.last() else { return Ok(lines) };
            behind = Some(last.number);
            lines.extend(some);
        }
    }

    /// A part that was entered in an earlier month is counted in this one.
    async fn bring_up_to_date(&self, entered: &import_part::Model) -> Result<(), Error> {
        let now = self.clock.now();
        if entered.counted_in.is_some_and(|month| Some(month) != YearMonth::of(office_day(now))) {
            let input = MonthInput { number: entered.number, part: Some(entered.id) };
            let outcome = self.pool.change(self.actor, now, input).await?;
            if !outcome.mistakes.is_empty() {
                return Err(Error::internal(format!("a part cannot be counted: {:?}", outcome.mistakes)));
            }
        }
        Ok(())
    }

    /// Whether what was known when the file was read is so no more: a house of it is there by now, or an association gone.
    async fn has_moved_on(
        &self,
        import: &import::Model,
        lines: &[import_row::Model],
    ) -> Result<Option<Message>, Error> {
        let today = self.clock.today();
        let register = Register::load(self.db, import.delegation_id, true, today).await?;
        let opened: Vec<Uuid> =
            lines.iter().map(entry).collect::<Result<Vec<_>, _>>()?.iter().filter_map(opens).collect();
        for line in lines {
            let delegation = line.delegation_id.ok_or_else(|| Error::internal("a line without its delegation"))?;
            let moved_on = || Ok(Some(Message::new("import-moved-on").with("line", line.line)));
            let is_there = |new: &super::entry::Association| {
                names_of(new.name_ar.as_ref(), new.name_fr.as_ref()).any(|name| register.is_there(delegation, &name))
            };
            let house = match entry(line)? {
                Entry::Association(association) if is_there(&association) => return moved_on(),
                Entry::Association(_) | Entry::DeclaredFigure(_) => continue,
                Entry::Establishment(house) => house,
            };
            if house.opens.as_deref().is_some_and(is_there) {
                return moved_on();
            }
            let twin = names_of(house.name_ar.as_ref(), house.name_fr.as_ref())
                .any(|name| register.twin(&(delegation, house.kind_code.clone(), house.commune, name)).is_some());
            let gone = house
                .association
                .is_some_and(|id| !opened.contains(&id) && !register.has_association(AssociationId(id)));
            if twin || gone {
                return moved_on();
            }
        }
        Ok(None)
    }
}

/// The associations that a line opens.
fn opens(entry: &Entry) -> Option<Uuid> {
    match entry {
        Entry::Association(association) => Some(association.id),
        Entry::Establishment(house) => house.opens.as_ref().map(|association| association.id),
        Entry::DeclaredFigure(_) => None,
    }
}

fn entry(line: &import_row::Model) -> Result<Entry, Error> {
    let entry = line.entry.as_deref().ok_or_else(|| Error::internal("a right line without what it becomes"))?;
    serde_json::from_str(entry).map_err(Error::internal)
}

/// Up to 500 rows of one delegation.
#[derive(Clone, Debug)]
pub(super) struct Part {
    id: ImportPartId,
    number: i32,
    delegation: DelegationId,
    entries: Vec<Entry>,
}

/// The parts of an import, the same whenever they are made: first the associations, since houses are of them.
fn parts(import: ImportId, lines: &[import_row::Model]) -> Result<Vec<Part>, Error> {
    let mut ordered: BTreeMap<(u8, DelegationId), Vec<Entry>> = BTreeMap::new();
    for line in lines {
        let delegation = line.delegation_id.ok_or_else(|| Error::internal("a line without its delegation"))?;
        let entry = entry(line)?;
        if let Entry::Establishment(house) = &entry
            && let Some(opens) = &house.opens
        {
            ordered.entry((0, delegation)).or_default().push(Entry::Association((**opens).clone()));
        }
        let place = u8::from(!matches!(entry, Entry::Association(_)));
        ordered.entry((place, delegation)).or_default().push(entry);
    }
    let mut parts: Vec<Part> = Vec::new();
    for ((_, delegation), entries) in ordered {
        let mut rows = MOST_ROWS;
        for entry in entries {
            if rows + entry.rows() > MOST_ROWS {
                let number = i32::try_from(parts.len()).map_err(Error::internal)?;
                let id = ImportPartId(derived(import.0, "part", parts.len()));
                parts.push(Part { id, number, delegation, entries: Vec::new() });
                rows = 0;
            }
            rows += entry.rows();
            if let Some(part) = parts.last_mut() {
                part.entries.push(entry);
            }
        }
    }
    Ok(parts)
}

/// A part of an import to be entered.
#[derive(Debug, InputObject)]
pub(super) struct PartInput {
    import: IdOf<ImportId>,
    #[graphql(skip)]
    part: Option<Part>,
}

impl Mutation for PartInput {
    const NAME: &'static str = "importPart";
    type Entity = import_part::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        let import = db.stream_of::<import::Entity>(&self.import, "id").await?;
        Ok(self.part.iter().map(|part| part.delegation.into()).chain([import]).collect())
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let import = standing(change, &self.import, None, &[ImportState::Applying]).await?;
        let part = self.part.as_ref().ok_or_else(|| Error::internal("an import without its part"))?;
        let delegation = change.find::<delegation::Entity>().filter(delegation::COLUMN.id.eq(part.delegation));
        let delegation = delegation.one().await?.ok_or_else(|| Mistake::not_found("delegation"))?;
        let rows = part.entries.iter().map(Entry::rows).sum::<usize>();
        let new = import_part::Model {
            id: part.id,
            import_id: import.id,
            number: part.number,
            delegation_id: part.delegation,
            shown: false,
            removed: false,
            rows: Some(i32::try_from(rows).map_err(Error::internal)?),
            counted_in: Some(change.known()?),
            demonstration: false,
            version: 1,
        };
        change.insert::<import_part::Entity>(&new)?;
        let kinds = change.find::<establishment_kind::Entity>().all().await?;
        let kinds: HashMap<_, _> = kinds.into_iter().map(|kind| (kind.code.clone(), kind)).collect();
        let mut numbers = Numbers::of(&delegation);
        let (mut associations, mut houses, mut licences, mut figures) = (vec![], vec![], vec![], vec![]);
        for entry in &part.entries {
            match entry {
                Entry::Association(association) => associations.push(association.row(delegation.id, part.id)),
                Entry::Establishment(house) => {
                    let kind = kinds.get(&house.kind_code).ok_or_else(|| Error::internal("a kind that is gone"))?;
                    let reference = numbers.next(change, kind).await?;
                    houses.push(house.row(delegation.id, reference, part.id));
                    licences.extend(house.licence_row(delegation.id, part.id)?);
                }
                Entry::DeclaredFigure(figure) => {
                    change.require_right(Right::DeclareFigures)?;
                    figures.push(figure.row(delegation.id, part.id)?);
                }
            }
        }
        change.bring_new::<association::Entity>("associations", &associations)?;
        change.bring_new::<establishment::Entity>("establishments", &houses)?;
        change.bring_belonging::<licence_period::Entity>("licences", &licences)?;
        change.bring_new::<declared_figure::Entity>("figures", &figures)?;
        change.count_hidden(&new, &growth(&houses, &licences)).await
    }
}
