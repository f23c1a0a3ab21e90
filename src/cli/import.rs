//! `taawun import`: lists taken in from files, in parts of which each is one change through the write door.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use entity::language::Language;
use entity::{cercle, commune, province, region};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;
use uuid::Uuid;

use crate::auth::{NationalRole, SecretKeys, Viewer};
use crate::clock::{Clock, Date};
use crate::config::Territories;
use crate::db::change::MOST_ROWS;
use crate::db::{Actor, Pool};
use crate::named::LocalizedTextInput;
use crate::territory::{TerritoryImportInput, TerritoryLevel, TerritoryUnitInput, mistakes};

/// A line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    level: Level,
    code: String,
    #[serde(default)]
    kind: Option<Kind>,
    name_ar: Option<String>,
    name_fr: Option<String>,
    #[serde(default)]
    valid_from: Option<chrono::NaiveDate>,
    #[serde(default)]
    valid_to: Option<chrono::NaiveDate>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Level {
    Region,
    Province,
    Cercle,
    Commune,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Kind {
    Province,
    Prefecture,
    Municipality,
    Rural,
}

impl From<Line> for TerritoryUnitInput {
    fn from(line: Line) -> Self {
        use entity::commune::CommuneKind;
        use entity::province::ProvinceKind;
        let (province_kind, commune_kind) = match line.kind {
            None => (None, None),
            Some(Kind::Province) => (Some(ProvinceKind::Province), None),
            Some(Kind::Prefecture) => (Some(ProvinceKind::Prefecture), None),
            Some(Kind::Municipality) => (None, Some(CommuneKind::Municipality)),
            Some(Kind::Rural) => (None, Some(CommuneKind::Rural)),
        };
        Self {
            level: match line.level {
                Level::Region => TerritoryLevel::Region,
                Level::Province => TerritoryLevel::Province,
                Level::Cercle => TerritoryLevel::Cercle,
                Level::Commune => TerritoryLevel::Commune,
            },
            code: line.code.trim().to_owned(),
            names: LocalizedTextInput::new(line.name_ar, line.name_fr),
            province_kind,
            commune_kind,
            valid_from: line.valid_from.map(Date),
            valid_to: line.valid_to.map(Date),
        }
    }
}

/// Takes in the territorial units of a file: looks at all of it first, then takes in part after part.
pub(super) async fn territories(arguments: &Territories) -> Result<()> {
    let pool = super::open(&arguments.database).await?;
    if let [first, ..] = pool.pending_migrations().await?.as_slice() {
        bail!("the database is not up to date ({first} and what follows): run `taawun migrate` first");
    }
    let master = arguments.master_key.open(&arguments.database.data_dir)?;
    let keys = SecretKeys::open(&pool, master, Clock::system().now()).await?;
    let pool = pool.with_keys(keys);
    let mut lines = read(&arguments.file)?;
    // What a unit lies in comes before it.
    lines.sort_by_key(|(_, unit)| unit.level);
    let (numbers, units): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
    let wrong = mistakes(&units, &known(&pool).await?);
    if !wrong.is_empty() {
        for mistake in &wrong {
            let told = mistake.clone().told(Language::En);
            // input, units, index, and then the place in the line.
            let index: usize = told.path.get(2).and_then(|index| index.parse().ok()).unwrap_or_default();
            // The file has one column for both kinds.
            let place = told.path.get(3..).unwrap_or_default().join(".");
            let place = place.replace("communeKind", "kind").replace("provinceKind", "kind");
            eprintln!("line {}, {place}: {}", numbers.get(index).copied().unwrap_or_default(), told.message);
        }
        bail!("{} mistakes in {}: nothing was taken in", wrong.len(), arguments.file.display());
    }

    let bar = ProgressBar::new(units.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} units, {elapsed}")?);
    let file = arguments.file.file_name().unwrap_or_default().display().to_string();
    let run = Uuid::now_v7();
    let (mut created, mut updated, mut unchanged) = (0, 0, 0);
    for (part, units) in units.chunks(MOST_ROWS).enumerate() {
        let input = TerritoryImportInput {
            idempotency_key: format!("taawun import {run} {part}"),
            validate_only: false,
            source: arguments.source.clone().unwrap_or_else(|| file.clone()),
            units: units.to_vec(),
        };
        let outcome = pool.change(Actor::operator(NationalRole::Admin), Clock::system().now(), input).await?;
        let mistakes = outcome.mistakes.into_iter().map(|mistake| mistake.told(Language::En).message);
        let mistakes: Vec<_> = mistakes.collect();
        let Some(crate::db::change::Found::Row(taken)) = outcome.row else {
            bail!("after {} units: {}", bar.position(), mistakes.join("; "));
        };
        created += taken.created;
        updated += taken.updated;
        unchanged += taken.unchanged;
        bar.inc(units.len() as u64);
    }
    bar.finish_and_clear();
    println!("{created} units were entered, {updated} changed, {unchanged} were as they are.");
    Ok(())
}

/// The lines of a file with their numbers; all that cannot be read is told at once.
fn read(path: &Path) -> Result<Vec<(u64, TerritoryUnitInput)>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(path)
        .with_context(|| format!("the file {}", path.display()))?;
    let headers = reader.headers()?.clone();
    let (mut lines, mut unread) = (Vec::new(), 0);
    for record in reader.records() {
        let line = record.and_then(|record| {
            let number = record.position().map_or(0, csv::Position::line);
            Ok((number, record.deserialize::<Line>(Some(&headers))?))
        });
        match line {
            Ok((number, line)) => lines.push((number, line.into())),
            Err(error) => {
                eprintln!("{error}");
                unread += 1;
            }
        }
    }
    if unread > 0 {
        bail!(
            "{unread} lines of {} cannot be read: nothing was taken in. The columns are level (REGION, PROVINCE, CERCLE, \
             COMMUNE), code, kind (PROVINCE, PREFECTURE, MUNICIPALITY, RURAL), name_ar, name_fr, valid_from, valid_to",
            path.display()
        );
    }
    Ok(lines)
}

/// The codes of all units that are there.
async fn known(pool: &Pool) -> Result<BTreeSet<String>> {
    let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Admin));
    let mut codes = BTreeSet::new();
    codes.extend(db.find::<region::Entity>().all().await?.into_iter().map(|row| row.code));
    codes.extend(db.find::<province::Entity>().all().await?.into_iter().map(|row| row.code));
    codes.extend(db.find::<cercle::Entity>().all().await?.into_iter().map(|row| row.code));
    codes.extend(db.find::<commune::Entity>().all().await?.into_iter().map(|row| row.code));
    Ok(codes)
}
