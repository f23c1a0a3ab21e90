//! The same from the command line, by whoever runs the installation: a file is read, each remark is told, and what is right is
//! entered. One that was killed goes on where it stood when the same file is given again.

use std::fmt::Write;

use async_graphql::InputObject;
use entity::id::{DelegationId, ImportId, StreamId};
use entity::import::{self, ImportState};
use entity::import_row::{self, ImportVerdict};
use entity::language::Language;
use indicatif::ProgressBar;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::apply::{Entering, Progress};
use super::change::{Found, ReadInput, ShowInput, StopInput, id_of, nothing_else_is_entered, sent, standing};
use super::reading::read;
use super::register::Register;
use super::remark::{Remark, Weight};
use crate::auth::{NationalRole, Viewer};
use crate::clock::Clock;
use crate::db::change::Outcome;
use crate::db::{Actor, Change, Mutation, Pool, Record, Refused, ScopedDb};
use crate::document::hexadecimal;
use crate::error::Error;
use crate::global_id::IdOf;
use crate::text::Message;

/// Who reads and enters a file by hand.
#[derive(Debug)]
pub struct ByHand {
    /// The database.
    pub pool: Pool,
    /// The clock.
    pub clock: Clock,
    /// In which language remarks are told.
    pub language: Language,
}

/// Why a file is not entered, in words.
#[derive(Debug)]
pub struct Told(pub String);

impl From<Error> for Told {
    fn from(error: Error) -> Self {
        Self(error.to_string())
    }
}

impl ByHand {
    fn actor() -> Actor {
        Actor::operator(NationalRole::Admin)
    }

    fn db(&self) -> ScopedDb {
        self.pool.scoped_to(Viewer::NationalOffice(NationalRole::Admin))
    }

    /// Reads a file and judges its lines. The import as it stands: one that is being entered, or has been, is found again.
    pub async fn read(
        &self,
        file_name: String,
        bytes: Vec<u8>,
        delegation: Option<DelegationId>,
    ) -> Result<import::Model, Told> {
        let sha256 = hexadecimal(&Sha256::digest(&bytes));
        let there = self.db().find::<import::Entity>().filter(import::COLUMN.sha256.eq(&sha256));
        let there =
            there.filter(import::COLUMN.state.is_in([ImportState::Applying, ImportState::Applied])).all().await?;
        if let Some(there) = there.into_iter().find(|import| import.delegation_id == delegation) {
            return Ok(there);
        }
        let size = i32::try_from(bytes.len()).map_err(Error::internal)?;
        let id = ImportId(Uuid::now_v7());
        let sent =
            sent(id, delegation, Self::actor().account, (file_name.clone(), sha256, size, None), self.clock.now());
        let sent = SentInput { file_name, sent: Some(sent) };
        let import = self.done(self.pool.change(Self::actor(), self.clock.now(), sent).await?)?;
        let register = Register::load(&self.db(), delegation, false, self.clock.today()).await?;
        let (lines, found) = read(&import, &bytes, register)?;
        self.pool.lay_lines(import.id, lines).await?;
        let found: Option<Found> = Some(found);
        let read = ReadInput { id: id_of(import.id.0), found };
        self.done(self.pool.change(Self::actor(), self.clock.now(), read).await?)
    }

    /// All that there is to say of it, a line each: the sheet, the line, the column, what stands there, and what is wrong.
    pub async fn remarks(&self, import: &import::Model) -> Result<String, Told> {
        let text = |kept: &str| serde_json::from_str::<Message>(kept).map(|message| message.text(self.language));
        let mut told = String::new();
        let say = |told: &mut String, line: String| {
            // A string takes whatever is written into it.
            let _ = writeln!(told, "{line}");
        };
        if let Some(fault) = &import.fault {
            say(&mut told, text(fault).map_err(Error::internal)?);
        }
        let notes: Vec<Message> = serde_json::from_str(&import.notes).map_err(Error::internal)?;
        for note in &notes {
            say(&mut told, note.text(self.language));
        }
        let lines = self.db().find::<import_row::Entity>().filter(import_row::COLUMN.import_id.eq(import.id));
        let lines = lines.filter(import_row::COLUMN.verdict.ne(ImportVerdict::Right));
        for line in lines.order_by(import_row::Column::Number, Order::Asc).all().await? {
            let remarks: Vec<Remark> = serde_json::from_str(&line.remarks).map_err(Error::internal)?;
            for remark in remarks {
                let mark = match remark.weight {
                    Weight::Wrong => "✗",
                    Weight::There => "=",
                    Weight::Doubtful => "?",
                };
                let place = [Some(line.sheet.clone()), Some(line.line.to_string()), remark.heading, remark.value];
                let place: Vec<_> = place.into_iter().flatten().filter(|part| !part.is_empty()).collect();
                say(&mut told, format!("{mark} {}: {}", place.join(" · "), remark.message.text(self.language)));
            }
        }
        Ok(told)
    }

    /// Enters what is right of it, wholly; or nothing.
    pub async fn enter(
        &self,
        import: &import::Model,
        leave_out_wrong: bool,
        bar: &ProgressBar,
    ) -> Result<import::Model, Told> {
        if import.state == ImportState::Read {
            if import.wrong > 0 && !leave_out_wrong {
                let message = Message::new("import-lines-wrong").with("count", import.wrong);
                return Err(Told(message.text(self.language)));
            }
            let begun = BegunInput { id: id_of(import.id.0), leaves_out: leave_out_wrong };
            self.done(self.pool.change(Self::actor(), self.clock.now(), begun).await?)?;
        }
        let db = self.db();
        let entering = Entering { pool: &self.pool, db: &db, actor: Self::actor(), clock: &self.clock };
        if let Some(fault) = entering.parts(import.id, &Progress::OfBar(bar)).await? {
            let told = fault.text(self.language);
            let stop = StopInput { id: id_of(import.id.0), fault: Some(fault) };
            self.done(self.pool.change(Self::actor(), self.clock.now(), stop).await?)?;
            return Err(Told(told));
        }
        let shown = ShowInput { id: id_of(import.id.0) };
        self.done(self.pool.change(Self::actor(), self.clock.now(), shown).await?)
    }

    fn done(&self, outcome: Outcome<import::Entity>) -> Result<import::Model, Told> {
        if let Some(crate::db::change::Found::Row(import)) = outcome.row.filter(|_| outcome.mistakes.is_empty()) {
            return Ok(import);
        }
        let mistakes = outcome.mistakes.iter().map(|mistake| mistake.message().text(self.language));
        Err(Told(mistakes.collect::<Vec<_>>().join(" ")))
    }
}

/// A file that is given by hand.
#[derive(Debug, InputObject)]
struct SentInput {
    file_name: String,
    #[graphql(skip)]
    sent: Option<import::Model>,
}

impl SentInput {
    fn sent(&self) -> Result<&import::Model, Error> {
        self.sent.as_ref().ok_or_else(|| Error::internal("no import"))
    }
}

impl Mutation for SentInput {
    const NAME: &'static str = "importSent";
    type Entity = import::Entity;

    async fn streams(&self, _: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![import::Entity::stream(self.sent()?)])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        change.insert::<import::Entity>(self.sent()?)
    }
}

/// An import that is begun to be entered by hand.
#[derive(Debug, InputObject)]
struct BegunInput {
    id: IdOf<ImportId>,
    leaves_out: bool,
}

impl Mutation for BegunInput {
    const NAME: &'static str = "importBegun";
    type Entity = import::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![StreamId::NATIONAL, db.stream_of::<import::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = standing(change, &self.id, None, &[ImportState::Read]).await?;
        nothing_else_is_entered(change, &before).await?;
        change.settle()?;
        let (state, leaves_out) = (ImportState::Applying, self.leaves_out);
        change.save::<import::Entity>(&before, import::Model { state, leaves_out, ..before.clone() })?;
        Ok(())
    }
}
