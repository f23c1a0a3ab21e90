//! Which houses of the register.

use async_graphql::InputObject;
use entity::{commune, establishment, establishment_kind, licence_period, province, region};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait};
use serde::Deserialize;

use crate::db::{ScopedDb, ScopedSelect, Search};
use crate::error::Error;

/// Which establishments of the register; all that is given must be met.
#[derive(Debug, Default, Deserialize, InputObject)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RegisterWhere {
    /// Those found by this: each of its words begins a word of its names, its reference or the names of its commune, in any order
    /// and in either script. Blank: all; without any letter or digit: none. 200 characters and 12 words at most; it costs 500.
    pub(super) search: Option<String>,
    /// Those of this kind or of a kind counted under it, by code: `EPS` finds every `DAR_TALIBA` too.
    pub(super) kind: Option<String>,
    /// Those that are licensed in this category of the law, by code.
    pub(super) legal_category: Option<String>,
    /// Those in this commune, by its official code.
    pub(super) commune: Option<String>,
    /// Those in this province or prefecture, by its code: `05.301`.
    pub(super) province: Option<String>,
    /// Those in this region, by its code: `05`.
    pub(super) region: Option<String>,
}

impl RegisterWhere {
    /// The search among them.
    pub(super) fn search(&self) -> Result<Option<Search>, Error> {
        Search::of(self.search.as_deref())
    }

    /// The houses that meet it, of those that the viewer sees.
    pub(super) fn narrow(&self, db: &ScopedDb) -> Result<ScopedSelect<establishment::Entity>, Error> {
        let mut found = db.find::<establishment::Entity>().search_in::<commune::Entity>(self.search()?.as_ref())?;
        if let Some(kind) = &self.kind {
            let of_kind =
                establishment_kind::COLUMN.code.eq(kind).or(establishment_kind::COLUMN.parent_code.eq(kind.clone()));
            let kinds = db.find::<establishment_kind::Entity>().filter(of_kind);
            let kinds = kinds.values_of(establishment_kind::Column::Code);
            found = found.filter(establishment::COLUMN.kind_code.in_subquery(kinds));
        }
        if let Some(category) = &self.legal_category {
            // As it is told: that of the licence, and where that does not say, that of the house.
            let licensed = |named: Expr| {
                let licences = db.find::<licence_period::Entity>().filter(named);
                licences.values_of(licence_period::Column::EstablishmentId)
            };
            let by_licence = licensed(licence_period::COLUMN.legal_category_code.eq(category.clone()));
            let unnamed = licensed(licence_period::COLUMN.legal_category_code.is_null());
            let own = establishment::COLUMN.legal_category_code.eq(category.clone());
            let own = own.and(establishment::COLUMN.id.in_subquery(unnamed));
            found = found.filter(establishment::COLUMN.id.in_subquery(by_licence).or(own));
        }
        let mut communes = db.find::<commune::Entity>();
        if let Some(code) = &self.commune {
            communes = communes.filter(commune::COLUMN.code.eq(code));
        }
        if let Some(code) = &self.province {
            let provinces = db.find::<province::Entity>().filter(province::COLUMN.code.eq(code));
            let provinces = provinces.values_of(province::Column::Id);
            communes = communes.filter(commune::COLUMN.province_id.in_subquery(provinces));
        }
        if let Some(code) = &self.region {
            let regions = db.find::<region::Entity>().filter(region::COLUMN.code.eq(code));
            let regions = regions.values_of(region::Column::Id);
            let provinces = db.find::<province::Entity>().filter(province::COLUMN.region_id.in_subquery(regions));
            let provinces = provinces.values_of(province::Column::Id);
            communes = communes.filter(commune::COLUMN.province_id.in_subquery(provinces));
        }
        if [&self.commune, &self.province, &self.region].into_iter().any(Option::is_some) {
            let communes = communes.values_of(commune::Column::Id);
            found = found.filter(establishment::COLUMN.commune_id.in_subquery(communes));
        }
        Ok(found)
    }
}
