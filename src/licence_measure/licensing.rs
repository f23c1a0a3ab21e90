//! What a measure does to the licence of its house.

use chrono::NaiveDate;
use entity::id::LicencePeriodId;
use entity::licence_measure::{self, LicenceMeasureKind};
use entity::licence_period::{self, LicenceState};
use uuid::Uuid;

use crate::error::Mistake;
use crate::licence::{LicensedHouse, LicensedPlaces, NextLicence};

/// The licence does not hold from the first day of a measure on: for a while, behind which it goes on, or for good.
pub(super) fn held_back(
    row: &licence_measure::Model,
    licence: &licence_period::Model,
    first: NaiveDate,
) -> NextLicence {
    let (state, goes_on) = match row.kind {
        LicenceMeasureKind::Suspension => (LicenceState::Suspended, true),
        LicenceMeasureKind::Withdrawal => (LicenceState::Withdrawn, false),
    };
    NextLicence {
        state: Some(state),
        until: row.ends_on,
        goes_on,
        framework: licence.framework,
        decision_number: row.decision_number.clone(),
        ..NextLicence::none_from(first)
    }
}

/// The licence holds again over what is left of a suspension: the one that held before it, as it was.
pub(super) fn again(
    licences: &[licence_period::Model],
    suspended: &licence_period::Model,
    first: NaiveDate,
) -> Result<NextLicence, Mistake> {
    let licensed = licences.iter().filter(|licence| licence.state == LicenceState::Licensed);
    let before = licensed.filter(|licence| licence.starts_on < suspended.starts_on);
    let licence = before.max_by_key(|licence| licence.starts_on).ok_or_else(|| Mistake::not_found("id"))?;
    Ok(NextLicence {
        id: LicencePeriodId(Uuid::now_v7()),
        state: Some(LicenceState::Licensed),
        from: first,
        until: suspended.ends_on,
        goes_on: true,
        framework: licence.framework,
        decision_number: licence.decision_number.clone(),
        authority_code: licence.authority_code.clone(),
        decided_on: licence.decided_on,
        places: LicensedPlaces {
            total: licence.capacity_total,
            female: licence.capacity_female,
            male: licence.capacity_male,
        },
        house: LicensedHouse {
            legal_category_code: licence.legal_category_code.clone(),
            commune_id: licence.commune_id,
            manager_id: licence.manager_id,
        },
        application_id: licence.application_id,
        public_number: licence.public_number,
    })
}
