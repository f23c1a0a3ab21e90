//! Territorial units taken in from a list: through the API, and by the program.

use std::fmt::Write;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{App, Change, codes, create_postgres, on_both, one, postgres_url};
use crate::program::{error_of, run};

const FIELDS: &str = "territoryImport { id source importedOn created updated unchanged } errors { code message path }";

fn unit(level: &str, code: &str, fr: &str) -> Value {
    let mut unit = json!({ "level": level, "code": code, "names": { "fr": fr, "ar": "اسم" } });
    match level {
        "PROVINCE" => unit["provinceKind"] = json!("PREFECTURE"),
        "COMMUNE" => unit["communeKind"] = json!("RURAL"),
        _ => {}
    }
    unit
}

async fn take_in(app: &App, token: &str, key: &str, units: &[Value]) -> Value {
    let input = json!({ "idempotencyKey": key, "source": "A list", "units": units });
    app.change(token, Change::new("territoryImport", FIELDS), &input).await
}

async fn communes(app: &App, login: &str) -> Vec<Value> {
    let query = "{ communes(first: 100) { nodes { code names { ar fr } kind cercle { code } province { code } } } }";
    app.data(login, query).await["communes"]["nodes"].as_array().unwrap().clone()
}

on_both! {
    async fn units_are_entered_changed_and_left_by_their_codes(app: &App) {
        let admin = app.token("national-admin").await;
        let before = communes(app, "national-admin").await;
        // The commune comes before the cercle it lies in: order does not matter.
        let list = [unit("COMMUNE", "05.081.03.01", "Aït Oumdis"), unit("CERCLE", "05.081.03", "Azilal"), unit("COMMUNE", "05.081.X9", "A town"), unit("COMMUNE", "05.301.07.03", "Aguelmouss")];
        let taken = take_in(app, &admin, "first-list", &list).await;
        assert_eq!(taken["errors"], json!([]));
        let import = &taken["territoryImport"];
        assert_eq!((&import["created"], &import["updated"], &import["unchanged"], &import["importedOn"]), (&json!(3), &json!(1), &json!(0), &json!("2026-11-24")));
        assert_eq!(take_in(app, &admin, "first-list", &list).await, taken, "sent twice");
        let again = take_in(app, &admin, "the-same-list-again", &list).await;
        assert_eq!((&again["territoryImport"]["created"], &again["territoryImport"]["updated"], &again["territoryImport"]["unchanged"]), (&json!(0), &json!(0), &json!(4)));

        let after = communes(app, "partner-indh").await;
        assert_eq!(after.len(), before.len() + 2);
        let of = |code: &str| after.iter().find(|commune| commune["code"] == code).unwrap().clone();
        assert_eq!(of("05.081.03.01"), json!({ "code": "05.081.03.01", "names": { "ar": "اسم", "fr": "Aït Oumdis" }, "kind": "RURAL", "cercle": { "code": "05.081.03" }, "province": { "code": "05.081" } }));
        assert_eq!((&of("05.081.X9")["cercle"], &of("05.301.07.03")["names"]["fr"]), (&Value::Null, &json!("Aguelmouss")));
        // The journal has what it was.
        let journal = app.data("auditor", "{ journal(where: { mutation: \"territoryImport\" }) { nodes { objectType changes { field before after } } } }").await;
        let entries = journal["journal"]["nodes"].as_array().unwrap();
        assert_eq!(entries.len(), 2);
        let changed = entries[1]["changes"].as_array().unwrap().iter().find(|change| change["field"] == "communes").unwrap();
        let side = |side: &str| -> Value { serde_json::from_str(changed[side].as_str().unwrap()).unwrap() };
        assert_eq!((&side("before")[0]["name_fr"], side("after").as_array().unwrap().len()), (&json!("Aguelmous"), 3));
        assert_eq!(app.journal().await, 2);
    }

    async fn everything_wrong_with_a_list_is_told_and_nothing_taken_in(app: &App) {
        let admin = app.token("national-admin").await;
        let before = communes(app, "national-admin").await;
        let mut no_kind = unit("COMMUNE", "05.301.07.99", "A");
        no_kind["communeKind"] = Value::Null;
        let mut wrong_kind = unit("REGION", "13", "B");
        wrong_kind["provinceKind"] = json!("PROVINCE");
        let mut backwards = unit("REGION", "14", "C");
        (backwards["validFrom"], backwards["validTo"]) = (json!("2026-01-02"), json!("2026-01-01"));
        let mut nameless = unit("REGION", "15", "D");
        nameless["names"] = json!({ "fr": "a\u{0}b" });
        let list = [
            unit("COMMUNE", "05.301", "a province's code"), unit("PROVINCE", "77.001", "in no region"), unit("REGION", "16", "E"), unit("REGION", "16", "E again"),
            no_kind, wrong_kind, backwards, nameless, unit("PROVINCE", "16.001", "in a region of the list"), unit("REGION", "1'; DROP", "F"), unit("REGION", "5", "one digit"), unit("COMMUNE", &".".repeat(100_000), "dots"),
        ];
        let mut found = codes(&take_in(app, &admin, "a-wrong-list", &list).await);
        found.sort();
        let expected = [
            ("BLANK", "input.units.4.communeKind"), ("INVALID", "input.units.0.code"), ("INVALID", "input.units.10.code"), ("INVALID", "input.units.11.code"), ("INVALID", "input.units.3.code"), ("INVALID", "input.units.5.provinceKind"),
            ("INVALID", "input.units.6.validTo"), ("INVALID", "input.units.7.names.fr"), ("INVALID", "input.units.9.code"), ("NOT_FOUND", "input.units.1.code"),
        ];
        assert_eq!(found, expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        assert_eq!(codes(&take_in(app, &admin, "an-empty-list", &[]).await), one("BLANK", "input.units"));
        let many: Vec<_> = (0..501).map(|number| unit("REGION", &format!("{number:02}"), "Many")).collect();
        assert_eq!(codes(&take_in(app, &admin, "too-long-a-list", &many).await), one("TOO_LONG", "input.units"));
        assert_eq!(communes(app, "national-admin").await, before);
        assert_eq!(app.journal().await, 0);
        for login in ["national-officer", "auditor", "khenifra-head", "khenifra-association", "partner-indh"] {
            let input = json!({ "idempotencyKey": "not-mine-to-do", "source": "A list", "units": [unit("REGION", "16", "E")] });
            assert_eq!(app.try_change(&app.token(login).await, Change::new("territoryImport", FIELDS), &input).await.only_code(), "FORBIDDEN", "{login}");
        }
        // Five hundred at once are taken in.
        let many: Vec<_> = (0..500).map(|number| unit("COMMUNE", &format!("05.081.{:02}.{:02}", number / 50, number % 50), "One of many")).collect();
        assert_eq!(take_in(app, &admin, "five-hundred", &many).await["territoryImport"]["created"], 500);
        assert_eq!(app.journal().await, 1);
    }
}

fn by_the_program(database: &[&str]) {
    let dir = TempDir::new().unwrap();
    assert!(run(dir.path(), &[&["seed"], database].concat()).status.success());
    let file = dir.path().join("communes.csv");
    let import = || run(dir.path(), &[&["import", "territories", "communes.csv"], database].concat());

    // A file in which every kind of line is wrong is told line by line, and nothing is taken in.
    std::fs::write(&file, "level,code,kind,name_ar,name_fr\nCOMMUNE,05.081.03.01,RURAL,,\nPROVINCE,99.001,PROVINCE,,A\nCERCLE,05.081.03,,,B\n").unwrap();
    let error = error_of(&import());
    assert!(error.contains("line 2, names: Give a name in Arabic, in French, or in both"), "{error}");
    assert!(
        error.contains("line 3, code: ") && error.contains("2 mistakes in communes.csv: nothing was taken in"),
        "{error}"
    );
    std::fs::write(&file, "level,code,kind,name_ar,name_fr\nTOWN,1,,,A\nCOMMUNE,05.081.03.01,RURAL,,B,too,many\n")
        .unwrap();
    let error = error_of(&import());
    assert!(
        error.contains("line: 2")
            && error.contains("line: 3")
            && error.contains("2 lines of communes.csv cannot be read"),
        "{error}"
    );
    assert!(
        error_of(&run(dir.path(), &[&["import", "territories", "none.csv"], database].concat())).contains("none.csv")
    );

    // 1,503 communes, as Morocco has, are four changes.
    let count = 1503;
    let mut list = "level,code,kind,name_ar,name_fr\n".to_owned();
    for number in 0..count {
        let (cercle, own) = (number / 100, number % 100);
        writeln!(list, "COMMUNE,05.081.{cercle:02}.{own:02},RURAL,جماعة {number},Commune {number}").unwrap();
    }
    std::fs::write(&file, &list).unwrap();
    let said = String::from_utf8(import().stdout).unwrap();
    assert_eq!(said, format!("{count} units were entered, 0 changed, 0 were as they are.\n"));
    let said = String::from_utf8(import().stdout).unwrap();
    assert_eq!(said, format!("0 units were entered, 0 changed, {count} were as they are.\n"));
    let verified = run(dir.path(), &[&["journal", "verify"], database].concat());
    assert_eq!(
        String::from_utf8(verified.stdout).unwrap(),
        "The journal holds: 9 entries.\n",
        "the seed, and two times four parts"
    );
}

#[test]
fn a_file_is_taken_in_by_the_program_sqlite() {
    by_the_program(&[]);
}

#[tokio::test]
async fn a_file_is_taken_in_by_the_program_postgres() {
    let url = postgres_url(&create_postgres(None).await);
    by_the_program(&["--database-url", &url]);
}
