//! The demonstration: Khénifra, whose annual report gives back the figures of the press report of May 2022, and two
//! neighbours, so that slices have something to hide. What the report does not name is marked as demonstration.

mod accounts;
mod applications;
mod bureaus;
mod documents;
mod imports;
mod khenifra;
pub mod national;
mod neighbours;
mod network;
mod notices;
mod partner_systems;
mod releases;
mod returns;
mod rule_sets;
mod staff;
mod supervision;
mod supports;

use entity::id::{AssociationId, DelegationId, EstablishmentId, PartnerId, RegionalCoordinationId};
use entity::installation::Purpose;
use entity::{delegation, partner, regional_coordination, stream};

use super::{key, lay_reference_data, text};
use crate::clock::Clock;
use crate::db::Pool;
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::territory::{province_id, region_id};
use crate::statistics;

pub use accounts::{Accounts, lay as lay_accounts};
pub use documents::lay_files;
pub use partner_systems::{PartnerSystems, lay_secrets};

/// Lays the demonstration. `false`, and nothing done, where the database holds anything else.
pub async fn lay(pool: &Pool, clock: &Clock) -> Result<bool, Error> {
    let settled = pool.purpose().await? == Some(Purpose::Demonstration);
    if !settled && !pool.settle_purpose(Purpose::Demonstration, clock.now()).await? {
        return Ok(false);
    }
    lay_reference_data(pool, clock.now()).await?;
    let mut bulk = pool.bulk(clock.now()).await?;
    lay_institution(&mut bulk).await?;
    // All associations first: some run a house of a neighbour.
    khenifra::lay_associations(&mut bulk).await?;
    neighbours::lay_associations(&mut bulk).await?;
    imports::lay_entered(&mut bulk).await?;
    khenifra::lay(&mut bulk).await?;
    neighbours::lay(&mut bulk).await?;
    returns::lay(&mut bulk).await?;
    bureaus::lay(&mut bulk).await?;
    staff::lay(&mut bulk).await?;
    rule_sets::lay(&mut bulk).await?;
    supports::lay(&mut bulk).await?;
    documents::lay(&mut bulk).await?;
    applications::lay(&mut bulk).await?;
    supervision::lay(&mut bulk).await?;
    partner_systems::lay(&mut bulk).await?;
    // Rows laid in bulk are counted once; from then on the counters are kept by the changes, and a mistake must show.
    if bulk.commit().await? {
        statistics::rebuild(pool, clock.now()).await?;
    }
    releases::lay(pool, clock).await?;
    imports::lay(pool, clock).await?;
    Ok(true)
}

async fn lay_institution(bulk: &mut Bulk) -> Result<(), Error> {
    let coordination = |region: &str, ar: &str, fr: &str| regional_coordination::Model {
        id: coordination_id(region),
        region_id: region_id(region),
        code: format!("EN-{region}"),
        name_ar: text(ar),
        name_fr: text(fr),
        demonstration: true,
        version: 1,
    };
    bulk.lay::<regional_coordination::Entity>(vec![
        coordination("05", "التنسيقية الجهوية بني ملال - خنيفرة", "Coordination régionale de Béni Mellal-Khénifra"),
        coordination("08", "التنسيقية الجهوية درعة - تافيلالت", "Coordination régionale de Drâa-Tafilalet"),
    ])
    .await?;

    let delegation = |province: &str, ar: &str, fr: &str, demonstration| delegation::Model {
        id: delegation_id(province),
        regional_coordination_id: coordination_id(&province[..2]),
        province_id: province_id(province),
        code: format!("EN-{}", province.replace('.', "-")),
        name_ar: text(ar),
        name_fr: text(fr),
        valid_from: None,
        valid_to: None,
        demonstration,
        version: 1,
    };
    bulk.lay::<delegation::Entity>(vec![
        delegation(KHENIFRA, "المندوبية الإقليمية للتعاون الوطني بخنيفرة", "Délégation provinciale de Khénifra", false),
        delegation(
            BENI_MELLAL,
            "المندوبية الإقليمية للتعاون الوطني ببني ملال",
            "Délégation provinciale de Béni Mellal",
            true,
        ),
        delegation(MIDELT, "المندوبية الإقليمية للتعاون الوطني بميدلت", "Délégation provinciale de Midelt", true),
    ])
    .await?;

    bulk.lay::<stream::Entity>(
        [KHENIFRA, BENI_MELLAL, MIDELT].map(|province| stream::Model::new(delegation_id(province).into())).into(),
    )
    .await?;

    let partner = |code: &str, ar: &str, fr: &str, demonstration| partner::Model {
        id: partner_id(code),
        code: code.to_owned(),
        name_ar: text(ar),
        name_fr: text(fr),
        demonstration,
        version: 1,
    };
    bulk.lay::<partner::Entity>(vec![
        partner(INDH, "المبادرة الوطنية للتنمية البشرية", "Initiative nationale pour le développement humain", false),
        partner(OTHER_PARTNER, "شريك نموذجي", "Partenaire de démonstration", true),
    ])
    .await
}

/// Codes of the provinces of the three delegations.
const KHENIFRA: &str = "05.301";
const BENI_MELLAL: &str = "05.091";
const MIDELT: &str = "08.363";

const INDH: &str = "INDH";
const OTHER_PARTNER: &str = "DEMO";

fn coordination_id(region: &str) -> RegionalCoordinationId {
    key("regional_coordination", region, 0)
}

fn delegation_id(province: &str) -> DelegationId {
    key("delegation", province, 0)
}

fn partner_id(code: &str) -> PartnerId {
    key("partner", code, 0)
}

/// The association `number` of a delegation; number 0 is the one that the report names.
fn association_id(province: &str, number: u16) -> AssociationId {
    key("association", &format!("{province}/{number}"), number)
}

fn establishment_id(reference: &str) -> EstablishmentId {
    key("establishment", reference, 0)
}
