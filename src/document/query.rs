//! Reading documents and their categories.

use async_graphql::{Context, InputObject, Object, Result};
use entity::document::{self, DocumentOwnerKind, DocumentState};
use entity::document_category;
use entity::id::{AssociationId, DelegationId, DocumentId, EstablishmentId};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::{Document, DocumentCategory};
use crate::auth::Right;
use crate::clock::Date;
use crate::db::{ChildOf, Keyed, ScopedDb, ScopedSelect};
use crate::delegation::visible_delegation;
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::{Answer, Asked, Draft, Step};
use crate::page::{OrderDirection, Page, Sort, Window, page, pages};
use crate::request::Request;

/// Documents.
#[derive(Debug, Default)]
pub struct DocumentQuery;

/// Which documents; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub struct DocumentWhere {
    /// Those of this delegation: of its associations, of the establishments that stand there, and of their staff.
    delegation: Option<IdOf<DelegationId>>,
    /// Those of this association, of the establishments that it manages, and of their staff.
    association: Option<IdOf<AssociationId>>,
    /// Those of this establishment and of its staff.
    establishment: Option<IdOf<EstablishmentId>>,
    /// Those that hang on one of this kind.
    owner_kind: Option<DocumentOwnerKind>,
    /// Those of this category, by its code.
    category: Option<String>,
    /// Those whose last day is before this one.
    expires_before: Option<Date>,
    /// True: only those that were replaced or withdrawn. False: only those that stand.
    archived: Option<bool>,
}

#[Object]
impl DocumentQuery {
    /// A document. Null with the error NOT_FOUND where there is none in your slice.
    async fn document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<DocumentId>,
    ) -> Maybe<Answer<Document>> {
        ctx.lookup(&id).await
    }

    /// The documents in your slice, in the order in which they were announced; the latest from the end. Needs the right
    /// READ_DOCUMENTS.
    async fn documents(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<DocumentWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Document>> {
        ctx.require(Right::ReadDocuments)?;
        let documents = filter.unwrap_or_default().narrow(ctx.db()?)?;
        Ok(page(ctx, documents, as_announced(), Window { first, after, last, before }).await?)
    }

    /// The categories of documents, by code.
    async fn document_categories(&self, ctx: &Context<'_>) -> Result<Answer<Vec<DocumentCategory>>> {
        let categories = ctx.db()?.find::<document_category::Entity>();
        Ok(ctx.list(categories.order_by(document_category::Column::Code, Order::Asc)).await?)
    }
}

/// The documents that hang on an owner, as one of its fields.
pub async fn documents_of(
    ctx: &Context<'_>,
    owner: impl Into<Uuid>,
    filter: Option<DocumentWhere>,
    window: Window,
) -> Result<Page<Document>, Error> {
    ctx.require(Right::ReadDocuments)?;
    let documents = filter.unwrap_or_default().narrow(ctx.db()?)?;
    let owner: Uuid = owner.into();
    page(ctx, documents.filter(document::COLUMN.owner_id.eq(owner)), as_announced(), window).await
}

/// The same in the lane.
pub fn documents_step<P: Keyed>(asked: &Asked<'_>, owner: &mut Draft<'_, P>) -> Option<Step>
where
    document::Entity: ChildOf<P>,
{
    asked.ctx.require(Right::ReadDocuments).ok()?;
    let filter: Option<DocumentWhere> = asked.argument("where")?;
    let documents = filter.unwrap_or_default().narrow(owner.db).ok()?;
    pages::<_, Document>(owner, asked, documents, &as_announced(), &Window::asked(asked)?)
}

/// The order of documents.
fn as_announced() -> Sort<document::Entity> {
    Sort::by("documents as announced", vec![document::Column::Id], OrderDirection::Asc)
}

impl DocumentWhere {
    fn narrow(self, db: &ScopedDb) -> Result<ScopedSelect<document::Entity>, Error> {
        let mut documents = db.find::<document::Entity>();
        if let Some(delegation) = self.delegation {
            let delegation = visible_delegation(db, delegation.key()?);
            documents = documents.filter(document::COLUMN.delegation_id.in_subquery(delegation));
        }
        if let Some(association) = self.association {
            documents = documents.filter(document::COLUMN.association_id.eq(association.key()?));
        }
        if let Some(establishment) = self.establishment {
            documents = documents.filter(document::COLUMN.establishment_id.eq(establishment.key()?));
        }
        if let Some(kind) = self.owner_kind {
            documents = documents.filter(document::COLUMN.owner_kind.eq(kind));
        }
        if let Some(category) = self.category {
            documents = documents.filter(document::COLUMN.category_code.eq(category));
        }
        if let Some(day) = self.expires_before {
            documents = documents.filter(document::COLUMN.expires_on.lt(day.0));
        }
        if let Some(archived) = self.archived {
            let stands = DocumentState::Current;
            let state = document::COLUMN.state;
            documents = documents.filter(if archived { state.ne(stands) } else { state.eq(stands) });
        }
        Ok(documents)
    }
}
