//! My work (ما ينتظرني): what waits for whoever asks, by the mandate by which they speak: the next step is theirs to do, by their
//! rights, on what they may change. What is due first comes first. A noun says what of it waits, in its `queue.rs`; here is
//! the list of those that do. Nothing of it is kept: a step that is done waits no more.

mod kind;
mod object;
mod query;

use chrono::NaiveDate;

use crate::auth::{Identity, Right};
use crate::db::ScopedDb;
use crate::db::queue::Waiting;
use crate::error::Error;
use crate::{
    bank_account, creation_support, document, dossier, formal_notice, import, inspection, licence_application,
    licence_measure, relocation_plan, season_return,
};

pub use kind::WorkKind;
pub use query::{WorkQuery, waiting_of};

/// Whoever asks what waits for them.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// What they see.
    pub db: &'a ScopedDb,
    /// Who they are.
    pub identity: &'a Identity,
    /// The office day.
    pub today: NaiveDate,
}

impl Asker<'_> {
    /// Whether they have a right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.identity.rights().contains(right)
    }
}

/// What of all nouns waits for somebody: a line for each.
async fn all(asker: Asker<'_>) -> Result<Vec<Waiting>, Error> {
    let nouns = [
        season_return::waiting(asker).await?,
        bank_account::waiting(asker)?,
        document::waiting(asker)?,
        licence_application::waiting(asker)?,
        creation_support::waiting(asker)?,
        inspection::waiting(asker)?,
        relocation_plan::waiting(asker)?,
        formal_notice::waiting(asker)?,
        licence_measure::waiting(asker)?,
        import::waiting(asker)?,
        dossier::waiting(asker).await?,
    ];
    Ok(nouns.concat())
}
