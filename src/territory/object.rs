//! Territory, as GraphQL shows it.

use async_graphql::Description;
use chrono::NaiveDate;
use derive_more::From;
use entity::commune::CommuneKind;
use entity::id::{CercleId, CommuneId, ProvinceId, RegionId, TerritoryImportId};
use entity::language::Language;
use entity::province::ProvinceKind;
use entity::{cercle, commune, commune_alias, province, region, territory_import};

use crate::lane::declare;

/// A region (جهة, région) of the division of decree 2-15-40.
#[derive(Debug, Description, From)]
pub struct Region(pub(crate) region::Model);

/// A province or prefecture (إقليم أو عمالة).
#[derive(Debug, Description, From)]
pub struct Province(pub(crate) province::Model);

/// A cercle (دائرة), between a province and its rural communes.
#[derive(Debug, Description, From)]
pub struct Cercle(pub(crate) cercle::Model);

/// A commune (جماعة).
#[derive(Debug, Description, From)]
pub struct Commune(pub(crate) commune::Model);

/// Another spelling of a commune's name, as documents or data sets write it.
#[derive(Debug, Description, From)]
pub(crate) struct CommuneAlias(commune_alias::Model);

declare! {
    Region of region {
        /// Global id.
        id: RegionId;

        /// Official code, two digits: `05`.
        code: String;

        named;

        /// Its provinces and prefectures, by code.
        provinces: [Province];

        validity;
    }
}

declare! {
    Province of province {
        /// Global id.
        id: ProvinceId;

        /// Code of the High Commission for Planning, with its region's: `05.301`.
        code: String;

        /// Province or prefecture.
        kind: ProvinceKind;

        named;

        /// The region it lies in.
        region: Region by region_id;

        validity;
    }
}

declare! {
    Cercle of cercle {
        /// Global id.
        id: CercleId;

        /// Code of the High Commission for Planning: `05.301.07`.
        code: String;

        named;

        validity;
    }
}

declare! {
    Commune of commune {
        /// Global id.
        id: CommuneId;

        /// Code of the High Commission for Planning: `05.301.07.03`. A part that starts with X is ours, until the official
        /// one is known.
        code: String;

        /// Municipality or rural commune.
        kind: CommuneKind;

        named;

        /// Other spellings of its name. Empty where none is known.
        aliases: [CommuneAlias];

        /// The province or prefecture it lies in.
        province: Province by province_id;

        /// Its cercle; null for a municipality and where unknown.
        cercle: Cercle by cercle_id;

        validity;
    }
}

declare! {
    CommuneAlias of commune_alias {
        /// The language of the spelling.
        language: Language;

        /// The spelling.
        name: String;

        /// Where it was read.
        source: String;
    }
}

/// Territorial units that were taken in from a list, in one change.
#[derive(Debug, Description, From)]
pub struct TerritoryImport(pub(crate) territory_import::Model);

declare! {
    TerritoryImport of territory_import {
        /// Global id.
        id: TerritoryImportId;

        /// Where the list comes from.
        source: String;

        /// The office day on which it was taken in.
        imported_on: NaiveDate;

        /// Units that were not there before.
        created: i32;

        /// Units that were there and said something else.
        updated: i32;

        /// Units that were there and said the same.
        unchanged: i32;
    }
}
