//! Territory, as GraphQL shows it.

use async_graphql::{Context, Description, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use derive_more::From;
use entity::commune::CommuneKind;
use entity::language::Language;
use entity::province::ProvinceKind;
use entity::{cercle, commune, commune_alias, province, region, territory_import};

use crate::clock::Date;
use crate::error::Maybe;
use crate::global_id::Global;
use crate::named::Named;
use crate::request::Request;

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
#[derive(Debug, SimpleObject)]
pub(super) struct CommuneAlias {
    /// The language of the spelling.
    language: Language,
    /// The spelling.
    name: String,
    /// Where it was read.
    source: String,
}

/// Between which days a unit exists; flattened into its type.
#[derive(Debug, SimpleObject)]
pub struct Validity {
    /// First day on which it exists; null when it always did, as far as is known.
    pub valid_from: Option<Date>,
    /// Last day on which it exists; null while it does.
    pub valid_to: Option<Date>,
}

impl Validity {
    /// From a row's two columns.
    #[must_use]
    pub fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { valid_from: from.map(Date), valid_to: to.map(Date) }
    }
}

#[Object(use_type_description)]
impl Region {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Official code, two digits: `05`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// Its provinces and prefectures, by code.
    async fn provinces(&self, ctx: &Context<'_>) -> Result<Vec<Province>> {
        let provinces = ctx.children::<province::Entity, region::Entity>(self.0.id).await?;
        Ok(provinces.into_iter().map(Province).collect())
    }

    #[graphql(flatten)]
    async fn validity(&self) -> Validity {
        Validity::new(self.0.valid_from, self.0.valid_to)
    }
}

#[Object(use_type_description)]
impl Province {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Code of the High Commission for Planning, with its region's: `05.301`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Province or prefecture.
    async fn kind(&self) -> ProvinceKind {
        self.0.kind
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// The region it lies in.
    async fn region(&self, ctx: &Context<'_>) -> Maybe<Region> {
        ctx.related::<region::Entity, _>(self.0.region_id).await
    }

    #[graphql(flatten)]
    async fn validity(&self) -> Validity {
        Validity::new(self.0.valid_from, self.0.valid_to)
    }
}

#[Object(use_type_description)]
impl Cercle {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Code of the High Commission for Planning: `05.301.07`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    #[graphql(flatten)]
    async fn validity(&self) -> Validity {
        Validity::new(self.0.valid_from, self.0.valid_to)
    }
}

#[Object(use_type_description)]
impl Commune {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Code of the High Commission for Planning: `05.301.07.03`. A part that starts with X is ours, until the official
    /// one is known.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Municipality or rural commune.
    async fn kind(&self) -> CommuneKind {
        self.0.kind
    }

    #[graphql(flatten)]
    async fn named(&self) -> Named {
        Named::new(self.0.name_ar.as_ref(), self.0.name_fr.as_ref())
    }

    /// Other spellings of its name. Empty where none is known.
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<CommuneAlias>> {
        let aliases = ctx.children::<commune_alias::Entity, commune::Entity>(self.0.id).await?;
        Ok(aliases
            .into_iter()
            .map(|row| CommuneAlias { language: row.language, name: row.name, source: row.source })
            .collect())
    }

    /// The province or prefecture it lies in.
    async fn province(&self, ctx: &Context<'_>) -> Maybe<Province> {
        ctx.related::<province::Entity, _>(self.0.province_id).await
    }

    /// Its cercle; null for a municipality and where unknown.
    async fn cercle(&self, ctx: &Context<'_>) -> Maybe<Cercle> {
        ctx.related::<cercle::Entity, _>(self.0.cercle_id).await
    }

    #[graphql(flatten)]
    async fn validity(&self) -> Validity {
        Validity::new(self.0.valid_from, self.0.valid_to)
    }
}

/// Territorial units that were taken in from a list, in one change.
#[derive(Debug, Description, From)]
pub struct TerritoryImport(pub(crate) territory_import::Model);

#[Object(use_type_description)]
impl TerritoryImport {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Where the list comes from.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// The office day on which it was taken in.
    async fn imported_on(&self) -> Date {
        Date(self.0.imported_on)
    }

    /// Units that were not there before.
    async fn created(&self) -> i32 {
        self.0.created
    }

    /// Units that were there and said something else.
    async fn updated(&self) -> i32 {
        self.0.updated
    }

    /// Units that were there and said the same.
    async fn unchanged(&self) -> i32 {
        self.0.unchanged
    }
}
