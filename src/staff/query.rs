//! Reading staff and its functions.

use async_graphql::{Context, Enum, InputObject, Object, Result};
use chrono::NaiveDate;
use entity::id::{AssociationId, DelegationId, EstablishmentId, StaffMemberId};
use entity::staff_member::StaffQualification;
use entity::{establishment, staff_function, staff_member};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use super::StaffMember;
use super::director::employed_on;
use super::object::StaffFunction;
use crate::auth::Right;
use crate::clock::Date;
use crate::db::{ScopedDb, ScopedSelect, Search};
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::{Answer, Asked, Draft, Step};
use crate::page::{OrderDirection, Page, Sort, Window, page, pages};
use crate::request::Request;

/// Staff.
#[derive(Debug, Default)]
pub struct StaffQuery;

/// Which members of the staff; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub struct StaffWhere {
    /// Those found by this: each of its words begins a word of their names, in any order; how words are compared, ranked and
    /// limited is said of `EstablishmentWhere.search`. The best come first unless `orderBy` is given.
    search: Option<String>,
    /// Those of this establishment.
    establishment: Option<IdOf<EstablishmentId>>,
    /// Those of the establishments that this association manages.
    association: Option<IdOf<AssociationId>>,
    /// Those of the establishments that stand in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those with this function, by code.
    function: Option<String>,
    /// Those whose highest diploma is this.
    qualification: Option<StaffQualification>,
    /// Those who worked there on this day.
    employed_on: Option<Date>,
    /// True: only those who work there today. False: only those who do not any more.
    current: Option<bool>,
}

/// In which order.
#[derive(Clone, Copy, Debug, InputObject)]
pub(super) struct StaffOrder {
    /// By what.
    field: StaffOrderField,
    /// In which direction.
    #[graphql(default)]
    direction: OrderDirection,
}

/// What members of the staff can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum StaffOrderField {
    /// Their first day.
    Started,
    /// The moment they were entered.
    Created,
}

#[Object]
impl StaffQuery {
    /// A member of the staff. Null with the error NOT_FOUND where there is none in your slice.
    async fn staff_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<StaffMemberId>,
    ) -> Maybe<Answer<StaffMember>> {
        ctx.lookup(&id).await
    }

    /// The staff of the establishments in your slice, those who left too. Needs the right READ_STAFF.
    async fn staff(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<StaffWhere>,
        #[graphql(desc = "In which order; as they were entered by default.")] order_by: Option<StaffOrder>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<StaffMember>> {
        ctx.require(Right::ReadStaff)?;
        let filter = filter.unwrap_or_default();
        let search = Search::of(filter.search.as_deref())?;
        let staff = filter.narrow(ctx.db()?, ctx.today()?)?.search(search.as_ref())?;
        let sort = match order_by.map(|order| (order.field, order.direction)) {
            None => as_entered(OrderDirection::Asc).best_of(search.as_ref())?,
            Some((StaffOrderField::Created, direction)) => as_entered(direction),
            Some((StaffOrderField::Started, direction)) => {
                let columns = vec![staff_member::Column::StartedOn, staff_member::Column::Id];
                Sort::by("staff by first day", columns, direction)
            }
        };
        Ok(page(ctx, staff, sort, Window { first, after, last, before }).await?)
    }

    /// What people do in establishments, by code.
    async fn staff_functions(&self, ctx: &Context<'_>) -> Result<Answer<Vec<StaffFunction>>> {
        let functions = ctx.db()?.find::<staff_function::Entity>();
        Ok(ctx.list(functions.order_by(staff_function::Column::Code, Order::Asc)).await?)
    }
}

/// The staff of a house, as one of its fields.
pub async fn staff_of(
    ctx: &Context<'_>,
    house: EstablishmentId,
    filter: Option<StaffWhere>,
    window: Window,
) -> Result<Page<StaffMember>, Error> {
    ctx.require(Right::ReadStaff)?;
    let (staff, sort) = filter.unwrap_or_default().found(ctx.db()?, ctx.today()?)?;
    page(ctx, staff.filter(staff_member::COLUMN.establishment_id.eq(house)), sort, window).await
}

/// The same in the lane.
pub fn staff_step(asked: &Asked<'_>, house: &mut Draft<'_, establishment::Entity>) -> Option<Step> {
    asked.ctx.require(Right::ReadStaff).ok()?;
    let filter: Option<StaffWhere> = asked.argument("where")?;
    let (staff, sort) = filter.unwrap_or_default().found(house.db, asked.ctx.today().ok()?).ok()?;
    pages::<_, StaffMember>(house, asked, staff, &sort, &Window::asked(asked)?)
}

fn as_entered(direction: OrderDirection) -> Sort<staff_member::Entity> {
    Sort::by("staff as entered", vec![staff_member::Column::Id], direction)
}

/// Those that meet a filter, and the order in which they come.
type Found = (ScopedSelect<staff_member::Entity>, Sort<staff_member::Entity>);

impl StaffWhere {
    fn found(self, db: &ScopedDb, today: NaiveDate) -> Result<Found, Error> {
        let search = Search::of(self.search.as_deref())?;
        let sort = as_entered(OrderDirection::Asc).best_of(search.as_ref())?;
        Ok((self.narrow(db, today)?.search(search.as_ref())?, sort))
    }

    fn narrow(self, db: &ScopedDb, today: NaiveDate) -> Result<ScopedSelect<staff_member::Entity>, Error> {
        let mut staff = db.find::<staff_member::Entity>();
        if let Some(establishment) = self.establishment {
            staff = staff.filter(staff_member::COLUMN.establishment_id.eq(establishment.key()?));
        }
        if let Some(association) = self.association {
            staff = staff.filter(staff_member::COLUMN.association_id.eq(association.key()?));
        }
        if let Some(delegation) = self.delegation {
            staff = staff.filter(staff_member::COLUMN.delegation_id.eq(delegation.key()?));
        }
        if let Some(function) = self.function {
            staff = staff.filter(staff_member::COLUMN.function_code.eq(function));
        }
        if let Some(qualification) = self.qualification {
            staff = staff.filter(staff_member::COLUMN.qualification.eq(qualification));
        }
        if let Some(day) = self.employed_on {
            staff = staff.filter(employed_on(day.0));
        }
        if let Some(current) = self.current {
            let employed = employed_on(today);
            staff = staff.filter(if current { employed } else { employed.not() });
        }
        Ok(staff)
    }
}
