//! Dossiers, as GraphQL shows them.

use async_graphql::{Context, Description, Enum, SimpleObject};
use derive_more::From;
use entity::dossier_requirement::{self, DossierSince};
use entity::{association, delegation, document, document_category};

use super::scope::is_seen;
use super::state::{of_bureau, of_whole, pieces};
use crate::auth::Right;
use crate::clock::Date;
use crate::document::{Document, DocumentCategory};
use crate::error::Error;
use crate::lane::{declare, shown_by_name};
use crate::request::Request;

shown_by_name!(DossierSince);

/// Where a dossier stands: as what is worst in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum)]
pub enum DossierState {
    /// كامل: all that is required is there and holds.
    Complete,
    /// على وشك الانتهاء: something in it, or the mandate of the bureau, is about to expire.
    Expiring,
    /// منتهي: something in it, or the mandate of the bureau, has expired.
    Expired,
    /// ناقص: something that is required is missing, or nothing is known of the bureau.
    Incomplete,
}

/// Where a piece of a dossier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DossierPieceState {
    /// It is there and holds.
    Present,
    /// It is there, and about to expire.
    Expiring,
    /// It is there, and has expired.
    Expired,
    /// It is required, and not there.
    Missing,
    /// It is not there, and not required yet.
    NotDue,
}

/// What the dossier of an association must have.
#[derive(Debug, Description, From)]
pub struct DossierRequirement(pub(crate) dossier_requirement::Model);

/// A piece of a dossier: what is required, and what there is.
#[derive(Debug, SimpleObject)]
pub(super) struct DossierPiece {
    /// What it is.
    category: DocumentCategory,
    /// What is required.
    requirement: DossierRequirement,
    /// Where it stands today.
    state: DossierPieceState,
    /// The document; of several the one that holds longest. Null where there is none.
    document: Option<Document>,
    /// The last day on which it holds; null where it holds for ever, and where there is none.
    expires_on: Option<Date>,
    /// From which day on it is required; null: from the beginning.
    required_from: Option<Date>,
}

/// The dossier of an association (ملف الجمعية), as it stands today.
#[derive(Debug, SimpleObject)]
pub struct Dossier {
    /// Where it stands: as what is worst in it.
    state: DossierState,
    /// True where all that is required is there and holds, though it may be about to expire.
    complete: bool,
    /// What is required, in order, and what there is of it.
    pieces: Vec<DossierPiece>,
    /// Where the mandate of the bureau stands; MISSING where it is unknown.
    bureau_state: DossierPieceState,
    /// The last day of the mandate of the bureau; null where unknown.
    bureau_expires_on: Option<Date>,
}

declare! {
    DossierRequirement of dossier_requirement {
        /// The category of the document.
        category: DocumentCategory by category_code;

        /// From when it is required.
        since: DossierSince;

        /// So many days after that.
        after_days: i32;

        /// For how many months a document that bears no last day holds from the day that it bears; null: for ever.
        valid_months: Option<i32>;

        /// So many days before its last day it is said to expire.
        warn_days: i32;

        /// True: it tells who the bureau is. The end of the bureau's mandate is told as long before.
        of_bureau: bool;

        /// Where it comes from, and how sure it is.
        source: String;
    }
}

/// The dossier of an association, as one of its fields; `None` to those who see the association and not its file.
pub async fn dossier_of(ctx: &Context<'_>, association: &association::Model) -> Result<Option<Dossier>, Error> {
    ctx.require(Right::ReadDocuments)?;
    let above = ctx.row::<delegation::Entity>(association.delegation_id).await?.is_some();
    if !is_seen(ctx.viewer()?, association, above) {
        return Ok(None);
    }
    let today = ctx.today()?;
    let mut requirements = ctx.all::<dossier_requirement::Entity>().await?;
    requirements.sort_by_key(|requirement| requirement.position);
    let documents = ctx.children::<document::Entity, association::Entity>(association.id).await?;
    let bureau_state = of_bureau(association, &requirements, today);
    let codes = requirements.iter().map(|requirement| requirement.category_code.clone());
    let categories = ctx.rows_of::<document_category::Entity>(codes).await?;
    let mut shown = Vec::new();
    let pieces = pieces(association, &requirements, &documents, today);
    let state = of_whole(pieces.iter().map(|piece| piece.state).chain([bureau_state]));
    for piece in pieces {
        let category = categories.iter().find(|one| one.code == piece.requirement.category_code).cloned();
        shown.push(DossierPiece {
            category: category.ok_or_else(|| Error::internal("a requirement without its category"))?.into(),
            requirement: piece.requirement.into(),
            state: piece.state,
            document: piece.document.map(Document::from),
            expires_on: piece.expires_on.map(Date),
            required_from: piece.required_from.map(Date),
        });
    }
    Ok(Some(Dossier {
        state,
        complete: state <= DossierState::Expiring,
        pieces: shown,
        bureau_state,
        bureau_expires_on: association.bureau_mandate_ends_on.map(Date),
    }))
}
