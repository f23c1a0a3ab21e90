//! Who is written to. Whoever has something to be told to the director of a house need not see the director's account: it is
//! looked up here, written to, and shown to nobody.

use chrono::NaiveDate;
use entity::id::{AssociationId, EstablishmentId};
use entity::mandate::Role;
use entity::{account, mandate};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::Pool;
use crate::error::Error;

impl Pool {
    /// The active accounts that direct houses on a day, each with the house.
    pub(crate) async fn directors_of(
        &self,
        houses: Vec<EstablishmentId>,
        day: NaiveDate,
    ) -> Result<Vec<(EstablishmentId, account::Model)>, Error> {
        let at_houses = mandate::Column::EstablishmentId.is_in(houses);
        let found = self.mandated(Role::EstablishmentDirector, at_houses, day).await?;
        Ok(found.filter_map(|(mandate, account)| Some((mandate.establishment_id?, account))).collect())
    }

    /// The active accounts that manage associations on a day, each with the association.
    pub(crate) async fn managers_of(
        &self,
        associations: Vec<AssociationId>,
        day: NaiveDate,
    ) -> Result<Vec<(AssociationId, account::Model)>, Error> {
        let at_associations = mandate::Column::AssociationId.is_in(associations);
        let found = self.mandated(Role::AssociationManager, at_associations, day).await?;
        Ok(found.filter_map(|(mandate, account)| Some((mandate.association_id?, account))).collect())
    }

    /// The mandates that give a role at some places on a day, each with its account, where that is active.
    async fn mandated(
        &self,
        role: Role,
        places: Expr,
        day: NaiveDate,
    ) -> Result<impl Iterator<Item = (mandate::Model, account::Model)>, Error> {
        let until = mandate::Column::ValidTo.is_null().or(mandate::Column::ValidTo.gte(day));
        let found = mandate::Entity::find()
            .filter(places)
            .filter(mandate::Column::Role.eq(role))
            .filter(mandate::Column::ValidFrom.lte(day))
            .filter(until)
            .filter(mandate::Column::EndedAt.is_null())
            .order_by_asc(mandate::Column::Id)
            .find_also_related(account::Entity)
            .all(self.reader())
            .await?;
        Ok(found.into_iter().filter_map(|(mandate, account)| {
            Some((mandate, account.filter(|account| account.deactivated_at.is_none())?))
        }))
    }
}
