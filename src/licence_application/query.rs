//! Reading applications.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{AssociationId, DelegationId, EstablishmentId, LicenceApplicationId};
use entity::licence_application::{self, ApplicationState};
use entity::rule_set_document::ApplicationKind;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, ExprTrait};

use super::LicenceApplication;
use super::procedure::UNDER_WAY;
use crate::auth::Right;
use crate::clock::Date;
use crate::db::ScopedSelect;
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Applications for licences.
#[derive(Debug, Default)]
pub struct LicenceApplicationQuery;

/// Which applications; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct LicenceApplicationWhere {
    /// Those for this house.
    establishment: Option<IdOf<EstablishmentId>>,
    /// Those for houses that stand in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those for houses that this association manages.
    association: Option<IdOf<AssociationId>>,
    /// Those for this.
    kind: Option<ApplicationKind>,
    /// Those that stand so.
    state: Option<ApplicationState>,
    /// True: those that are submitted, and neither licensed, refused nor taken back. False: the others.
    under_way: Option<bool>,
    /// True: those whose `dueOn` has passed: the step, or what a reserve asks for, is late. False: the others.
    overdue: Option<bool>,
    /// The one with this receipt.
    receipt_number: Option<String>,
    /// Those submitted on this day or later.
    submitted_from: Option<Date>,
    /// Those submitted on this day or earlier.
    submitted_until: Option<Date>,
}

#[Object]
impl LicenceApplicationQuery {
    /// An application for a licence. Null with the error NOT_FOUND where there is none in your slice.
    async fn licence_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<LicenceApplicationId>,
    ) -> Maybe<Answer<LicenceApplication>> {
        ctx.lookup(&id).await
    }

    /// The applications for licences in your slice, the latest first; `workQueue` has what waits for you, by deadline. Needs the right READ_APPLICATIONS.
    async fn licence_applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<LicenceApplicationWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<LicenceApplication>> {
        ctx.require(Right::ReadApplications)?;
        let applications = filter.unwrap_or_default().narrow(ctx)?;
        let sort = Sort::by("applications as drafted", vec![licence_application::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, applications, sort, Window { first, after, last, before }).await?)
    }
}

impl LicenceApplicationWhere {
    fn narrow(self, ctx: &Context<'_>) -> Result<ScopedSelect<licence_application::Entity>, Error> {
        let column = &licence_application::COLUMN;
        let mut applications = ctx.db()?.find::<licence_application::Entity>();
        if let Some(establishment) = self.establishment {
            applications = applications.filter(column.establishment_id.eq(establishment.key()?));
        }
        if let Some(delegation) = self.delegation {
            applications = applications.filter(column.delegation_id.eq(delegation.key()?));
        }
        if let Some(association) = self.association {
            applications = applications.filter(column.association_id.eq(association.key()?));
        }
        if let Some(kind) = self.kind {
            applications = applications.filter(column.kind.eq(kind));
        }
        if let Some(state) = self.state {
            applications = applications.filter(column.state.eq(state));
        }
        if let Some(under_way) = self.under_way {
            let is = licence_application::Column::State.is_in(UNDER_WAY);
            applications = applications.filter(if under_way { is } else { is.not() });
        }
        if let Some(overdue) = self.overdue {
            let today = ctx.today()?;
            applications = applications.filter(if overdue {
                Condition::all().add(column.due_on.lt(today))
            } else {
                Condition::any().add(column.due_on.is_null()).add(column.due_on.gte(today))
            });
        }
        if let Some(number) = self.receipt_number {
            applications = applications.filter(column.receipt_number.eq(number));
        }
        if let Some(day) = self.submitted_from {
            applications = applications.filter(column.submitted_on.gte(day.0));
        }
        if let Some(day) = self.submitted_until {
            applications = applications.filter(column.submitted_on.lte(day.0));
        }
        Ok(applications)
    }
}
