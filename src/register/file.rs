//! The register as files that everyone may fetch: JSON, or CSV with a line for each house.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    commune, competent_authority, establishment, establishment_kind, legal_category, licence_period, province, region,
};
use sea_orm::ActiveEnum;
use sea_orm::sea_query::Order;
use serde::Serialize;

use super::RegisterWhere;
use super::object::{licensed_category, places};
use crate::db::ScopedDb;
use crate::error::Error;

/// A name in both languages; null where it has none in one.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Named {
    pub(super) code: String,
    pub(super) ar: Option<String>,
    pub(super) fr: Option<String>,
}

/// A row with a code and names.
macro_rules! named {
    ($row:expr) => {
        $row.map(|row| crate::register::file::Named {
            code: row.code.clone(),
            ar: row.name_ar.clone(),
            fr: row.name_fr.clone(),
        })
    };
}
pub(super) use named;

/// What a house and its licence point to.
#[derive(Debug)]
pub(super) struct Around {
    pub(super) kind: Option<Named>,
    pub(super) legal_category: Option<Named>,
    pub(super) commune: Option<Named>,
    pub(super) province: Option<Named>,
    pub(super) region: Option<Named>,
    pub(super) authority: Option<Named>,
}

/// A house of the register.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    reference: String,
    name_ar: Option<String>,
    name_fr: Option<String>,
    kind: Named,
    legal_category: Option<Named>,
    commune: Named,
    province: Named,
    region: Named,
    capacity_total: Option<i32>,
    capacity_female: Option<i32>,
    capacity_male: Option<i32>,
    framework: Option<String>,
    decision_number: Option<String>,
    authority: Option<Named>,
    decided_on: Option<NaiveDate>,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
}

/// The houses that the viewer sees and the filter wants, by reference.
pub async fn listed(db: &ScopedDb, filter: &RegisterWhere) -> Result<Vec<Listed>, Error> {
    let houses = filter.narrow(db)?;
    let ids = houses.clone().values_of(establishment::Column::Id);
    let licences = db.find::<licence_period::Entity>();
    let licences = licences.filter(sea_orm::ColumnTrait::in_subquery(&licence_period::Column::EstablishmentId, ids));
    let licences: HashMap<_, _> =
        licences.all().await?.into_iter().map(|licence| (licence.establishment_id, licence)).collect();
    macro_rules! all {
        ($table:ident.$key:ident) => {
            db.find::<$table::Entity>()
                .all()
                .await?
                .into_iter()
                .map(|row| (row.$key.clone(), row))
                .collect::<HashMap<_, _>>()
        };
    }
    let (kinds, categories, authorities) =
        (all!(establishment_kind.code), all!(legal_category.code), all!(competent_authority.code));
    let (communes, provinces, regions) = (all!(commune.id), all!(province.id), all!(region.id));
    let houses = houses.order_by(establishment::Column::Reference, Order::Asc).all().await?;
    let listed = houses.into_iter().filter_map(|house| {
        let licence = licences.get(&house.id)?;
        let commune = communes.get(&house.commune_id);
        let province = commune.and_then(|commune| provinces.get(&commune.province_id));
        let around = Around {
            kind: named!(kinds.get(&house.kind_code)),
            legal_category: named!(licensed_category(&house, Some(licence)).and_then(|code| categories.get(code))),
            commune: named!(commune),
            province: named!(province),
            region: named!(province.and_then(|province| regions.get(&province.region_id))),
            authority: named!(licence.authority_code.as_ref().and_then(|code| authorities.get(code))),
        };
        Some(Listed::of(house, licence, around))
    });
    Ok(listed.collect())
}

impl Listed {
    /// A house, the licence of which something is told, and what both point to.
    pub(super) fn of(house: establishment::Model, licence: &licence_period::Model, around: Around) -> Self {
        let capacity = places(&house, Some(licence));
        Self {
            kind: around.kind.unwrap_or_default(),
            legal_category: around.legal_category,
            commune: around.commune.unwrap_or_default(),
            province: around.province.unwrap_or_default(),
            region: around.region.unwrap_or_default(),
            capacity_total: capacity.total,
            capacity_female: capacity.female,
            capacity_male: capacity.male,
            framework: licence.framework.map(|framework| framework.to_value()),
            decision_number: licence.decision_number.clone(),
            authority: around.authority,
            decided_on: licence.decided_on,
            starts_on: licence.starts_on,
            ends_on: licence.ends_on,
            reference: house.reference,
            name_ar: house.name_ar,
            name_fr: house.name_fr,
        }
    }
}

/// The heads of the columns of the CSV.
const HEADS: [&str; 27] = [
    "reference",
    "name_ar",
    "name_fr",
    "kind",
    "kind_ar",
    "kind_fr",
    "legal_category",
    "legal_category_ar",
    "legal_category_fr",
    "commune",
    "commune_ar",
    "commune_fr",
    "province",
    "province_ar",
    "province_fr",
    "region",
    "region_ar",
    "region_fr",
    "capacity_total",
    "capacity_female",
    "capacity_male",
    "framework",
    "decision_number",
    "authority",
    "decided_on",
    "starts_on",
    "ends_on",
];

/// The register in CSV; what is null is blank.
pub fn csv(listed: &[Listed]) -> Result<Vec<u8>, Error> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(HEADS).map_err(Error::internal)?;
    let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    for house in listed {
        let mut line = vec![house.reference.clone(), plain(house.name_ar.as_ref()), plain(house.name_fr.as_ref())];
        let none = Named::default();
        let category = house.legal_category.as_ref().unwrap_or(&none);
        for named in [&house.kind, category, &house.commune, &house.province, &house.region] {
            line.extend([named.code.clone(), plain(named.ar.as_ref()), plain(named.fr.as_ref())]);
        }
        line.extend([house.capacity_total, house.capacity_female, house.capacity_male].map(number));
        line.extend([house.framework.clone().unwrap_or_default(), plain(house.decision_number.as_ref())]);
        line.push(house.authority.as_ref().map(|authority| authority.code.clone()).unwrap_or_default());
        line.extend([house.decided_on, Some(house.starts_on), house.ends_on].map(day));
        csv.write_record(&line).map_err(Error::internal)?;
    }
    csv.into_inner().map_err(Error::internal)
}

/// A text that no spreadsheet takes for a formula: one that begins like one stands behind an apostrophe.
fn plain(text: Option<&String>) -> String {
    let Some(text) = text else { return String::new() };
    let apostrophe = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { "'" } else { "" };
    format!("{apostrophe}{text}")
}
