//! Reading measures against licences.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{AssociationId, DelegationId, EstablishmentId, LicenceMeasureId};
use entity::licence_measure::{self, LicenceMeasureKind, LicenceMeasureState};
use sea_orm::ColumnTrait;

use super::LicenceMeasure;
use crate::auth::Right;
use crate::db::ScopedSelect;
use crate::error::{Error, Maybe};
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Measures against licences.
#[derive(Debug, Default)]
pub struct LicenceMeasureQuery;

/// Which measures against licences; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct LicenceMeasureWhere {
    /// Those of this house.
    establishment: Option<IdOf<EstablishmentId>>,
    /// Those of houses that stand in this delegation.
    delegation: Option<IdOf<DelegationId>>,
    /// Those of houses that this association manages.
    association: Option<IdOf<AssociationId>>,
    /// Those of this kind.
    kind: Option<LicenceMeasureKind>,
    /// Those that stand so.
    state: Option<LicenceMeasureState>,
}

#[Object]
impl LicenceMeasureQuery {
    /// A measure against the licence of a house. Null with the error NOT_FOUND where there is none in your slice.
    async fn licence_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<LicenceMeasureId>,
    ) -> Maybe<Answer<LicenceMeasure>> {
        ctx.lookup(&id).await
    }

    /// The measures against licences of houses in your slice, the latest first. Needs the right READ_APPLICATIONS.
    async fn licence_measures(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<LicenceMeasureWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<LicenceMeasure>> {
        ctx.require(Right::ReadApplications)?;
        let rows = filter.unwrap_or_default().narrow(ctx)?;
        let sort = Sort::by("measures as proposed", vec![licence_measure::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, rows, sort, Window { first, after, last, before }).await?)
    }
}

impl LicenceMeasureWhere {
    fn narrow(self, ctx: &Context<'_>) -> Result<ScopedSelect<licence_measure::Entity>, Error> {
        let column = &licence_measure::COLUMN;
        let mut rows = ctx.db()?.find::<licence_measure::Entity>();
        if let Some(establishment) = self.establishment {
            rows = rows.filter(column.establishment_id.eq(establishment.key()?));
        }
        if let Some(delegation) = self.delegation {
            rows = rows.filter(column.delegation_id.eq(delegation.key()?));
        }
        if let Some(association) = self.association {
            rows = rows.filter(column.association_id.eq(association.key()?));
        }
        if let Some(kind) = self.kind {
            rows = rows.filter(column.kind.eq(kind));
        }
        if let Some(state) = self.state {
            rows = rows.filter(column.state.eq(state));
        }
        Ok(rows)
    }
}
