//! A country of the size that is expected: the 75 provinces with 82 delegations, 1,500 communes, 4,000 associations, 6,000
//! establishments, 20,000 states of licences, 40,000 grant lines and 30,000 season returns with their figures; at a scale, so
//! many times the last five. All of it is made up, the same each time, and stands beside the demonstration.

use entity::commune::CommuneKind;
use entity::declared_figure::Qualifier;
use entity::establishment::EstablishmentState;
use entity::establishment_audience::Audience;
use entity::id::{AssociationId, CommuneId, DelegationId};
use entity::legal_category::LegalFramework;
use entity::licence_period::LicenceState;
use entity::season_return::SeasonReturnState;
use entity::{
    association, commune, delegation, establishment, establishment_audience, grant_line, licence_period,
    regional_coordination, season_return, season_return_line, stream,
};

use super::network::{EPS, Places, day, places};
use super::returns::{Filled, Forms, Reporting};
use super::{coordination_id, delegation_id, establishment_id};
use crate::clock::Clock;
use crate::db::Pool;
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::licence::number_of;
use crate::seed::reference::programme_id;
use crate::seed::territory::{Unit, province_id, provinces, region_id, regions};
use crate::seed::{key, text};
use crate::statistics;

/// Delegations, one for each province and prefecture, and seven more in Casablanca (2017: 82).
const DELEGATIONS: u32 = 82;
const CASABLANCA: &str = "06.141";
const COMMUNES_OF_A_PROVINCE: u32 = 20;
const ASSOCIATIONS: u32 = 4_000;
const ESTABLISHMENTS: u32 = 6_000;
const LICENCES: u32 = 20_000;
const GRANT_LINES: u32 = 40_000;
/// The years in which the seasons begin of which each house has a return.
const SEASONS: [i32; 2] = [2024, 2025];

/// Rows that are laid at a scale, for a progress bar.
#[must_use]
pub fn rows(scale: u32) -> u64 {
    let returns = ESTABLISHMENTS as usize * SEASONS.len();
    u64::from(scale) * (u64::from(ASSOCIATIONS + ESTABLISHMENTS + LICENCES + GRANT_LINES) + returns as u64)
}

/// Lays it, beside the demonstration that is there; `laid` is told of rows as they are laid.
pub async fn lay(pool: &Pool, clock: &Clock, scale: u32, laid: impl Fn(u64)) -> Result<(), Error> {
    let mut bulk = pool.bulk(clock.now()).await?;
    let delegations = lay_institution(&mut bulk).await?;
    lay_communes(&mut bulk).await?;
    let country = Country { delegations, scale };
    for part in (0..ASSOCIATIONS * scale).collect::<Vec<_>>().chunks(PART) {
        let rows: Vec<_> = part.iter().map(|number| country.association(*number)).collect();
        bulk.lay::<association::Entity>(rows).await?;
        laid(part.len() as u64);
    }
    for part in (0..ESTABLISHMENTS * scale).collect::<Vec<_>>().chunks(PART) {
        let rows: Vec<_> = part.iter().map(|number| country.establishment(*number)).collect();
        let audience = |(number, row): (&u32, &establishment::Model)| establishment_audience::Model {
            establishment_id: row.id,
            audience: kind(*number).3,
        };
        let audiences = part.iter().zip(&rows).map(audience).collect();
        bulk.lay::<establishment::Entity>(rows).await?;
        bulk.lay::<establishment_audience::Entity>(audiences).await?;
        laid(part.len() as u64);
    }
    for part in (0..LICENCES * scale).collect::<Vec<_>>().chunks(PART) {
        bulk.lay::<licence_period::Entity>(part.iter().map(|number| country.licence(*number)).collect()).await?;
        laid(part.len() as u64);
    }
    for part in (0..GRANT_LINES * scale).collect::<Vec<_>>().chunks(PART) {
        bulk.lay::<grant_line::Entity>(part.iter().map(|number| country.grant(*number)).collect()).await?;
        laid(part.len() as u64);
    }
    let forms = Forms::read()?;
    for part in (0..ESTABLISHMENTS * scale).collect::<Vec<_>>().chunks(PART / SEASONS.len()) {
        let (rows, lines): (Vec<_>, Vec<_>) = part.iter().flat_map(|number| country.returns(&forms, *number)).unzip();
        let count = rows.len() as u64;
        bulk.lay::<season_return::Entity>(rows).await?;
        bulk.lay::<season_return_line::Entity>(lines.into_iter().flatten().collect()).await?;
        laid(count);
    }
    bulk.commit().await?;
    statistics::rebuild(pool, clock.now()).await?;
    Ok(())
}

/// Rows of a statement.
const PART: usize = 500;

/// A delegation: its province, and which one of it.
struct Seat {
    id: DelegationId,
    province: String,
    ordinal: u32,
}

async fn lay_institution(bulk: &mut Bulk) -> Result<Vec<Seat>, Error> {
    let coordinations = regions()?.into_iter().map(|region| regional_coordination::Model {
        id: coordination_id(&region.code),
        region_id: region_id(&region.code),
        code: format!("EN-{}", region.code),
        name_ar: text(&format!("التنسيقية الجهوية {}", region.name_ar)),
        name_fr: text(&format!("Coordination régionale de {}", region.name_fr)),
        demonstration: true,
        version: 1,
    });
    bulk.lay::<regional_coordination::Entity>(coordinations.collect()).await?;
    let (mut rows, mut seats) = (Vec::new(), Vec::new());
    let provinces = provinces()?;
    let several = DELEGATIONS - u32::try_from(provinces.len()).map_err(Error::internal)?;
    for province in provinces {
        let more = if province.code == CASABLANCA { several } else { 0 };
        for ordinal in 0..=more {
            let suffix = if ordinal == 0 { String::new() } else { format!("/{ordinal}") };
            let id = delegation_id(&format!("{}{suffix}", province.code));
            rows.push(delegation::Model {
                id,
                regional_coordination_id: coordination_id(&province.code[..2]),
                province_id: province_id(&province.code),
                code: format!("EN-{}{}", province.code.replace('.', "-"), suffix.replace('/', "-")),
                name_ar: text(&format!("المندوبية الإقليمية للتعاون الوطني: {}{suffix}", province.name_ar)),
                name_fr: text(&format!("Délégation de {}{suffix}", province.name_fr)),
                valid_from: None,
                valid_to: None,
                demonstration: true,
                version: 1,
            });
            seats.push(Seat { id, province: province.code.clone(), ordinal });
        }
    }
    let streams = seats.iter().map(|seat| stream::Model::new(seat.id.into())).collect();
    bulk.lay::<delegation::Entity>(rows).await?;
    bulk.lay::<stream::Entity>(streams).await?;
    Ok(seats)
}

async fn lay_communes(bulk: &mut Bulk) -> Result<(), Error> {
    let provinces = provinces()?;
    let of_province = |province: &Unit| -> Vec<commune::Model> {
        (0..COMMUNES_OF_A_PROVINCE)
            .map(|number| commune::Model {
                id: commune_of(&province.code, number),
                province_id: province_id(&province.code),
                cercle_id: None,
                code: format!("{}.X{:03}", province.code, 100 + number),
                kind: if number % 6 == 0 { CommuneKind::Municipality } else { CommuneKind::Rural },
                name_ar: text(&format!("جماعة {} {number}", province.name_ar)),
                name_fr: text(&format!("Commune de {} {number}", province.name_fr)),
                valid_from: None,
                valid_to: None,
            })
            .collect()
    };
    bulk.lay::<commune::Entity>(provinces.iter().flat_map(of_province).collect()).await
}

fn commune_of(province: &str, number: u32) -> CommuneId {
    key("commune", &format!("{province}.X{:03}", 100 + number), 0)
}

/// The kind of an establishment: of ten, eight protect and two teach.
fn kind(number: u32) -> (&'static str, &'static str, &'static str, Audience) {
    match number / DELEGATIONS % 10 {
        8 => ("CEF", "مركز التربية والتكوين", "Centre d'éducation et de formation", Audience::Youth),
        9 => ("JE", "روض الأطفال", "Jardin d'enfants", Audience::Children),
        social => EPS[social as usize],
    }
}

/// Number `n` of each thing is of delegation `n % 82`, where it is number `n / 82`.
struct Country {
    delegations: Vec<Seat>,
    scale: u32,
}

impl Country {
    fn seat(&self, number: u32) -> &Seat {
        &self.delegations[(number % DELEGATIONS) as usize]
    }

    fn association_id(number: u32) -> AssociationId {
        key("association", &format!("national/{number}"), 0)
    }

    fn association(&self, number: u32) -> association::Model {
        let seat = self.seat(number);
        let (local, year) = (number / DELEGATIONS, 2005 + i32::try_from(number % 15).unwrap_or_default());
        association::Model {
            id: Self::association_id(number),
            delegation_id: seat.id,
            commune_id: Some(commune_of(&seat.province, local % COMMUNES_OF_A_PROVINCE)),
            name_ar: text(&format!("جمعية العمل الاجتماعي {number}")),
            name_fr: text(&format!("Association d'action sociale {number}")),
            provisional_receipt_number: text(&format!("{number}/{year}")),
            provisional_receipt_on: Some(day(year, 3, 4)),
            final_receipt_number: text(&format!("{number}/{year}/D")),
            final_receipt_on: Some(day(year, 5, 2)),
            bureau_elected_on: Some(day(2024, 1 + number % 12, 15)),
            bureau_mandate_ends_on: Some(day(2027, 1 + number % 12, 15)),
            bank_account_id: None,
            import_part_id: None,
            demonstration: true,
            version: 1,
        }
    }

    fn reference(&self, number: u32) -> String {
        let seat = self.seat(number);
        let prefix = match kind(number).0 {
            wide @ ("CEF" | "JE") => wide,
            _ => "EPS",
        };
        // Those of the demonstration end before 1000; each delegation of one province has its own thousand.
        let local = 1000 + 1000 * seat.ordinal + number / DELEGATIONS;
        format!("{prefix}-{}-{local:04}", seat.province.replace('.', "-"))
    }

    fn establishment(&self, number: u32) -> establishment::Model {
        let seat = self.seat(number);
        let (kind_code, ar, fr, _) = kind(number);
        let local = number / DELEGATIONS;
        let (capacity_total, capacity_female, capacity_male) = match places(kind_code, (local % 50).cast_signed()) {
            Places::Together(total) => (Some(total), None, None),
            Places::Apart { female, male } => (Some(female + male), Some(female), Some(male)),
        };
        // Of the delegation's own associations, one after the other; one house in eight is the institution's.
        let own = ASSOCIATIONS * self.scale / DELEGATIONS;
        let association =
            (!local.is_multiple_of(8)).then(|| Self::association_id(local % own * DELEGATIONS + number % DELEGATIONS));
        let reference = self.reference(number);
        establishment::Model {
            id: establishment_id(&reference),
            delegation_id: seat.id,
            association_id: association,
            parent_id: None,
            commune_id: commune_of(&seat.province, local % COMMUNES_OF_A_PROVINCE),
            kind_code: kind_code.to_owned(),
            legal_category_code: None,
            reference,
            name_ar: text(&format!("{ar} {number}")),
            name_fr: text(&format!("{fr} {number}")),
            state: EstablishmentState::Open,
            capacity_total,
            capacity_female,
            capacity_male,
            opened_on: Some(day(2000 + (number % 20).cast_signed(), 9, 1)),
            closed_on: None,
            present_declared: None,
            import_part_id: None,
            demonstration: true,
            version: 1,
        }
    }

    /// Every house has had three states or four: in turn applied for and licensed, the last of them open.
    fn licence(&self, number: u32) -> licence_period::Model {
        let houses = ESTABLISHMENTS * self.scale;
        let (house, turn) = (number % houses, (number / houses).cast_signed());
        let turns = (LICENCES / ESTABLISHMENTS).cast_signed()
            + i32::from(house < houses * (LICENCES % ESTABLISHMENTS) / ESTABLISHMENTS);
        let row = self.establishment(house);
        let id = key("licence_period", &format!("{}/{turn}", row.reference), 0);
        let state = if turn % 2 == 0 { LicenceState::InProgress } else { LicenceState::Licensed };
        licence_period::Model {
            id,
            establishment_id: row.id,
            delegation_id: row.delegation_id,
            association_id: row.association_id,
            state,
            framework: Some(LegalFramework::Law1405),
            decision_number: None,
            authority_code: None,
            decided_on: None,
            capacity_total: None,
            capacity_female: None,
            capacity_male: None,
            legal_category_code: None,
            commune_id: None,
            manager_id: None,
            application_id: None,
            public_number: (state == LicenceState::Licensed).then(|| number_of(id)),
            starts_on: day(2019 + turn, 1, 1),
            ends_on: (turn + 1 < turns).then(|| day(2019 + turn, 12, 31)),
            import_part_id: None,
            demonstration: true,
            version: 1,
        }
    }

    /// A validated return for each season; one house in nine has more people than places.
    fn returns(&self, forms: &Forms, number: u32) -> Vec<Filled> {
        let row = self.establishment(number);
        let places = row.capacity_total.unwrap_or(30);
        let house = Reporting {
            id: row.id,
            delegation_id: row.delegation_id,
            association_id: row.association_id,
            reference: row.reference,
            kind: kind(number).0,
            capacity: row
                .capacity_total
                .map(|total| (total, row.capacity_female.zip(row.capacity_male).map(Into::into))),
            demonstration: true,
        };
        let seasons = SEASONS.into_iter().filter_map(|year| {
            let usual = places * (85 + (number.cast_signed() + year) % 16) / 100;
            let served = if number.is_multiple_of(9) { places * 3 / 2 } else { usual };
            forms.season(&house, year, served, SeasonReturnState::Validated)
        });
        seasons.collect()
    }

    /// Ten lines for each association, one for each year from 2017.
    fn grant(&self, number: u32) -> grant_line::Model {
        let associations = ASSOCIATIONS * self.scale;
        let (association, turn) = (number % associations, number / associations);
        let programme = ["EPS_SUPPORT", "DISABILITY_SUPPORT", "PROXIMITY_CENTER_SUPPORT"][association as usize % 3];
        grant_line::Model {
            id: key("grant_line", &format!("national/{number}"), 0),
            delegation_id: self.seat(association).id,
            association_id: Some(Self::association_id(association)),
            programme_id: programme_id(programme),
            budget_year: 2017 + turn.cast_signed(),
            year_inferred: false,
            amount_centimes: 1_000_000 + i64::from(number % 997) * 12_345,
            amount_qualifier: Qualifier::Exact,
            beneficiary_ar: text(&format!("جمعية العمل الاجتماعي {association}")),
            beneficiary_fr: text(&format!("Association d'action sociale {association}")),
            source: "Made up to measure".to_owned(),
            demonstration: true,
            version: 1,
        }
    }
}
