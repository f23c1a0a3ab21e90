//! Counting again, from the records themselves: to find that the counters are right, or to set them right.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::declared_figure::Measure;
use entity::id::{AssociationId, DelegationId, EstablishmentId};
use entity::month::YearMonth;
use entity::{counter, establishment, establishment_kind, licence_period};
use sea_orm::ActiveEnum;
use uuid::Uuid;

use super::growth_of;
use crate::auth::{NationalRole, Viewer};
use crate::clock::office_day;
use crate::db::Pool;
use crate::error::Error;

/// A counter that is not what the records say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What is counted, where, of whom, in which month.
    pub key: Key,
    /// What the records say.
    pub records: i64,
    /// What the counters say.
    pub counters: i64,
}

/// What a counter counts, whenever it was entered.
pub(super) type Key = (String, DelegationId, AssociationId, EstablishmentId, YearMonth);

/// Counts everything again and returns where the counters differ.
pub async fn differences(pool: &Pool) -> Result<Vec<Difference>, Error> {
    let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Auditor));
    let kinds: HashMap<String, String> = db
        .find::<establishment_kind::Entity>()
        .all()
        .await?
        .into_iter()
        .map(|kind| (kind.code.clone(), kind.parent_code.unwrap_or(kind.code)))
        .collect();
    let mut licences: HashMap<EstablishmentId, Vec<licence_period::Model>> = HashMap::new();
    for licence in db.find::<licence_period::Entity>().all().await? {
        licences.entry(licence.establishment_id).or_default().push(licence);
    }
    let mut both: BTreeMap<Key, (i64, i64)> = BTreeMap::new();
    for house in db.find::<establishment::Entity>().all().await? {
        let wide = kinds.get(&house.kind_code).map_or(house.kind_code.as_str(), String::as_str);
        let own = licences.get(&house.id).map_or(&[][..], Vec::as_slice);
        let association = house.association_id.unwrap_or(AssociationId(Uuid::nil()));
        for (measure, month, by) in growth_of(&house, wide, own) {
            let key = (measure.to_value(), house.delegation_id, association, house.id, month);
            both.entry(key).or_default().0 += by;
        }
    }
    for row in db.find::<counter::Entity>().all().await? {
        let key = (row.measure.to_value(), row.delegation_id, row.association_id, row.establishment_id, row.month);
        both.entry(key).or_default().1 += row.value;
    }
    let differing = both.into_iter().filter(|(_, (records, counters))| records != counters);
    Ok(differing.map(|(key, (records, counters))| Difference { key, records, counters }).collect())
}

/// Sets the counters right, by corrections that are known from now on; returns how many there were. No change is made
/// meanwhile.
pub async fn rebuild(pool: &Pool, now: DateTime<Utc>) -> Result<usize, Error> {
    let bulk = pool.bulk().await?;
    bulk.lock_streams().await?;
    let differences = differences(pool).await?;
    let known = YearMonth::of(office_day(now)).ok_or_else(|| Error::internal("a month"))?;
    let corrections = differences.iter().map(|difference| {
        let (measure, delegation_id, association_id, establishment_id, month) = &difference.key;
        Ok(counter::Model {
            measure: Measure::try_from_value(measure)?,
            delegation_id: *delegation_id,
            association_id: *association_id,
            establishment_id: *establishment_id,
            month: *month,
            known,
            value: difference.records - difference.counters,
        })
    });
    bulk.count(corrections.collect::<Result<_, Error>>()?).await?;
    bulk.commit().await?;
    Ok(differences.len())
}
