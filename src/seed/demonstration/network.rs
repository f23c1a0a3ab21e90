//! Houses and associations of the demonstration, in the words of a list.

use chrono::{Months, NaiveDate};
use entity::bank_account::BankAccountState;
use entity::establishment::EstablishmentState;
use entity::establishment_audience::Audience;
use entity::id::{AssociationId, BankAccountId, CommuneId};
use entity::legal_category::LegalFramework;
use entity::licence_period::LicenceState;
use entity::{association, bank_account, establishment, establishment_audience, licence_period};

use super::{association_id, delegation_id, establishment_id};
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::licence::number_of;
use crate::seed::territory::commune_id;
use crate::seed::{key, text};

/// A house, before it is given its rows.
pub(super) struct House {
    pub(super) province: &'static str,
    pub(super) reference: String,
    pub(super) kind: &'static str,
    pub(super) name: (String, String),
    pub(super) commune: &'static str,
    pub(super) association: Option<AssociationId>,
    pub(super) within: Option<String>,
    pub(super) audiences: Vec<Audience>,
    pub(super) capacity: Option<Places>,
    pub(super) opened: Option<NaiveDate>,
    pub(super) licences: Vec<Licence>,
    pub(super) demonstration: bool,
}

/// Places of a house.
#[derive(Clone, Copy)]
pub(super) enum Places {
    Together(i32),
    Apart { female: i32, male: i32 },
}

/// A span of a licence.
#[derive(Clone)]
pub(super) struct Licence {
    pub(super) state: LicenceState,
    pub(super) framework: LegalFramework,
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
}

/// A day that the calendar has.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// The kinds of social-protection establishments that the demonstration deals out in turn: kind, name, audience.
pub(super) const EPS: [(&str, &str, &str, Audience); 8] = [
    ("DAR_TALIBA", "دار الطالبة", "Dar Taliba", Audience::SchooledChildren),
    ("DAR_TALIB", "دار الطالب", "Dar Talib", Audience::SchooledChildren),
    ("DAR_TALIB_MIXED", "دار الطالب والطالبة", "Dar Talib et Taliba", Audience::SchooledChildren),
    ("DAR_TILMID", "دار التلميذ", "Dar Tilmid", Audience::SchooledChildren),
    ("DAR_AL_OUMOUMA", "دار الأمومة", "Dar Al Oumouma", Audience::Women),
    ("ELDERLY_HOME", "دار المسنين", "Maison pour personnes âgées", Audience::Elderly),
    ("WOMEN_HOME", "مركز للنساء في وضعية صعبة", "Centre pour femmes en situation difficile", Audience::Women),
    ("CHILDREN_HOME", "دار الأطفال", "Maison d'enfants", Audience::Children),
];

/// The places of a house of a kind.
pub(super) fn places(kind: &str, number: i32) -> Places {
    let size = 24 + number % 5 * 12;
    match kind {
        "DAR_TALIBA" | "DAR_AL_OUMOUMA" | "WOMEN_HOME" => Places::Apart { female: size, male: 0 },
        "DAR_TALIB" => Places::Apart { female: 0, male: size },
        "DAR_TALIB_MIXED" | "DAR_TILMID" | "ELDERLY_HOME" | "CHILDREN_HOME" => {
            Places::Apart { female: size / 2, male: size / 2 }
        }
        _ => Places::Together(size),
    }
}

/// A name that says that it demonstrates.
pub(super) fn demonstration_name(ar: &str, fr: &str, number: usize) -> (String, String) {
    (format!("{ar} (نموذج توضيحي {number})"), format!("{fr} (démonstration {number})"))
}

/// Lays houses with their audiences and licences. A complex comes before what it contains.
pub(super) async fn lay_houses(bulk: &mut Bulk, houses: Vec<House>) -> Result<(), Error> {
    let mut audiences = Vec::new();
    let mut licences = Vec::new();
    let mut rows = Vec::new();
    for house in houses {
        let id_of_house = establishment_id(&house.reference);
        let delegation_id = delegation_id(house.province);
        audiences.extend(
            house
                .audiences
                .iter()
                .map(|audience| establishment_audience::Model { establishment_id: id_of_house, audience: *audience }),
        );
        let (capacity_total, capacity_female, capacity_male) = match house.capacity {
            None => (None, None, None),
            Some(Places::Together(total)) => (Some(total), None, None),
            Some(Places::Apart { female, male }) => (Some(female + male), Some(female), Some(male)),
        };
        for licence in &house.licences {
            let id = key("licence_period", &format!("{}/{}", house.reference, licence.from), 0);
            let row = licence_period::Model {
                id,
                establishment_id: id_of_house,
                delegation_id,
                association_id: house.association,
                state: licence.state,
                framework: Some(licence.framework),
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
                public_number: None,
                starts_on: licence.from,
                ends_on: licence.to,
                import_part_id: None,
                demonstration: house.demonstration,
                version: 1,
            };
            licences.push(if licence.state == LicenceState::Licensed {
                licence_period::Model {
                    decision_number: Some(format!("DEMO-{}", house.reference)),
                    authority_code: Some("SOCIAL_DEVELOPMENT".to_owned()),
                    decided_on: Some(licence.from),
                    capacity_total,
                    capacity_female,
                    capacity_male,
                    legal_category_code: legal_category(house.kind).and_then(text),
                    public_number: Some(number_of(id)),
                    ..row
                }
            } else {
                row
            });
        }
        rows.push(establishment::Model {
            id: id_of_house,
            delegation_id,
            association_id: house.association,
            parent_id: house.within.as_deref().map(establishment_id),
            commune_id: commune_id(house.commune),
            kind_code: house.kind.to_owned(),
            legal_category_code: legal_category(house.kind).and_then(text),
            reference: house.reference,
            name_ar: text(&house.name.0),
            name_fr: text(&house.name.1),
            state: EstablishmentState::Open,
            capacity_total,
            capacity_female,
            capacity_male,
            opened_on: house.opened,
            closed_on: None,
            present_declared: None,
            import_part_id: None,
            demonstration: house.demonstration,
            version: 1,
        });
    }
    rows.sort_by_key(|row| row.parent_id.is_some());
    bulk.lay::<establishment::Entity>(rows).await?;
    bulk.lay::<establishment_audience::Entity>(audiences).await?;
    bulk.lay::<licence_period::Entity>(licences).await
}

/// The category of the law of a kind of house; none where no law asks for a licence.
pub(super) fn legal_category(kind: &str) -> Option<&'static str> {
    match kind {
        "DAR_TALIB" | "DAR_TALIBA" | "DAR_TALIB_MIXED" | "DAR_TILMID" => Some("LAW_65_15_SCHOOLED_CHILDREN"),
        "CHILDREN_HOME" => Some("LAW_65_15_ABANDONED_CHILDREN"),
        "WOMEN_HOME" | "DAR_AL_OUMOUMA" => Some("LAW_65_15_WOMEN"),
        "ELDERLY_HOME" => Some("LAW_65_15_ELDERLY"),
        "CPSH" => Some("LAW_65_15_DISABILITY"),
        _ => None,
    }
}

/// Lays an association with its seat in a delegation.
pub(super) fn association(
    province: &str,
    number: u16,
    commune: CommuneId,
    (ar, fr): (String, String),
    demonstration: bool,
) -> association::Model {
    let elected = day(2023, u32::from(number % 12) + 1, 15);
    association::Model {
        id: association_id(province, number),
        delegation_id: delegation_id(province),
        commune_id: Some(commune),
        name_ar: text(&ar),
        name_fr: text(&fr),
        // What the report does not name is not made up for an association that it does.
        provisional_receipt_number: demonstration.then(|| format!("{number}/2019")),
        provisional_receipt_on: demonstration.then(|| day(2019, 3, 4)),
        final_receipt_number: (demonstration && !number.is_multiple_of(4)).then(|| format!("{number}/2019/D")),
        final_receipt_on: (demonstration && !number.is_multiple_of(4)).then(|| day(2019, 5, 2)),
        bureau_elected_on: demonstration.then_some(elected),
        // Three years, of which some have passed and some have not.
        bureau_mandate_ends_on: demonstration.then(|| elected + Months::new(36 + 12 * u32::from(number % 2))),
        bank_account_id: has_account(number, demonstration).then(|| bank_account_id(association_id(province, number))),
        import_part_id: None,
        demonstration,
        version: 1,
    }
}

/// Of four associations that demonstrate, three have a bank account.
fn has_account(number: u16, demonstration: bool) -> bool {
    demonstration && number % 4 != 3
}

fn bank_account_id(association: AssociationId) -> BankAccountId {
    key("bank_account", &association.0.to_string(), 0)
}

/// Lays associations with their bank accounts: approved, or, where there is none yet, proposed.
pub(super) async fn lay_associations(bulk: &mut Bulk, associations: Vec<association::Model>) -> Result<(), Error> {
    let accounts = associations.iter().filter(|association| association.demonstration).map(|association| {
        let approved = association.bank_account_id.is_some();
        bank_account::Model {
            id: bank_account_id(association.id),
            association_id: association.id,
            delegation_id: association.delegation_id,
            // No bank has the code 999.
            rib: rib(&format!("999780{:016}", association.id.0.as_u128() % 10_000_000_000)),
            state: if approved { BankAccountState::Approved } else { BankAccountState::Proposed },
            proposed_by: key("account", "who proposes in the demonstration", 0),
            proposed_on: day(2024, 1, 10),
            decided_by: approved.then(|| key("account", "who approves in the demonstration", 0)),
            decided_on: approved.then(|| day(2024, 1, 12)),
            demonstration: true,
            version: 1,
        }
    });
    let accounts = accounts.collect();
    bulk.lay::<association::Entity>(associations).await?;
    bulk.lay::<bank_account::Entity>(accounts).await
}

/// 22 digits with the key that fits them.
fn rib(digits: &str) -> String {
    let rest = digits.bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("{digits}{:02}", 97 - rest * 100 % 97)
}
