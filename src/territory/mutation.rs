//! Taking in territorial units from a list.

use async_graphql::{Context, Enum, InputObject, Object, Result};
use entity::commune::CommuneKind;
use entity::province::ProvinceKind;

use super::TerritoryImport;
use crate::auth::Right;
use crate::clock::Date;
use crate::named::LocalizedTextInput;
use crate::request::{Request, payload};

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
