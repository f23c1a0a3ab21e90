//! Renewals of bureaus of the demonstration: of the two associations whose people have accounts, the bureau that their file
//! names; of the first also the one before it.

use chrono::NaiveDate;
use entity::bureau_member::{self, BureauFunction};
use entity::bureau_renewal;
use entity::id::BureauRenewalId;

use super::network::day;
use super::{KHENIFRA, MIDELT, association_id, delegation_id, khenifra, neighbours};
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::{key, text};

const FUNCTIONS: [BureauFunction; 4] =
    [BureauFunction::President, BureauFunction::SecretaryGeneral, BureauFunction::Treasurer, BureauFunction::Adviser];

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    let renewals = vec![
        renewal(KHENIFRA, khenifra::ASSOCIATION_WITH_ACCOUNT, day(2019, 2, 10), day(2023, 2, 9)),
        renewal(KHENIFRA, khenifra::ASSOCIATION_WITH_ACCOUNT, day(2023, 2, 15), day(2027, 2, 15)),
        renewal(MIDELT, neighbours::ASSOCIATION_WITH_ACCOUNT, day(2023, 3, 15), day(2026, 3, 15)),
    ];
    let members = renewals.iter().flat_map(members_of).collect();
    bulk.lay::<bureau_renewal::Entity>(renewals).await?;
    bulk.lay::<bureau_member::Entity>(members).await
}

fn renewal(province: &str, number: u16, elected_on: NaiveDate, ends_on: NaiveDate) -> bureau_renewal::Model {
    let association_id = association_id(province, number);
    bureau_renewal::Model {
        id: key::<BureauRenewalId>("bureau_renewal", &format!("{}/{elected_on}", association_id.0), 0),
        association_id,
        delegation_id: delegation_id(province),
        elected_on,
        mandate_ends_on: Some(ends_on),
        declared_on: elected_on.succ_opt(),
        provisional_receipt_number: Some(format!("{number}/R")),
        provisional_receipt_on: elected_on.succ_opt(),
        final_receipt_number: None,
        final_receipt_on: None,
        demonstration: true,
        version: 1,
    }
}

fn members_of(renewal: &bureau_renewal::Model) -> Vec<bureau_member::Model> {
    let member = |(position, function)| bureau_member::Model {
        renewal_id: renewal.id,
        position,
        function,
        name_ar: text(&format!("عضو نموذجي {position}")),
        name_fr: text(&format!("Membre de démonstration {position}")),
    };
    (1..).zip(FUNCTIONS).map(member).collect()
}
