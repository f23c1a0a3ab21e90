//! Reading associations.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{AssociationId, CommuneId, DelegationId};
use entity::{association, commune};
use sea_orm::ColumnTrait;

use super::Association;
use crate::auth::Right;
use crate::clock::Date;
use crate::db::Search;
use crate::delegation::visible_delegation;
use crate::dossier::{DossierState, in_state};
use crate::error::Maybe;
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Associations.
#[derive(Debug, Default)]
pub struct AssociationQuery;

/// Which associations; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct AssociationWhere {
    /// Those found by this: each of its words begins a word of its names or of the names of the commune of its seat, in any order; how
    /// words are compared, ranked and limited is said of `EstablishmentWhere.search`. The best come first.
    search: Option<String>,
    /// Those with their seat in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those with their seat in this commune.
    commune: Option<IdOf<CommuneId>>,
    /// Those whose bureau's mandate ends before this day; those whose bureau is unknown are not among them.
    bureau_mandate_ends_before: Option<Date>,
    /// Those whose dossier stands so today, of those whose dossier you see. Needs the right READ_DOCUMENTS.
    dossier: Option<DossierState>,
}

#[Object]
impl AssociationQuery {
    /// An association. Null with the error NOT_FOUND where there is none in your slice.
    async fn association(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<AssociationId>,
    ) -> Maybe<Answer<Association>> {
        ctx.lookup(&id).await
    }

    /// The associations in your slice, in the order in which they were entered. Needs the right READ_NETWORK.
    async fn associations(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<AssociationWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Association>> {
        ctx.require(Right::ReadNetwork)?;
        let filter = filter.unwrap_or_default();
        let search = Search::of(filter.search.as_deref())?;
        let mut associations = ctx.db()?.find::<association::Entity>();
        associations = associations.search_in::<commune::Entity>(search.as_ref())?;
        if let Some(delegation) = filter.delegation {
            associations = associations.filter(
                association::COLUMN.delegation_id.in_subquery(visible_delegation(ctx.db()?, delegation.key()?)),
            );
        }
        if let Some(commune) = filter.commune {
            associations = associations.filter(association::COLUMN.commune_id.eq(commune.key()?));
        }
        if let Some(day) = filter.bureau_mandate_ends_before {
            associations = associations.filter(association::COLUMN.bureau_mandate_ends_on.lt(day.0));
        }
        if let Some(state) = filter.dossier {
            associations = associations.filter(in_state(ctx, state).await?);
        }
        let as_entered = Sort::by("associations as entered", vec![association::Column::Id], OrderDirection::Asc);
        Ok(page(ctx, associations, as_entered.best_of(search.as_ref())?, Window { first, after, last, before }).await?)
    }
}
