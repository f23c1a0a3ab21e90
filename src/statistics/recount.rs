//! Counting again, from the records themselves: to find that the counters are right, or to set them right.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::counter::Measure;
use entity::id::{AssociationId, DelegationId, EstablishmentId, StreamId};
use entity::month::YearMonth;
use entity::{counter, establishment, establishment_kind, licence_period, stream};
use uuid::Uuid;

use super::growth_of;
use crate::auth::{NationalRole, Viewer};
use crate::clock::office_day;
use crate::db::Pool;
use crate::db::counter::balances;
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

/// What a counter counts, whenever it was entered; `closing` tells the balance at the end of a December from what grew in
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// What is counted.
    pub measure: Measure,
    /// In which delegation.
    pub delegation: DelegationId,
    /// Of which association.
    pub association: AssociationId,
    /// Of which establishment.
    pub establishment: EstablishmentId,
    /// In which month.
    pub month: YearMonth,
    /// Whether it is a closing balance.
    pub closing: bool,
}

impl From<&counter::Model> for Key {
    fn from(row: &counter::Model) -> Self {
        Self {
            measure: row.measure,
            delegation: row.delegation_id,
            association: row.association_id,
            establishment: row.establishment_id,
            month: row.month,
            closing: row.known == YearMonth::BEFORE_ALL,
        }
    }
}

/// Counts everything again and returns where the counters differ.
pub async fn differences(pool: &Pool) -> Result<Vec<Difference>, Error> {
    let heads = pool.heads().await?.into_iter().map(|head| (head.id, head)).collect();
    let mut both: BTreeMap<Key, (i64, i64)> = BTreeMap::new();
    for (key, value) in recount(pool, &heads).await? {
        both.entry(key).or_default().0 += value;
    }
    let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Auditor));
    for row in db.find::<counter::Entity>().all().await? {
        both.entry(Key::from(&row)).or_default().1 += row.value;
    }
    let differing = both.into_iter().filter(|(_, (records, counters))| records != counters);
    Ok(differing.map(|(key, (records, counters))| Difference { key, records, counters }).collect())
}

/// What the counters should add up to, with the balances of the years that are closed.
async fn recount(pool: &Pool, heads: &HashMap<StreamId, stream::Model>) -> Result<Vec<(Key, i64)>, Error> {
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
    let mut counted = Vec::new();
    for house in db.find::<establishment::Entity>().all().await? {
        let wide = kinds.get(&house.kind_code).map_or(house.kind_code.as_str(), String::as_str);
        let own = licences.get(&house.id).map_or(&[][..], Vec::as_slice);
        for (measure, month, value) in growth_of(&house, wide, own) {
            let row = counter::Model {
                measure,
                delegation_id: house.delegation_id,
                association_id: house.association_id.unwrap_or(AssociationId(Uuid::nil())),
                establishment_id: house.id,
                month,
                known: month,
                value,
            };
            if let Some(head) = heads.get(&house.delegation_id.into()) {
                counted.extend(balances(head, &row)?.iter().map(|balance| (Key::from(balance), value)));
            }
            counted.push((Key { closing: false, ..Key::from(&row) }, value));
        }
    }
    Ok(counted)
}

/// Sets the counters right, by corrections that are known from now on; returns how many there were. No change is made
/// meanwhile.
pub async fn rebuild(pool: &Pool, now: DateTime<Utc>) -> Result<usize, Error> {
    let today = office_day(now);
    pool.close_years(today).await?;
    let bulk = pool.bulk(now).await?;
    bulk.lock_streams().await?;
    let differences = differences(pool).await?;
    let known = YearMonth::of(today).ok_or_else(|| Error::internal("a month"))?;
    let corrections = differences.iter().map(|Difference { key, records, counters }| counter::Model {
        measure: key.measure,
        delegation_id: key.delegation,
        association_id: key.association,
        establishment_id: key.establishment,
        month: key.month,
        known: if key.closing { YearMonth::BEFORE_ALL } else { known },
        value: records - counters,
    });
    bulk.count(corrections.collect()).await?;
    bulk.commit().await?;
    Ok(differences.len())
}
