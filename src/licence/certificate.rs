//! The certificate of a licence (شهادة الترخيص): an extract of the register, with a code by which everyone verifies it.

use entity::document::DocumentOwnerKind;
use entity::job::JobKind;
use entity::licence_period::{self, LicenceState};
use entity::{commune, competent_authority, delegation, establishment, establishment_kind, legal_category, province};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use sea_orm::sea_query::Order;
use sea_orm::{ActiveEnum, ColumnTrait};
use serde::Serialize;
use uuid::Uuid;

use super::{CertificateCode, LicenceStanding, numbered, standing_of, whole_licence};
use crate::auth::Right;
use crate::clock::written_day;
use crate::db::ScopedDb;
use crate::error::Error;
use crate::printed::{Paper, Printable, Words, find, manager_of, words};
use crate::request::App;
use crate::text::{LocalizedText, Message};

/// The certificate of a licence.
#[derive(Debug)]
pub struct LicenceCertificate;

/// Places in all, and by sex where they are kept apart.
#[derive(Debug, Serialize)]
struct Places {
    total: i32,
    female: Option<i32>,
    male: Option<i32>,
}

/// What `certificate.typ` says.
#[derive(Debug, Serialize)]
pub struct Values {
    delegation: Option<Words>,
    authority: Option<Words>,
    house: Words,
    reference: String,
    kind: Option<Words>,
    category: Option<Words>,
    manager: Option<Words>,
    commune: Option<Words>,
    province: Option<Words>,
    decision: String,
    decided: Option<String>,
    framework: Option<String>,
    places: Option<Places>,
    from: String,
    until: Option<String>,
    code: String,
    address: String,
    /// The address, to be read by a telephone: an SVG.
    square: String,
    demonstration: bool,
}

impl Printable for LicenceCertificate {
    const KIND: JobKind = JobKind::LicenceCertificatePrint;
    const READ: Right = Right::ReadNetwork;
    const CATEGORY: &'static str = "LICENCE_CERTIFICATE";
    const TEMPLATE: &'static str = include_str!("certificate.typ");
    type Entity = licence_period::Entity;
    type Values = Values;

    fn owner(row: &licence_period::Model) -> (DocumentOwnerKind, Uuid) {
        (DocumentOwnerKind::Establishment, row.establishment_id.0)
    }

    /// A certificate is of a licence that is in force, or will be: what is not any more, the code of an earlier paper tells.
    async fn refused(app: &App, db: &ScopedDb, row: &licence_period::Model) -> Result<Option<Message>, Error> {
        let number = row.public_number.filter(|_| row.state == LicenceState::Licensed);
        let Some(number) = number else { return Ok(Some(Message::new("certificate-not-licensed"))) };
        if row.decision_number.is_none() {
            return Ok(Some(Message::new("certificate-without-decision")));
        }
        let house = find::<establishment::Entity>(db, row.establishment_id).await?.ok_or(Error::NotFound)?;
        let spans = db.find::<licence_period::Entity>();
        let spans = spans.filter(licence_period::COLUMN.establishment_id.eq(row.establishment_id));
        let spans = spans.order_by(licence_period::Column::StartsOn, Order::Asc).all().await?;
        let standing = standing_of(&house, &spans, number, app.clock.today());
        Ok(standing.filter(|standing| !standing.holds()).map(LicenceStanding::message))
    }

    async fn paper(app: &App, db: &ScopedDb, row: licence_period::Model) -> Result<Paper<Values>, Error> {
        let code = code_of(app, &row)?.ok_or(Error::NotFound)?;
        let spans = db.find::<licence_period::Entity>().filter(numbered(code.number()));
        let spans = spans.filter(licence_period::COLUMN.establishment_id.eq(row.establishment_id));
        let spans = spans.order_by(licence_period::Column::StartsOn, Order::Asc).all().await?;
        let row = whole_licence(&spans, code.number(), row.starts_on).ok_or(Error::NotFound)?;
        let house = find::<establishment::Entity>(db, row.establishment_id).await?.ok_or(Error::NotFound)?;
        let kind = find::<establishment_kind::Entity>(db, house.kind_code.clone()).await?;
        let category = match row.legal_category_code.as_ref().or(house.legal_category_code.as_ref()) {
            Some(code) => find::<legal_category::Entity>(db, code.clone()).await?,
            None => None,
        };
        let authority = match &row.authority_code {
            Some(code) => find::<competent_authority::Entity>(db, code.clone()).await?,
            None => None,
        };
        let commune = find::<commune::Entity>(db, row.commune_id.unwrap_or(house.commune_id)).await?;
        let province = match &commune {
            Some(commune) => find::<province::Entity>(db, commune.province_id).await?,
            None => None,
        };
        let delegation = find::<delegation::Entity>(db, row.delegation_id).await?;
        let address = address_of(app, code);
        let title = |what: &str, name: Option<&String>| name.map(|name| format!("{what} · {name}"));
        Ok(Paper {
            title: LocalizedText {
                ar: title("شهادة الترخيص", house.name_ar.as_ref()),
                fr: title("Certificat d’autorisation", house.name_fr.as_ref()),
            },
            about: vec![house.reference.clone(), code.written_number()],
            values: Values {
                delegation: delegation.map(|row| words(row.name_ar, row.name_fr)),
                authority: authority.map(|row| words(row.name_ar, row.name_fr)),
                manager: manager_of(db, row.manager_id.or(row.association_id)).await?,
                house: words(house.name_ar, house.name_fr),
                reference: house.reference,
                kind: kind.map(|row| words(row.name_ar, row.name_fr)),
                category: category.map(|row| words(row.name_ar, row.name_fr)),
                commune: commune.map(|row| words(row.name_ar, row.name_fr)),
                province: province.map(|row| words(row.name_ar, row.name_fr)),
                decision: row.decision_number.unwrap_or_default(),
                decided: row.decided_on.map(written_day),
                framework: row.framework.map(|framework| framework.to_value()),
                places: row.capacity_total.map(|total| Places {
                    total,
                    female: row.capacity_female,
                    male: row.capacity_male,
                }),
                from: written_day(row.starts_on),
                until: row.ends_on.map(written_day),
                code: code.to_string(),
                square: square(&address)?,
                address,
                demonstration: row.demonstration,
            },
        })
    }
}

/// The code on the certificate of a span; `None` where it is not licensed.
pub(super) fn code_of(app: &App, row: &licence_period::Model) -> Result<Option<CertificateCode>, Error> {
    let keys = app.gate.keys.now();
    let number = row.public_number.filter(|_| row.state == LicenceState::Licensed);
    number.map(|number| CertificateCode::of(&keys.certificates, number, row.establishment_id)).transpose()
}

/// Where a certificate is verified: only the path, where it is not known by which address this API is reached.
fn address_of(app: &App, code: CertificateCode) -> String {
    format!("{}/register/verify/{code}", app.public_address.as_deref().unwrap_or_default())
}

/// A QR code, without the light around it, which the paper leaves.
fn square(text: &str) -> Result<String, Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Error::internal)?;
    Ok(code.render::<svg::Color<'_>>().quiet_zone(false).build())
}
