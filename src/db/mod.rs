//! The doors to the data.
//!
//! **The read door.** A resolver never holds a connection. It holds a [`ScopedDb`], made from the request's
//! [`Viewer`](crate::auth::Viewer); [`ScopedDb::find`] compiles only for a table with a rule ([`Scoped`]) and starts
//! inside the viewer's slice. From there it can narrow, never widen. What rows point to, and what belongs to them, is read by
//! a [`Reading`], which joins the rows of a table that lie inside its own slice, and nothing else.
//!
//! An entity with a rule is readable:
//!
//! ```
//! # use taawun::db::ScopedDb;
//! async fn read(db: &ScopedDb) {
//!     let _ = db.find::<entity::establishment::Entity>().all().await;
//! }
//! ```
//!
//! One without a rule is not, because nobody decided who sees it:
//!
//! ```compile_fail
//! # use taawun::db::ScopedDb;
//! async fn read(db: &ScopedDb) {
//!     let _ = db.find::<entity::credential::Entity>().all().await;
//! }
//! ```
//!
//! What is an account's own, whatever its slice, is found for that account alone, by [`ScopedDb::own`]:
//!
//! ```
//! # use taawun::db::ScopedDb;
//! async fn read(db: &ScopedDb) {
//!     let _ = db.own::<entity::notice::Entity>().all().await;
//! }
//! ```
//!
//! and only of a table that says whose its rows are ([`Own`]):
//!
//! ```compile_fail
//! # use taawun::db::ScopedDb;
//! async fn read(db: &ScopedDb) {
//!     let _ = db.own::<entity::establishment::Entity>().all().await;
//! }
//! ```
//!
//! A [`ScopedDb`] is no connection, so that nothing of sea-orm runs on it. The query is built as for a connection:
//!
//! ```
//! use sea_orm::{ConnectionTrait, EntityTrait};
//! async fn read(db: &impl ConnectionTrait) {
//!     let _ = entity::establishment::Entity::find().all(db).await;
//! }
//! ```
//!
//! and refused for a [`ScopedDb`]:
//!
//! ```compile_fail
//! use sea_orm::{ConnectionTrait, EntityTrait};
//! async fn read(db: &taawun::db::ScopedDb) {
//!     let _ = entity::establishment::Entity::find().all(db).await;
//! }
//! ```
//!
//! Its viewer can be asked:
//!
//! ```
//! fn who(db: &taawun::db::ScopedDb) {
//!     let _ = db.viewer();
//! }
//! ```
//!
//! but neither its viewer nor its connection can be reached to be changed:
//!
//! ```compile_fail
//! fn who(db: &taawun::db::ScopedDb) {
//!     let _ = db.viewer;
//! }
//! ```
//!
//! ```compile_fail
//! fn connection(db: &taawun::db::ScopedDb) {
//!     let _ = db.connection;
//! }
//! ```
//!
//! A resolver is given its caller's slice; the pool that could make another one is out of its reach:
//!
//! ```
//! fn cursors(app: &taawun::request::App) {
//!     let _ = &app.clock;
//! }
//! ```
//!
//! ```compile_fail
//! fn pool(app: &taawun::request::App) {
//!     let _ = &app.pool;
//! }
//! ```
//!
//! **Operational state** (sessions, signing keys, jobs, notices, what the database is for) is no record and has no slice. Every such
//! table is named in [`operational`].
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "this folder is the wall: connections and unscoped queries live here and nowhere else"
)]

pub mod bulk;
pub mod change;
pub mod counter;
pub mod figures;
pub mod loader;
pub mod operational;
mod pool;
pub mod queue;
mod reading;
mod scope;
mod search;
mod select;

pub use change::{Actor, Change, Keys, Mutation, Personal, Place, Record, Refused, Told};
pub use loader::{ChildOf, Key, Keyed, Rows};
pub use pool::{ConnectError, Pool};
pub use reading::{Families, Of, Parents, Reading, Under};
pub(crate) use scope::reference_data;
pub use scope::{Own, ReferenceData, Scoped, Slice};
pub use search::Search;
pub use select::{ScopedDb, ScopedSelect};
