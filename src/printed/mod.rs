//! Printed matter (مطبوعات): papers that a noun has of its objects, for the archive and for signature. A noun declares a paper
//! ([`Printable`]): a template, and what it says of an object. Whoever may read the object and keep the documents of what it
//! belongs to asks for it; it is printed in the background under their rights, becomes a document, and they are told.

mod asking;
mod printing;
mod words;

use entity::document::DocumentOwnerKind;
use entity::job::JobKind;
use sea_orm::{EntityTrait, PrimaryKeyTrait};
use serde::Serialize;
use uuid::Uuid;

use crate::auth::Right;
use crate::db::{Record, ScopedDb};
use crate::error::Error;
use crate::global_id::Global;
use crate::request::App;
use crate::text::{LocalizedText, Message};

pub use asking::{AskedToPrint, ask_to_print};
pub use printing::{Printing, Wanted};
pub use words::{Words, find, manager_of, words};

/// A kind of paper.
pub trait Printable: Send + Sync + 'static {
    /// By which work it is printed.
    const KIND: JobKind;
    /// The right to read what it says.
    const READ: Right;
    /// The code of the category of its documents.
    const CATEGORY: &'static str;
    /// Its template, in Typst; see `src/press/shared.typ` for what a template is given and may use.
    const TEMPLATE: &'static str;
    /// Of what it is.
    type Entity: Record<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>;
    /// What its template says, as data.
    type Values: Serialize + Send;

    /// On what its document hangs.
    fn owner(row: &<Self::Entity as EntityTrait>::Model) -> (DocumentOwnerKind, Uuid);

    /// Why there is no such paper of an object; `None` where there is one.
    fn refused(
        app: &App,
        db: &ScopedDb,
        row: &<Self::Entity as EntityTrait>::Model,
    ) -> impl Future<Output = Result<Option<Message>, Error>> + Send;

    /// What it says of an object, to whom this slice is open.
    fn paper(
        app: &App,
        db: &ScopedDb,
        row: <Self::Entity as EntityTrait>::Model,
    ) -> impl Future<Output = Result<Paper<Self::Values>, Error>> + Send;
}

/// What a paper says of an object.
#[derive(Debug)]
pub struct Paper<V> {
    /// What people call it.
    pub title: LocalizedText,
    /// What it is, in parts that are the same in every language and stand in the name of a file: at the foot of each page.
    pub about: Vec<String>,
    /// What its template says.
    pub values: V,
}
