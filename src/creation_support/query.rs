//! Reading requests for support.

use async_graphql::{Context, Enum, InputObject, Object, Result};
use chrono::NaiveDate;
use entity::creation_support::{self, CreationSupportDecider, CreationSupportState};
use entity::id::{AssociationId, CommuneId, CreationSupportId, DelegationId, ProgrammeId};
use entity::{commune, creation_support_milestone};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Condition;

use super::CreationSupport;
use crate::auth::Right;
use crate::db::{ScopedDb, ScopedSelect, Search};
use crate::delegation::visible_delegation;
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Requests for support.
#[derive(Debug, Default)]
pub struct CreationSupportQuery;

/// Which requests; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct CreationSupportWhere {
    /// Those found by this: each of its words begins a word of the names of the house or of its commune, or of the reference, in any
    /// order; how words are compared, ranked and limited is said of `EstablishmentWhere.search`. The best come first unless `orderBy`
    /// is given.
    search: Option<String>,
    /// Those for a house in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those of this association.
    association: Option<IdOf<AssociationId>>,
    /// Those under this programme.
    programme: Option<IdOf<ProgrammeId>>,
    /// Those for a house in this commune.
    commune: Option<IdOf<CommuneId>>,
    /// Those for this kind of house, by code.
    kind: Option<String>,
    /// Those that stand so.
    state: Option<CreationSupportState>,
    /// Those that these decide, or have decided.
    decider: Option<CreationSupportDecider>,
    /// True: only those that are granted or in progress and have a milestone that is late today. False: only the others.
    overdue: Option<bool>,
}

/// In which order.
#[derive(Clone, Copy, Debug, InputObject)]
pub(super) struct CreationSupportOrder {
    /// By what.
    field: CreationSupportOrderField,
    /// In which direction.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What requests can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CreationSupportOrderField {
    /// Their reference: by delegation, and there as they were drafted.
    Reference,
    /// The moment they were drafted.
    Created,
}

#[Object]
impl CreationSupportQuery {
    /// A request for support to create a house. Null with the error NOT_FOUND where there is none in your slice.
    async fn creation_support(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<CreationSupportId>,
    ) -> Maybe<Answer<CreationSupport>> {
        ctx.lookup(&id).await
    }

    /// The requests for support in your slice. Needs the right READ_CREATION_SUPPORT.
    async fn creation_supports(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<CreationSupportWhere>,
        #[graphql(desc = "In which order; as they were drafted by default.")] order_by: Option<CreationSupportOrder>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<CreationSupport>> {
        ctx.require(Right::ReadCreationSupport)?;
        let filter = filter.unwrap_or_default();
        let search = Search::of(filter.search.as_deref())?;
        let supports = filter.narrow(ctx.db()?, ctx.today()?)?.search_in::<commune::Entity>(search.as_ref())?;
        let drafted =
            |direction| Sort::by("requests for support as drafted", vec![creation_support::Column::Id], direction);
        let sort = match order_by.map(|order| (order.field, order.direction)) {
            None => drafted(OrderDirection::Asc).best_of(search.as_ref())?,
            Some((CreationSupportOrderField::Created, direction)) => drafted(direction),
            Some((CreationSupportOrderField::Reference, direction)) => {
                let columns = vec![creation_support::Column::Reference, creation_support::Column::Id];
                Sort::by("requests for support by reference", columns, direction)
            }
        };
        Ok(page(ctx, supports, sort, Window { first, after, last, before }).await?)
    }
}

impl CreationSupportWhere {
    fn narrow(self, db: &ScopedDb, today: NaiveDate) -> Result<ScopedSelect<creation_support::Entity>, Error> {
        let mut supports = db.find::<creation_support::Entity>();
        if let Some(delegation) = self.delegation {
            let visible = visible_delegation(db, delegation.key()?);
            supports = supports.filter(creation_support::COLUMN.delegation_id.in_subquery(visible));
        }
        if let Some(association) = self.association {
            supports = supports.filter(creation_support::COLUMN.association_id.eq(association.key()?));
        }
        if let Some(programme) = self.programme {
            supports = supports.filter(creation_support::COLUMN.programme_id.eq(programme.key()?));
        }
        if let Some(commune) = self.commune {
            supports = supports.filter(creation_support::COLUMN.commune_id.eq(commune.key()?));
        }
        if let Some(kind) = self.kind {
            supports = supports.filter(creation_support::COLUMN.kind_code.eq(kind));
        }
        if let Some(state) = self.state {
            supports = supports.filter(creation_support::COLUMN.state.eq(state));
        }
        if let Some(decider) = self.decider {
            supports = supports.filter(creation_support::COLUMN.decider.eq(decider));
        }
        if let Some(overdue) = self.overdue {
            let late = overdue_on(db, today);
            supports = supports.filter(if overdue { late } else { late.not() });
        }
        Ok(supports)
    }
}

/// Those that are under way with a milestone that is late on a day. No clock sets anything: the day is compared.
fn overdue_on(db: &ScopedDb, day: NaiveDate) -> Condition {
    let late = db.find::<creation_support_milestone::Entity>();
    let late = late.filter(creation_support_milestone::COLUMN.reached_on.is_null());
    let late = late.filter(creation_support_milestone::COLUMN.due_on.lt(day));
    let late = late.values_of(creation_support_milestone::Column::SupportId);
    let under_way = [CreationSupportState::Granted, CreationSupportState::InProgress];
    Condition::all()
        .add(creation_support::COLUMN.state.is_in(under_way))
        .add(creation_support::COLUMN.id.in_subquery(late))
}
