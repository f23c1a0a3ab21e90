//! How a release is worked out, wholly, before anything of it is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use entity::id::ReleaseId;
use entity::month::YearMonth;
use entity::{release, release_basis, release_table};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::definition::{BALANCES, DEFINITIONS};
use super::figures::{Dimensions, add_up, figures, lay_out};
use super::rules::has_ended;
use super::suppression::{Figure, Known, Relation, Unprotected, suppress};
use super::table::{About, Cell};
use crate::db::ScopedDb;
use crate::error::Error;

/// Each figure's value, and whether it was shown.
type Basis = BTreeMap<String, (i64, bool)>;

/// A release as it will be, and the one that it was worked out against.
#[derive(Debug)]
pub struct Prepared {
    /// The release before; none where it is the first.
    pub after: Option<ReleaseId>,
    /// What came of it: the release, or figures that cannot be protected.
    pub outcome: Result<Compiled, Vec<String>>,
}

/// The tables of a release, with what is kept back left out, and what they were made of.
#[derive(Debug, PartialEq, Eq)]
pub struct Compiled {
    tables: Vec<(About, Vec<Cell>)>,
    basis: Basis,
}

/// The release before, as far as the next must know it.
struct Before {
    tables: Vec<About>,
    basis: Basis,
}

/// Works out the release of a month. `None` where it is not the turn of this month, which publishing it says.
pub async fn prepare(db: &ScopedDb, month: YearMonth, today: NaiveDate) -> Result<Option<Prepared>, Error> {
    let last = db.find::<release::Entity>().order_by(release::Column::Month, Order::Desc).limit(1).one().await?;
    if !has_ended(month, today) || last.as_ref().is_some_and(|last| month <= last.month) {
        return Ok(None);
    }
    let before = match &last {
        Some(last) => Some(Before::read(db, last).await?),
        None => None,
    };
    let dimensions = Dimensions::read(db).await?;
    let figures = figures(db, month).await?;
    let tables = DEFINITIONS.iter().filter(|definition| definition.is_of(month));
    let tables = tables.map(|definition| lay_out(definition, &dimensions)).map(|table| {
        let sums = add_up(&table, &dimensions.places, &figures);
        (table, sums)
    });
    let tables: Vec<_> = tables.collect();
    // A second of arithmetic, not on a thread that answers others.
    let outcome = tokio::task::spawn_blocking(move || Compiled::new(tables, before.as_ref()));
    let outcome = outcome.await.map_err(Error::internal)?;
    Ok(Some(Prepared { after: last.map(|last| last.id), outcome }))
}

impl Before {
    async fn read(db: &ScopedDb, release: &release::Model) -> Result<Self, Error> {
        let tables = db.find::<release_table::Entity>().filter(release_table::COLUMN.release_id.eq(release.id));
        let tables = tables.order_by(release_table::Column::Position, Order::Asc).all().await?;
        let tables = tables.iter().map(|table| serde_json::from_str(&table.about));
        let basis = db.find::<release_basis::Entity>().filter(release_basis::COLUMN.release_id.eq(release.id));
        let basis = basis.one().await?.ok_or_else(|| Error::internal("a release without what it was made of"))?;
        Ok(Self {
            tables: tables.collect::<Result<_, _>>().map_err(Error::internal)?,
            basis: serde_json::from_str(&basis.figures).map_err(Error::internal)?,
        })
    }
}

impl Compiled {
    /// Decides what is kept back of tables and their figures, or names the figures that cannot be protected.
    fn new(tables: Vec<(About, BTreeMap<String, i64>)>, before: Option<&Before>) -> Result<Self, Vec<String>> {
        let mut both = Both::default();
        for (table, sums) in &tables {
            both.add_now(table, sums, before.map(|before| &before.basis));
        }
        if let Some(before) = before {
            both.add_before(before);
        }
        let mut relations: Vec<Relation> = Vec::new();
        for (table, _) in &tables {
            relations.extend(table.relations(|name| both.now.get(name).copied()));
        }
        for table in before.iter().flat_map(|before| &before.tables) {
            relations.extend(table.relations(|name| both.before.get(name).copied()));
        }
        relations.extend(both.balances());
        relations.sort_unstable();
        relations.dedup();
        let withheld = suppress(&both.figures, &relations).map_err(|Unprotected(at)| both.names(&at))?;
        let cells = |table: &About, sums: &BTreeMap<String, i64>| -> Vec<Cell> {
            let cell = |categories: Vec<String>| {
                let name = table.figure(&categories);
                let shown = both.now.get(&name).is_some_and(|at| !withheld[*at]);
                Cell { value: sums.get(&name).copied().filter(|_| shown), categories }
            };
            table.cells().into_iter().map(cell).collect()
        };
        let basis = both.now.iter().map(|(name, at)| (name.clone(), (both.figures[*at].value, !withheld[*at])));
        let basis = basis.collect();
        let tables = tables.into_iter().map(|(table, sums)| {
            let cells = cells(&table, &sums);
            (table, cells)
        });
        Ok(Self { tables: tables.collect(), basis })
    }

    /// The rows of the release, of a month and a day.
    pub fn rows(
        &self,
        id: ReleaseId,
        (month, published_on): (YearMonth, NaiveDate),
        demonstration: bool,
    ) -> Result<(release::Model, Vec<release_table::Model>, release_basis::Model), Error> {
        let mut tables = Vec::new();
        let mut digest = Sha256::new_with_prefix(format!("{month} {published_on}"));
        for (position, (about, cells)) in (0..).zip(&self.tables) {
            let table = release_table::Model {
                id: Uuid::now_v7().into(),
                release_id: id,
                position,
                code: about.code.clone(),
                about: serde_json::to_string(about).map_err(Error::internal)?,
                cells: serde_json::to_string(cells).map_err(Error::internal)?,
            };
            digest.update(&table.about);
            digest.update(&table.cells);
            tables.push(table);
        }
        let digest = digest.finalize().iter().fold(String::new(), |mut hex, byte| {
            _ = write!(hex, "{byte:02x}");
            hex
        });
        let release = release::Model {
            id,
            month,
            published_on,
            digest,
            withdrawn_at: None,
            withdrawal_reason: None,
            demonstration,
            version: 1,
        };
        let figures = serde_json::to_string(&self.basis).map_err(Error::internal)?;
        Ok((release, tables, release_basis::Model { release_id: id, figures }))
    }
}

/// What it costs readers that a figure is kept back: large ones more than small, stocks more than flows. A stock of zero is
/// known to those who live there, and hides little.
fn price(table: &About, value: i64) -> i64 {
    match (table.stock, value) {
        (true, 0) => 100,
        (true, value) => 4 + 2 * value.isqrt(),
        (false, value) => 1 + value.isqrt(),
    }
}

/// The figures of this release and of the one before, side by side; one where they are the same.
#[derive(Default)]
struct Both {
    figures: Vec<Figure>,
    now: BTreeMap<String, usize>,
    before: BTreeMap<String, usize>,
}

impl Both {
    fn add_now(&mut self, table: &About, sums: &BTreeMap<String, i64>, before: Option<&Basis>) {
        for (name, value) in sums {
            if let Some(at) = self.now.get(name) {
                let figure = &mut self.figures[*at];
                figure.threshold = figure.threshold.max(table.threshold);
                continue;
            }
            // What happens in a month is another figure each month, be it the same number.
            let same = before.and_then(|before| before.get(name)).filter(|(then, _)| table.stock && then == value);
            let known = match same {
                None => Known::New,
                Some((_, true)) => Known::Shown,
                Some((_, false)) => Known::Withheld,
            };
            if same.is_some() {
                self.before.insert(name.clone(), self.figures.len());
            }
            self.now.insert(name.clone(), self.figures.len());
            self.figures.push(Figure { value: *value, threshold: table.threshold, price: price(table, *value), known });
        }
    }

    fn add_before(&mut self, before: &Before) {
        for table in &before.tables {
            for cell in table.cells() {
                let name = table.figure(&cell);
                if let Some(at) = self.before.get(&name) {
                    let figure = &mut self.figures[*at];
                    figure.threshold = figure.threshold.max(table.threshold);
                } else if let Some((value, shown)) = before.basis.get(&name).copied() {
                    let known = if shown { Known::Shown } else { Known::Withheld };
                    self.before.insert(name, self.figures.len());
                    self.figures.push(Figure { value, threshold: table.threshold, price: price(table, value), known });
                }
            }
        }
    }

    /// What came and went between the releases, where it accounts for the difference.
    fn balances(&self) -> Vec<Relation> {
        let mut balances = Vec::new();
        for (stock, comes, goes) in BALANCES {
            for (name, now) in &self.now {
                let Some(conditions) = name.strip_prefix(stock) else { continue };
                let flow = |measure: &str| self.now.get(&format!("{measure}{conditions}")).copied();
                let (Some(before), Some(comes), Some(goes)) = (self.before.get(name), flow(comes), flow(goes)) else {
                    continue;
                };
                let terms = [(*now, 1), (*before, -1), (comes, -1), (goes, 1)];
                let mut balance: Relation = Vec::new();
                for (at, factor) in terms {
                    match balance.iter_mut().find(|(there, _)| *there == at) {
                        Some((_, there)) => *there += factor,
                        None => balance.push((at, factor)),
                    }
                }
                balance.retain(|(_, factor)| *factor != 0);
                if balance.iter().map(|(at, factor)| self.figures[*at].value * factor).sum::<i64>() == 0 {
                    balances.push(balance);
                }
            }
        }
        balances
    }

    fn names(&self, at: &[usize]) -> Vec<String> {
        let named = |at: &usize| {
            let mut names = self.now.iter().chain(&self.before);
            names.find(|(_, other)| *other == at).map(|(name, _)| name.clone())
        };
        at.iter().filter_map(named).collect()
    }
}
