//! What imports add to the measures: nothing before all of it is shown, at no level and for nobody; then all of it at once; and what
//! is taken back, no more. Whatever comes between, the counters equal a recount.

#![expect(clippy::disallowed_methods, reason = "what nobody sees is counted past every door")]

use entity::{
    association, counter, establishment, import_counter, import_part, journal_entry, licence_period, reference_given,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use taawun::background::background;
use taawun::statistics;

use crate::harness::{App, Change, codes, on_both, one};
use crate::imports::{APPLY, UNDO, apply, import, line, read, work, workbook};
use crate::random::Random;

const DAY: i64 = 86_400;
const HEADINGS: [&str; 11] = [
    "Type",
    "Nom",
    "Commune",
    "Association gestionnaire",
    "Capacité totale",
    "Filles",
    "Garçons",
    "Date d'ouverture",
    "Autorisation",
    "N° de la décision",
    "Date de la décision",
];

/// A list of houses, drawn at random: of associations that are there, of new ones, of none; opened and licensed in any year.
fn list(seed: u64, lines: usize, known: &[String]) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut sheet = vec![line(&HEADINGS)];
    for number in 0..lines {
        let association = match random.below(5) {
            0 => String::new(),
            1 => known[random.below(known.len())].clone(),
            2 => format!("Association d'une seule maison {number}"),
            _ => format!("Association nouvelle {}", random.below(30)),
        };
        let (female, male) = (random.below(40), random.below(40));
        let day = |random: &mut Random| {
            format!("{}-{:02}-{:02}", 2012 + random.below(14), 1 + random.below(12), 1 + random.below(28))
        };
        let opened = if random.below(3) == 0 { String::new() } else { day(&mut random) };
        let (licence, decision, on) = match random.below(4) {
            0 => ("Autorisée", format!("{number}/{}", 2012 + random.below(14)), day(&mut random)),
            1 => ("En cours", String::new(), day(&mut random)),
            _ => ("", String::new(), String::new()),
        };
        sheet.push(line(&[
            ["CEF", "DAR_TALIBA", "JE"][random.below(3)],
            &format!("Maison {seed} {number}"),
            ["Khénifra", "M'RIRT", "05.301.07.03"][random.below(3)],
            &association,
            &format!("={}", female + male),
            &format!("={female}"),
            &format!("={male}"),
            &opened,
            licence,
            &decision,
            &on,
        ]));
    }
    workbook(&[("Feuil1", sheet)])
}

/// What there is and what there was of the delegation, at each level, as known by now and before.
async fn told(app: &App, known: &str) -> [Value; 3] {
    let of = async |group: &str| {
        let query = format!(
            "{{ statistics(measures: [ESTABLISHMENTS, LICENSED_ESTABLISHMENTS, CAPACITY, LICENCES_GRANTED], asOf: \"2026-11\", asKnownOn: \"{known}\", groupBy: [{group}]) {{
                rowCount total {{ count }} }} }}"
        );
        app.data("khenifra-head", &query).await["statistics"].clone()
    };
    [of("DELEGATION").await, of("ASSOCIATION").await, of("ESTABLISHMENT").await]
}

fn totals(told: &[Value; 3]) -> [Value; 3] {
    std::array::from_fn(|at| told[at]["total"].clone())
}

async fn equals_a_recount(app: &App, when: &str) {
    assert_eq!(statistics::differences(&app.pool).await.unwrap(), [], "{when}");
    // Nor does one find anything to set right that sets it right.
    assert_eq!(statistics::rebuild(&app.pool, app.now()).await.unwrap(), 0, "{when}");
}

/// The counters of what an import brought, hidden or not.
async fn own_counters(app: &App) -> i64 {
    let connection = app.connection().await;
    let houses = establishment::Entity::find().filter(establishment::Column::ImportPartId.is_not_null());
    let houses: Vec<_> = houses.all(&connection).await.unwrap().into_iter().map(|house| house.id).collect();
    let counters = counter::Entity::find().all(&connection).await.unwrap();
    counters.iter().filter(|row| houses.contains(&row.establishment_id)).map(|row| row.value).sum()
}

/// Works until something is so, and then goes away.
async fn work_until(app: &App, is_so: impl AsyncFn() -> bool) {
    let worker = app.worker(background()).await;
    worker
        .run(async {
            while !is_so().await {
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
        })
        .await;
    // A change that is under way comes to its end, whoever goes away: however slow the machine, within three seconds.
    let connection = app.connection().await;
    let (mut before, mut quiet) = (0, 0);
    while quiet < 6 {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let entries = journal_entry::Entity::find().count(&connection).await.unwrap();
        quiet = if entries == before { quiet + 1 } else { 0 };
        before = entries;
    }
}

async fn known_associations(app: &App) -> Vec<String> {
    let found = app.data("khenifra-head", "{ associations(first: 100) { nodes { name(language: FR) } } }").await;
    let nodes = found["associations"]["nodes"].as_array().unwrap().clone();
    nodes.iter().filter_map(|node| node["name"].as_str().map(str::to_owned)).collect()
}

async fn entered_and_taken_back(app: &App, seed: u64, days: i64, (known, next): (&str, &str)) {
    let head = app.token("khenifra-head").await;
    let names = known_associations(app).await;
    let read = read(app, &head, "liste.xlsx", &list(seed, 1300, &names)).await;
    assert_eq!((&read["state"], &read["counts"]["wrong"]), (&json!("READ"), &json!(0)), "{read}");
    let before = told(app, known).await;
    equals_a_recount(app, "before").await;
    let input = json!({ "id": read["id"], "expectedVersion": read["version"] });
    assert_eq!(app.change(&head, APPLY, &input).await["errors"], json!([]));

    // The process goes away before all parts are there; a month, or a year, begins.
    let connection = app.connection().await;
    work_until(app, async || import_part::Entity::find().count(&connection).await.unwrap() >= 4).await;
    assert_eq!(import(app, &head, &read["id"]).await["state"], "APPLYING");
    let hidden = own_counters(app).await;
    assert!(hidden > 0, "what is hidden is counted for itself");
    for when in ["hidden", "hidden, in another month"] {
        equals_a_recount(app, when).await;
        assert_eq!(told(app, known).await, before, "{when}: nobody is told of it, at no level");
        if when == "hidden" {
            app.advance(days * DAY);
        }
    }
    assert_eq!(own_counters(app).await, hidden, "and counting again leaves it as it is");

    work(app).await;
    let head = app.token("khenifra-head").await;
    let applied = import(app, &head, &read["id"]).await;
    assert_eq!(applied["state"], "APPLIED", "{applied}");
    equals_a_recount(app, "shown").await;
    let after = told(app, next).await;
    assert_eq!(after[0]["total"], after[1]["total"], "each level tells the same");
    assert_eq!(after[0]["total"], after[2]["total"], "each level tells the same");
    let grown = after[0]["total"][0]["count"].as_i64().unwrap() - before[0]["total"][0]["count"].as_i64().unwrap();
    assert_eq!(grown, 1300);
    let houses = establishment::Entity::find().filter(establishment::Column::ImportPartId.is_not_null());
    assert_eq!(houses.clone().count(&connection).await.unwrap(), 1300);
    assert_eq!(told(app, known).await, before, "it was not known before it was shown");

    let undo = json!({ "id": read["id"], "expectedVersion": applied["version"], "reason": "Une autre liste" });
    let undone = app.change(&head, UNDO, &undo).await;
    assert_eq!((&undone["errors"], &undone["import"]["state"]), (&json!([]), &json!("UNDONE")));
    equals_a_recount(app, "taken back").await;
    assert_eq!(totals(&told(app, next).await), totals(&before), "taken back");
    // What is removed part by part can be interrupted, too.
    let removed = import_part::Entity::find().filter(import_part::Column::Removed.eq(true));
    work_until(app, async || removed.clone().count(&connection).await.unwrap() > 0).await;
    equals_a_recount(app, "partly removed").await;
    app.advance(3600);
    work(app).await;
    assert_eq!(houses.count(&connection).await.unwrap(), 0);
    let opened = association::Entity::find().filter(association::Column::ImportPartId.is_not_null());
    assert_eq!(opened.count(&connection).await.unwrap(), 0);
    assert_eq!(import_counter::Entity::find().count(&connection).await.unwrap(), 0);
    equals_a_recount(app, "removed").await;
    let last = told(app, next).await;
    assert_eq!(totals(&last), totals(&before), "removed");
    assert_eq!(last[2]["rowCount"], before[2]["rowCount"], "and of no house of it anything is told");
    assert_eq!(app.pool.verify_journal().await.unwrap().1, []);
}

on_both! {
    async fn what_an_import_adds_is_counted_when_it_is_shown_though_a_month_begins_meanwhile(app: &App) {
        entered_and_taken_back(app, 11, 8, ("2026-11", "2026-12")).await;
    }

    async fn what_an_import_adds_is_counted_when_it_is_shown_though_a_year_is_closed_meanwhile(app: &App) {
        entered_and_taken_back(app, 12, 40, ("2026-11", "2027-01")).await;
    }

    async fn of_an_import_that_stops_nothing_stays_counted(app: &App) {
        let head = app.token("khenifra-head").await;
        let names = known_associations(app).await;
        let read = read(app, &head, "liste.xlsx", &list(13, 900, &names)).await;
        let before = told(app, "2026-11").await;
        let input = json!({ "id": read["id"], "expectedVersion": read["version"] });
        let applying = app.change(&head, APPLY, &input).await;
        assert_eq!(applying["errors"], json!([]));
        let connection = app.connection().await;
        work_until(app, async || import_part::Entity::find().count(&connection).await.unwrap() >= 3).await;
        assert!(own_counters(app).await > 0);
        let undo = json!({ "id": read["id"], "expectedVersion": applying["import"]["version"], "reason": "Trop tôt" });
        assert_eq!(app.change(&head, UNDO, &undo).await["import"]["state"], "UNDONE");
        app.advance(3600);
        work(app).await;
        equals_a_recount(app, "given up").await;
        assert_eq!(told(app, "2026-11").await, before);
        assert_eq!(import_counter::Entity::find().count(&connection).await.unwrap(), 0);
    }

    async fn what_was_removed_of_an_import_keeps_it_from_being_taken_back(app: &App) {
        let head = app.token("khenifra-head").await;
        let names = known_associations(app).await;
        let read = read(app, &head, "liste.xlsx", &list(14, 60, &names)).await;
        let applied = apply(app, &head, &read, false).await;
        let connection = app.connection().await;
        let licences = licence_period::Entity::find().filter(licence_period::Column::ImportPartId.is_not_null());
        let licence = licences.one(&connection).await.unwrap().unwrap();
        licence_period::Entity::delete_by_id(licence.id).exec(&connection).await.unwrap();
        let undo = json!({ "id": read["id"], "expectedVersion": applied["version"], "reason": "Erreur" });
        let refused = app.change(&head, UNDO, &undo).await;
        assert_eq!(codes(&refused), one("INVALID", "input.id"));
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("1 of what it brought"), "{refused}");
    }

    async fn a_reference_of_what_was_taken_back_is_given_to_no_other(app: &App) {
        let head = app.token("khenifra-head").await;
        let connection = app.connection().await;
        let centres = |from: usize, lines: usize| {
            let lines = (from..from + lines).map(|number| line(&["CEF", &format!("Centre {number}"), "Khénifra"]));
            workbook(&[("Feuil1", [line(&["Type", "Nom", "Commune"])].into_iter().chain(lines).collect())])
        };
        let references = async || {
            let houses = establishment::Entity::find().filter(establishment::Column::ImportPartId.is_not_null());
            let houses = houses.all(&connection).await.unwrap();
            let number = |house: &establishment::Model| house.reference.rsplit('-').next().unwrap().parse::<u32>().unwrap();
            let mut numbers: Vec<_> = houses.iter().map(number).collect();
            numbers.sort_unstable();
            numbers
        };
        let first = apply(app, &head, &read(app, &head, "une.xlsx", &centres(0, 12)).await, false).await;
        let given = references().await;
        assert_eq!(given.len(), 12);
        let undo = json!({ "id": first["id"], "expectedVersion": first["version"], "reason": "Erreur" });
        assert_eq!(app.change(&head, UNDO, &undo).await["errors"], json!([]));
        work(app).await;
        assert_eq!(references().await, [] as [u32; 0]);
        assert_eq!(reference_given::Entity::find().count(&connection).await.unwrap(), 1);
        let second = apply(app, &head, &read(app, &head, "autre.xlsx", &centres(100, 3)).await, false).await;
        let last = *given.last().unwrap();
        assert_eq!(references().await, [last + 1, last + 2, last + 3]);

        // Nor to one that is entered by hand.
        let undo = json!({ "id": second["id"], "expectedVersion": second["version"], "reason": "Erreur" });
        assert_eq!(app.change(&head, UNDO, &undo).await["errors"], json!([]));
        work(app).await;
        let data = app.data("khenifra-head", "{ viewer { slice { id } } communes(first: 100) { nodes { id name(language: FR) } } }").await;
        let commune = data["communes"]["nodes"].as_array().unwrap().iter().find(|node| node["name"] == "Khénifra").unwrap()["id"].clone();
        let create = Change::new("establishmentCreate", "establishment { reference } errors { code message path }");
        let input = json!({ "idempotencyKey": "entered-by-hand", "delegation": data["viewer"]["slice"]["id"], "commune": commune, "kind": "CEF", "names": { "fr": "À la main" } });
        let created = app.change(&head, create, &input).await;
        assert_eq!(created["errors"], json!([]));
        assert!(created["establishment"]["reference"].as_str().unwrap().ends_with(&format!("-{:04}", last + 4)), "{created}");
    }

    async fn a_list_that_was_read_is_given_up_and_waits_no_more(app: &App) {
        let officer = app.token("khenifra-officer").await;
        let waiting = async |token: &str| {
            let query = "{ workQueue(first: 100, where: { kind: IMPORT_ENTER }) { nodes { about { id } } } }";
            let answer = app.send(Some(token), query, json!({})).await.body["data"]["workQueue"]["nodes"].clone();
            answer.as_array().unwrap().iter().map(|node| node["about"]["id"].clone()).collect::<Vec<_>>()
        };
        let before = waiting(&officer).await;
        let read = read(app, &officer, "une.csv", "Type;Nom;Commune\nCEF;Centre du soir;Khénifra\n".as_bytes()).await;
        assert!(waiting(&officer).await.contains(&read["id"]));
        assert!(!waiting(&app.token("khenifra-head").await).await.contains(&read["id"]), "it waits for who sent it");
        let undo = json!({ "id": read["id"], "expectedVersion": read["version"], "reason": "Une autre liste" });
        let undone = app.change(&officer, UNDO, &undo).await;
        assert_eq!((&undone["errors"], &undone["import"]["state"]), (&json!([]), &json!("UNDONE")));
        work(app).await;
        assert_eq!(waiting(&officer).await, before);
    }
}
