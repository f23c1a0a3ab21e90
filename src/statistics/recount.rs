//! Counting again, from the records themselves: to find that the counters are right, or to set them right. A delegation at a
//! time, so that it needs no more memory in a country than in the largest of them.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use chrono::{DateTime, Utc};
use entity::id::{DelegationId, EstablishmentId, StreamId};
use entity::month::YearMonth;
use entity::season_return::{self, SeasonReturnState};
use entity::{
    closing_balance, counter, creation_support, establishment, establishment_audience, establishment_past, grant_line,
    licence_period, project, return_item, season_return_line, stream,
};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use crate::auth::{NationalRole, Viewer};
use crate::clock::office_day;
use crate::db::counter::{Counters, Growth};
use crate::db::{Pool, ScopedDb};
use crate::error::Error;
use crate::establishment::{Counted, audiences_of};
use crate::{creation_support as creation_support_noun, grant, project as project_noun};

/// A counter or a balance that is not what the records say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which, without its value.
    pub key: Kept,
    /// What the records say.
    pub records: i64,
    /// What the counters say.
    pub counters: i64,
}

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    /// What grew, whenever it was entered: `known` is [`YearMonth::AFTER_ALL`].
    Growth(counter::Model),
    /// What there is at the end of a December.
    Balance(closing_balance::Model),
}

impl Kept {
    fn all(counters: Vec<counter::Model>, balances: Vec<closing_balance::Model>) -> impl Iterator<Item = (Self, i64)> {
        let known = YearMonth::AFTER_ALL;
        let grown = counters.into_iter().map(move |row| {
            let value = row.value;
            (Self::Growth(counter::Model { known, value: 0, ..row }), value)
        });
        grown.chain(balances.into_iter().map(|row| {
            let value = row.value;
            (Self::Balance(closing_balance::Model { value: 0, ..row }), value)
        }))
    }
}

/// Counts everything again and returns where the counters differ.
pub async fn differences(pool: &Pool) -> Result<Vec<Difference>, Error> {
    let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Auditor));
    let mut differences = Vec::new();
    for head in pool.heads().await?.iter().filter(|head| head.id != StreamId::NATIONAL) {
        differences.extend(differences_of(&db, head).await?);
    }
    differences.sort_by_cached_key(|difference| format!("{:?}", difference.key));
    Ok(differences)
}

async fn differences_of(db: &ScopedDb, head: &stream::Model) -> Result<Vec<Difference>, Error> {
    let delegation = DelegationId(head.id.0);
    let mut both: HashMap<Kept, (i64, i64)> = HashMap::new();
    let mut records = Counters::default();
    for growth in growth_in(db, delegation).await? {
        if growth.place.delegation == delegation {
            records.grow(head, &growth, YearMonth::AFTER_ALL, 1)?;
        }
    }
    let (counters, balances) = records.rows();
    for (key, value) in Kept::all(counters, balances) {
        both.entry(key).or_default().0 += value;
    }
    let counters = db.find::<counter::Entity>().filter(counter::COLUMN.delegation_id.eq(delegation));
    let balances = db.find::<closing_balance::Entity>().filter(closing_balance::COLUMN.delegation_id.eq(delegation));
    for (key, value) in Kept::all(counters.all().await?, balances.all().await?) {
        both.entry(key).or_default().1 += value;
    }
    let differing = both.into_iter().filter(|(_, (records, counters))| records != counters);
    Ok(differing.map(|(key, (records, counters))| Difference { key, records, counters }).collect())
}

/// What the records of a delegation add to the measures, and what those add that have left it.
async fn growth_in(db: &ScopedDb, delegation: DelegationId) -> Result<Vec<Growth>, Error> {
    let mut growth = Vec::new();
    let houses = db.find::<establishment::Entity>().filter(establishment::COLUMN.delegation_id.eq(delegation));
    let mut houses = houses.all().await?;
    let left = db.find::<establishment_past::Entity>().filter(establishment_past::COLUMN.delegation_id.eq(delegation));
    let left: HashSet<_> = left.all().await?.into_iter().map(|past| past.establishment_id).collect();
    let left = left.into_iter().filter(|id| houses.iter().all(|house| house.id != *id)).collect::<Vec<_>>();
    houses.extend(db.find::<establishment::Entity>().filter(establishment::Column::Id.is_in(left)).all().await?);

    let ids: Vec<_> = houses.iter().map(|house| house.id).collect();
    let past = db.find::<establishment_past::Entity>();
    let past = past.filter(establishment_past::Column::EstablishmentId.is_in(ids.clone()));
    let past =
        grouped(past.order_by(establishment_past::Column::Until, Order::Asc).all().await?, |row| row.establishment_id);
    let licences = db.find::<licence_period::Entity>();
    let licences = licences.filter(licence_period::Column::EstablishmentId.is_in(ids.clone())).all().await?;
    let licences = grouped(licences, |row| row.establishment_id);
    let audiences = db.find::<establishment_audience::Entity>();
    let audiences = audiences.filter(establishment_audience::Column::EstablishmentId.is_in(ids)).all().await?;
    let audiences = grouped(audiences, |row| row.establishment_id);
    for house in &houses {
        let counted = Counted {
            house,
            past: of(&past, house.id),
            licences: of(&licences, house.id),
            audiences: &audiences_of(of(&audiences, house.id)),
        };
        growth.extend(counted.growth());
    }
    growth.extend(growth_of_returns(db, &houses, &past).await?);

    let lines = db.find::<grant_line::Entity>().filter(grant_line::COLUMN.delegation_id.eq(delegation));
    growth.extend(lines.all().await?.iter().filter_map(grant::growth_of));
    let projects = db.find::<project::Entity>().filter(project::COLUMN.delegation_id.eq(delegation));
    growth.extend(projects.all().await?.iter().map(project_noun::growth_of));
    let supports = db.find::<creation_support::Entity>().filter(creation_support::COLUMN.delegation_id.eq(delegation));
    growth.extend(supports.all().await?.iter().flat_map(creation_support_noun::growth_of));
    Ok(growth)
}

async fn growth_of_returns(
    db: &ScopedDb,
    houses: &[establishment::Model],
    past: &HashMap<EstablishmentId, Vec<establishment_past::Model>>,
) -> Result<Vec<Growth>, Error> {
    let items = db.find::<return_item::Entity>().all().await?;
    let items = items.into_iter().map(|item| (item.code.clone(), item)).collect();
    let mut growth = Vec::new();
    for some in houses.chunks(500) {
        let houses: HashMap<_, _> = some.iter().map(|house| (house.id, house)).collect();
        let reports = db.find::<season_return::Entity>();
        let reports = reports.filter(season_return::Column::EstablishmentId.is_in(houses.keys().copied()));
        let reports = reports.filter(season_return::COLUMN.state.eq(SeasonReturnState::Validated));
        let lines = db.find::<season_return_line::Entity>();
        let ids = reports.clone().values_of(season_return::Column::Id);
        let lines = lines.filter(season_return_line::COLUMN.return_id.in_subquery(ids)).all().await?;
        let lines = grouped(lines, |line| line.return_id);
        for report in reports.all().await? {
            let Some(house) = houses.get(&report.establishment_id) else { continue };
            let lines = lines.get(&report.id).map(Vec::as_slice).unwrap_or_default();
            let counted = crate::season_return::Counted { report: &report, lines, house, past: of(past, house.id) };
            growth.extend(counted.growth(&items));
        }
    }
    Ok(growth)
}

fn grouped<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn of<T>(groups: &HashMap<EstablishmentId, Vec<T>>, house: EstablishmentId) -> &[T] {
    groups.get(&house).map(Vec::as_slice).unwrap_or_default()
}

/// Sets the counters right, by corrections that are known from now on; returns how many there were. No change is made
/// meanwhile.
pub async fn rebuild(pool: &Pool, now: DateTime<Utc>) -> Result<usize, Error> {
    let today = office_day(now);
    pool.close_years(today).await?;
    let bulk = pool.bulk(now).await?;
    bulk.lock_streams().await?;
    let known = YearMonth::of(today).ok_or_else(|| Error::internal("a month"))?;
    let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Auditor));
    let mut corrected = 0;
    for head in pool.heads().await?.iter().filter(|head| head.id != StreamId::NATIONAL) {
        let differences = differences_of(&db, head).await?;
        corrected += differences.len();
        let (mut counters, mut balances) = (Vec::new(), Vec::new());
        for Difference { key, records, counters: kept } in differences {
            let value = records - kept;
            match key {
                Kept::Growth(row) => counters.push(counter::Model { known, value, ..row }),
                Kept::Balance(row) => balances.push(closing_balance::Model { value, ..row }),
            }
        }
        bulk.count(&counters, &balances).await?;
    }
    bulk.commit().await?;
    Ok(corrected)
}
