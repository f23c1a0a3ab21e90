//! What must be in the file of an application, and what there is.

use async_graphql::{Context, SimpleObject};
use entity::licence_application;

use super::facts::Facts;
use crate::document::{Document, DocumentCategory};
use crate::error::Error;
use crate::request::Request;

/// A piece of the file of an application: what the rules ask for, and what there is.
#[derive(Debug, SimpleObject)]
pub(super) struct LicenceApplicationPiece {
    /// What it is.
    category: DocumentCategory,
    /// True: it hangs on the association; false: on the house.
    of_association: bool,
    /// The document: once the file was accepted, the one that was looked at, whatever became of
    /// it (`state`). Null where it is missing, and where it is not yours to
    /// read.
    document: Option<Document>,
}

/// The pieces that the rules ask for, in their order.
pub(super) async fn pieces_of(
    ctx: &Context<'_>,
    row: &licence_application::Model,
) -> Result<Vec<LicenceApplicationPiece>, Error> {
    let facts = Facts::read(ctx, row).await?;
    let pieces = facts.pieces(ctx.today()?).into_iter().map(|piece| LicenceApplicationPiece {
        category: piece.category.clone().into(),
        of_association: piece.of_association,
        document: piece.document.cloned().map(Document::from),
    });
    Ok(pieces.collect())
}
