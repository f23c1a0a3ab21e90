//! A house of the register, as its schema shows it.

use async_graphql::{Context, Description};
use derive_more::From;
use entity::id::EstablishmentId;
use entity::{establishment, legal_category, licence_period};

use crate::error::{Error, Maybe};
use crate::establishment::{Capacity, EstablishmentKind, LegalCategory};
use crate::lane::declare;
use crate::licence::LicencePeriod;
use crate::request::Request;
use crate::territory::Commune;

/// An establishment that is licensed today (مؤسسة مرخصة), in Morocco.
#[derive(Debug, Description, From)]
pub struct LicensedEstablishment(pub(crate) establishment::Model);

declare! {
    LicensedEstablishment of establishment {
        /// By which the register names it: `EPS-05-301-0007`.
        reference: String;

        named;

        /// Its kind in the nomenclature of Entraide Nationale.
        kind: EstablishmentKind by kind_code;

        /// The category under the law in which it is licensed; where the decision does not say, its own. Null where it has none or it is
        /// unknown.
        async fn legal_category(&self, ctx: &Context<'_>) -> Maybe<LegalCategory> {
            category(ctx, &self.0).await.transpose()
        }

        /// The commune where it stands, with its province and region.
        commune: Commune by commune_id;

        /// The places that its licence allows; where the decision does not say, those that it has.
        async fn capacity(&self, ctx: &Context<'_>) -> Result<Capacity, Error> {
            let licence = licence_of(ctx, self.0.id).await?;
            Ok(places(&self.0, licence.as_ref()))
        }

        /// Its licence, as the decision says.
        async fn licence(&self, ctx: &Context<'_>) -> Maybe<LicencePeriod> {
            licence_of(ctx, self.0.id).await.map(|licence| licence.map(LicencePeriod)).transpose()
        }
    }
}

/// Of the spans of its licence, the viewer sees the one that is in force.
async fn licence_of(ctx: &Context<'_>, house: EstablishmentId) -> Result<Option<licence_period::Model>, Error> {
    let licences = ctx.children::<licence_period::Entity, establishment::Entity>(house).await?;
    Ok(licences.into_iter().next())
}

/// The category in which a house is licensed.
async fn category(ctx: &Context<'_>, house: &establishment::Model) -> Result<Option<LegalCategory>, Error> {
    let licence = licence_of(ctx, house.id).await?;
    let Some(code) = licensed_category(house, licence.as_ref()) else { return Ok(None) };
    Ok(ctx.row::<legal_category::Entity>(code.to_owned()).await?.map(LegalCategory::from))
}

/// The category under the law that a licence names; where it does not, that of the house.
pub(super) fn licensed_category<'a>(
    house: &'a establishment::Model,
    licence: Option<&'a licence_period::Model>,
) -> Option<&'a str> {
    let licensed = licence.and_then(|licence| licence.legal_category_code.as_deref());
    licensed.or(house.legal_category_code.as_deref())
}

/// The places that a licence allows; where it does not say, those of the house.
pub(super) fn places(house: &establishment::Model, licence: Option<&licence_period::Model>) -> Capacity {
    match licence.filter(|licence| licence.capacity_total.is_some()) {
        Some(licence) => {
            Capacity { total: licence.capacity_total, female: licence.capacity_female, male: licence.capacity_male }
        }
        None => Capacity { total: house.capacity_total, female: house.capacity_female, male: house.capacity_male },
    }
}
