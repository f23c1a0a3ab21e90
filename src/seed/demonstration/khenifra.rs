//! Khénifra as the press report of May 2022 tells it: 34 licensed social-protection establishments and 5 being
//! licensed, more than 23 education and training centres, 13 kindergartens, more than 3 social complexes, 2 centres for
//! persons with a disability, three projects with INDH, and the grants of 2021.
//!
//! Where the report says "more than", the register holds one more. Only what it names is not marked as demonstration.

use entity::declared_figure::{Measure, Qualifier};
use entity::establishment_audience::Audience;
use entity::id::AssociationId;
use entity::legal_category::LegalFramework;
use entity::licence_period::LicenceState;
use entity::month::YearMonth;
use entity::{association, declared_figure, grant_line, project, project_partner};

use super::network::{EPS, House, Licence, Places, association, day, demonstration_name, lay_houses, places};
use super::{INDH, KHENIFRA, MIDELT, association_id, delegation_id, establishment_id, network, partner_id};
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::reference::programme_id;
use crate::seed::territory::commune_id;
use crate::seed::{key, text};

const SOURCE: &str = "Press report of the 65th anniversary of Entraide Nationale, delegation of Khénifra, May 2022";

const TOWN: &str = "05.301.01.01";
const AGUELMOUS: &str = "05.301.07.03";
const MOULAY_BOUAZZA: &str = "05.301.07.15";
const COMMUNES: [&str; 22] = [
    TOWN,
    "05.301.01.05",
    "05.301.03.01",
    "05.301.03.03",
    "05.301.03.05",
    "05.301.03.07",
    "05.301.03.09",
    "05.301.03.11",
    "05.301.03.13",
    "05.301.05.01",
    "05.301.05.05",
    "05.301.05.11",
    "05.301.05.13",
    "05.301.05.21",
    "05.301.05.25",
    AGUELMOUS,
    "05.301.07.07",
    "05.301.07.09",
    MOULAY_BOUAZZA,
    "05.301.07.17",
    "05.301.07.19",
    "05.301.07.23",
];
/// Associations that only demonstrate; the report's own is number 0.
const ASSOCIATIONS: u16 = 12;
const LICENSED: usize = 34;
const BEING_LICENSED: usize = 5;

/// The association whose manager has an account, and the house whose director has one.
pub(super) const ASSOCIATION_WITH_ACCOUNT: u16 = 1;
pub(super) const HOUSE_WITH_ACCOUNT: &str = "EPS-05-301-0001";

pub(super) async fn lay_associations(bulk: &mut Bulk) -> Result<(), Error> {
    network::lay_associations(bulk, associations()).await
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    lay_houses(bulk, houses()).await?;
    bulk.lay::<declared_figure::Entity>(declared_figures()?).await?;
    bulk.lay::<grant_line::Entity>(grant_lines()).await?;
    let projects = projects();
    let parts = projects.iter().map(|row| project_partner::Model { project_id: row.id, partner_id: partner_id(INDH) });
    let parts = parts.collect();
    bulk.lay::<project::Entity>(projects).await?;
    bulk.lay::<project_partner::Entity>(parts).await
}

fn associations() -> Vec<association::Model> {
    let named = (
        "جمعية تسيير المركز الاجتماعي للقرب".to_owned(),
        "Association de gestion du centre social de proximité".to_owned(),
    );
    let demonstrating = (1..=ASSOCIATIONS).map(|number| {
        let commune = COMMUNES[usize::from(number) % COMMUNES.len()];
        let name = demonstration_name("جمعية بخنيفرة", "Association de Khénifra", number.into());
        association(KHENIFRA, number, commune_id(commune), name, true)
    });
    std::iter::once(association(KHENIFRA, 0, commune_id(TOWN), named, false)).chain(demonstrating).collect()
}

pub(super) fn houses() -> Vec<House> {
    let mut houses = social_protection();
    houses.extend(complexes());
    houses.extend(centres("CEF", "مركز التربية والتكوين", "Centre d'éducation et de formation", 24, Audience::Youth));
    houses.extend(centres("JE", "روض الأطفال", "Jardin d'enfants", 13, Audience::Children));
    houses.extend(disability_centres());
    houses.push(House {
        association: Some(association_id(KHENIFRA, 0)),
        ..house("CSP-05-301-0001", "CSP", ("المركز الاجتماعي للقرب", "Centre social de proximité"), TOWN)
    });
    houses.push(House {
        audiences: vec![Audience::Women],
        ..house(
            WOMENS_SPACE,
            "EMF",
            ("فضاء متعدد الوظائف للنساء", "Espace multifonctionnel pour femmes"),
            MOULAY_BOUAZZA,
        )
    });
    houses
}

/// A house that the report names, and of which it says no more.
fn house(reference: &str, kind: &'static str, (ar, fr): (&str, &str), commune: &'static str) -> House {
    House {
        province: KHENIFRA,
        reference: reference.to_owned(),
        kind,
        name: (ar.to_owned(), fr.to_owned()),
        commune,
        association: None,
        within: None,
        audiences: Vec::new(),
        capacity: None,
        opened: None,
        licences: Vec::new(),
        demonstration: false,
    }
}

/// The 34 licensed and the 5 being licensed in May 2022. Two of the five were licensed in January 2023, so that a report
/// as of a later month differs.
fn social_protection() -> Vec<House> {
    (0..LICENSED + BEING_LICENSED)
        .map(|index| {
            let (kind, ar, fr, audience) = EPS[index % EPS.len()];
            let number = i32::try_from(index).unwrap_or_default();
            House {
                association: Some(managing_association(index)),
                audiences: vec![audience],
                capacity: Some(places(kind, number)),
                opened: Some(day(2005 + number % 12, 9, 1)),
                licences: licences(index),
                demonstration: true,
                name: demonstration_name(ar, fr, index + 1),
                ..house(&format!("EPS-05-301-{:04}", index + 1), kind, ("", ""), COMMUNES[index % COMMUNES.len()])
            }
        })
        .collect()
}

/// One house in Khénifra is run by an association seated in Midelt.
fn managing_association(index: usize) -> AssociationId {
    match u16::try_from(index).unwrap_or_default() {
        5 => association_id(MIDELT, 1),
        index => association_id(KHENIFRA, index % ASSOCIATIONS + 1),
    }
}

fn licences(index: usize) -> Vec<Licence> {
    let old = index < 20;
    let framework = if old { LegalFramework::Law1405 } else { LegalFramework::Law6515 };
    let span = |state, from, to| Licence { state, framework, from, to };
    if index < LICENSED {
        let licensed_from = if old { day(2010, 3, 1) } else { day(2021, 6, 1) };
        let applied_for = licensed_from - chrono::TimeDelta::days(120);
        vec![
            span(LicenceState::InProgress, applied_for, licensed_from.pred_opt()),
            span(LicenceState::Licensed, licensed_from, None),
        ]
    } else if index < LICENSED + 2 {
        vec![
            span(LicenceState::InProgress, day(2022, 2, 1), Some(day(2023, 1, 14))),
            span(LicenceState::Licensed, day(2023, 1, 15), None),
        ]
    } else {
        vec![span(LicenceState::InProgress, day(2022, 3, 1), None)]
    }
}

const WOMENS_SPACE: &str = "EMF-05-301-0001";
const DISABILITY_CENTER: &str = "CPSH-05-301-0001";
const COMPLEX: &str = "COMPLEX-05-301-0001";
/// A complex that contains centres.
const CONTAINING_COMPLEX: &str = "COMPLEX-05-301-0002";

fn complexes() -> Vec<House> {
    let named = House {
        audiences: vec![Audience::Women, Audience::Children],
        ..house(COMPLEX, "COMPLEX", ("المركب الاجتماعي للمرأة والطفل", "Complexe social femme-enfant"), TOWN)
    };
    let demonstrating = (2..=4).map(|number| House {
        demonstration: true,
        audiences: vec![Audience::Families],
        name: demonstration_name("مركب اجتماعي", "Complexe social", number),
        ..house(&format!("COMPLEX-05-301-{number:04}"), "COMPLEX", ("", ""), COMMUNES[number])
    });
    std::iter::once(named).chain(demonstrating).collect()
}

/// Centres of one kind, half of them run by Entraide Nationale itself; the first two stand within a complex.
fn centres(kind: &'static str, ar: &str, fr: &str, count: usize, audience: Audience) -> Vec<House> {
    (1..=count)
        .map(|number| {
            let within = (number <= 2).then(|| CONTAINING_COMPLEX.to_owned());
            let association = u16::try_from(number).unwrap_or_default() % ASSOCIATIONS + 1;
            House {
                association: (number % 2 == 0).then(|| association_id(KHENIFRA, association)),
                commune: if within.is_some() { COMMUNES[2] } else { COMMUNES[number % COMMUNES.len()] },
                within,
                audiences: vec![audience],
                capacity: Some(Places::Together(30)),
                opened: Some(day(2012, 10, 1)),
                demonstration: true,
                name: demonstration_name(ar, fr, number),
                ..house(&format!("{kind}-05-301-{number:04}"), kind, ("", ""), TOWN)
            }
        })
        .collect()
}

fn disability_centres() -> Vec<House> {
    let name = (
        "مركز تأهيل وإدماج الأشخاص في وضعية إعاقة",
        "Centre de réhabilitation et d'insertion des personnes handicapées",
    );
    let audiences = vec![Audience::PersonsWithDisability];
    vec![
        House { audiences: audiences.clone(), ..house(DISABILITY_CENTER, "CPSH", name, AGUELMOUS) },
        House {
            audiences,
            demonstration: true,
            name: demonstration_name(
                "مركز توجيه ومساعدة الأشخاص في وضعية إعاقة",
                "Centre d'orientation et d'assistance",
                1,
            ),
            ..house("COAPH-05-301-0001", "COAPH", ("", ""), TOWN)
        },
    ]
}

fn declared_figures() -> Result<Vec<declared_figure::Model>, Error> {
    let as_of = YearMonth::try_new(2022, 5).ok_or_else(|| Error::internal("May 2022"))?;
    let figures = [
        (Measure::LicensedEps, 34, Qualifier::Exact),
        (Measure::EpsBeingLicensed, 5, Qualifier::Exact),
        (Measure::Cef, 23, Qualifier::MoreThan),
        (Measure::Kindergartens, 13, Qualifier::Exact),
        (Measure::SocialComplexes, 3, Qualifier::MoreThan),
        (Measure::DisabilityCenters, 2, Qualifier::Exact),
    ];
    let figure = |(order, (measure, value, qualifier)): (u16, _)| declared_figure::Model {
        id: key("declared_figure", &format!("{KHENIFRA}/{measure:?}/{as_of}"), order),
        delegation_id: delegation_id(KHENIFRA),
        measure,
        value,
        qualifier,
        as_of,
        source: SOURCE.to_owned(),
        import_part_id: None,
        demonstration: false,
        version: 1,
    };
    Ok((0..).zip(figures).map(figure).collect())
}

/// The grants of 2021. The report gives the second with "estimated at" and no year; 2021 is inferred from its sentence.
fn grant_lines() -> Vec<grant_line::Model> {
    let line = |order: u16, programme: &str, centimes, ar: &str, fr: &str| grant_line::Model {
        id: key("grant_line", &format!("{KHENIFRA}/2021/{programme}"), order),
        delegation_id: delegation_id(KHENIFRA),
        association_id: None,
        programme_id: programme_id(programme),
        budget_year: 2021,
        year_inferred: false,
        amount_centimes: centimes,
        amount_qualifier: Qualifier::Exact,
        beneficiary_ar: text(ar),
        beneficiary_fr: text(fr),
        source: SOURCE.to_owned(),
        demonstration: false,
        version: 1,
    };
    vec![
        line(
            0,
            "EPS_SUPPORT",
            300_000_000,
            "الجمعيات المشرفة على تسيير وتدبير مؤسسات الرعاية الاجتماعية",
            "Associations gestionnaires d'établissements de protection sociale",
        ),
        grant_line::Model {
            association_id: Some(association_id(KHENIFRA, 0)),
            year_inferred: true,
            amount_qualifier: Qualifier::About,
            ..line(
                1,
                "PROXIMITY_CENTER_SUPPORT",
                16_000_000,
                "جمعية تسيير المركز الاجتماعي للقرب",
                "Association de gestion du centre social de proximité",
            )
        },
        line(
            2,
            "DISABILITY_SUPPORT",
            146_841_100,
            "الجمعيات العاملة في مجال الإعاقة",
            "Associations œuvrant dans le domaine du handicap",
        ),
    ]
}

/// The three projects with INDH that the report names.
pub(super) fn projects() -> Vec<project::Model> {
    let project = |order: u16, house: &str, kind: &str, commune: &str, ar: &str, fr: &str| project::Model {
        id: key("project", house, order),
        delegation_id: delegation_id(KHENIFRA),
        commune_id: commune_id(commune),
        kind_code: text(kind),
        establishment_id: Some(establishment_id(house)),
        association_id: None,
        name_ar: text(ar),
        name_fr: text(fr),
        source: SOURCE.to_owned(),
        demonstration: false,
        version: 1,
    };
    vec![
        project(
            0,
            DISABILITY_CENTER,
            "CPSH",
            AGUELMOUS,
            "مركز تأهيل وإدماج الأشخاص في وضعية إعاقة بأجلموس",
            "Centre de réhabilitation et d'insertion des personnes en situation de handicap, Aguelmous",
        ),
        project(
            1,
            WOMENS_SPACE,
            "EMF",
            MOULAY_BOUAZZA,
            "فضاء متعدد الوظائف للنساء بمولاي بوعزة",
            "Espace multifonctionnel pour femmes, Moulay Bouazza",
        ),
        project(
            2,
            COMPLEX,
            "COMPLEX",
            TOWN,
            "المركب الاجتماعي للمرأة والطفل بخنيفرة",
            "Complexe social de la femme et de l'enfant, Khénifra",
        ),
    ]
}
