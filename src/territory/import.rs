//! Taking in territorial units from a list. A unit is known by its official code, which names what it lies in: the commune
//! `05.301.07.03` lies in the cercle `05.301.07`, in the province `05.301`, in the region `05`.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{Context, Enum, InputObject, Object, Result};
use chrono::NaiveDate;
use entity::commune::CommuneKind;
use entity::id::{StreamId, TerritoryImportId};
use entity::province::ProvinceKind;
use entity::{cercle, commune, province, region, territory_import};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::TerritoryImport;
use crate::auth::Right;
use crate::clock::Date;
use crate::db::change::MOST_ROWS;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::named::{LocalizedTextInput, needed_text};
use crate::request::{Request, payload};
use crate::text::Message;

/// Longest naming of a source, in characters.
const LONGEST_SOURCE: usize = 500;

/// Taking in territory.
#[derive(Debug, Default)]
pub struct TerritoryMutation;

/// The levels of territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum)]
pub enum TerritoryLevel {
    /// جهة, region: code `05`.
    Region,
    /// إقليم أو عمالة, province or prefecture: code `05.301`.
    Province,
    /// دائرة, cercle: code `05.301.07`.
    Cercle,
    /// جماعة, commune: code `05.301.07.03`.
    Commune,
}

/// A territorial unit of a list.
#[derive(Clone, Debug, InputObject)]
pub struct TerritoryUnitInput {
    /// Its level.
    pub level: TerritoryLevel,
    /// Its code of the High Commission for Planning, with the codes of what it lies in: `05.301.07.03`.
    pub code: String,
    /// Its name.
    pub names: LocalizedTextInput,
    /// Whether it is a province or a prefecture: for a unit of that level, and no other.
    pub province_kind: Option<ProvinceKind>,
    /// Whether it is a municipality or rural: for a commune, and no other.
    pub commune_kind: Option<CommuneKind>,
    /// First day on which it exists; none where it always did.
    pub valid_from: Option<Date>,
    /// Last day on which it exists; none while it does.
    pub valid_to: Option<Date>,
}

/// Units to be taken in.
#[derive(Clone, Debug, InputObject)]
pub struct TerritoryImportInput {
    /// Made by the client, 8 to 128 characters: sending it twice takes the units in once.
    pub idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub validate_only: bool,
    /// Where the list comes from, 500 characters at most.
    pub source: String,
    /// The units, 500 at most; what a unit lies in is there already, or in the list.
    pub units: Vec<TerritoryUnitInput>,
}

payload!(TerritoryImportPayload { territory_import: TerritoryImport });

#[Object]
impl TerritoryMutation {
    /// Takes in territorial units: those whose code is not there are entered, those that are there say afterwards what the
    /// list says. All or nothing. A commune that came before its cercle is put into it when the list is sent again. Needs
    /// the right KEEP_TERRITORY.
    async fn territory_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The units.")] input: TerritoryImportInput,
    ) -> Result<TerritoryImportPayload> {
        ctx.require(Right::KeepTerritory)?;
        Ok(ctx.change(input).await?.into())
    }
}

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

/// `05.301` of `05.301.07`; none of a region's code.
fn lies_in(code: &str) -> Option<&str> {
    code.rsplit_once('.').map(|(within, _)| within)
}

/// The code of the province in the code of a commune.
fn province_in(code: &str) -> &str {
    code.match_indices('.').nth(1).map_or(code, |(at, _)| &code[..at])
}

impl TerritoryUnitInput {
    /// Whether its code is one of its level. A commune whose official code is not known has one of ours, in its province.
    fn code_fits(&self) -> bool {
        let parts: Vec<_> = self.code.split('.').collect();
        let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        let ours = |part: &str| part.strip_prefix('X').is_some_and(|rest| digits(rest, 1) || digits(rest, 2));
        match (self.level, parts.as_slice()) {
            (TerritoryLevel::Region, [region]) => digits(region, 2),
            (TerritoryLevel::Province, [region, province]) => digits(region, 2) && digits(province, 3),
            (TerritoryLevel::Cercle, [region, province, cercle]) => {
                digits(region, 2) && digits(province, 3) && digits(cercle, 2)
            }
            (TerritoryLevel::Commune, [region, province, commune]) => {
                digits(region, 2) && digits(province, 3) && ours(commune)
            }
            (TerritoryLevel::Commune, [region, province, cercle, commune]) => {
                digits(region, 2) && digits(province, 3) && digits(cercle, 2) && digits(commune, 2)
            }
            (
                TerritoryLevel::Region | TerritoryLevel::Province | TerritoryLevel::Cercle | TerritoryLevel::Commune,
                _,
            ) => false,
        }
    }

    /// The code of what it must lie in. The cercle of a commune may be unknown; municipalities lie in none.
    fn must_lie_in(&self) -> Option<&str> {
        match self.level {
            TerritoryLevel::Commune => Some(province_in(&self.code)),
            TerritoryLevel::Region | TerritoryLevel::Province | TerritoryLevel::Cercle => lies_in(&self.code),
        }
    }

    /// What is wrong with it, but for its name.
    fn mistakes(&self, all: &BTreeSet<&str>) -> Vec<Mistake> {
        let code: String = self.code.chars().take(64).collect();
        let mut mistakes = Vec::new();
        let mut wrong = |code, message, path| mistakes.push(Mistake::new(code, message, path));
        if !self.code_fits() {
            wrong(UserErrorCode::Invalid, Message::new("territory-code").with("code", code), "code");
        } else if let Some(within) = self.must_lie_in().filter(|within| !all.contains(within)) {
            let message = Message::new("territory-within").with("code", code).with("within", within);
            wrong(UserErrorCode::NotFound, message, "code");
        }
        for (given, wanted, field) in [
            (self.province_kind.is_some(), self.level == TerritoryLevel::Province, "provinceKind"),
            (self.commune_kind.is_some(), self.level == TerritoryLevel::Commune, "communeKind"),
        ] {
            match (given, wanted) {
                (false, true) => wrong(UserErrorCode::Blank, Message::new("text-empty"), field),
                (true, false) => wrong(UserErrorCode::Invalid, Message::new("territory-kind"), field),
                (true, true) | (false, false) => {}
            }
        }
        if self.valid_from.zip(self.valid_to).is_some_and(|(from, to)| to.0 < from.0) {
            wrong(UserErrorCode::Invalid, Message::new("territory-validity"), "validTo");
        }
        mistakes
    }
}

/// Everything that is wrong with a list, where the units of `there` are there already.
#[must_use]
pub fn mistakes(units: &[TerritoryUnitInput], there: &BTreeSet<String>) -> Vec<Mistake> {
    let all = units.iter().map(|unit| unit.code.as_str()).chain(there.iter().map(String::as_str)).collect();
    let mut listed = BTreeSet::new();
    let mut found = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        let mut own = unit.mistakes(&all);
        own.extend(unit.names.names("names").err().unwrap_or_default());
        if !listed.insert(&unit.code) {
            let code: String = unit.code.chars().take(64).collect();
            own.push(Mistake::new(UserErrorCode::Invalid, Message::new("territory-twice").with("code", code), "code"));
        }
        found.extend(own.into_iter().map(|mistake| mistake.in_item("units", index)));
    }
    found
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
