//! Staff of the demonstration: of some houses of each delegation, under names that say so.

use chrono::NaiveDate;
use entity::id::StaffMemberId;
use entity::sex::Sex;
use entity::staff_member::{self, StaffContract, StaffEndReason, StaffQualification};

use super::network::{House, day};
use super::{BENI_MELLAL, MIDELT, delegation_id, establishment_id, khenifra, neighbours};
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::{key, text};

/// Somebody who works in a house: function, diploma, contract, first day, dirhams a month.
type Works = (&'static str, StaffQualification, StaffContract, (i32, u32, u32), i64);

/// Who works in each of these houses, the first of whom directs it.
const STAFF: [Works; 4] = [
    ("DIRECTOR", StaffQualification::Bachelor, StaffContract::Permanent, (2021, 9, 1), 6200),
    ("EDUCATOR", StaffQualification::Technician, StaffContract::FixedTerm, (2022, 9, 1), 3800),
    ("COOK", StaffQualification::Primary, StaffContract::Permanent, (2019, 10, 1), 3100),
    ("GUARD", StaffQualification::None, StaffContract::Other, (2020, 1, 15), 2600),
];
/// Houses of Khénifra with staff, by reference, and how many there are of a neighbour.
const IN_KHENIFRA: [&str; 3] = [khenifra::HOUSE_WITH_ACCOUNT, "EPS-05-301-0002", "EPS-05-301-0013"];
const OF_A_NEIGHBOUR: usize = 2;

/// The member of the staff of a house, by the place in the list of who works there.
pub(super) fn member_id(reference: &str, number: u16) -> StaffMemberId {
    key("staff_member", &format!("{reference}/{number}"), number)
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    let houses = khenifra::houses();
    let of_khenifra = houses.iter().filter(|house| IN_KHENIFRA.contains(&house.reference.as_str()));
    let mut staff: Vec<_> = of_khenifra.flat_map(staff_of).collect();
    for province in [BENI_MELLAL, MIDELT] {
        staff.extend(neighbours::houses_of(province).iter().take(OF_A_NEIGHBOUR).flat_map(staff_of));
    }
    bulk.lay::<staff_member::Entity>(staff).await
}

fn staff_of(house: &House) -> Vec<staff_member::Model> {
    let mut staff: Vec<_> = (1..)
        .zip(STAFF)
        .map(|(number, (function, qualification, contract, (year, month, first), cost))| staff_member::Model {
            qualification: Some(qualification),
            contract,
            certified: Some(qualification != StaffQualification::None),
            monthly_cost: Some(cost * 100),
            ..member(house, number, function, day(year, month, first))
        })
        .collect();
    // Who directed it before.
    staff.push(staff_member::Model {
        ended_on: Some(day(2021, 8, 31)),
        end_reason: Some(StaffEndReason::Retirement),
        ..member(house, 5, "DIRECTOR", day(2014, 9, 1))
    });
    staff
}

fn member(house: &House, number: u16, function: &str, started_on: NaiveDate) -> staff_member::Model {
    let shown = format!("{} {number}", house.reference);
    staff_member::Model {
        id: member_id(&house.reference, number),
        establishment_id: establishment_id(&house.reference),
        delegation_id: delegation_id(house.province),
        association_id: house.association,
        name_ar: text(&format!("مستخدم نموذجي {shown}")),
        name_fr: text(&format!("Personne de démonstration {shown}")),
        sex: if number % 2 == 1 { Sex::Female } else { Sex::Male },
        function_code: function.to_owned(),
        directs: function == "DIRECTOR",
        qualification: None,
        certified: None,
        contract: StaffContract::Permanent,
        started_on,
        ended_on: None,
        end_reason: None,
        weekly_hours: Some(44),
        monthly_cost: None,
        demonstration: true,
        version: 1,
    }
}
