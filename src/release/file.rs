//! A release as a file that everyone may fetch: JSON, or CSV with a line for each cell.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::month::YearMonth;
use entity::{release, release_table};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use serde::Serialize;

use super::table::{About, Category, Cell, Dimension};
use crate::db::ScopedDb;
use crate::error::Error;

/// More releases than there will be: fifty years of them.
const MOST: u64 = 600;

/// A release in the list of all.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    /// The month.
    month: String,
    /// The day on which it was published.
    published_on: NaiveDate,
    /// When it was withdrawn; null while it stands.
    withdrawn_at: Option<DateTime<Utc>>,
    /// Why it was withdrawn; null while it stands.
    withdrawal_reason: Option<String>,
    /// Where its files are, by their form; empty where it was withdrawn.
    files: BTreeMap<&'static str, String>,
}

/// A file: the release in JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Whole {
    month: String,
    published_on: NaiveDate,
    tables: Vec<Table>,
}

#[derive(Serialize)]
struct Table {
    #[serde(flatten)]
    about: About,
    cells: Vec<Told>,
}

/// A cell that says in words whether it is kept back.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    cell: Cell,
    suppressed: bool,
}

/// All releases, the latest first.
pub async fn list(db: &ScopedDb) -> Result<Vec<Listed>, Error> {
    let releases = db.find::<release::Entity>().order_by(release::Column::Month, Order::Desc).limit(MOST).all().await?;
    let listed = |release: release::Model| Listed {
        month: release.month.to_string(),
        published_on: release.published_on,
        files: if release.withdrawn_at.is_some() {
            BTreeMap::new()
        } else {
            ["csv", "json"].map(|form| (form, format!("/releases/{}.{form}", release.month))).into()
        },
        withdrawn_at: release.withdrawn_at,
        withdrawal_reason: release.withdrawal_reason,
    };
    Ok(releases.into_iter().map(listed).collect())
}

/// The release of a month; `None` where there is none.
pub async fn of_month(db: &ScopedDb, month: YearMonth) -> Result<Option<release::Model>, Error> {
    db.find::<release::Entity>().filter(release::COLUMN.month.eq(month)).one().await
}

/// The release in JSON.
pub async fn json(db: &ScopedDb, release: &release::Model) -> Result<Vec<u8>, Error> {
    let told = |cell: Cell| Told { suppressed: cell.value.is_none(), cell };
    let tables = tables(db, release).await?.into_iter();
    let tables = tables.map(|(about, cells)| Table { about, cells: cells.into_iter().map(told).collect() });
    let (month, published_on) = (release.month.to_string(), release.published_on);
    serde_json::to_vec(&Whole { month, published_on, tables: tables.collect() }).map_err(Error::internal)
}

/// The release in CSV: for each dimension of any table the code of the category and its names, blank where the table has no
/// such dimension; a value that is kept back is blank.
pub async fn csv(db: &ScopedDb, release: &release::Model) -> Result<Vec<u8>, Error> {
    let tables = tables(db, release).await?;
    let mut dimensions: Vec<&str> = Vec::new();
    for dimension in tables.iter().flat_map(|(about, _)| &about.dimensions) {
        if !dimensions.contains(&dimension.code.as_str()) {
            dimensions.push(&dimension.code);
        }
    }
    let mut csv = csv::Writer::from_writer(Vec::new());
    let mut line: Vec<String> = vec!["month".to_owned(), "table".to_owned()];
    line.extend(dimensions.iter().flat_map(|code| [(*code).to_owned(), format!("{code}_ar"), format!("{code}_fr")]));
    line.extend(["value".to_owned(), "suppressed".to_owned()]);
    csv.write_record(&line).map_err(Error::internal)?;
    for (about, cells) in &tables {
        let places: Vec<_> =
            dimensions.iter().map(|code| about.dimensions.iter().position(|one| one.code == **code)).collect();
        let categories: Vec<BTreeMap<&str, &Category>> = about.dimensions.iter().map(by_code).collect();
        for cell in cells {
            line.clear();
            line.extend([release.month.to_string(), about.code.clone()]);
            for place in &places {
                let code = place.and_then(|place| cell.categories.get(place)).cloned().unwrap_or_default();
                let category = place.and_then(|place| categories.get(place)?.get(code.as_str()));
                let name = category.map(|category| category.name.clone()).unwrap_or_default();
                line.extend([code, name.ar.unwrap_or_default(), name.fr.unwrap_or_default()]);
            }
            line.extend([
                cell.value.map(|value| value.to_string()).unwrap_or_default(),
                cell.value.is_none().to_string(),
            ]);
            csv.write_record(&line).map_err(Error::internal)?;
        }
    }
    csv.into_inner().map_err(Error::internal)
}

fn by_code(dimension: &Dimension) -> BTreeMap<&str, &Category> {
    dimension.categories.iter().map(|category| (category.code.as_str(), category)).collect()
}

/// The tables that the viewer sees of a release, in their order.
async fn tables(db: &ScopedDb, release: &release::Model) -> Result<Vec<(About, Vec<Cell>)>, Error> {
    let tables = db.find::<release_table::Entity>().filter(release_table::COLUMN.release_id.eq(release.id));
    let tables = tables
        .order_by(release_table::Column::Position, Order::Asc)
        .all()
        .await?
        .into_iter()
        .map(|table| Ok((serde_json::from_str(&table.about)?, serde_json::from_str(&table.cells)?)));
    tables.collect::<Result<_, serde_json::Error>>().map_err(Error::internal)
}
