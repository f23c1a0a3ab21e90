//! Counters against a naive model: houses that open, close and move at random, asked about at the end of any month, as
//! known at the end of any other, over the turn of years.

#![expect(clippy::disallowed_methods, reason = "the test alters counters behind the door's back")]

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use entity::{closing_balance, counter, stream};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use taawun::statistics::Kept;

use crate::harness::{App, Change, on_both};
use crate::random::Random;

const HOUSE: &str = "establishment { id version } errors { code message path }";
const DAY: i64 = 86_400;

/// What the model knows of a centre, in the order in which it came to know it.
struct Centre {
    id: Value,
    version: i64,
    opened: NaiveDate,
    /// The month in which it was entered, the delegation, the last day.
    told: Vec<((i32, u32), usize, Option<NaiveDate>)>,
}

fn month(day: NaiveDate) -> (i32, u32) {
    (day.year(), day.month())
}

fn last_day((year, month): (i32, u32)) -> NaiveDate {
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next.0, next.1, 1).unwrap().pred_opt().unwrap()
}

impl Centre {
    /// What was known of it at the end of a month.
    fn known(&self, at: (i32, u32)) -> Option<(usize, Option<NaiveDate>)> {
        self.told.iter().rev().find(|(since, ..)| *since <= at).map(|(_, place, closed)| (*place, *closed))
    }
}

/// The naive model's answer: how many there are at the end of a month, opened in a year, closed in it.
fn model(centres: &[Centre], place: usize, at: (i32, u32), year: i32, known: (i32, u32)) -> (i64, i64, i64) {
    let day = last_day(at);
    let mut counts = (0, 0, 0);
    for centre in centres {
        let Some((where_, closed)) = centre.known(known) else { continue };
        if where_ == place {
            counts.0 += i64::from(centre.opened <= day && closed.is_none_or(|closed| closed >= day));
            counts.1 += i64::from(centre.opened.year() == year);
            counts.2 += i64::from(closed.is_some_and(|closed| closed.year() == year));
        }
    }
    counts
}

/// The same, as the annual report has it.
async fn report(
    app: &App,
    token: &str,
    delegation: &Value,
    at: (i32, u32),
    year: i32,
    known: Option<(i32, u32)>,
) -> (i64, i64, i64) {
    let known = known.map_or(String::new(), |(year, month)| format!(", asKnownOn: \"{year:04}-{month:02}\""));
    let query = format!(
        "{{ annualReport(delegation: {delegation}, budgetYear: {year}, asOf: \"{:04}-{:02}\"{known}) {{ measures {{ measure computed }} flows {{ flow computed }} }} }}",
        at.0, at.1
    );
    let answer = app.send(Some(token), &query, json!({})).await;
    let report = &answer.body["data"]["annualReport"];
    let of = |list: &str, name: &str, value: &str| -> i64 {
        let rows = report[list].as_array().unwrap_or_else(|| panic!("{query}: {:#}", answer.body));
        rows.iter().find(|row| row[name] == value).unwrap()["computed"].as_i64().unwrap()
    };
    (
        of("measures", "measure", "CEF"),
        of("flows", "flow", "ESTABLISHMENTS_OPENED"),
        of("flows", "flow", "ESTABLISHMENTS_CLOSED"),
    )
}

on_both! {
    async fn at_every_months_end_as_known_at_any_other_they_equal_a_naive_model(app: &App) {
        let data = app.data("national-admin", "{ delegations { nodes { id code } } communes(first: 100) { nodes { id name(language: FR) } } }").await;
        let find = |list: &str, field: &str, value: &str| data[list]["nodes"].as_array().unwrap().iter().find(|node| node[field] == value).unwrap()["id"].clone();
        let places = [(find("delegations", "code", "EN-05-301"), find("communes", "name", "Khénifra")), (find("delegations", "code", "EN-08-363"), find("communes", "name", "Midelt"))];
        let mut random = Random::new(7);
        let mut centres: Vec<Centre> = Vec::new();
        let mut token = app.token("national-admin").await;
        // What the demonstration has, to be taken off: it does not change.
        let mut asked: Vec<(usize, (i32, u32), i32)> = Vec::new();
        for place in 0..2 {
            for at in [(2013, 6), (2016, 12), (2022, 5), (2024, 12), (2025, 11), (2025, 12), (2026, 10), (2026, 11), (2027, 12), (2028, 3)] {
                asked.push((place, at, at.0));
            }
        }
        let mut base = BTreeMap::new();
        for (place, at, year) in &asked {
            base.insert((*place, *at), report(app, &token, &places[*place].0, *at, *year, None).await);
        }

        // Twenty steps, over a year and a half: 2026-11 to 2028-04, through two turns of years.
        for step in 0..20_i64 {
            app.advance(26 * DAY);
            token = app.token("national-admin").await;
            let today = app.now().date_naive();
            for number in 0..6 {
                let choice = random.below(10);
                if centres.is_empty() || choice < 4 {
                    let place = random.below(2);
                    let opened = today - Days::new(random.below(6000) as u64);
                    let input = json!({ "idempotencyKey": format!("centre-{step}-{number}"), "delegation": places[place].0, "commune": places[place].1,
                        "kind": "CEF", "names": { "fr": "CEF" }, "openedOn": opened });
                    let made = app.change(&token, Change::new("establishmentCreate", HOUSE), &input).await;
                    assert_eq!(made["errors"], json!([]), "{made}");
                    centres.push(Centre { id: made["establishment"]["id"].clone(), version: 1, opened, told: vec![(month(today), place, None)] });
                    continue;
                }
                let index = random.below(centres.len());
                let centre = &mut centres[index];
                let (place, closed) = centre.known(month(today)).unwrap();
                let (name, input, place, closed) = if choice < 7 || closed.is_some() {
                    let (delegation, commune) = &places[1 - place];
                    ("establishmentMove", json!({ "id": centre.id, "expectedVersion": centre.version, "delegation": delegation, "commune": commune }), 1 - place, closed)
                } else {
                    let days = usize::try_from((today - centre.opened).num_days()).unwrap();
                    let closed = centre.opened + Days::new(random.below(days + 1) as u64);
                    ("establishmentClose", json!({ "id": centre.id, "expectedVersion": centre.version, "closedOn": closed }), place, Some(closed))
                };
                let changed = app.change(&token, Change::new(name, HOUSE), &input).await;
                assert_eq!(changed["errors"], json!([]), "{changed}");
                centre.version += 1;
                centre.told.push((month(today), place, closed));
            }
        }
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
        let now = month(app.now().date_naive());
        assert_eq!(now, (2028, 4));
        // Both delegations have closed the years that have ended, each by its own first change of the year.
        let heads = stream::Entity::find().all(&app.connection().await).await.unwrap();
        assert_eq!(heads.iter().filter(|head| head.closed_until == 2027).count(), 2);

        for (place, at, year) in &asked {
            let before = base[&(*place, *at)];
            let expected = |known| {
                let (there, opened, closed) = model(&centres, *place, *at, *year, known);
                (before.0 + there, before.1 + opened, before.2 + closed)
            };
            assert_eq!(report(app, &token, &places[*place].0, *at, *year, None).await, expected(now), "{at:?}");
            for known in [(2026, 12), (2027, 1), (2027, 6), (2028, 1)] {
                let found = report(app, &token, &places[*place].0, *at, *year, Some(known)).await;
                assert_eq!(found, expected(known), "{at:?} as known on {known:?}");
            }
        }

        // As of now, a stock is one balance and what grew since: nothing older is read.
        let connection = app.connection().await;
        connection.execute_unprepared("DELETE FROM counter WHERE known > 1 AND month < 202701 AND part_1 = 'CEF' AND level = 'DELEGATION'").await.unwrap();
        let (place, at, year) = (0, (2028, 3), 2028);
        let expected = base[&(place, at)].0 + model(&centres, place, at, year, now).0;
        assert_eq!(report(app, &token, &places[place].0, at, year, None).await.0, expected);
    }

    async fn a_counter_or_a_balance_that_was_altered_is_found_and_set_right(app: &App) {
        let connection = app.connection().await;
        let growth = counter::Entity::find().one(&connection).await.unwrap().unwrap();
        let closing = closing_balance::Entity::find().one(&connection).await.unwrap().unwrap();
        let (mut grew, mut closed) = (growth.clone().into_active_model(), closing.clone().into_active_model());
        grew.value = Set(growth.value + 3);
        grew.update(&connection).await.unwrap();
        closed.value = Set(closing.value + 3);
        closed.update(&connection).await.unwrap();
        let differences = taawun::statistics::differences(&app.pool).await.unwrap();
        assert_eq!(differences.iter().map(|difference| difference.counters - difference.records).collect::<Vec<_>>(), [3, 3]);
        assert_eq!(differences.iter().filter(|difference| matches!(difference.key, Kept::Balance(_))).count(), 1);
        assert_eq!(taawun::statistics::rebuild(&app.pool, app.now()).await.unwrap(), 2);
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);
    }
}
