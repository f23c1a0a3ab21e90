//! Imports: the lists of associations, establishments and declared figures that delegations and the national office keep in
//! spreadsheets come in. A file is sent like a document (`importUploadCreate`, `PUT`), and read in the background
//! (`importCreate`): each line gets a verdict, column by column, and nothing is entered. What is right is then entered
//! (`importApply`): up to 500 rows by one change, which nobody sees before the last change shows all of them at once. What was
//! entered is taken back (`importUndo`) while nothing depends on it. The same file is entered once.
//!
//! `listing` reads files and cells, and knows nothing of the rest; `columns` and `register` know what words mean; `reading`
//! judges the lines; `apply` and `undo` enter and take back, and `counted` counts what comes and goes.

mod apply;
mod by_hand;
mod change;
mod columns;
mod counted;
mod entry;
mod judge;
mod list;
mod listing;
mod mutation;
mod object;
mod query;
mod queue;
mod reading;
mod register;
mod remark;
mod scope;
mod template;
mod undo;

pub use apply::ImportApply;
pub use by_hand::{ByHand, Told};
pub use mutation::ImportMutation;
pub use object::{Import, ImportRow};
pub use query::ImportQuery;
pub use queue::waiting;
pub use reading::{ImportRead, as_read};
pub use template::Template;
pub use undo::ImportRemove;
