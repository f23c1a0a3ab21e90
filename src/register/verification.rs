//! Verifying the code of a certificate: how its licence stands today, and of it and its house what the register tells of those
//! that are licensed.

use chrono::NaiveDate;
use entity::language::Language;
use entity::{
    commune, competent_authority, establishment, establishment_kind, legal_category, licence_period, province, region,
};
use sea_orm::sea_query::Order;
use serde::Serialize;

use super::file::{Around, Listed, named};
use super::object::licensed_category;
use crate::db::{Key, Keyed, ScopedDb};
use crate::error::Error;
use crate::licence::{CertificateCode, LicenceStanding, standing_of, whole_licence};
use crate::request::App;

/// The answer to a code that is right.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// As it should be written.
    code: String,
    /// The day for which this is said.
    on: NaiveDate,
    in_force: bool,
    standing: LicenceStanding,
    /// The same in the reader's language.
    message: String,
    /// The house, and the licence that the code names, from its first day to its last.
    establishment: Listed,
}

/// What a code stands for; `None` where no certificate of this installation has it.
pub async fn verified(app: &App, code: CertificateCode, language: Language) -> Result<Option<Verified>, Error> {
    let db = app.slice_of_a_certificate(code.number());
    let spans = db.find::<licence_period::Entity>().order_by(licence_period::Column::StartsOn, Order::Asc);
    let mut spans = spans.all().await?;
    let keys = app.gate.keys.now();
    // Two licences may have the same number; the seal says of which house it is.
    let mut house = None;
    for span in spans.iter().filter(|span| span.public_number == Some(code.number())) {
        if code.is_of(&keys.certificates, span.establishment_id)? {
            house = Some(span.establishment_id);
            break;
        }
    }
    let Some(house) = house else { return Ok(None) };
    spans.retain(|span| span.establishment_id == house);
    let Some(house) = find::<establishment::Entity>(&db, Some(house)).await? else { return Ok(None) };
    let on = app.clock.today();
    let standing = standing_of(&house, &spans, code.number(), on);
    let Some((standing, licence)) = standing.zip(whole_licence(&spans, code.number(), on)) else { return Ok(None) };
    Ok(Some(Verified {
        code: code.to_string(),
        on,
        in_force: standing == LicenceStanding::InForce,
        standing,
        message: standing.message().text(language),
        establishment: told(&db, house, &licence).await?,
    }))
}

/// A house and its licence, as the register tells them.
async fn told(db: &ScopedDb, house: establishment::Model, licence: &licence_period::Model) -> Result<Listed, Error> {
    let commune = find::<commune::Entity>(db, Some(house.commune_id)).await?;
    let province = find::<province::Entity>(db, commune.as_ref().map(|commune| commune.province_id)).await?;
    let region = find::<region::Entity>(db, province.as_ref().map(|province| province.region_id)).await?;
    let category = licensed_category(&house, Some(licence)).map(str::to_owned);
    let around = Around {
        kind: named!(find::<establishment_kind::Entity>(db, Some(house.kind_code.clone())).await?),
        legal_category: named!(find::<legal_category::Entity>(db, category).await?),
        commune: named!(commune),
        province: named!(province),
        region: named!(region),
        authority: named!(find::<competent_authority::Entity>(db, licence.authority_code.clone()).await?),
    };
    Ok(Listed::of(house, licence, around))
}

async fn find<E: Keyed>(db: &ScopedDb, key: Option<Key<E>>) -> Result<Option<E::Model>, Error> {
    match key {
        Some(key) => db.find_by_key::<E>(key)?.one().await,
        None => Ok(None),
    }
}
