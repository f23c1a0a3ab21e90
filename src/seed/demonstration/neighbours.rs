//! Béni Mellal, in Khénifra's own region, and Midelt, in another: all of it demonstration.

use entity::declared_figure::{Measure, Qualifier};
use entity::legal_category::LegalFramework;
use entity::licence_period::LicenceState;
use entity::month::YearMonth;
use entity::{association, declared_figure, grant_line, project, project_partner};

use super::network::{EPS, House, Licence, association, day, demonstration_name, lay_houses, places};
use super::{
    BENI_MELLAL, KHENIFRA, MIDELT, OTHER_PARTNER, association_id, delegation_id, establishment_id, imports, network,
    partner_id,
};
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::reference::programme_id;
use crate::seed::territory::commune_id;
use crate::seed::{key, text};

const SOURCE: &str = "Demonstration";

/// A neighbour: its province, how its name reads in a phrase, its communes.
struct Neighbour {
    province: &'static str,
    place: (&'static str, &'static str),
    communes: [&'static str; 4],
}

const NEIGHBOURS: [Neighbour; 2] = [
    Neighbour {
        province: BENI_MELLAL,
        place: ("ببني ملال", "de Béni Mellal"),
        communes: ["05.091.X1", "05.091.X2", "05.091.X3", "05.091.X4"],
    },
    Neighbour {
        province: MIDELT,
        place: ("بميدلت", "de Midelt"),
        communes: ["08.363.X1", "08.363.X2", "08.363.X3", "08.363.X4"],
    },
];

/// The association whose manager has an account in Midelt, and the house whose director has one.
pub(super) const ASSOCIATION_WITH_ACCOUNT: u16 = 2;
pub(super) const HOUSE_WITH_ACCOUNT: &str = "EPS-08-363-0002";

pub(super) async fn lay_associations(bulk: &mut Bulk) -> Result<(), Error> {
    network::lay_associations(bulk, NEIGHBOURS.iter().flat_map(associations).collect()).await
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    for neighbour in NEIGHBOURS {
        lay_houses(bulk, houses(&neighbour)).await?;
        bulk.lay::<declared_figure::Entity>(vec![declared_figure(neighbour.province)?]).await?;
        bulk.lay::<grant_line::Entity>(vec![grant_line(neighbour.province)]).await?;
    }
    bulk.lay::<declared_figure::Entity>(vec![declared_grants()?]).await?;
    // Béni Mellal also granted to the association of Khénifra that runs a house there.
    bulk.lay::<grant_line::Entity>(vec![grant_line::Model {
        id: key("grant_line", "05.091/2021/khenifra", 1),
        association_id: Some(association_id(KHENIFRA, super::khenifra::ASSOCIATION_WITH_ACCOUNT)),
        ..grant_line(BENI_MELLAL)
    }])
    .await?;
    let project = project();
    let part = project_partner::Model { project_id: project.id, partner_id: partner_id(OTHER_PARTNER) };
    bulk.lay::<project::Entity>(vec![project]).await?;
    bulk.lay::<project_partner::Entity>(vec![part]).await
}

fn associations(neighbour: &Neighbour) -> Vec<association::Model> {
    let Neighbour { province, place: (ar, fr), communes } = neighbour;
    let association = |number: u16| {
        let name = demonstration_name(&format!("جمعية {ar}"), &format!("Association {fr}"), number.into());
        association(province, number, commune_id(communes[usize::from(number) % communes.len()]), name, true)
    };
    (1..=3).map(association).collect()
}

/// The houses of a neighbour.
pub(super) fn houses_of(province: &str) -> Vec<House> {
    NEIGHBOURS.iter().filter(|neighbour| neighbour.province == province).flat_map(houses).collect()
}

/// Eight houses, six of them licensed. One in Béni Mellal is run by an association seated in Khénifra.
fn houses(neighbour: &Neighbour) -> Vec<House> {
    (0..8)
        .map(|index: usize| {
            let (kind, ar, fr, audience) = EPS[index];
            let number = u16::try_from(index).unwrap_or_default();
            let licensed = index < 6;
            House {
                province: neighbour.province,
                reference: format!("EPS-{}-{:04}", neighbour.province.replace('.', "-"), index + 1),
                kind,
                name: demonstration_name(ar, fr, index + 1),
                commune: neighbour.communes[index % neighbour.communes.len()],
                association: Some(if neighbour.province == BENI_MELLAL && index == 7 {
                    association_id(KHENIFRA, super::khenifra::ASSOCIATION_WITH_ACCOUNT)
                } else {
                    association_id(neighbour.province, number % 3 + 1)
                }),
                within: None,
                audiences: vec![audience],
                capacity: Some(places(kind, number.into())),
                opened: Some(day(2014, 9, 1)),
                licences: vec![Licence {
                    state: if licensed { LicenceState::Licensed } else { LicenceState::InProgress },
                    framework: LegalFramework::Law6515,
                    from: if licensed { day(2021, 9, 1) } else { day(2022, 1, 10) },
                    to: None,
                }],
                demonstration: true,
            }
        })
        .collect()
}

/// Midelt and Béni Mellal declare seven licensed houses, where the register has six: a disagreement to be seen.
fn declared_figure(province: &str) -> Result<declared_figure::Model, Error> {
    Ok(declared_figure::Model {
        id: key("declared_figure", &format!("{province}/licensed"), 0),
        delegation_id: delegation_id(province),
        measure: Measure::LicensedEps,
        value: 7,
        qualifier: Qualifier::Exact,
        as_of: YearMonth::try_new(2022, 5).ok_or_else(|| Error::internal("May 2022"))?,
        source: SOURCE.to_owned(),
        import_part_id: None,
        demonstration: true,
        version: 1,
    })
}

/// Midelt declares 200,000 dirhams granted in 2021, where the register has 250,000.50.
fn declared_grants() -> Result<declared_figure::Model, Error> {
    Ok(declared_figure::Model {
        id: key("declared_figure", &format!("{MIDELT}/granted"), 1),
        measure: Measure::GrantsAwarded,
        value: 20_000_000,
        as_of: YearMonth::try_new(2021, 12).ok_or_else(|| Error::internal("December 2021"))?,
        import_part_id: Some(imports::part_of_midelt()),
        ..declared_figure(MIDELT)?
    })
}

fn grant_line(province: &str) -> grant_line::Model {
    grant_line::Model {
        id: key("grant_line", &format!("{province}/2021"), 0),
        delegation_id: delegation_id(province),
        association_id: Some(association_id(province, 2)),
        programme_id: programme_id("EPS_SUPPORT"),
        budget_year: 2021,
        year_inferred: false,
        amount_centimes: 25_000_050,
        amount_qualifier: Qualifier::Exact,
        beneficiary_ar: text("جمعية (نموذج توضيحي 2)"),
        beneficiary_fr: text("Association (démonstration 2)"),
        source: SOURCE.to_owned(),
        demonstration: true,
        version: 1,
    }
}

fn project() -> project::Model {
    let (ar, fr) = demonstration_name("توسعة دار الطالبة بميدلت", "Extension de Dar Taliba, Midelt", 1);
    project::Model {
        id: key("project", "midelt", 0),
        delegation_id: delegation_id(MIDELT),
        commune_id: commune_id("08.363.X1"),
        kind_code: text("DAR_TALIBA"),
        establishment_id: Some(establishment_id(HOUSE_WITH_ACCOUNT)),
        association_id: None,
        name_ar: text(&ar),
        name_fr: text(&fr),
        source: SOURCE.to_owned(),
        demonstration: true,
        version: 1,
    }
}
