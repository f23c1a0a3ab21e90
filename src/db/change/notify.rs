//! What a change tells people, and what more it has done in the background: written with it, or not at all.

use entity::id::{AccountId, AssociationId, DelegationId, EstablishmentId};
use entity::notice_preference::{self, NoticeMail};
use entity::{account, job, mandate, notice};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::select::{WORKED_OUT, With};
use super::flush::Staged;
use super::{Change, Refused};
use crate::auth::{Right, Rights, Viewer};
use crate::error::Error;

/// At which place somebody holds a right, by a mandate for this very place and no wider one.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// At a delegation.
    Delegation(DelegationId),
    /// At an association.
    Association(AssociationId),
    /// At a house.
    Establishment(EstablishmentId),
    /// At the national office.
    NationalOffice,
}

/// Somebody who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The account.
    pub account: AccountId,
    /// Whether a mail is wanted at once.
    pub at_once: bool,
}

impl Change {
    /// Whoever holds a right at a place today, but for who makes the change. They need not be seen by who makes it: they are
    /// told, and shown to nobody.
    pub async fn holders(&self, right: Right, place: Place) -> Result<Vec<Told>, Error> {
        let today = self.today();
        let at_place = match place {
            Place::Delegation(id) => Condition::all()
                .add(mandate::Column::DelegationId.eq(id))
                .add(mandate::Column::AssociationId.is_null())
                .add(mandate::Column::EstablishmentId.is_null()),
            Place::Association(id) => Condition::all()
                .add(mandate::Column::AssociationId.eq(id))
                .add(mandate::Column::EstablishmentId.is_null()),
            Place::Establishment(id) => Condition::all().add(mandate::Column::EstablishmentId.eq(id)),
            Place::NationalOffice => Condition::all()
                .add(mandate::Column::RegionalCoordinationId.is_null())
                .add(mandate::Column::DelegationId.is_null())
                .add(mandate::Column::AssociationId.is_null())
                .add(mandate::Column::EstablishmentId.is_null())
                .add(mandate::Column::PartnerId.is_null()),
        };
        let mut active = Query::select();
        active.column(account::Column::Id).from(account::Entity).and_where(account::Column::DeactivatedAt.is_null());
        let mut immediate = Query::select();
        immediate.column(notice_preference::Column::AccountId).from(notice_preference::Entity);
        immediate.and_where(notice_preference::Column::Mail.eq(NoticeMail::Immediate));
        let at_once: Expr = mandate::Column::AccountId.in_subquery(immediate);
        let found = mandate::Entity::find()
            .filter(at_place)
            .filter(mandate::Column::ValidFrom.lte(today))
            .filter(mandate::Column::ValidTo.is_null().or(mandate::Column::ValidTo.gte(today)))
            .filter(mandate::Column::EndedAt.is_null())
            .filter(mandate::Column::AccountId.in_subquery(active))
            .order_by_asc(mandate::Column::Id)
            .expr_as(at_once, WORKED_OUT)
            .into_model::<With<mandate::Entity, bool>>()
            .all(&self.transaction)
            .await?;
        let mut told: Vec<Told> = Vec::new();
        for With { row, value: at_once } in found {
            let holds = Viewer::of_mandate(&row).is_some_and(|viewer| {
                let named = row.rights.as_deref().map_or(viewer.rights(), Rights::named);
                viewer.rights().both(named).contains(right)
            });
            let account = row.account_id;
            if holds && account != self.account() && !told.iter().any(|one| one.account == account) {
                told.push(Told { account, at_once });
            }
        }
        Ok(told)
    }

    /// Stages notices to people.
    pub fn tell(&mut self, notices: &[notice::Model]) -> Result<(), Refused> {
        if !notices.is_empty() {
            self.staged.push(Staged::unless_there::<notice::Entity>(notices)?);
        }
        Ok(())
    }

    /// Stages work to be done in the background once the change is made; what waits under its key already is left out.
    pub fn enqueue(&mut self, jobs: &[job::Model]) -> Result<(), Refused> {
        if !jobs.is_empty() {
            self.staged.push(Staged::unless_there::<job::Entity>(jobs)?);
            self.enqueues = true;
        }
        Ok(())
    }
}
