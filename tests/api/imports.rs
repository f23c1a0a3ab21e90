//! Lists that come in: from the file to the register, and back out of it.

#![expect(clippy::disallowed_methods, reason = "what nobody sees is counted past every door")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use entity::{association, establishment, import_part, journal_entry};
use rust_xlsxwriter::Workbook;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Statement};
use serde_json::{Value, json};
use taawun::background::background;
use taawun::statistics;

use crate::documents::put;
use crate::harness::{App, Change, codes, on_both, one};
use crate::program::run;

const UPLOAD: Change = Change::new("importUploadCreate", "upload { id url received } errors { code message path }");
const FIELDS: &str = "import { id state fault notes version leavesOut appliedAt undoneAt reason sha256 fileName
    counts { associations establishments figures wrong there doubtful } delegation { id } sentBy { login } }
    errors { code message path }";
const CREATE: Change = Change::new("importCreate", FIELDS);
pub(crate) const APPLY: Change = Change::new("importApply", FIELDS);
pub(crate) const UNDO: Change = Change::new("importUndo", FIELDS);

/// Of each line, by its sheet and number: the verdict, and the columns with a remark.
type Verdicts = BTreeMap<(String, i64), (String, BTreeSet<String>)>;

/// A workbook of sheets: their names, and their lines.
pub(crate) fn workbook(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, lines) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(lines) {
            for (column, cell) in (0..).zip(line) {
                // A number is one where it is written as `=40`.
                match cell.strip_prefix('=').map(str::parse::<f64>) {
                    Some(Ok(number)) => drop(sheet.write_number(row, column, number).unwrap()),
                    Some(Err(_)) | None if cell.is_empty() => {}
                    Some(Err(_)) | None => drop(sheet.write_string(row, column, cell).unwrap()),
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

pub(crate) fn line(cells: &[&str]) -> Vec<String> {
    cells.iter().map(ToString::to_string).collect()
}

/// Announces and sends a file: the upload's id.
pub(crate) async fn send(app: &App, token: &str, name: &str, bytes: &[u8]) -> Value {
    let key = uuid::Uuid::now_v7().to_string();
    let input = json!({ "idempotencyKey": key, "fileName": name, "size": bytes.len() });
    let announced = app.change(token, UPLOAD, &input).await;
    assert_eq!(announced["errors"], json!([]), "{name}");
    let (status, body) = put(app, announced["upload"]["url"].as_str().unwrap(), bytes).await;
    assert_eq!(status, 201, "{body}");
    announced["upload"]["id"].clone()
}

fn creation(upload: &Value) -> Value {
    json!({ "idempotencyKey": uuid::Uuid::now_v7().to_string(), "upload": upload })
}

/// Does what is due in the background.
pub(crate) async fn work(app: &App) -> u64 {
    app.worker(background()).await.work_off().await.unwrap()
}

/// The import as it is now.
pub(crate) async fn import(app: &App, token: &str, id: &Value) -> Value {
    let fields = FIELDS.split_once("errors").unwrap().0.replacen("import {", "import(id: $id) {", 1);
    let query = format!("query ($id: ID!) {{ {fields} }}");
    app.send(Some(token), &query, json!({ "id": id })).await.body["data"]["import"].clone()
}

/// Sends a file and has it read: the import.
pub(crate) async fn read(app: &App, token: &str, name: &str, bytes: &[u8]) -> Value {
    let upload = send(app, token, name, bytes).await;
    let created = app.change(token, CREATE, &creation(&upload)).await;
    assert_eq!(created["errors"], json!([]));
    assert_eq!(created["import"]["state"], "READING");
    work(app).await;
    import(app, token, &created["import"]["id"]).await
}

/// Has an import entered: as it is then.
pub(crate) async fn apply(app: &App, token: &str, read: &Value, leave_out_wrong: bool) -> Value {
    let input = json!({ "id": read["id"], "expectedVersion": read["version"], "leaveOutWrong": leave_out_wrong });
    let applying = app.change(token, APPLY, &input).await;
    assert_eq!(applying["errors"], json!([]));
    assert_eq!(applying["import"]["state"], "APPLYING");
    work(app).await;
    import(app, token, &read["id"]).await
}

/// Of each line of a sheet: the verdict, and the columns with a remark.
async fn verdicts(app: &App, token: &str, id: &Value) -> Verdicts {
    let query = "query ($id: ID!, $after: String) { importRows(import: $id, first: 100, after: $after) {
        pageInfo { hasNextPage endCursor } nodes { sheet line verdict remarks { column severity } } } }";
    let (mut verdicts, mut after) = (BTreeMap::new(), Value::Null);
    loop {
        let page =
            app.send(Some(token), query, json!({ "id": id, "after": after })).await.body["data"]["importRows"].clone();
        for row in page["nodes"].as_array().unwrap() {
            let text = |field: &str| row[field].as_str().unwrap().to_owned();
            let columns = row["remarks"].as_array().unwrap().iter();
            let columns = columns.map(|remark| remark["column"].as_str().unwrap_or("LINE").to_owned()).collect();
            verdicts.insert((text("sheet"), row["line"].as_i64().unwrap()), (text("verdict"), columns));
        }
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            return verdicts;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

async fn count(app: &App, login: &str) -> (i64, i64) {
    let data = app.data(login, "{ establishments { totalCount } associations { totalCount } }").await;
    (data["establishments"]["totalCount"].as_i64().unwrap(), data["associations"]["totalCount"].as_i64().unwrap())
}

/// Lines of a long list; `LINES` says otherwise.
const LINES: usize = 2600;

/// The headings of a delegation's list, as one wrote them.
const HOUSES: [&str; 12] = [
    "ر.ت",
    "نوع المؤسسة",
    "اسم المؤسّسة",
    "الجماعة",
    "الجمعية المسيرة",
    "الطاقة الإستيعابية",
    "إناث",
    "ذكور",
    "عدد المستفيدين",
    "الترخيص",
    "تاريخ الترخيص",
    "سنة الإحداث",
];

/// A case of a messy list: the cells behind the number, what is expected of it, and in which columns something is remarked.
type Case = (&'static [&'static str], &'static str, &'static [&'static str]);

/// Kind, name (`#` is another number in each line), commune, association, places in all, for women, for men, people present,
/// licence, its day, year. What the traps are, the domain's page says: signs of the article of May 2022, and habits of offices.
const CASES: &[Case] = &[
    // Plain.
    (
        &["دار الطالب", "دار الطالب رقم #", "خنيفرة", "", "=40", "", "", "=38", "مرخصة", "2019-04-03", "2010-09-01"],
        "RIGHT",
        &[],
    ),
    (
        &[
            "DAR_TALIBA",
            "Dar Taliba n° #",
            "M'RIRT",
            "",
            "=60",
            "=60",
            "=0",
            "=60",
            "autorisé",
            "03/04/2019",
            "01/09/2012",
        ],
        "RIGHT",
        &[],
    ),
    // Kinds and communes however they are spelt: hamza, taa marbuta, the article, Latin letters, another spelling, a word before.
    (&["روض الاطفال", "روض رقم #", "جماعة أجلموس", "", "٣٠", "", "", "", "", "", ""], "RIGHT", &[]),
    (&["Jardin d’enfants", "Jardin n° #", "Commune de Moulay Bouazza", "", "25", "", "", "", "", "", ""], "RIGHT", &[]),
    (&["مركز التربيه و التكوين", "مركز رقم #", "05.301.07.03", "", "", "", "", "", "", "", ""], "RIGHT", &[]),
    // Numbers: glued units, groups by spaces, Arabic-Indic digits.
    (
        &["CEF", "Centre n° #", "Khénifra", "", "40 lits", "", "", "120مستفيد", "", "", ""],
        "DOUBTFUL",
        &["CAPACITY_TOTAL", "PRESENT"],
    ),
    (&["CEF", "مركز واسع #", "خنيفرة", "", "1 200", "", "", "١٬٢٠٠", "", "", ""], "DOUBTFUL", &["PRESENT"]),
    // Reversed by the direction of writing: `00 000 160` is no number forwards, but 160 000 00 backwards; no house has 160,000.
    (&["CEF", "مركز معكوس #", "خنيفرة", "", "000 1", "", "", "", "", "", ""], "DOUBTFUL", &["CAPACITY_TOTAL"]),
    // The Arabic comma is no separator of thousands by itself.
    (&["CEF", "مركز بفاصلة #", "خنيفرة", "", "12٬5", "", "", "", "", "", ""], "WRONG", &["CAPACITY_TOTAL"]),
    (&["CEF", "Centre moitié #", "خنيفرة", "", "=40.5", "", "", "", "", "", ""], "WRONG", &["CAPACITY_TOTAL"]),
    (&["CEF", "Centre négatif #", "خنيفرة", "", "-3", "", "", "", "", "", ""], "WRONG", &["CAPACITY_TOTAL"]),
    (&["CEF", "Centre sans chiffre #", "خنيفرة", "", "quarante", "", "", "", "", "", ""], "WRONG", &["CAPACITY_TOTAL"]),
    // Places that do not make the total.
    (
        &["دار الطالب والطالبة", "دار مختلطة #", "خنيفرة", "", "40", "30", "20", "", "نعم", "2020-01-02", ""],
        "WRONG",
        &["CAPACITY_TOTAL"],
    ),
    // Over-full and unlicensed houses are taken, and flagged.
    (
        &["دار الطالبة", "دار مكتظة #", "خنيفرة", "", "=40", "", "", "=66", "غير مرخصة", "", "2015"],
        "DOUBTFUL",
        &["PRESENT", "LICENCE_STATE", "OPENED_ON"],
    ),
    (&["دار المسنين", "دار بدون وضعية #", "خنيفرة", "", "=20", "", "", "", "", "", ""], "DOUBTFUL", &["LICENCE_STATE"]),
    (
        &["دار الأطفال", "دار في طور الترخيص #", "خنيفرة", "", "=20", "", "", "", "في طور الترخيص", "2022-05-04", ""],
        "RIGHT",
        &[],
    ),
    // A licence of a day that nobody knows.
    (
        &["دار الطالب", "دار بلا تاريخ #", "خنيفرة", "", "=20", "", "", "", "مرخصة", "", "2011-01-01"],
        "DOUBTFUL",
        &["LICENCE_ON"],
    ),
    (
        &["دار الطالب", "دار بوضعية غريبة #", "خنيفرة", "", "=20", "", "", "", "ربما", "", ""],
        "WRONG",
        &["LICENCE_STATE"],
    ),
    // Days: of months as Morocco calls them, the American way, of two years at once, to come.
    (&["دار الطالب", "دار بغشت #", "خنيفرة", "", "=20", "", "", "", "مرخصة", "3 غشت 2019", ""], "RIGHT", &[]),
    (
        &["دار الطالب", "دار أمريكية #", "خنيفرة", "", "=20", "", "", "", "مرخصة", "05/24/2022", ""],
        "WRONG",
        &["LICENCE_ON"],
    ),
    (
        &["دار الطالب", "دار قصيرة #", "خنيفرة", "", "=20", "", "", "", "مرخصة", "04/05/22", ""],
        "WRONG",
        &["LICENCE_ON"],
    ),
    (
        &["دار الطالب", "دار المستقبل #", "خنيفرة", "", "=20", "", "", "", "مرخصة", "2031-01-01", ""],
        "WRONG",
        &["LICENCE_ON"],
    ),
    // What is missing or not known.
    (&["", "Maison sans type #", "Khénifra", "", "", "", "", "", "", "", ""], "WRONG", &["KIND"]),
    (&["Palais", "Palais n° #", "Khénifra", "", "", "", "", "", "", "", ""], "WRONG", &["KIND"]),
    (&["CEF", "", "Khénifra", "", "=1#", "", "", "", "", "", ""], "WRONG", &["NAME"]),
    (&["CEF", "Centre ailleurs #", "Midelt", "", "", "", "", "", "", "", ""], "WRONG", &["COMMUNE"]),
    (&["CEF", "Centre sans commune #", "", "", "", "", "", "", "", "", ""], "WRONG", &["COMMUNE"]),
    // All at once.
    (
        &["Palais", "Partout faux #", "Atlantide", "", "beaucoup", "", "", "peu", "ربما", "hier", "jamais"],
        "WRONG",
        &["KIND", "COMMUNE", "CAPACITY_TOTAL", "PRESENT", "LICENCE_STATE", "LICENCE_ON", "OPENED_ON"],
    ),
    // An association that nobody knows is opened by its name.
    (
        &["CEF", "مركز الجمعية الجديدة #", "خنيفرة", "جمعية جديدة للتنمية #", "", "", "", "", "", "", ""],
        "DOUBTFUL",
        &["ASSOCIATION"],
    ),
    // Marks of direction and tatweel in names are not seen.
    (&["CEF", "\u{202b}مركـــز\u{202c}  مزخرف #", "خنيفرة", "", "", "", "", "", "", "", ""], "RIGHT", &[]),
];

fn messy(lines: usize) -> (Vec<u8>, Verdicts) {
    let mut sheet =
        vec![line(&["المملكة المغربية"]), line(&["لائحة المؤسسات بإقليم خنيفرة", "", "2022"]), vec![], line(&HOUSES)];
    let mut expected = BTreeMap::new();
    for at in 0..lines {
        let (cells, verdict, columns) = CASES[at % CASES.len()];
        let number = (at + 1).to_string();
        let mut cells: Vec<_> = cells.iter().map(|cell| cell.replace('#', &number)).collect();
        cells.insert(0, number);
        sheet.push(cells);
        let columns = columns.iter().map(ToString::to_string).collect();
        expected.insert(("المؤسسات".to_owned(), i64::try_from(at + 5).unwrap()), (verdict.to_owned(), columns));
    }
    // The same house twice: the second is wrong.
    sheet.push(line(&["", "دار الطالب", "دار الطالب رقم 1", "جماعة خنيفرة"]));
    let twice = (String::from("WRONG"), BTreeSet::from(["NAME".to_owned(), "LICENCE_STATE".to_owned()]));
    expected.insert(("المؤسسات".to_owned(), i64::try_from(lines + 5).unwrap()), twice);
    let notes = vec![line(&["ملاحظات", "لا شيء"]), line(&["بلا عناوين"])];
    (workbook(&[("المؤسسات", sheet), ("ملاحظات", notes)]), expected)
}

on_both! {
    async fn a_messy_workbook_has_the_verdict_of_each_line_and_what_is_right_is_entered(app: &App) {
        let officer = app.token("khenifra-officer").await;
        let (bytes, expected) = messy(1000);
        let of = |verdict: &str| i64::try_from(expected.values().filter(|(other, _)| other == verdict).count()).unwrap();
        let before = count(app, "khenifra-head").await;
        let read = read(app, &officer, "لائحة المؤسسات.xlsx", &bytes).await;
        assert_eq!((&read["state"], &read["fault"]), (&json!("READ"), &Value::Null));
        let counts = json!({ "associations": 0, "establishments": 1001, "figures": 0, "wrong": of("WRONG"), "there": 0, "doubtful": of("DOUBTFUL") });
        let found = verdicts(app, &officer, &read["id"]).await;
        for (place, expected) in &expected {
            assert_eq!(found.get(place), Some(expected), "{place:?} {:?}", CASES[usize::try_from(place.1 - 5).unwrap() % CASES.len()].0);
        }
        assert_eq!((found.len(), &read["counts"]), (expected.len(), &counts));
        // What is no list, and which column is not known, is said; in the reader's language.
        let notes = read["notes"].as_array().unwrap();
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert_eq!(count(app, "khenifra-head").await, before, "nothing is entered by reading");

        // With lines that are wrong it is refused; without them it is entered.
        let input = json!({ "id": read["id"], "expectedVersion": read["version"] });
        assert_eq!(codes(&app.change(&officer, APPLY, &input).await), one("INVALID", "input.leaveOutWrong"));
        let applied = apply(app, &officer, &read, true).await;
        assert_eq!((&applied["state"], &applied["leavesOut"]), (&json!("APPLIED"), &json!(true)), "{applied}");
        let right = of("RIGHT") + of("DOUBTFUL");
        // Each line of the case that names a new association opens one.
        let opened = i64::try_from((0..1000).filter(|at| CASES[at % CASES.len()].2.contains(&"ASSOCIATION")).count()).unwrap();
        assert_eq!(count(app, "khenifra-head").await, (before.0 + right, before.1 + opened));
        assert_eq!(statistics::differences(&app.pool).await.unwrap(), []);

        // What was understood is what was meant.
        let house = async |search: &str| {
            let query = "query ($search: String) { establishments(where: { search: $search }, first: 1) { nodes {
                name(language: AR) kind { code } capacity { total female male } presentDeclared licenceState openedOn reference
                commune { code } association { name } licencePeriods { state startsOn } } } }";
            let token = app.token("khenifra-head").await;
            app.send(Some(&token), query, json!({ "search": search })).await.body["data"]["establishments"]["nodes"][0].clone()
        };
        let reversed = house("مركز معكوس 8").await;
        assert_eq!(reversed["capacity"]["total"], json!(1000), "{reversed}");
        let thousands = house("مركز واسع 7").await;
        assert_eq!((&thousands["capacity"]["total"], &thousands["presentDeclared"]), (&json!(1200), &json!(1200)));
        let full = house("دار مكتظة 14").await;
        assert_eq!((&full["capacity"]["total"], &full["presentDeclared"], &full["licenceState"], &full["openedOn"]),
            (&json!(40), &json!(66), &Value::Null, &json!("2015-01-01")));
        let august = house("دار بغشت 19").await;
        assert_eq!(august["licencePeriods"], json!([{ "state": "LICENSED", "startsOn": "2019-08-03" }]));
        let spelt = house("روض رقم 3").await;
        assert_eq!((&spelt["kind"]["code"], &spelt["commune"]["code"], &spelt["capacity"]["total"]),
            (&json!("JE"), &json!("05.301.07.03"), &json!(30)));
        assert_eq!(house("مركز مزخرف 30").await["name"], "مركز مزخرف 30");
        assert_eq!(house("مركز الجمعية الجديدة 29").await["association"]["name"], "جمعية جديدة للتنمية 29");

        // A line leads to what it became.
        let query = "query ($id: ID!) { importRows(import: $id, first: 1) { nodes { becomes { id } title } } }";
        let line = app.send(Some(&officer), query, json!({ "id": read["id"] })).await.body["data"]["importRows"]["nodes"][0].clone();
        assert!(line["becomes"]["id"].as_str().unwrap().starts_with("Establishment_"), "{line}");

        // The same file again is this import, and enters nothing.
        let again = send(app, &officer, "copie.xlsx", &bytes).await;
        let created = app.change(&officer, CREATE, &creation(&again)).await;
        assert_eq!((&created["import"]["id"], &created["import"]["state"]), (&read["id"], &json!("APPLIED")));

        // Taken back, it leaves nothing behind but its number.
        let undo = json!({ "id": read["id"], "expectedVersion": applied["version"], "reason": "Une autre liste est la bonne." });
        let undone = app.change(&officer, UNDO, &undo).await;
        assert_eq!((&undone["errors"], &undone["import"]["state"]), (&json!([]), &json!("UNDONE")));
        assert_eq!(count(app, "khenifra-head").await, before, "at once");
        work(app).await;
        assert_eq!(count(app, "khenifra-head").await, before);
        assert_eq!(statistics::differences(&app.pool).await.unwrap(), []);
        let (_, breaches) = app.pool.verify_journal().await.unwrap();
        assert_eq!(breaches, []);
        let connection = app.connection().await;
        let left = establishment::Entity::find().filter(establishment::Column::ImportPartId.is_not_null());
        assert_eq!(left.count(&connection).await.unwrap(), 0);
        let left = association::Entity::find().filter(association::Column::ImportPartId.is_not_null());
        assert_eq!(left.count(&connection).await.unwrap(), 0);
        // And the file may come in again.
        let created = app.change(&officer, CREATE, &creation(&again)).await;
        assert_eq!((&created["errors"], &created["import"]["state"]), (&json!([]), &json!("READING")));
    }

    async fn nothing_is_seen_before_all_of_it_is_there_and_one_that_was_interrupted_goes_on(app: &App) {
        let officer = app.token("khenifra-officer").await;
        let lines = (1..=1700).map(|number| line(&["CEF", &format!("Centre {number}"), "Khénifra", &format!("Association {}", number % 40)]));
        let sheet: Vec<_> = [line(&["Type", "Intitulé", "Commune", "Association gestionnaire"])].into_iter().chain(lines).collect();
        let read = read(app, &officer, "centres.xlsx", &workbook(&[("Feuil1", sheet)])).await;
        assert_eq!(read["counts"], json!({ "associations": 0, "establishments": 1700, "figures": 0, "wrong": 0, "there": 0, "doubtful": 40 }));
        let before = count(app, "khenifra-head").await;
        let input = json!({ "id": read["id"], "expectedVersion": read["version"] });
        assert_eq!(app.change(&officer, APPLY, &input).await["errors"], json!([]));
        // Stopped after the first parts: the process goes away, and gives the work back.
        let connection = app.connection().await;
        let worker = app.worker(background()).await;
        worker.run(async {
            while import_part::Entity::find().count(&connection).await.unwrap() < 3 {
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
        }).await;
        let parts = import_part::Entity::find().count(&connection).await.unwrap();
        let there = establishment::Entity::find().filter(establishment::Column::ImportPartId.is_not_null());
        let there = there.count(&connection).await.unwrap();
        assert!(parts >= 3 && there > 0 && there < 1700, "{parts} parts, {there} houses");
        for login in ["khenifra-head", "national-admin", "region-05"] {
            let seen = app.data(login, "{ establishments(where: { search: \"Centre 1\" }, first: 100) { nodes { name } } associations(where: { search: \"Association 1\" }) { nodes { name } } }").await;
            let names = seen["establishments"]["nodes"].as_array().unwrap().iter().chain(seen["associations"]["nodes"].as_array().unwrap());
            let names: Vec<_> = names.map(|node| node["name"].as_str().unwrap().to_owned()).collect();
            assert!(!names.iter().any(|name| name == "Centre 1" || name == "Association 1"), "{login} sees {names:?}");
        }
        assert_eq!(count(app, "khenifra-head").await, before);
        assert_eq!(statistics::differences(&app.pool).await.unwrap(), [], "nor is it counted");
        assert_eq!(import(app, &officer, &read["id"]).await["state"], "APPLYING");

        app.advance(3600);
        work(app).await;
        let officer = app.token("khenifra-officer").await;
        let applied = import(app, &officer, &read["id"]).await;
        assert_eq!(applied["state"], "APPLIED", "{applied}");
        assert_eq!(count(app, "khenifra-head").await, (before.0 + 1700, before.1 + 40));
        assert_eq!(statistics::differences(&app.pool).await.unwrap(), []);
        // Each reference was given once, one after the other.
        let all = establishment::Entity::find().filter(establishment::Column::ImportPartId.is_not_null()).all(&connection).await.unwrap();
        let references: BTreeSet<_> = all.iter().map(|house| house.reference.clone()).collect();
        assert_eq!(references.len(), 1700);
        // An entry for each part, and three for the import: made, begun, shown; and one for what reading found.
        let journal = app.data("khenifra-head", "{ a: journal(first: 100, where: { mutation: \"importPart\" }) { nodes { mutation } } }").await;
        assert_eq!(journal["a"]["nodes"].as_array().unwrap().len(), 5, "40 associations, and 1700 houses by 500");

        // What somebody has worked with since is not taken back.
        let found = app.data("khenifra-head", "{ establishments(where: { search: \"Centre 1700\" }, first: 1) { nodes { id version } } }").await;
        let house = &found["establishments"]["nodes"][0];
        let update = Change::new("establishmentUpdate", "errors { code message path }");
        let changed = app.change(&officer, update, &json!({ "id": house["id"], "expectedVersion": house["version"], "names": { "fr": "Centre de la fin" } })).await;
        assert_eq!(changed["errors"], json!([]));
        let undo = json!({ "id": read["id"], "expectedVersion": applied["version"], "reason": "Erreur" });
        let refused = app.change(&officer, UNDO, &undo).await;
        assert_eq!(codes(&refused), one("INVALID", "input.id"));
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains("1 of what it brought"), "{refused}");
        assert_eq!(count(app, "khenifra-head").await, (before.0 + 1700, before.1 + 40));
    }

    async fn while_a_long_list_is_entered_others_wait_for_one_part_at_most(app: &App) {
        let lines = std::env::var("LINES").map_or(LINES, |lines| lines.parse().unwrap());
        let officer = app.token("khenifra-officer").await;
        let houses = (1..=lines).map(|number| line(&["CEF", &format!("Centre {number}"), "Khénifra", "=40"]));
        let sheet: Vec<_> = [line(&["Type", "Nom", "Commune", "Capacité"])].into_iter().chain(houses).collect();
        let read = read(app, &officer, "longue.xlsx", &workbook(&[("Feuil1", sheet)])).await;
        let input = json!({ "id": read["id"], "expectedVersion": read["version"] });
        assert_eq!(app.change(&officer, APPLY, &input).await["errors"], json!([]));
        let found = app.data("khenifra-head", "{ associations(first: 1) { nodes { id version } } }").await;
        let (id, mut version) = (&found["associations"]["nodes"][0]["id"], found["associations"]["nodes"][0]["version"].as_i64().unwrap());
        let is_done = AtomicBool::new(false);
        // Somebody always waits to change a file of the same delegation.
        let entering = async {
            work(app).await;
            is_done.store(true, Ordering::Release);
        };
        let head = app.token("khenifra-head").await;
        let others = async {
            let update = Change::new("associationUpdate", "association { version } errors { code message }");
            while !is_done.load(Ordering::Acquire) {
                let input = json!({ "id": id, "expectedVersion": version, "names": { "fr": format!("Association {version}") } });
                let changed = app.change(&head, update, &input).await;
                assert_eq!(changed["errors"], json!([]));
                version = changed["association"]["version"].as_i64().unwrap();
            }
        };
        tokio::join!(entering, others);
        assert_eq!(import(app, &officer, &read["id"]).await["state"], "APPLIED");
        // In the order of the stream, at most two parts, or the last change, follow each other: one that was ready before a request
        // was sent, and one that the request waits for.
        let connection = app.connection().await;
        let entries = journal_entry::Entity::find().order_by_asc(journal_entry::Column::Position);
        let entries = entries.filter(journal_entry::Column::DelegationAfter.is_not_null()).all(&connection).await.unwrap();
        let order: Vec<_> = entries.iter().map(|entry| entry.mutation.as_str()).collect();
        // From when they wait: the first part may be there before.
        let first = order.iter().position(|mutation| *mutation == "associationUpdate").unwrap();
        let (mut parts, mut in_a_row, mut shown) = (0, 0, false);
        for mutation in &order[first..] {
            match *mutation {
                // The last change writes an entry for the import and for each part.
                "importShow" if shown => {}
                "importPart" | "importShow" => {
                    (parts, in_a_row, shown) = (parts + 1, in_a_row + 1, *mutation == "importShow");
                    assert!(in_a_row <= 2, "others had no turn: {order:?}");
                }
                _ => in_a_row = 0,
            }
        }
        assert!(shown && parts >= lines.div_ceil(500) - 1, "{parts} parts behind the first turn of others: {order:?}");
        assert_eq!(statistics::differences(&app.pool).await.unwrap(), []);
    }

    async fn a_workbook_of_three_lists_is_one_import(app: &App) {
        let officer = app.token("khenifra-officer").await;
        let associations = vec![
            line(&["Nom de l'association", "Commune du siège", "N° du récépissé définitif", "Date du récépissé définitif", "Date d'élection du bureau", "Fin du mandat du bureau"]),
            line(&["Association Al Amal de Lehri", "Lehri", "12/2019", "02/05/2019", "02/01/2024", "01/01/2027"]),
            line(&["Association Annour", "Lehri", "", "", "2024-01-02", "2023-01-01"]),
        ];
        let houses = vec![
            line(&["Association gestionnaire", "Type", "Nom", "Commune", "Capacité"]),
            line(&["ASSOCIATION AL-AMAL DE LEHRI", "Crèche", "Crèche de Lehri", "Lehri", "=25"]),
        ];
        // The figures of the report of May 2022, as it prints them.
        let figures = vec![
            line(&["المؤشر", "العدد", "الشهر", "المصدر"]),
            line(&["مؤسسات الرعاية الاجتماعية المرخصة", "34", "2022-06", "تقرير"]),
            line(&["مراكز التربية والتكوين", "أزيد من 23", "يونيو 2022", "تقرير"]),
            line(&["منح الدعم", "3 000 000 . 00درهما", "2021-12", ""]),
            line(&["منح الدعم", ". 00 000 160 درهما", "2020-12", "تقرير"]),
            line(&["منح الدعم", "1,468", "2019-12", "تقرير"]),
            line(&["روضا للأطفال", "13", "2027-01", "تقرير"]),
        ];
        let bytes = workbook(&[("Etablissements", houses), ("Associations", associations), ("معطيات", figures)]);
        let read = read(app, &officer, "tout.xlsx", &bytes).await;
        let found = verdicts(app, &officer, &read["id"]).await;
        let verdict = |sheet: &str, line: i64| {
            let (verdict, columns) = &found[&(sheet.to_owned(), line)];
            (verdict.clone(), columns.iter().cloned().collect::<Vec<_>>())
        };
        let is = |verdict: &str, columns: &[&str]| (verdict.to_owned(), columns.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(verdict("Etablissements", 2), is("RIGHT", &[]), "its association is in another sheet");
        assert_eq!(verdict("Associations", 2), is("RIGHT", &[]));
        assert_eq!(verdict("Associations", 3), is("WRONG", &["BUREAU_MANDATE_ENDS_ON"]));
        assert_eq!(verdict("معطيات", 2), is("RIGHT", &[]));
        assert_eq!(verdict("معطيات", 3), is("RIGHT", &[]));
        assert_eq!(verdict("معطيات", 4).0, "RIGHT", "{:?}", verdict("معطيات", 4));
        assert_eq!(verdict("معطيات", 5), is("DOUBTFUL", &["VALUE"]));
        assert_eq!(verdict("معطيات", 6), is("WRONG", &["VALUE"]), "a thousand, or one and a half");
        assert_eq!(verdict("معطيات", 7), is("WRONG", &["AS_OF"]));
        let applied = apply(app, &officer, &read, true).await;
        assert_eq!(applied["state"], "APPLIED", "{applied}");
        let query = "{ establishments(where: { search: \"Crèche de Lehri\" }) { nodes { association { name finalReceipt { number on } } capacity { total } } }
            declaredFigures(last: 4) { nodes { measure value amount { amount } qualifier asOf source } } }";
        let data = app.data("khenifra-head", query).await;
        assert_eq!(data["establishments"]["nodes"], json!([{ "association": { "name": "Association Al Amal de Lehri",
            "finalReceipt": { "number": "12/2019", "on": "2019-05-02" } }, "capacity": { "total": 25 } }]));
        let figure = |measure: &str, value: Value, amount: Value, qualifier: &str, as_of: &str, source: &str| {
            json!({ "measure": measure, "value": value, "amount": amount, "qualifier": qualifier, "asOf": as_of, "source": source })
        };
        let declared: BTreeSet<_> = data["declaredFigures"]["nodes"].as_array().unwrap().iter().map(Value::to_string).collect();
        let expected = [
            figure("LICENSED_EPS", json!(34), Value::Null, "EXACT", "2022-06", "تقرير"),
            figure("CEF", json!(23), Value::Null, "MORE_THAN", "2022-06", "تقرير"),
            figure("GRANTS_AWARDED", Value::Null, json!({ "amount": "3000000.00" }), "EXACT", "2021-12", "tout.xlsx"),
            figure("GRANTS_AWARDED", Value::Null, json!({ "amount": "160000.00" }), "EXACT", "2020-12", "تقرير"),
        ];
        assert_eq!(declared, expected.iter().map(Value::to_string).collect());
    }

    async fn whoever_keeps_no_register_imports_nothing_and_sees_none(app: &App) {
        let officer = app.token("khenifra-officer").await;
        let bytes = "Type;Nom;Commune\nCEF;Centre unique;Khénifra\n".as_bytes();
        let read = read(app, &officer, "liste.csv", bytes).await;
        assert_eq!(read["state"], "READ", "{read}");
        let upload = send(app, &officer, "autre.csv", "Type;Nom;Commune\nCEF;Autre;Khénifra\n".as_bytes()).await;
        let keepers = ["khenifra-head", "khenifra-officer", "national-admin"];
        for login in app.logins() {
            let token = app.token(&login).await;
            let readers = [&keepers[..], &["national-officer", "auditor"]].concat();
            let answer = app.send(Some(&token), "query ($id: ID!) { import(id: $id) { id } importRows(import: $id) { totalCount } }", json!({ "id": read["id"] })).await;
            let sees = readers.contains(&login.as_str());
            assert_eq!(!answer.body["data"]["import"].is_null(), sees, "{login}");
            assert_eq!(answer.body["data"]["importRows"]["totalCount"], json!(i32::from(sees)), "{login}");
            // Nobody takes another's upload, and whoever keeps no register none at all.
            let answer = app.try_change(&token, CREATE, &creation(&upload)).await;
            let errors = answer.body["data"]["importCreate"]["errors"].clone();
            if ["khenifra-officer"].contains(&login.as_str()) {
                continue;
            }
            let keeps = login.ends_with("-head") || login.ends_with("-officer") && !login.starts_with("national") || login == "national-admin";
            if keeps {
                assert_eq!(errors[0]["code"], "NOT_FOUND", "{login}: {}", answer.body);
            } else {
                assert_eq!(answer.only_code(), "FORBIDDEN", "{login}");
            }
            let input = json!({ "id": read["id"], "expectedVersion": 1, "reason": "x" });
            let answer = app.try_change(&token, UNDO, &input).await;
            if keeps && !keepers.contains(&login.as_str()) {
                assert_eq!(answer.body["data"]["importUndo"]["errors"][0]["code"], "NOT_FOUND", "{login}");
            } else if !keeps {
                assert_eq!(answer.only_code(), "FORBIDDEN", "{login}");
            }
        }
        assert_eq!(import(app, &officer, &read["id"]).await["version"], read["version"], "nothing has changed");
    }

    async fn whoever_may_not_any_more_enters_nothing(app: &App) {
        let (head, officer) = (app.token("khenifra-head").await, app.token("khenifra-officer").await);
        let first = read(app, &officer, "une.csv", "Type;Nom;Commune\nCEF;Centre de trop;Khénifra\n".as_bytes()).await;
        let upload = send(app, &officer, "deux.csv", "Type;Nom;Commune\nCEF;Encore un;Khénifra\n".as_bytes()).await;
        let second = app.change(&officer, CREATE, &creation(&upload)).await["import"].clone();
        let input = json!({ "id": first["id"], "expectedVersion": first["version"] });
        assert_eq!(app.change(&officer, APPLY, &input).await["errors"], json!([]));
        let before = count(app, "khenifra-head").await;
        let found = app.data("khenifra-head", "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { mandates { id version } } } }").await;
        let mandate = &found["accounts"]["nodes"][0]["mandates"][0];
        let end = Change::new("mandateEnd", "errors { code message path }");
        let ended = app.change(&head, end, &json!({ "id": mandate["id"], "expectedVersion": mandate["version"] })).await;
        assert_eq!(ended["errors"], json!([]));
        work(app).await;
        let first = import(app, &head, &first["id"]).await;
        assert_eq!((&first["state"], first["fault"].is_string()), (&json!("STOPPED"), true), "{first}");
        let second = import(app, &head, &second["id"]).await;
        assert_eq!((&second["state"], second["fault"].is_string()), (&json!("UNREADABLE"), true), "{second}");
        assert_eq!(count(app, "khenifra-head").await, before);
        // What never comes to its end is given up: here nobody does the work.
        let upload = send(app, &head, "trois.csv", "Type;Nom;Commune\nCEF;Le dernier;Khénifra\n".as_bytes()).await;
        let third = app.change(&head, CREATE, &creation(&upload)).await["import"].clone();
        let undo = json!({ "id": third["id"], "expectedVersion": third["version"], "reason": "Trop long" });
        assert_eq!(app.change(&head, UNDO, &undo).await["import"]["state"], "UNDONE");
        work(app).await;
        assert_eq!(import(app, &head, &third["id"]).await["state"], "UNDONE");
    }

    async fn a_list_is_read_as_offices_make_them(app: &App) {
        let officer = app.token("khenifra-officer").await;
        // Headings in two lines, as merged cells leave them; a sum, and where it was signed, below.
        let houses = vec![
            line(&["Liste des établissements"]),
            line(&["N°", "Type d'établissement", "Nom", "Commune", "Gestionnaire", "Capacité", "", "", "Bénéficiaires", "", "", "Autorisation", "N° de l'autorisation"]),
            line(&["", "", "", "", "", "Filles", "Garçons", "Total", "F", "G", "Total"]),
            line(&["=1", "Dar Talib", "Dar Talib Kerrouchen", "Kerrouchen", "Entraide Nationale", "=0", "=40", "=40", "=0", "=38", "=38", "Non", ""]),
            line(&["=2", "CEF", "CEF Kerrouchen", "Kerrouchen", "Néant", "=20", "=10", "=30"]),
            line(&["=3", "CEF", "CEF d'ailleurs", "Kerrouchen", "Association de Midelt (démonstration 2)"]),
            line(&["=4", "CEF", "CEF double", "Kerrouchen"]),
            line(&["=5", "CEF", "CEF Double", "Kerrouchen"]),
            line(&["=6", "Dar Taliba", "Dar Taliba niée", "Kerrouchen", "", "", "", "", "", "", "", "Non", "77/2016"]),
            line(&["=7", "CEF", "CEF de la fautive", "Kerrouchen", "Association fautive"]),
            line(&["", "Total", "", "", "", "=20", "=50", "=70", "", "", "=38"]),
            line(&["", "", "Fait à Khénifra"]),
        ];
        let associations = vec![
            line(&["Association", "Commune du siège"]),
            line(&["Association fautive", "Atlantide"]),
        ];
        let bytes = workbook(&[("Maisons", houses), ("Associations", associations)]);
        let first = read(app, &officer, "maisons.xlsx", &bytes).await;
        let found = verdicts(app, &officer, &first["id"]).await;
        let is = |verdict: &str, columns: &[&str]| (verdict.to_owned(), columns.iter().map(ToString::to_string).collect::<BTreeSet<_>>());
        let expected = [
            (4, is("DOUBTFUL", &["LICENCE_STATE"])),
            (5, is("RIGHT", &[])),
            (6, is("DOUBTFUL", &["ASSOCIATION"])),
            (7, is("RIGHT", &[])),
            (8, is("WRONG", &["NAME"])),
            (9, is("DOUBTFUL", &["LICENCE_STATE", "LICENCE_NUMBER"])),
            (10, is("WRONG", &["ASSOCIATION"])),
        ];
        let lines: BTreeMap<_, _> = found.iter().filter(|((sheet, _), _)| sheet == "Maisons").map(|((_, line), verdict)| (*line, verdict.clone())).collect();
        assert_eq!(lines, expected.into_iter().collect(), "{}", first["notes"]);
        assert!(first["notes"].to_string().contains("11, 12"), "what was not read is said: {}", first["notes"]);
        let applied = apply(app, &officer, &first, true).await;
        assert_eq!(applied["state"], "APPLIED", "{applied}");
        let query = "{ establishments(where: { search: \"Kerrouchen\" }, first: 100) { nodes { name managingBody capacity { total female male } presentDeclared association { id } } } }";
        let data = app.data("national-admin", query).await;
        let house = |name: &str| {
            let nodes = data["establishments"]["nodes"].as_array().unwrap();
            nodes.iter().find(|node| node["name"] == json!(name)).unwrap_or_else(|| panic!("{name}: {data}")).clone()
        };
        let talib = house("Dar Talib Kerrouchen");
        assert_eq!((&talib["capacity"], &talib["presentDeclared"]), (&json!({ "total": 40, "female": 0, "male": 40 }), &json!(38)));
        for name in ["Dar Talib Kerrouchen", "CEF Kerrouchen"] {
            assert_eq!((&house(name)["managingBody"], &house(name)["association"]), (&json!("ENTRAIDE_NATIONALE"), &Value::Null), "{name}");
        }
        // What is not in the slice is not known: an association of the same name is opened here.
        assert_ne!(house("CEF d'ailleurs")["association"], Value::Null);

        // The mended list: what is there already is not wrong, and is left out.
        let mended = "Type;Nom;Commune\nDar Talib;DAR TALIB KERROUCHEN;Kerrouchen\nCEF;CEF tout neuf;Kerrouchen\n".as_bytes();
        let second = read(app, &officer, "corrigée.csv", mended).await;
        assert_eq!(second["counts"], json!({ "associations": 0, "establishments": 2, "figures": 0, "wrong": 0, "there": 1, "doubtful": 0 }));
        let before = count(app, "khenifra-head").await;
        assert_eq!(apply(app, &officer, &second, false).await["state"], "APPLIED");
        assert_eq!(count(app, "khenifra-head").await, (before.0 + 1, before.1));

        // Houses without the heading of their kind are no associations: what is missing is said.
        let nameless = "Catégorie de maison;Nom;Commune;Capacité\nDar Talib;Dar Talib Sidi Amar;Sidi Amar;40\n".as_bytes();
        let third = read(app, &officer, "sans type.csv", nameless).await;
        assert_eq!(third["state"], "UNREADABLE", "{third}");
        assert!(third["fault"].as_str().unwrap().contains("Type d'établissement"), "{third}");

        // A dash is nothing: what is needed is said to be missing, of whatever kind.
        let dashes = "Type;Nom;Commune;Capacité\n-;Sans type;Kerrouchen;1\nCEF;-;Kerrouchen;1\nCEF;Sans commune;—;1\n".as_bytes();
        let found: Vec<_> = verdicts(app, &officer, &read(app, &officer, "tirets.csv", dashes).await["id"]).await.into_values().collect();
        assert_eq!(found, [is("WRONG", &["KIND"]), is("WRONG", &["NAME"]), is("WRONG", &["COMMUNE"])]);
        let dashes = "Indicateur;Valeur;Mois\n-;1;2022-08\nCEF;-;2022-08\nCEF;1;-\n".as_bytes();
        let found: Vec<_> = verdicts(app, &officer, &read(app, &officer, "tirets figures.csv", dashes).await["id"]).await.into_values().collect();
        assert_eq!(found, [is("WRONG", &["MEASURE"]), is("WRONG", &["VALUE"]), is("WRONG", &["AS_OF"])]);

        // A template that is sent back filled in is one list: its sheet of words is none, and nothing is said of it.
        let template = app.client().get(format!("{}/imports/templates/establishments-fr.xlsx", app.url)).send().await.unwrap();
        let template = read(app, &officer, "modèle.xlsx", &template.bytes().await.unwrap()).await;
        assert_eq!((&template["state"], &template["notes"]), (&json!("UNREADABLE"), &json!([])), "it has no lines");

        // Of two figures of one month one is enough; of one that is declared already, it is said.
        let figures = "Indicateur;Valeur;Mois\nJardins d'enfants;14;2022-05\nCEF;24;2022-08\nCEF;25;2022-08\n".as_bytes();
        let fourth = read(app, &officer, "chiffres.csv", figures).await;
        let found = verdicts(app, &officer, &fourth["id"]).await;
        let found: Vec<_> = found.into_values().collect();
        assert_eq!(found, [is("DOUBTFUL", &["MEASURE"]), is("RIGHT", &[]), is("WRONG", &["MEASURE"])]);
    }

    async fn one_list_at_a_time_is_entered_into_a_delegation(app: &App) {
        let (head, officer) = (app.token("khenifra-head").await, app.token("khenifra-officer").await);
        let admin = app.token("national-admin").await;
        let list = |name: &str| format!("Type;Nom;Commune;Association\nCEF;{name};Khénifra;Association en course\n");
        let first = read(app, &officer, "une.csv", list("Premier").as_bytes()).await;
        let second = read(app, &head, "deux.csv", list("Second").as_bytes()).await;
        let of_the_country = read(app, &admin, "pays.csv", "Délégation,Type,Nom,Commune\nEN-05-301,CEF,Tiers,Khénifra\n".as_bytes()).await;
        let input = |import: &Value| json!({ "id": import["id"], "expectedVersion": import["version"] });
        assert_eq!(app.change(&officer, APPLY, &input(&first)).await["errors"], json!([]));
        assert_eq!(codes(&app.change(&head, APPLY, &input(&second)).await), one("INVALID", "input.id"));
        assert_eq!(codes(&app.change(&admin, APPLY, &input(&of_the_country)).await), one("INVALID", "input.id"));
        work(app).await;
        // By now the association is there: the second list was read before it was, and stops.
        assert_eq!(app.change(&head, APPLY, &input(&second)).await["errors"], json!([]));
        work(app).await;
        assert_eq!(import(app, &head, &second["id"]).await["state"], "STOPPED");
        let found = app.data("khenifra-head", "{ associations(where: { search: \"Association en course\" }) { totalCount } }").await;
        assert_eq!(found["associations"]["totalCount"], 1);
        // Figures are declared by whoever may.
        let figures = read(app, &officer, "chiffres.csv", "Indicateur;Valeur;Mois\nCEF;24;2022-08\n".as_bytes()).await;
        assert_eq!(app.try_change(&admin, APPLY, &input(&figures)).await.only_code(), "FORBIDDEN");
    }

    async fn what_is_no_list_is_said_in_the_language_of_the_reader(app: &App) {
        let officer = app.token("khenifra-officer").await;
        // Refused where it arrives: a picture by the name of a list, a list by another name.
        let input = |name: &str, size: usize| json!({ "idempotencyKey": uuid::Uuid::now_v7().to_string(), "fileName": name, "size": size });
        assert_eq!(codes(&app.change(&officer, UPLOAD, &input("liste.pdf", 10)).await), one("INVALID", "input.fileName"));
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
        let announced = app.change(&officer, UPLOAD, &input("liste.csv", png.len())).await;
        let (status, _) = put(app, announced["upload"]["url"].as_str().unwrap(), png).await;
        assert_eq!(status, 415);
        let csv = b"Type;Nom;Commune\n";
        let announced = app.change(&officer, UPLOAD, &input("liste.xlsx", csv.len())).await;
        let (status, _) = put(app, announced["upload"]["url"].as_str().unwrap(), csv).await;
        assert_eq!(status, 415);
        // Refused where it is read: no workbook within, no headings, no lines, a bomb.
        let zeros = vec![0_u8; 300 * 1024 * 1024];
        let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        bomb.start_file("xl/worksheets/sheet1.xml", options).unwrap();
        std::io::Write::write_all(&mut bomb, &zeros).unwrap();
        let bomb = bomb.finish().unwrap().into_inner();
        for (name, bytes, says) in [
            ("a.xlsx", b"PK\x03\x04 and nothing else".to_vec(), "damaged"),
            ("b.csv", b"a;b;c\n1;2;3\n".to_vec(), "headings"),
            ("c.csv", "Type;Nom;Commune\n".as_bytes().to_vec(), "no line"),
            ("d.xlsx", bomb, "unpacks"),
        ] {
            let read = read(app, &officer, name, &bytes).await;
            assert_eq!(read["state"], "UNREADABLE", "{name}: {read}");
            assert!(read["fault"].as_str().unwrap().contains(says), "{name}: {}", read["fault"]);
            let input = json!({ "id": read["id"], "expectedVersion": read["version"] });
            assert_eq!(codes(&app.change(&officer, APPLY, &input).await), one("INVALID", "input.id"));
        }
        // An upload of a list becomes no document, and one of a document no import.
        let list = send(app, &officer, "e.csv", b"Type;Nom;Commune\nCEF;X;Y\n").await;
        let add = crate::documents::addition(&json!({ "id": list }), "STATUTES");
        assert_eq!(codes(&app.change(&officer, crate::documents::ADD, &add).await), one("NOT_FOUND", "input.upload"));
        let (association, _) = crate::documents::owners(app).await;
        let document = crate::documents::announce(app, &officer, &association, "a.pdf", crate::documents::PDF.len()).await;
        put(app, document["url"].as_str().unwrap(), crate::documents::PDF).await;
        assert_eq!(codes(&app.change(&officer, CREATE, &creation(&document["id"])).await), one("NOT_FOUND", "input.upload"));
    }

    async fn a_list_of_the_national_office_names_the_delegation_in_each_line(app: &App) {
        let admin = app.token("national-admin").await;
        let bytes = "Délégation,Type,Nom,Commune\nEN-05-301,CEF,Centre national de Khénifra,Khénifra\nMidelt,CEF,Centre national de Midelt,Midelt\n,CEF,Nulle part,Khénifra\n";
        let bytes = bytes.replace("Commune\n", "Commune,Association\n").replace("Khénifra,Khénifra\n", "Khénifra,Khénifra,Association de Midelt (démonstration 2)\n");
        let bytes = bytes.as_bytes();
        let read = read(app, &admin, "pays.csv", bytes).await;
        assert_eq!((&read["delegation"], &read["counts"]["wrong"]), (&Value::Null, &json!(1)), "{read}");
        // An association with its seat elsewhere may be the one, or bear the same name.
        let found = verdicts(app, &admin, &read["id"]).await;
        assert_eq!(found[&(String::new(), 2)], ("DOUBTFUL".to_owned(), BTreeSet::from(["ASSOCIATION".to_owned()])));
        let applied = apply(app, &admin, &read, true).await;
        assert_eq!(applied["state"], "APPLIED", "{applied}");
        for (login, sees) in [("khenifra-head", "Centre national de Khénifra"), ("midelt-head", "Centre national de Midelt")] {
            let found = app.data(login, "{ establishments(where: { search: \"Centre national\" }) { nodes { name } } imports(where: { state: APPLIED }) { nodes { fileName } } }").await;
            // Of Midelt there is one of its own.
            let own = if login == "midelt-head" { json!([{ "fileName": "معطيات.csv" }]) } else { json!([]) };
            assert_eq!(found, json!({ "establishments": { "nodes": [{ "name": sees }] }, "imports": { "nodes": own } }), "{login}");
        }
        assert_eq!(statistics::differences(&app.pool).await.unwrap(), []);
        let (_, breaches) = app.pool.verify_journal().await.unwrap();
        assert_eq!(breaches, []);
    }

    async fn whatever_can_depend_on_what_an_import_brought_is_asked(app: &App) {
        // By the database's own account of its foreign keys: a new table that refers to houses or associations is to be asked
        // in `db/change/brought.rs` before an import is taken back, and named here.
        let connection = app.connection().await;
        let sql = if app.is_postgres() {
            "SELECT DISTINCT c.conrelid::regclass::text || '.' || a.attname AS place FROM pg_constraint c
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
             WHERE c.contype = 'f' AND c.confrelid IN ('establishment'::regclass, 'association'::regclass, 'declared_figure'::regclass, 'licence_period'::regclass)"
        } else {
            "SELECT DISTINCT m.name || '.' || f.\"from\" AS place FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
             WHERE m.type = 'table' AND f.\"table\" IN ('establishment', 'association', 'declared_figure', 'licence_period')"
        };
        let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
        let found: BTreeSet<String> = rows.iter().map(|row| row.try_get::<String>("", "place").unwrap()).collect();
        let known = [
            "bank_account.association_id", "document.association_id", "document.establishment_id", "establishment.association_id",
            "establishment.parent_id", "establishment_audience.establishment_id", "establishment_past.association_id",
            "establishment_past.establishment_id", "grant_line.association_id", "licence_period.establishment_id",
            // What belongs to a house that is asked for itself.
            "licence_period.association_id", "season_return.association_id",
            "mandate.association_id", "mandate.establishment_id", "project.association_id", "project.establishment_id",
            "season_return.establishment_id", "staff_member.association_id", "staff_member.establishment_id",
            "bureau_renewal.association_id", "creation_support.association_id", "creation_support.establishment_id", "licence_application.establishment_id", "licence_application.association_id",
            "inspection.establishment_id", "inspection.association_id", "relocation_plan.establishment_id", "relocation_plan.association_id", "relocation_line.establishment_id",
            "formal_notice.establishment_id", "formal_notice.association_id", "licence_measure.establishment_id", "licence_measure.association_id",
            // An account's first association: whoever has one has a mandate there.
            "account.association_id",
        ];
        assert_eq!(found, known.iter().map(ToString::to_string).collect());
    }
}

#[test]
fn a_list_comes_in_by_the_command_line() {
    let dir = tempfile::TempDir::new().unwrap();
    let said = |arguments: &[&str]| {
        let output = run(dir.path(), arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    crate::program::Running::start(dir.path(), &["--demo"]).stop();
    std::fs::write(
        dir.path().join("liste.csv"),
        "Type;Nom;Commune\nCEF;Centre du soir;Khénifra\nPalais;Rien;Khénifra\n",
    )
    .unwrap();
    let list = ["import", "register", "liste.csv", "--delegation", "EN-05-301", "--language", "fr"];
    let told = said(&list);
    assert!(told.starts_with("✗ 3 · Type · Palais: Type d'établissement inconnu."), "{told}");
    assert!(told.ends_with("0 associations, 2 establishments; 1 lines are wrong, 0 doubtful, 0 there already.\nNothing is entered: ask for it by --apply.\n"), "{told}");
    let refused = run(dir.path(), &[&list[..], &["--apply"]].concat());
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("1 lignes sont fausses"), "{refused:?}");
    let told = said(&[&list[..], &["--apply", "--leave-out-wrong"]].concat());
    assert!(told.ends_with("All of it is there.\n"), "{told}");
    let told = said(&[&list[..], &["--apply", "--leave-out-wrong"]].concat());
    assert!(told.ends_with("The file was entered before: nothing is done.\n"), "{told}");
    said(&["counters", "verify"]);
    said(&["journal", "verify"]);
    let unknown = run(dir.path(), &["import", "register", "liste.csv", "--delegation", "EN-99-999"]);
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("no delegation has the code EN-99-999"), "{unknown:?}");
}
