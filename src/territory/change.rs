//! How a list of territorial units is taken in.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::Result;
use chrono::NaiveDate;
use entity::id::{StreamId, TerritoryImportId};
use entity::{cercle, commune, province, region, territory_import};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::mutation::{TerritoryImportInput, TerritoryLevel, TerritoryUnitInput};
use super::rules::{lies_in, mistakes, province_in};
use crate::clock::Date;
use crate::db::change::MOST_ROWS;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::named::needed_text;
use crate::text::Message;

/// Longest naming of a source, in characters.
const LONGEST_SOURCE: usize = 500;

impl Mutation for TerritoryImportInput {
    const NAME: &'static str = "territoryImport";
    type Entity = territory_import::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, _: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![StreamId::NATIONAL])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let source = change.take(needed_text(&self.source, LONGEST_SOURCE, "source")).unwrap_or_default();
        if self.units.is_empty() {
            change.require(Err(Mistake::new(UserErrorCode::Blank, Message::new("text-empty"), "units")));
        }
        if self.units.len() > MOST_ROWS {
            let message = Message::new("list-too-long").with("maximum", MOST_ROWS);
            return Err(Mistake::new(UserErrorCode::TooLong, message, "units").into());
        }
        let known = Known::read(change, &self.units).await?;
        change.note(mistakes(&self.units, &known.codes()));
        change.settle()?;
        let rows = known.rows(&self.units)?;
        let changed = rows.regions.count() + rows.provinces.count() + rows.cercles.count() + rows.communes.count();
        let created = changed.created;
        change.insert::<territory_import::Entity>(&territory_import::Model {
            id: TerritoryImportId(Uuid::now_v7()),
            source,
            imported_on: change.today(),
            created,
            updated: changed.updated,
            unchanged: i32::try_from(self.units.len()).map_err(Error::internal)? - created - changed.updated,
            version: 1,
        })?;
        change.bring::<region::Entity>("regions", &rows.regions.before, &rows.regions.after)?;
        change.bring::<province::Entity>("provinces", &rows.provinces.before, &rows.provinces.after)?;
        change.bring::<cercle::Entity>("cercles", &rows.cercles.before, &rows.cercles.after)?;
        change.bring::<commune::Entity>("communes", &rows.communes.before, &rows.communes.after)
    }
}

/// The units that are there, by code: those of a list and what they lie in.
struct Known {
    regions: BTreeMap<String, region::Model>,
    provinces: BTreeMap<String, province::Model>,
    cercles: BTreeMap<String, cercle::Model>,
    communes: BTreeMap<String, commune::Model>,
}

impl Known {
    async fn read(change: &Change, units: &[TerritoryUnitInput]) -> Result<Self, Refused> {
        let codes: BTreeSet<&str> = units
            .iter()
            .filter(|unit| unit.code_fits())
            .flat_map(|unit| std::iter::successors(Some(unit.code.as_str()), |code| lies_in(code)))
            .collect();
        let regions = change.find::<region::Entity>().filter(region::Column::Code.is_in(codes.clone())).all().await?;
        let provinces = change.find::<province::Entity>();
        let provinces = provinces.filter(province::Column::Code.is_in(codes.clone())).all().await?;
        let cercles = change.find::<cercle::Entity>().filter(cercle::Column::Code.is_in(codes.clone())).all().await?;
        let communes = change.find::<commune::Entity>().filter(commune::Column::Code.is_in(codes)).all().await?;
        Ok(Self {
            regions: regions.into_iter().map(|row| (row.code.clone(), row)).collect(),
            provinces: provinces.into_iter().map(|row| (row.code.clone(), row)).collect(),
            cercles: cercles.into_iter().map(|row| (row.code.clone(), row)).collect(),
            communes: communes.into_iter().map(|row| (row.code.clone(), row)).collect(),
        })
    }

    fn codes(&self) -> BTreeSet<String> {
        let upper = self.regions.keys().chain(self.provinces.keys());
        upper.chain(self.cercles.keys()).chain(self.communes.keys()).cloned().collect()
    }

    /// The rows of a list that has no mistake; units of a level come after those they lie in.
    fn rows(mut self, units: &[TerritoryUnitInput]) -> Result<Rows, Error> {
        let mut rows = Rows::default();
        let mut units: Vec<_> = units.iter().collect();
        units.sort_by_key(|unit| unit.level);
        for unit in units {
            let (in_arabic, in_french) =
                unit.names.names("names").map_err(|_| Error::internal("a name was not looked at"))?;
            let (valid_from, valid_to) = (unit.valid_from.map(day), unit.valid_to.map(day));
            let code = unit.code.clone();
            match unit.level {
                TerritoryLevel::Region => {
                    let there = self.regions.get(&code).cloned();
                    let id = there.as_ref().map_or(Uuid::now_v7().into(), |row| row.id);
                    let row = region::Model {
                        id,
                        code: code.clone(),
                        name_ar: in_arabic,
                        name_fr: in_french,
                        valid_from,
                        valid_to,
                    };
                    self.regions.insert(code, row.clone());
                    rows.regions.put(there, row);
                }
                TerritoryLevel::Province => {
                    let there = self.provinces.get(&code).cloned();
                    let id = there.as_ref().map_or(Uuid::now_v7().into(), |row| row.id);
                    let region = lies_in(&code).and_then(|region| self.regions.get(region));
                    let region_id = region.ok_or_else(|| Error::internal("a province without its region"))?.id;
                    let kind = unit.province_kind.ok_or_else(|| Error::internal("a province without its kind"))?;
                    let row = province::Model {
                        id,
                        region_id,
                        code: code.clone(),
                        kind,
                        name_ar: in_arabic,
                        name_fr: in_french,
                        valid_from,
                        valid_to,
                    };
                    self.provinces.insert(code, row.clone());
                    rows.provinces.put(there, row);
                }
                TerritoryLevel::Cercle => {
                    let there = self.cercles.get(&code).cloned();
                    let id = there.as_ref().map_or(Uuid::now_v7().into(), |row| row.id);
                    let province_id = self.province_of(&code)?;
                    let row = cercle::Model {
                        id,
                        province_id,
                        code: code.clone(),
                        name_ar: in_arabic,
                        name_fr: in_french,
                        valid_from,
                        valid_to,
                    };
                    self.cercles.insert(code, row.clone());
                    rows.cercles.put(there, row);
                }
                TerritoryLevel::Commune => {
                    let there = self.communes.get(&code).cloned();
                    let id = there.as_ref().map_or(Uuid::now_v7().into(), |row| row.id);
                    let province_id = self.province_of(&code)?;
                    let cercle_id = lies_in(&code).and_then(|cercle| self.cercles.get(cercle)).map(|cercle| cercle.id);
                    let kind = unit.commune_kind.ok_or_else(|| Error::internal("a commune without its kind"))?;
                    let row = commune::Model {
                        id,
                        province_id,
                        cercle_id,
                        code,
                        kind,
                        name_ar: in_arabic,
                        name_fr: in_french,
                        valid_from,
                        valid_to,
                    };
                    rows.communes.put(there, row);
                }
            }
        }
        Ok(rows)
    }

    fn province_of(&self, code: &str) -> Result<entity::id::ProvinceId, Error> {
        let province = self.provinces.get(province_in(code));
        Ok(province.ok_or_else(|| Error::internal("a unit without its province"))?.id)
    }
}

fn day(date: Date) -> NaiveDate {
    date.0
}

/// The rows that a list changes, level by level.
#[derive(Default)]
struct Rows {
    regions: Changed<region::Model>,
    provinces: Changed<province::Model>,
    cercles: Changed<cercle::Model>,
    communes: Changed<commune::Model>,
}

/// Rows as they are, where they are there, and as they shall be.
struct Changed<R> {
    before: Vec<R>,
    after: Vec<R>,
}

impl<R> Default for Changed<R> {
    fn default() -> Self {
        Self { before: Vec::new(), after: Vec::new() }
    }
}

impl<R: PartialEq> Changed<R> {
    fn put(&mut self, before: Option<R>, after: R) {
        if before.as_ref() != Some(&after) {
            self.before.extend(before);
            self.after.push(after);
        }
    }

    fn count(&self) -> Count {
        let updated = i32::try_from(self.before.len()).unwrap_or(i32::MAX);
        Count { created: i32::try_from(self.after.len()).unwrap_or(i32::MAX) - updated, updated }
    }
}

#[derive(Clone, Copy)]
struct Count {
    created: i32,
    updated: i32,
}

impl std::ops::Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { created: self.created + other.created, updated: self.updated + other.updated }
    }
}
