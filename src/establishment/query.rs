//! Reading establishments.

use async_graphql::{Context, Enum, InputObject, Object, Result};
use chrono::NaiveDate;
use entity::establishment_audience::Audience;
use entity::id::{AssociationId, CommuneId, DelegationId, EstablishmentId};
use entity::licence_period::LicenceState;
use entity::{commune, establishment, establishment_audience, establishment_kind, legal_category, licence_period};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{ExprTrait, Order};

use super::{Establishment, EstablishmentKind, LegalCategory};
use crate::auth::{Right, Scope};
use crate::db::{ScopedDb, ScopedSelect, Search};
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::licence;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Establishments.
#[derive(Debug, Default)]
pub struct EstablishmentQuery;

/// Which establishments; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct EstablishmentWhere {
    /// Those found by this: each of its words begins a word of its names, its reference or the names of its commune, in any order.
    /// A word's beginning is enough; a typing error is not forgiven. Accents, vowel signs (تشكيل), capitals, the forms of alif, ya
    /// and ta marbuta, گ ڭ ك, the script of digits, the article (ال) and the particles و لل بال كال فال written into a word make
    /// no difference. Blank: all; without any letter or digit: none. 200 characters and 12 words at most; it costs 500.
    /// The best come first unless `orderBy` is given: a whole name, the beginning of one, all words in names, the rest; ties in the
    /// order of the list.
    search: Option<String>,
    /// Those of this kind or of a kind counted under it, by code: `EPS` finds every `DAR_TALIBA` too.
    kind: Option<String>,
    /// Those whose licence is in this state today.
    licence_state: Option<LicenceState>,
    /// True: only those without a licence and without an application for one today. False: only the others.
    without_licence: Option<bool>,
    /// Those that stand in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those that stand in this commune.
    commune: Option<IdOf<CommuneId>>,
    /// Those that this association manages.
    association: Option<IdOf<AssociationId>>,
    /// Those that serve this audience, among others.
    audience: Option<Audience>,
}

/// In which order.
#[derive(Clone, Copy, Debug, InputObject)]
pub(super) struct EstablishmentOrder {
    /// By what.
    field: EstablishmentOrderField,
    /// In which direction.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What establishments can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum EstablishmentOrderField {
    /// Their reference.
    Reference,
    /// The moment they were entered.
    Created,
}

#[Object]
impl EstablishmentQuery {
    /// An establishment. Null with the error NOT_FOUND where there is none in your slice.
    async fn establishment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<EstablishmentId>,
    ) -> Maybe<Answer<Establishment>> {
        ctx.lookup(&id).await
    }

    /// The establishments in your slice. Needs the right READ_NETWORK.
    async fn establishments(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<EstablishmentWhere>,
        #[graphql(desc = "In which order; by reference by default.")] order_by: Option<EstablishmentOrder>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Establishment>> {
        ctx.require(Right::ReadNetwork)?;
        let filter = filter.unwrap_or_default();
        if filter.licence_state.is_some() || filter.without_licence.is_some() {
            ctx.require_scope(Scope::LicencesRead)?;
        }
        let search = Search::of(filter.search.as_deref())?;
        let establishments = filter.narrow(ctx.db()?, ctx.today()?)?.search_in::<commune::Entity>(search.as_ref())?;
        let sort = match order_by.map(|order| (order.field, order.direction)) {
            None => by_reference(OrderDirection::Asc).best_of(search.as_ref())?,
            Some((EstablishmentOrderField::Reference, direction)) => by_reference(direction),
            Some((EstablishmentOrderField::Created, direction)) => {
                Sort::by("establishments as entered", vec![establishment::Column::Id], direction)
            }
        };
        Ok(page(ctx, establishments, sort, Window { first, after, last, before }).await?)
    }

    /// The kinds of establishments, by code.
    async fn establishment_kinds(&self, ctx: &Context<'_>) -> Result<Answer<Vec<EstablishmentKind>>> {
        let kinds = ctx.db()?.find::<establishment_kind::Entity>();
        let kinds = kinds.order_by(establishment_kind::Column::Code, Order::Asc);
        Ok(ctx.list(kinds).await?)
    }

    /// The categories of the law, by code.
    async fn legal_categories(&self, ctx: &Context<'_>) -> Result<Answer<Vec<LegalCategory>>> {
        let categories = ctx.db()?.find::<legal_category::Entity>();
        let categories = categories.order_by(legal_category::Column::Code, Order::Asc);
        Ok(ctx.list(categories).await?)
    }
}

fn by_reference(direction: OrderDirection) -> Sort<establishment::Entity> {
    Sort::by(
        "establishments by reference",
        vec![establishment::Column::Reference, establishment::Column::Id],
        direction,
    )
}

impl EstablishmentWhere {
    /// The establishments that meet it, on a day. Rows of other tables filter through their own slices.
    fn narrow(self, db: &ScopedDb, today: NaiveDate) -> Result<ScopedSelect<establishment::Entity>, Error> {
        let mut found = db.find::<establishment::Entity>();
        if let Some(kind) = self.kind {
            let kinds = db
                .find::<establishment_kind::Entity>()
                .filter(establishment_kind::COLUMN.code.eq(&kind).or(establishment_kind::COLUMN.parent_code.eq(kind)));
            let kinds = kinds.values_of(establishment_kind::Column::Code);
            found = found.filter(establishment::COLUMN.kind_code.in_subquery(kinds));
        }
        let in_force = db.find::<licence_period::Entity>().filter(licence::in_force_on(today));
        if let Some(state) = self.licence_state {
            let houses = in_force.clone().filter(licence_period::COLUMN.state.eq(state));
            let houses = houses.values_of(licence_period::Column::EstablishmentId);
            found = found.filter(establishment::COLUMN.id.in_subquery(houses));
        }
        if let Some(without) = self.without_licence {
            let houses = in_force.values_of(licence_period::Column::EstablishmentId);
            let column = establishment::COLUMN.id;
            found = found.filter(if without { column.not_in_subquery(houses) } else { column.in_subquery(houses) });
        }
        if let Some(delegation) = self.delegation {
            found = found.filter(establishment::COLUMN.delegation_id.eq(delegation.key()?));
        }
        if let Some(commune) = self.commune {
            found = found.filter(establishment::COLUMN.commune_id.eq(commune.key()?));
        }
        if let Some(association) = self.association {
            found = found.filter(establishment::COLUMN.association_id.eq(association.key()?));
        }
        if let Some(audience) = self.audience {
            let houses = db.find::<establishment_audience::Entity>();
            let houses = houses.filter(establishment_audience::COLUMN.audience.eq(audience));
            let houses = houses.values_of(establishment_audience::Column::EstablishmentId);
            found = found.filter(establishment::COLUMN.id.in_subquery(houses));
        }
        Ok(found)
    }
}
