//! Releases: who publishes them and when, what everyone reads, and that nobody reads more out of them.

#![expect(clippy::disallowed_methods, reason = "the register is changed past the write door, and counted by hand")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::establishment::EstablishmentState;
use entity::id::EstablishmentId;
use entity::licence_period::LicenceState;
use entity::month::YearMonth;
use entity::return_item::ReturnSection;
use entity::season_return::SeasonReturnState;
use entity::{
    delegation, establishment, establishment_kind, licence_period, return_item, season_return, season_return_line,
};
use reqwest::StatusCode;
use sea_orm::{ActiveEnum, EntityTrait};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{App, Change, codes, on_both, one};
use crate::partner_systems::System;
use crate::random::Random;
use crate::release_attack::{Knowledge, WorkedOut};

const PUBLISH: Change =
    Change::new("releasePublish", "release { id month publishedOn withdrawnAt version } errors { code message path }");
const WITHDRAW: Change = Change::new(
    "releaseWithdraw",
    "release { withdrawnAt withdrawalReason version tables { code } } errors { code message path }",
);
const DAY: i64 = 24 * 3600;
/// Of the regions, their delegations and of both together, in the lists of the release that the demonstration lays.
const TABLES: [&str; 8] = [
    "establishments-by-region",
    "capacity-by-region",
    "establishments-by-delegation",
    "opened-by-region",
    "closed-by-region",
    "licensed-by-region",
    "people-served-by-region",
    "people-served-by-delegation",
];

async fn publish(app: &App, token: &str, month: &str) -> Value {
    app.change(token, PUBLISH, &json!({ "idempotencyKey": format!("the release of {month}"), "month": month })).await
}

/// What the public is sent: the status, the headers, the body.
async fn fetch(app: &App, path: &str, known: Option<&str>) -> (StatusCode, BTreeMap<String, String>, String) {
    let mut request = app.client().get(format!("{}{path}", app.url));
    if let Some(known) = known {
        request = request.header("if-none-match", known);
    }
    let response = request.send().await.unwrap();
    let headers = response.headers().iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (response.status(), headers.collect(), response.text().await.unwrap())
}

async fn fetch_json(app: &App, path: &str) -> Value {
    let (status, _, body) = fetch(app, path, None).await;
    assert_eq!(status, StatusCode::OK, "{path}: {body}");
    serde_json::from_str(&body).unwrap()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("a list: {value}"))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}")).to_owned()
}

/// A figure: what is counted, and under which conditions; "all" is none.
type Name = (String, BTreeMap<String, String>);

/// The name of each cell of a table, with its value.
fn cells(table: &Value) -> Vec<(Name, Option<i64>)> {
    let dimensions: Vec<_> = array(&table["dimensions"]).iter().map(|dimension| text(&dimension["code"])).collect();
    let cell = |cell: &Value| {
        let codes = array(&cell["categories"]).iter().map(text);
        let conditions = dimensions.iter().cloned().zip(codes).filter(|(_, code)| code != "ALL").collect();
        assert_eq!(cell["value"].is_null(), cell["suppressed"] == true, "{cell}");
        ((text(&table["measure"]), conditions), cell["value"].as_i64())
    };
    array(&table["cells"]).iter().map(cell).collect()
}

/// What adds up to what, as the categories of a release say.
fn sums(release: &Value) -> BTreeSet<(Name, Vec<Name>)> {
    let mut sums = BTreeSet::new();
    for table in array(&release["tables"]) {
        for dimension in array(&table["dimensions"]) {
            let code = text(&dimension["code"]);
            let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for category in array(&dimension["categories"]) {
                if let Some(parent) = category["parent"].as_str() {
                    parts.entry(parent.to_owned()).or_default().push(text(&category["code"]));
                }
            }
            for ((measure, conditions), _) in cells(table) {
                let own = conditions.get(&code).map_or("ALL", String::as_str);
                let Some(parts) = parts.get(own) else { continue };
                let part = |part: &String| {
                    let mut conditions = conditions.clone();
                    conditions.insert(code.clone(), part.clone());
                    (measure.clone(), conditions)
                };
                sums.insert(((measure.clone(), conditions.clone()), parts.iter().map(part).collect()));
            }
        }
    }
    sums
}

/// All that the register holds, counted by hand: each house once for every figure that it is part of.
async fn counted(app: &App, month: &str, release: &Value) -> BTreeMap<Name, i64> {
    let connection = app.connection().await;
    let houses = establishment::Entity::find().all(&connection).await.unwrap();
    let licences = licence_period::Entity::find().all(&connection).await.unwrap();
    let delegations: BTreeMap<_, _> =
        delegation::Entity::find().all(&connection).await.unwrap().into_iter().map(|row| (row.id, row.code)).collect();
    let kinds: BTreeMap<_, _> = establishment_kind::Entity::find()
        .all(&connection)
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.code.clone(), row.parent_code.unwrap_or(row.code)))
        .collect();
    let returns = season_return::Entity::find().all(&connection).await.unwrap();
    let lines = season_return_line::Entity::find().all(&connection).await.unwrap();
    let items: BTreeMap<_, _> = return_item::Entity::find()
        .all(&connection)
        .await
        .unwrap()
        .into_iter()
        .map(|row| (row.code.clone(), row))
        .collect();
    connection.close().await.unwrap();
    let first: NaiveDate = format!("{month}-01").parse().unwrap();
    let last = first + chrono::Months::new(1) - chrono::Days::new(1);
    let in_month = |day: Option<NaiveDate>| day.is_some_and(|day| first <= day && day <= last);
    let mut figures: BTreeMap<Name, i64> =
        array(&release["tables"]).iter().flat_map(cells).map(|(name, _)| (name, 0)).collect();
    for house in houses.iter().filter(|house| house.state != EstablishmentState::Planned) {
        let own = licences.iter().filter(|licence| licence.establishment_id == house.id);
        let state = own
            .clone()
            .find(|licence| licence.starts_on <= last && licence.ends_on.is_none_or(|end| end >= last))
            .map_or("NONE", |licence| match licence.state {
                LicenceState::InProgress => "IN_PROGRESS",
                LicenceState::Licensed => "LICENSED",
                LicenceState::Suspended => "SUSPENDED",
                LicenceState::Withdrawn => "WITHDRAWN",
            });
        let granted =
            own.filter(|licence| licence.state == LicenceState::Licensed && in_month(Some(licence.starts_on)));
        let delegation = &delegations[&house.delegation_id];
        let is_there = house.opened_on.is_none_or(|day| day <= last) && house.closed_on.is_none_or(|day| day >= last);
        let adds = BTreeMap::from([
            ("establishments", i64::from(is_there)),
            ("capacity", if is_there { i64::from(house.capacity_total.unwrap_or(0)) } else { 0 }),
            ("opened", i64::from(in_month(house.opened_on))),
            ("closed", i64::from(in_month(house.closed_on))),
            ("licensed", i64::try_from(granted.count()).unwrap()),
        ]);
        for ((measure, conditions), value) in &mut figures {
            let meets = conditions.iter().all(|(dimension, code)| match dimension.as_str() {
                // EN-05-301 lies in 05.
                "place" => code == delegation || *code == delegation[3..5],
                "kind" => *code == kinds[&house.kind_code],
                "licence" => code == state,
                "sex" | "band" => false,
                other => panic!("{other} has no verdict"),
            });
            *value += if meets && measure != "people-served" { adds[measure.as_str()] } else { 0 };
        }
    }
    // Of the last month, up to this one, of which any house has a validated return: all that hold it.
    let validated = || returns.iter().filter(|report| report.state == SeasonReturnState::Validated);
    let until: YearMonth = month.parse().unwrap();
    let latest =
        validated().filter(|report| report.period_first <= until).map(|report| report.period_last.min(until)).max();
    for report in validated()
        .filter(|report| latest.is_some_and(|month| report.period_first <= month && month <= report.period_last))
    {
        let house = houses.iter().find(|house| house.id == report.establishment_id).unwrap();
        let delegation = &delegations[&house.delegation_id];
        for line in lines.iter().filter(|line| line.return_id == report.id) {
            let item = &items[&line.item_code];
            for ((measure, conditions), value) in &mut figures {
                let meets = conditions.iter().all(|(dimension, code)| match dimension.as_str() {
                    "place" => code == delegation || *code == delegation[3..5],
                    "sex" => item.sex.map(|sex| sex.to_value()).as_ref() == Some(code),
                    "band" => item.band_code.as_ref() == Some(code),
                    _ => false,
                });
                if meets && measure == "people-served" && item.section == ReturnSection::HeadCount {
                    *value += line.value;
                }
            }
        }
    }
    figures
}

/// A release as the public reads it, and what was counted when it was published.
struct Read {
    release: Value,
    counted: BTreeMap<Name, i64>,
}

impl Read {
    async fn of(app: &App, month: &str) -> Self {
        let release = fetch_json(app, &format!("/releases/{month}.json")).await;
        let counted = counted(app, month, &release).await;
        Self { release, counted }
    }

    /// What is shown is what was counted; what is kept back hides every small figure.
    fn shown(&self) -> BTreeMap<Name, Option<i64>> {
        let mut shown = BTreeMap::new();
        for (name, value) in array(&self.release["tables"]).iter().flat_map(cells) {
            assert!(value.is_none_or(|value| value == self.counted[&name]), "{name:?}: {value:?}");
            assert!(value.is_none_or(|value| !(1..5).contains(&value)), "{name:?} is shown");
            let before = shown.insert(name.clone(), value);
            assert!(before.is_none_or(|before| before == value), "{name:?} is shown in one table and not in another");
        }
        shown
    }
}

/// What a reader of these releases, who knows which stocks have not changed, works out of small figures.
fn attack(releases: &[&Read]) -> Vec<(Name, WorkedOut)> {
    let mut knowledge = Knowledge::default();
    let mut small = BTreeMap::new();
    let mut places: Vec<BTreeMap<Name, usize>> = Vec::new();
    for (index, read) in releases.iter().enumerate() {
        let mut at = BTreeMap::new();
        for (name, shown) in read.shown() {
            let counted = read.counted[&name];
            let before = index.checked_sub(1).map(|before| (releases[before], &places[before]));
            let same = before.filter(|(before, _)| {
                ["establishments", "capacity", "people-served"].contains(&name.0.as_str())
                    && before.counted.get(&name) == Some(&counted)
            });
            let place = match same {
                Some((_, then)) => knowledge.learn(then[&name], shown),
                None => knowledge.add(shown),
            };
            if (1..5).contains(&counted) {
                small.insert(place, name.clone());
            }
            at.insert(name, place);
        }
        for (total, parts) in sums(&read.release) {
            let parts = parts.iter().map(|part| (at[part], 1));
            knowledge.equations.push(parts.chain([(at[&total], -1)]).collect());
        }
        // Houses are those before, with those that opened and without those that closed, wherever that is so.
        for (name, houses) in at.iter().filter(|((measure, _), _)| measure == "establishments") {
            let of = |measure: &str| (measure.to_owned(), name.1.clone());
            let flows = [of("opened"), of("closed")].map(|flow| at.get(&flow).copied());
            let before = index.checked_sub(1).and_then(|before| places[before].get(name).copied());
            let (Some(before), [Some(opened), Some(closed)]) = (before, flows) else { continue };
            let value = |read: &Read, name: &Name| read.counted[name];
            let growth = value(read, &of("opened")) - value(read, &of("closed"));
            if value(read, name) == value(releases[index - 1], name) + growth {
                knowledge.equations.push(vec![(*houses, 1), (before, -1), (opened, -1), (closed, 1)]);
            }
        }
        places.push(at);
    }
    let found = knowledge.work_out();
    let worked_out = |(at, name): (&usize, &Name)| found.get(at).copied().map(|found| (name.clone(), found));
    small.iter().filter_map(worked_out).filter(|(_, found)| found.is_small()).collect()
}

/// Changes the register as a month does: houses open, houses close, licences are granted, and places change.
async fn pass_a_month(app: &App, month: &str, random: &mut Random, openings: usize) {
    let connection = app.connection().await;
    let houses = establishment::Entity::find().all(&connection).await.unwrap();
    let kinds = establishment_kind::Entity::find().all(&connection).await.unwrap();
    let day = |random: &mut Random| format!("{month}-{:02}", 1 + random.below(28)).parse::<NaiveDate>().unwrap();
    let mut new = Vec::new();
    let mut licences = Vec::new();
    for _ in 0..openings {
        let like = &houses[random.below(houses.len())];
        // Three delegations, in two regions.
        let id = EstablishmentId(Uuid::now_v7());
        let opened = day(random);
        if random.below(3) == 0 {
            licences.push(licence_period::Model {
                id: Uuid::now_v7().into(),
                establishment_id: id,
                delegation_id: like.delegation_id,
                association_id: like.association_id,
                state: [LicenceState::Licensed, LicenceState::InProgress][random.below(2)],
                framework: None,
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
                starts_on: opened,
                ends_on: None,
                import_part_id: None,
                demonstration: true,
                version: 1,
            });
        }
        new.push(establishment::Model {
            id,
            reference: format!("X-{}", id.0),
            kind_code: kinds[random.below(kinds.len())].code.clone(),
            capacity_total: [None, Some(2), Some(40)][random.below(3)],
            capacity_female: None,
            capacity_male: None,
            parent_id: None,
            opened_on: Some(opened),
            closed_on: None,
            ..like.clone()
        });
    }
    for _ in 0..openings / 4 {
        let house = &houses[random.below(houses.len())];
        let closes = establishment::ActiveModel {
            id: sea_orm::Set(house.id),
            closed_on: sea_orm::Set(house.closed_on.or(Some(day(random)))),
            ..Default::default()
        };
        establishment::Entity::update(closes).exec(&connection).await.unwrap();
    }
    // Some returns were corrected: so many in a group become a few.
    let lines = season_return_line::Entity::find().all(&connection).await.unwrap();
    for _ in 0..openings {
        let line = lines[random.below(lines.len())].clone();
        let corrected = season_return_line::ActiveModel {
            return_id: sea_orm::Set(line.return_id),
            item_code: sea_orm::Set(line.item_code),
            value: sea_orm::Set(i64::try_from(random.below(8)).unwrap()),
            ..Default::default()
        };
        season_return_line::Entity::update(corrected).exec(&connection).await.unwrap();
    }
    connection.close().await.unwrap();
    let mut bulk = app.pool.bulk(app.now()).await.unwrap();
    bulk.lay::<establishment::Entity>(new).await.unwrap();
    bulk.lay::<licence_period::Entity>(licences).await.unwrap();
    bulk.commit().await.unwrap();
    taawun::statistics::rebuild(&app.pool, app.now()).await.unwrap();
}

on_both! {
    async fn a_month_is_published_once_it_has_ended_and_after_the_one_before(app: &App) {
        let officer = app.token("national-officer").await;
        assert_eq!(codes(&publish(app, &officer, "2026-11").await), one("INVALID", "input.month"), "it is November still");
        assert_eq!(codes(&publish(app, &officer, "2026-10").await), one("TAKEN", "input.month"));
        assert_eq!(codes(&publish(app, &officer, "2025-01").await), one("INVALID", "input.month"), "there is no going back");
        for login in ["national-finance", "auditor", "dpo", "region-05", "khenifra-head", "khenifra-association", "partner-indh"] {
            let input = json!({ "idempotencyKey": "not-mine-to-publish", "month": "2026-11" });
            assert_eq!(app.try_change(&app.token(login).await, PUBLISH, &input).await.only_code(), "FORBIDDEN", "{login}");
        }
        assert_eq!(app.journal().await, 0);

        // The second of December, ten o'clock.
        app.advance(8 * DAY);
        let officer = app.token("national-officer").await;
        let tried = json!({ "idempotencyKey": "only-tried-once", "month": "2026-11", "validateOnly": true });
        assert_eq!(app.change(&officer, PUBLISH, &tried).await, json!({ "release": null, "errors": [] }));
        assert_eq!(fetch(app, "/releases/2026-11.json", None).await.0, StatusCode::NOT_FOUND);
        let published = publish(app, &officer, "2026-11").await;
        let release = &published["release"];
        assert_eq!((&release["month"], &release["publishedOn"], &release["version"]), (&json!("2026-11"), &json!("2026-12-02"), &json!(1)), "{published}");
        assert_eq!(publish(app, &officer, "2026-11").await, published, "the same key");
        let admin = app.token("national-admin").await;
        let again = json!({ "idempotencyKey": "another-key-again", "month": "2026-11" });
        assert_eq!(codes(&app.change(&admin, PUBLISH, &again).await), one("TAKEN", "input.month"));
        assert_eq!(app.journal().await, 1, "one entry, of the national office");
        let entry = app.data("auditor", "{ journal(first: 1) { nodes { mutation objectType changes { field after } } } }").await["journal"]["nodes"][0].clone();
        assert_eq!((&entry["mutation"], &entry["objectType"]), (&json!("releasePublish"), &json!("Release")));
        let fields: BTreeSet<_> = array(&entry["changes"]).iter().map(|change| text(&change["field"])).collect();
        assert!(fields.contains("digest") && !entry.to_string().contains("establishments place="), "{entry}");
    }

    async fn a_release_that_is_withdrawn_shows_its_tables_to_nobody_outside(app: &App) {
        let officer = app.token("national-officer").await;
        let latest = "{ latestRelease { id month version tables { code } } }";
        let release = app.data("midelt-director", latest).await["latestRelease"].clone();
        assert_eq!((&release["month"], array(&release["tables"]).len()), (&json!("2026-10"), 8));
        let input = |reason: &str| json!({ "id": release["id"], "expectedVersion": release["version"], "reason": reason });
        assert_eq!(codes(&app.change(&officer, WITHDRAW, &input(" ")).await), one("BLANK", "input.reason"));
        assert_eq!(codes(&app.change(&officer, WITHDRAW, &input(&"x".repeat(501))).await), one("TOO_LONG", "input.reason"));
        let head = app.token("khenifra-head").await;
        assert_eq!(app.try_change(&head, WITHDRAW, &input("Not mine")).await.only_code(), "FORBIDDEN");
        let withdrawn = app.change(&officer, WITHDRAW, &input("Counted twice in one region")).await;
        assert_eq!((&withdrawn["errors"], &withdrawn["release"]["version"]), (&json!([]), &json!(2)));
        let again = json!({ "id": release["id"], "expectedVersion": 2, "reason": "Once more" });
        assert_eq!(codes(&app.change(&officer, WITHDRAW, &again).await), one("INVALID", "input.id"));
        // That it was published stays known; the one before is the last that stands.
        let query = "{ releases { nodes { month withdrawalReason tables { code } } } latestRelease { month } }";
        let of = |login: &'static str| async move { app.data(login, query).await };
        for (login, tables) in [("khenifra-head", 0), ("partner-indh", 0), ("midelt-association", 0), ("dpo", 8), ("national-officer", 8)] {
            let data = of(login).await;
            let first = &data["releases"]["nodes"][0];
            assert_eq!((&first["month"], &first["withdrawalReason"]), (&json!("2026-10"), &json!("Counted twice in one region")), "{login}");
            assert_eq!(array(&first["tables"]).len(), tables, "{login}");
            assert_eq!(data["latestRelease"]["month"], "2026-09", "{login}");
        }
        let (status, headers, body) = fetch(app, "/releases/2026-10.json", None).await;
        assert_eq!((status, headers["cache-control"].as_str()), (StatusCode::GONE, "no-store"));
        assert!(body.contains("withdrawn") && !body.contains("tables"), "{body}");
        let listed = fetch_json(app, "/releases").await["releases"].clone();
        assert_eq!((&listed[0]["withdrawalReason"], &listed[0]["files"]), (&json!("Counted twice in one region"), &json!({})));
        assert_eq!(listed[1]["files"]["csv"], "/releases/2026-09.csv");
        // It is not published again, and the next one comes after it.
        assert_eq!(codes(&publish(app, &officer, "2026-10").await), one("TAKEN", "input.month"));
    }

    async fn everyone_reads_what_is_published_without_signing_in(app: &App) {
        let (status, headers, body) = fetch(app, "/releases/2026-10.json", None).await;
        assert_eq!((status, headers["content-type"].as_str(), headers["cache-control"].as_str()), (StatusCode::OK, "application/json", "public, max-age=300"));
        let release: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((&release["month"], &release["publishedOn"]), (&json!("2026-10"), &json!("2026-11-05")));
        let codes: Vec<_> = array(&release["tables"]).iter().map(|table| text(&table["code"])).collect();
        assert_eq!(codes, TABLES);
        let table = &release["tables"][2];
        assert_eq!((&table["title"]["fr"], &table["unit"]["ar"], &table["threshold"]), (&json!("Établissements par délégation et type"), &json!("مؤسسة"), &json!(5)));
        let place = &table["dimensions"][0]["categories"];
        assert_eq!(array(place).len(), 1 + 12 + 3, "the country, its regions, the delegations of the demonstration");
        let khenifra = array(place).iter().find(|place| place["code"] == "EN-05-301").unwrap();
        assert_eq!((&khenifra["parent"], &khenifra["name"]["fr"]), (&json!("05"), &json!("Délégation provinciale de Khénifra")));
        // Of the press report: 24 centres and 13 kindergartens in Khénifra, 39 houses of social protection; 4 complexes, kept back.
        let shown: BTreeMap<_, _> = cells(table).into_iter().collect();
        let of = |kind: &str| shown[&("establishments".to_owned(), BTreeMap::from([("kind".to_owned(), kind.to_owned()), ("place".to_owned(), "EN-05-301".to_owned())]))];
        assert_eq!(["CEF", "JE", "EPS", "COMPLEX", "CRECHE"].map(of), [Some(24), Some(13), Some(39), None, Some(0)]);

        // Asked again, it is not sent again; a tag of another file is none of this one.
        let tag = headers["etag"].clone();
        for known in [tag.as_str(), tag.trim_start_matches("W/"), &format!("\"other\", {tag}"), "*"] {
            let (status, headers, body) = fetch(app, "/releases/2026-10.json", Some(known)).await;
            assert_eq!((status, headers.get("etag"), body.as_str()), (StatusCode::NOT_MODIFIED, Some(&tag), ""), "{known}");
        }
        let before = app.statements();
        assert_eq!(fetch(app, "/releases/2026-10.json", Some(&tag)).await.0, StatusCode::NOT_MODIFIED);
        assert_eq!(app.statements() - before, 1, "its row, and not its tables");
        for other in ["/releases/2026-10.csv", "/releases/2026-09.json"] {
            assert_eq!(fetch(app, other, Some(&tag)).await.0, StatusCode::OK, "{other}");
        }
        let (_, headers, _) = fetch(app, "/releases", None).await;
        assert_eq!(fetch(app, "/releases", Some(&headers["etag"])).await.0, StatusCode::NOT_MODIFIED);
        for wrong in ["2026-08.json", "2026-10.xml", "2026-10", "2026-13.json", "x.json", ".json", "2026-10.json.csv", "%00.json", "2026-10.json%2f..", "latest.csv"] {
            let (status, _, body) = fetch(app, &format!("/releases/{wrong}"), None).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{wrong}: {body}");
        }
        // It is told in the reader's language.
        let asked = app.client().get(format!("{}/releases/2026-08.json", app.url)).header("accept-language", "fr");
        assert!(asked.send().await.unwrap().text().await.unwrap().contains("Ce fichier n’existe pas"));
    }

    async fn a_release_in_csv_says_what_it_says_in_json(app: &App) {
        let (status, headers, body) = fetch(app, "/releases/2026-10.csv", None).await;
        assert_eq!((status, headers["content-type"].as_str()), (StatusCode::OK, "text/csv; charset=utf-8; header=present"));
        assert_eq!(headers["content-disposition"], "attachment; filename=\"taawun-2026-10.csv\"");
        let mut reader = csv::Reader::from_reader(body.as_bytes());
        let columns: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(columns, ["month", "table", "place", "place_ar", "place_fr", "kind", "kind_ar", "kind_fr", "licence", "licence_ar", "licence_fr", "sex", "sex_ar", "sex_fr", "band", "band_ar", "band_fr", "value", "suppressed"]);
        let mut lines = BTreeMap::new();
        for line in reader.records() {
            let line = line.unwrap();
            assert_eq!((&line[0], line[17].is_empty()), ("2026-10", &line[18] == "true"));
            let codes = [2, 5, 8, 11, 14].map(|column| line[column].to_owned());
            if &line[2] == "05" {
                assert_eq!(&line[4], "Béni Mellal-Khénifra");
            }
            assert!(lines.insert((line[1].to_owned(), codes), line[17].parse::<i64>().ok()).is_none(), "{line:?} stands once");
        }
        let release = fetch_json(app, "/releases/2026-10.json").await;
        let mut cells = 0;
        for table in array(&release["tables"]) {
            for cell in array(&table["cells"]) {
                let mut codes: [String; 5] = Default::default();
                for (dimension, code) in array(&table["dimensions"]).iter().zip(array(&cell["categories"])) {
                    codes[["place", "kind", "licence", "sex", "band"].iter().position(|known| dimension["code"] == *known).unwrap()] = text(code);
                }
                assert_eq!(lines[&(text(&table["code"]), codes)], cell["value"].as_i64());
                cells += 1;
            }
        }
        // 13 places × 15 kinds × 6 states, 13 × 15, 16 × 15, and three times 13; of people 13 × 4 × 12 and 16 × 4.
        assert_eq!((cells, lines.len()), (13 * 15 * 6 + 13 * 15 + 16 * 15 + 3 * 13 + 13 * 4 * 12 + 16 * 4, cells));
    }

    async fn people_and_systems_read_what_the_public_reads(app: &App) {
        let query = "{ latestRelease { month tables { code title { en } dimensions { code categories { code parent nameFr } } cells { categories value suppressed } } } }";
        let public = fetch_json(app, "/releases/2026-10.json").await;
        let told = |release: &Value| -> Vec<(String, Value)> {
            let cell = |cell: &Value| json!([cell["categories"], cell["value"], cell["suppressed"]]);
            array(&release["tables"]).iter().map(|table| (text(&table["code"]), array(&table["cells"]).iter().map(cell).collect())).collect()
        };
        for login in app.logins() {
            let release = app.data(&login, query).await["latestRelease"].clone();
            assert_eq!(told(&release), told(&public), "{login}");
        }
        // By the lane, alike.
        let admin = app.token("national-admin").await;
        let id = app.data("national-admin", "{ latestRelease { id } }").await["latestRelease"]["id"].clone();
        let by_id = query.replace("latestRelease", &format!("release(id: {id})"));
        let laned = app.send(Some(&admin), &by_id, json!({})).await.body["data"]["release"].clone();
        let resolved = app.send_to(&app.listen_without_fast_lane().await, Some(&admin), &by_id, json!({})).await.body["data"]["release"].clone();
        assert_eq!((told(&laned), &laned), (told(&public), &resolved));
        // A system, by the scope; another one not at all, by no door.
        let region = System::of(app, "DEMO-REGION-2026").await.token(app).await;
        let answer = app.send(Some(&region), query, json!({})).await;
        assert_eq!(told(&answer.body["data"]["latestRelease"]), told(&public), "{:#}", answer.body);
        let projects = System::of(app, "DEMO-INDH-2026").await.token(app).await;
        for (query, code) in [("{ latestRelease { month } }", "FORBIDDEN"), ("{ releases { totalCount } }", "FORBIDDEN"), (&format!("{{ release(id: {id}) {{ month }} }}"), "NOT_FOUND"), (&format!("{{ node(id: {id}) {{ id }} }}"), "NOT_FOUND")] {
            assert_eq!(app.send(Some(&projects), query, json!({})).await.only_code(), code, "{query}");
        }
        // Published once, and not worked out again: what happens since does not show.
        pass_a_month(app, "2026-10", &mut Random::new(3), 12).await;
        assert_eq!(fetch_json(app, "/releases/2026-10.json").await, public);
    }

    /// The register changes at random, month after month; each release is attacked by itself and with the one before, as
    /// everyone can who fetches both.
    async fn nobody_works_out_a_small_figure_of_what_is_published(app: &App) {
        let months = ["2026-11", "2026-12", "2027-01", "2027-02"];
        let mut random = Random::new(if app.is_postgres() { 11 } else { 12 });
        let (mut before, mut kept, mut small, mut bare) = (Read::of(app, "2026-10").await, 0, 0, 0);
        assert_eq!(attack(&[&Read::of(app, "2026-09").await, &before]).len(), 0, "the demonstration's own");
        app.advance(8 * DAY);
        for (at, month) in months.into_iter().enumerate() {
            // Many houses at first, then a few a month.
            pass_a_month(app, month, &mut random, if at == 0 { 90 } else { 6 }).await;
            let published = publish(app, &app.token("national-officer").await, month).await;
            assert_eq!(published["errors"], json!([]), "{month}");
            let now = Read::of(app, month).await;
            let found = attack(&[&now]);
            assert!(found.is_empty(), "{month}: {found:?}");
            let found = attack(&[&before, &now]);
            assert!(found.is_empty(), "{month} and the one before: {found:?}");
            kept += now.shown().values().filter(|value| value.is_none()).count();
            small += now.counted.values().filter(|value| (1..5).contains(*value)).count();
            // Were nothing kept back beside what is small, much would be found.
            bare += attack(&[&now.with_small_ones_kept_back_alone()]).len();
            before = now;
            app.advance(31 * DAY);
        }
        println!("{kept} figures kept back, of which {small} are small; {bare} worked out where nothing else is");
        assert!(small > 20 && kept > small && bare > 10, "{kept} kept back, {small} small, {bare} worked out");
    }
}

impl Read {
    fn with_small_ones_kept_back_alone(&self) -> Self {
        let mut release = self.release.clone();
        for table in release["tables"].as_array_mut().unwrap() {
            let names: Vec<Name> = cells(table).into_iter().map(|(name, _)| name).collect();
            for (cell, name) in table["cells"].as_array_mut().unwrap().iter_mut().zip(names) {
                let counted = self.counted[&name];
                if !(1..5).contains(&counted) {
                    cell["value"] = json!(counted);
                    cell["suppressed"] = json!(false);
                }
            }
        }
        Self { release, counted: self.counted.clone() }
    }
}
