//! The fast lane: a GraphQL answer at the price of SQL written by hand.
//!
//! The ordinary way of a list is one object per row, its relations loaded level by level, each field a resolver, each
//! value a node of a tree that is written out in the end. The lane takes the selection of a root field instead and makes of
//! it one statement: what is asked for and nothing else, the rows that are pointed to joined, *every* table inside the
//! viewer's slice ([`Reading`](crate::db::Reading)). A list that belongs to the rows is one more statement, whatever their
//! number, and its total another. The values go from the database's rows straight into the answer's text.
//!
//! A noun says once what its fields are ([`declare!`](declare)): the ordinary resolvers, the schema and the lane follow
//! from it. What has neither a form nor a step there has an ordinary resolver alone, and a root field that asks for it is
//! answered by ordinary resolvers, wholly. So are `node` and `nodes`, what a change returns, and what points so far that one
//! statement would have too many tables. The two ways answer alike; the lane keeps the order of the document, as GraphQL asks
//! of an answer, and where the database fails, the whole root field fails.
//!
//! | file | |
//! |---|---|
//! | `declare.rs` | how a noun is said |
//! | `selection.rs` | what a document asks of it |
//! | `draft.rs` | what must be read for that |
//! | `plan.rs` | reading it, and writing it |
//! | `shown.rs` | how values are shown |
//! | `answer.rs` | what a resolver returns |

mod answer;
mod declare;
mod draft;
mod plan;
mod selection;
mod shown;

pub use answer::{Answer, Json};
pub(crate) use declare::declare;
pub use draft::Draft;
pub use plan::{Fields, Filled, Object, Parts, Plan, ReadFamily, Step, WriteRow};
pub use selection::{Asked, Selection};
pub use shown::{Shown, WriteCell, cell, is_called, read};
pub(crate) use shown::{shown_by_name, shown_by_text, value};

use async_graphql::OutputType;

use crate::db::{Keyed, Scoped};

/// A noun whose fields are declared: GraphQL's view of a row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no noun whose fields are declared",
    note = "say them by `declare!`"
)]
pub trait Declared: From<<Self::Entity as sea_orm::EntityTrait>::Model> + OutputType {
    /// Its table.
    type Entity: Scoped;

    /// How a field is read and written; `None` where only its resolver knows.
    fn step(asked: &Asked<'_>, draft: &mut Draft<'_, Self::Entity>) -> Option<Step>;
}

/// A noun that can be pointed to: its table has a key of one column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be pointed to",
    note = "it needs `declare!`, and its table a rule (`Scoped`) and a key of one column"
)]
pub trait Related: Declared<Entity: Keyed> {}

impl<N: Declared<Entity: Keyed>> Related for N {}
