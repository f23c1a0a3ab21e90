//! Of which part of the slice statistics are.

use async_graphql::InputObject;
use entity::counter::{self, Cube, Level};
use entity::establishment_audience::Audience;
use entity::id::{AssociationId, CommuneId, DelegationId, EstablishmentId, ProgrammeId, ProvinceId, RegionId};
use entity::licence_period::LicenceState;
use entity::return_item::{FundingSource, StaffType};
use entity::sex::Sex;
use entity::{delegation, establishment_kind, province, return_band};
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{ActiveEnum, ColumnTrait};

use crate::db::ScopedDb;
use crate::db::counter::{Dimension, dimensions};
use crate::db::figures::part;
use crate::delegation::visible_delegation;
use crate::error::Error;
use crate::global_id::IdOf;
use crate::text::Message;

/// Of which part of your slice; all that is given must be met. What is filtered by must be kept together with what is
/// grouped by.
#[derive(Debug, Default, InputObject)]
pub(super) struct StatisticsWhere {
    /// What lies in this region.
    region: Option<IdOf<RegionId>>,
    /// What lies in this province or prefecture.
    province: Option<IdOf<ProvinceId>>,
    /// What this delegation is in charge of.
    delegation: Option<IdOf<DelegationId>>,
    /// What is this association's.
    association: Option<IdOf<AssociationId>>,
    /// What is this establishment's.
    establishment: Option<IdOf<EstablishmentId>>,
    /// What lies in this commune.
    commune: Option<IdOf<CommuneId>>,
    /// What is of this kind or of a kind counted under it, by code.
    kind: Option<String>,
    /// What has its licence in this state.
    licence_state: Option<LicenceState>,
    /// What serves this audience, among others.
    audience: Option<Audience>,
    /// What is of this programme.
    programme: Option<IdOf<ProgrammeId>>,
    /// What is of this sex.
    sex: Option<Sex>,
    /// What is of this age band or level of school, by code.
    band: Option<String>,
    /// What is of this staff.
    staff_type: Option<StaffType>,
    /// What this source paid.
    funding_source: Option<FundingSource>,
}

impl StatisticsWhere {
    /// The levels at which it can be told apart.
    pub(super) fn levels(&self) -> impl Iterator<Item = Level> {
        let association = self.association.as_ref().map(|_| Level::Association);
        association.into_iter().chain(self.establishment.as_ref().map(|_| Level::Establishment))
    }

    /// The dimensions that a cube must have for it.
    pub(super) fn needs(&self) -> impl Iterator<Item = Dimension> {
        [
            self.commune.as_ref().map(|_| Dimension::Commune),
            self.kind.as_ref().map(|_| Dimension::Kind),
            self.licence_state.map(|_| Dimension::Licence),
            self.audience.map(|_| Dimension::Audience),
            self.programme.as_ref().map(|_| Dimension::Programme),
            self.sex.map(|_| Dimension::Sex),
            self.band.as_ref().map(|_| Dimension::Band),
            self.staff_type.map(|_| Dimension::StaffType),
            self.funding_source.map(|_| Dimension::FundingSource),
        ]
        .into_iter()
        .flatten()
    }

    /// Refuses codes that nothing has: what is of none would look like nothing.
    pub(super) async fn names_what_is_there(&self, db: &ScopedDb) -> Result<(), Error> {
        let unknown = |code: &str, field: &'static str| {
            Err(Error::BadUserInput(Message::new("unknown-code").with("code", code).with("field", field)))
        };
        if let Some(kind) = &self.kind {
            let kinds =
                db.find::<establishment_kind::Entity>().filter(establishment_kind::COLUMN.code.eq(kind.as_str()));
            if kinds.count().await? == 0 {
                return unknown(kind, "establishmentKinds");
            }
        }
        if let Some(band) = &self.band {
            let bands = db.find::<return_band::Entity>().filter(return_band::COLUMN.code.eq(band.as_str()));
            if bands.count().await? == 0 {
                return unknown(band, "returnTemplates { items { band } }");
            }
        }
        Ok(())
    }

    /// The counters of a cube that meet it, as far as it keeps what is filtered by. Rows of other tables filter through their
    /// own slices.
    pub(super) fn met(&self, db: &ScopedDb, cube: Cube) -> Result<Condition, Error> {
        let column = counter::COLUMN;
        let mut met = Condition::all();
        if self.region.is_some() || self.province.is_some() {
            let mut provinces = db.find::<province::Entity>();
            if let Some(region) = &self.region {
                provinces = provinces.filter(province::COLUMN.region_id.eq(region.key()?));
            }
            if let Some(province) = &self.province {
                provinces = provinces.filter(province::COLUMN.id.eq(province.key()?));
            }
            let provinces = provinces.values_of(province::Column::Id);
            let delegations = db.find::<delegation::Entity>();
            let delegations = delegations.filter(delegation::COLUMN.province_id.in_subquery(provinces));
            met = met.add(column.delegation_id.in_subquery(delegations.values_of(delegation::Column::Id)));
        }
        if let Some(delegation) = &self.delegation {
            met = met.add(column.delegation_id.in_subquery(visible_delegation(db, delegation.key()?)));
        }
        if let Some(association) = &self.association {
            met = met.add(column.association_id.eq(association.key()?));
        }
        if let Some(establishment) = &self.establishment {
            met = met.add(column.establishment_id.eq(establishment.key()?));
        }
        let keeps = |dimension: Dimension| dimensions(cube).contains(&dimension);
        if let Some(kind) = self.kind.as_ref().filter(|_| keeps(Dimension::Kind)) {
            let kinds = db.find::<establishment_kind::Entity>().filter(
                establishment_kind::COLUMN.code.eq(kind).or(establishment_kind::COLUMN.parent_code.eq(kind.clone())),
            );
            let kinds = kinds.values_of(establishment_kind::Column::Code);
            met = met.add(part(Dimension::Kind, cube)?.in_subquery(kinds));
        }
        let commune = self.commune.as_ref().map(IdOf::key).transpose()?;
        let programme = self.programme.as_ref().map(IdOf::key).transpose()?;
        let values = [
            (Dimension::Commune, commune.map(|id| id.0.to_string())),
            (Dimension::Licence, self.licence_state.map(|state| state.to_value())),
            (Dimension::Audience, self.audience.map(|audience| audience.to_value())),
            (Dimension::Programme, programme.map(|id| id.0.to_string())),
            (Dimension::Sex, self.sex.map(|sex| sex.to_value())),
            (Dimension::Band, self.band.clone()),
            (Dimension::StaffType, self.staff_type.map(|of| of.to_value())),
            (Dimension::FundingSource, self.funding_source.map(|of| of.to_value())),
        ];
        for (dimension, value) in values {
            if let Some(value) = value.filter(|_| keeps(dimension)) {
                met = met.add(part(dimension, cube)?.eq(value));
            }
        }
        Ok(met)
    }
}
