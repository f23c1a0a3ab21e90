//! Establishments, as GraphQL shows them.

use async_graphql::{Context, Description, Enum, ID, Object, Result, SimpleObject};
use derive_more::From;
use entity::establishment::EstablishmentState;
use entity::establishment_audience::Audience;
use entity::id::EstablishmentId;
use entity::licence_period::LicenceState;
use entity::{
    association, commune, delegation, establishment, establishment_audience, establishment_kind, legal_category,
    licence_period,
};

use super::{EstablishmentKind, LegalCategory};
use crate::association::Association;
use crate::clock::Date;
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::global_id::Global;
use crate::journal::{JournalEntry, history_of};
use crate::licence::{self, LicencePeriod};
use crate::named::Named;
use crate::request::Request;
use crate::territory::Commune;

/// An establishment of the network: a house, a centre or a complex (مؤسسة، مركز، مركب).
#[derive(Debug, Description, From)]
pub struct Establishment(pub(crate) establishment::Model);

/// Who manages an establishment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ManagingBody {
    /// An association.
    Association,
    /// التعاون الوطني, Entraide Nationale itself.
    EntraideNationale,
}

/// The places of an establishment.
#[derive(Debug, SimpleObject)]
pub(super) struct Capacity {
    /// In all; null where unknown.
    total: Option<i32>,
    /// For girls and women; null where places are not kept apart.
    female: Option<i32>,
    /// For boys and men; null where places are not kept apart.
    male: Option<i32>,
}

#[Object(use_type_description)]
impl Establishment {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Taawun's stable reference, for people: `EPS-05-301-0007`.
    async fn reference(&self) -> &str {
        &self.0.reference
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// Its kind in the nomenclature of Entraide Nationale.
    async fn kind(&self, ctx: &Context<'_>) -> Maybe<EstablishmentKind> {
        ctx.related::<establishment_kind::Entity, _>(self.0.kind_code.clone()).await
    }

    /// Its category under the law; null where it has none or it is unknown.
    async fn legal_category(&self, ctx: &Context<'_>) -> Maybe<LegalCategory> {
        ctx.related::<legal_category::Entity, _>(self.0.legal_category_code.clone()).await
    }

    /// Whom it serves. Empty where unknown.
    async fn audiences(&self, ctx: &Context<'_>) -> Result<Vec<Audience>> {
        let audiences = ctx.children::<establishment_audience::Entity, establishment::Entity>(self.0.id).await?;
        Ok(audiences.into_iter().map(|row| row.audience).collect())
    }

    /// Whether it works.
    async fn state(&self) -> EstablishmentState {
        self.0.state
    }

    /// The state of its licence today, in Morocco; null where it has none and applied for none.
    async fn licence_state(&self, ctx: &Context<'_>) -> Maybe<LicenceState> {
        licence_state(ctx, self.0.id).await.transpose()
    }

    /// The states its licence has had and will have, the earliest first.
    async fn licence_periods(&self, ctx: &Context<'_>) -> Result<Vec<LicencePeriod>> {
        let periods = ctx.children::<licence_period::Entity, establishment::Entity>(self.0.id).await?;
        Ok(periods.into_iter().map(LicencePeriod).collect())
    }

    /// Its places.
    async fn capacity(&self) -> Capacity {
        Capacity { total: self.0.capacity_total, female: self.0.capacity_female, male: self.0.capacity_male }
    }

    /// Who manages it.
    async fn managing_body(&self) -> ManagingBody {
        if self.0.association_id.is_some() { ManagingBody::Association } else { ManagingBody::EntraideNationale }
    }

    /// The association that manages it; null where Entraide Nationale does itself.
    async fn association(&self, ctx: &Context<'_>) -> Maybe<Association> {
        ctx.related::<association::Entity, _>(self.0.association_id).await
    }

    /// The delegation where it stands; null where it is not yours to see.
    async fn delegation(&self, ctx: &Context<'_>) -> Maybe<Delegation> {
        ctx.related::<delegation::Entity, _>(self.0.delegation_id).await
    }

    /// The commune where it stands.
    async fn commune(&self, ctx: &Context<'_>) -> Maybe<Commune> {
        ctx.related::<commune::Entity, _>(self.0.commune_id).await
    }

    /// The complex it is part of; null where it stands alone, and where the complex is not yours to see.
    async fn parent(&self, ctx: &Context<'_>) -> Maybe<Establishment> {
        ctx.related::<establishment::Entity, _>(self.0.parent_id).await
    }

    /// The centres it contains, where it is a complex; those you may see, by reference.
    async fn contains(&self, ctx: &Context<'_>) -> Result<Vec<Establishment>> {
        let centres = ctx.children::<establishment::Entity, establishment::Entity>(self.0.id).await?;
        Ok(centres.into_iter().map(Establishment).collect())
    }

    /// The day it opened; null where unknown.
    async fn opened_on(&self) -> Option<Date> {
        self.0.opened_on.map(Date)
    }

    /// Its last day; null while it is open.
    async fn closed_on(&self) -> Option<Date> {
        self.0.closed_on.map(Date)
    }

    /// What was changed in the register about it, the latest first, 20 changes at most; all of them by
    /// `journal(where: { object })`. Null with the error FORBIDDEN without the right READ_JOURNAL.
    async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
        Some(history_of::<establishment::Entity>(ctx, self.0.id).await)
    }

    /// True for what stands here only to demonstrate.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// Grows by one with each change.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

async fn licence_state(ctx: &Context<'_>, house: EstablishmentId) -> Result<Option<LicenceState>, Error> {
    let today = ctx.today()?;
    let periods = ctx.children::<licence_period::Entity, establishment::Entity>(house).await?;
    Ok(periods.iter().find(|period| licence::covers(period, today)).map(|period| period.state))
}
