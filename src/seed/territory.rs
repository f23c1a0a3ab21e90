//! Territory, read from the files of `territory/`. Codes are those of the High Commission for Planning; a part that
//! starts with X is ours.

use entity::id::{CercleId, CommuneAliasId, CommuneId, ProvinceId, RegionId};
use entity::{cercle, commune, commune_alias, province, region};
use serde::Deserialize;

use super::{key, read, text, value};
use crate::db::bulk::Bulk;
use crate::error::Error;

#[derive(Deserialize)]
pub(super) struct Unit {
    pub(super) code: String,
    #[serde(default)]
    kind: String,
    pub(super) name_ar: String,
    pub(super) name_fr: String,
}

#[derive(Deserialize)]
struct Alias {
    commune_code: String,
    language: String,
    name: String,
    source: String,
}

pub(super) fn commune_id(code: &str) -> CommuneId {
    key("commune", code, 0)
}

pub(super) fn province_id(code: &str) -> ProvinceId {
    key("province", code, 0)
}

pub(super) fn region_id(code: &str) -> RegionId {
    key("region", code, 0)
}

fn cercle_id(code: &str) -> CercleId {
    key("cercle", code, 0)
}

/// The regions, as the file has them.
pub(super) fn regions() -> Result<Vec<Unit>, Error> {
    read(include_str!("territory/regions.csv"))
}

/// The provinces and prefectures, as the file has them.
pub(super) fn provinces() -> Result<Vec<Unit>, Error> {
    read(include_str!("territory/provinces.csv"))
}

/// `05` of `05.301`, `05.301` of `05.301.07`, and so on.
fn within(code: &str) -> &str {
    code.rsplit_once('.').map_or(code, |(within, _)| within)
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    let regions = regions()?.into_iter().map(|unit| region::Model {
        id: region_id(&unit.code),
        name_ar: text(&unit.name_ar),
        name_fr: text(&unit.name_fr),
        code: unit.code,
        valid_from: None,
        valid_to: None,
    });
    bulk.lay::<region::Entity>(regions.collect()).await?;

    let provinces = provinces()?.into_iter().map(|unit| {
        Ok(province::Model {
            id: province_id(&unit.code),
            region_id: region_id(within(&unit.code)),
            kind: value(&unit.kind)?,
            name_ar: text(&unit.name_ar),
            name_fr: text(&unit.name_fr),
            code: unit.code,
            valid_from: None,
            valid_to: None,
        })
    });
    bulk.lay::<province::Entity>(provinces.collect::<Result<_, Error>>()?).await?;

    let cercles: Vec<Unit> = read(include_str!("territory/cercles.csv"))?;
    let known: Vec<String> = cercles.iter().map(|unit| unit.code.clone()).collect();
    let cercles = cercles.into_iter().map(|unit| cercle::Model {
        id: cercle_id(&unit.code),
        province_id: province_id(within(&unit.code)),
        name_ar: text(&unit.name_ar),
        name_fr: text(&unit.name_fr),
        code: unit.code,
        valid_from: None,
        valid_to: None,
    });
    bulk.lay::<cercle::Entity>(cercles.collect()).await?;

    let communes: Vec<Unit> = read(include_str!("territory/communes.csv"))?;
    let communes = communes.into_iter().map(|unit| {
        // A municipality belongs to no cercle, and neither does a commune whose official code is not known.
        let cercle = Some(within(&unit.code)).filter(|code| known.iter().any(|cercle| cercle == code));
        let province: String = unit.code.split('.').take(2).collect::<Vec<_>>().join(".");
        Ok(commune::Model {
            id: commune_id(&unit.code),
            province_id: province_id(&province),
            cercle_id: cercle.map(cercle_id),
            kind: value(&unit.kind)?,
            name_ar: text(&unit.name_ar),
            name_fr: text(&unit.name_fr),
            code: unit.code,
            valid_from: None,
            valid_to: None,
        })
    });
    bulk.lay::<commune::Entity>(communes.collect::<Result<_, Error>>()?).await?;

    let aliases: Vec<Alias> = read(include_str!("territory/aliases.csv"))?;
    let aliases = aliases.into_iter().map(|alias| {
        Ok(commune_alias::Model {
            id: key::<CommuneAliasId>("commune_alias", &format!("{}/{}", alias.commune_code, alias.name), 0),
            commune_id: commune_id(&alias.commune_code),
            language: value(&alias.language)?,
            name: alias.name,
            source: alias.source,
        })
    });
    let aliases = aliases.collect::<Result<Vec<_>, Error>>()?;
    bulk.lay_names(aliases.iter().map(|alias| (alias.id.0, alias.commune_id.0, alias.name.clone()))).await?;
    bulk.lay::<commune_alias::Entity>(aliases).await
}
