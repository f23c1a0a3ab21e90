//! Reading inspections.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{AssociationId, DelegationId, EstablishmentId, InspectionId};
use entity::inspection::{self, InspectionConclusion, InspectionState};
use sea_orm::ColumnTrait;

use super::Inspection;
use crate::auth::Right;
use crate::clock::Date;
use crate::db::{ScopedDb, ScopedSelect};
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Inspections.
#[derive(Debug, Default)]
pub struct InspectionQuery;

/// Which inspections; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct InspectionWhere {
    /// Those of this house.
    establishment: Option<IdOf<EstablishmentId>>,
    /// Those of houses that stand in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those of houses that this association manages.
    association: Option<IdOf<AssociationId>>,
    /// Those that stand so.
    state: Option<InspectionState>,
    /// Those that conclude this.
    conclusion: Option<InspectionConclusion>,
    /// Those planned for this day or later.
    planned_from: Option<Date>,
    /// Those planned for this day or earlier.
    planned_until: Option<Date>,
}

#[Object]
impl InspectionQuery {
    /// An inspection. Null with the error NOT_FOUND where there is none in your slice.
    async fn inspection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<InspectionId>,
    ) -> Maybe<Answer<Inspection>> {
        ctx.lookup(&id).await
    }

    /// The inspections of houses in your slice, the latest entered first. Needs the right READ_APPLICATIONS.
    async fn inspections(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<InspectionWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Inspection>> {
        ctx.require(Right::ReadApplications)?;
        let inspections = filter.unwrap_or_default().narrow(ctx.db()?)?;
        let sort = Sort::by("inspections as planned", vec![inspection::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, inspections, sort, Window { first, after, last, before }).await?)
    }
}

impl InspectionWhere {
    fn narrow(self, db: &ScopedDb) -> Result<ScopedSelect<inspection::Entity>, Error> {
        let column = &inspection::COLUMN;
        let mut inspections = db.find::<inspection::Entity>();
        if let Some(establishment) = self.establishment {
            inspections = inspections.filter(column.establishment_id.eq(establishment.key()?));
        }
        if let Some(delegation) = self.delegation {
            inspections = inspections.filter(column.delegation_id.eq(delegation.key()?));
        }
        if let Some(association) = self.association {
            inspections = inspections.filter(column.association_id.eq(association.key()?));
        }
        if let Some(state) = self.state {
            inspections = inspections.filter(column.state.eq(state));
        }
        if let Some(conclusion) = self.conclusion {
            inspections = inspections.filter(column.conclusion.eq(conclusion));
        }
        if let Some(day) = self.planned_from {
            inspections = inspections.filter(column.planned_on.gte(day.0));
        }
        if let Some(day) = self.planned_until {
            inspections = inspections.filter(column.planned_on.lte(day.0));
        }
        Ok(inspections)
    }
}
